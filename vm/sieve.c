/*
** sieve.c: does a term match at a token, and up to where?
*/
#include "sieve.h"

#include <string.h>

#include "mem.h"

#define ANYTHING UINT64_MAX
#define WORD_BITS 56u /* of a class; then one bit for each mark */
#define NO_TOKEN ((uint64_t)1 << 63) /* the class behind the last token */

/* ------------------------------------------------------------------- life */

bool sieve_init(Sieve *s, const Lexicon *x, const Heads *h) {
  memset(s, 0, sizeof *s);
  s->lexicon = x;
  s->heads = h;
  if (!vec_reserve(&s->terms, h->nterms + 1) || !vec_push(&s->string, 0))
    return false;
  for (size_t i = 0; i < h->nterms; i++)
    s->terms.p[i] = (SieveTerm){SIEVE_FAIL, false, false};
  s->terms.n = h->nterms;
  return true;
}

static void dropheads(Sieve *s) {
  for (size_t i = 0; s->rows && i <= SIEVE_ROWS; i++)
    vec_deinit(&s->rows[i].phrases);
  mem_free(s->rows);
  mem_free(s->bits);
  s->rows = NULL;
  s->bits = NULL;
}

void sieve_deinit(Sieve *s) {
  sieve_close(s);
  dropheads(s);
  memo_deinit(&s->memo);
  memo_deinit(&s->asides);
  vec_deinit(&s->ops);
  vec_deinit(&s->parts);
  buf_deinit(&s->strings);
  vec_deinit(&s->string);
  vec_deinit(&s->terms);
  vec_deinit(&s->nodes);
  vec_deinit(&s->starts);
  vec_deinit(&s->asked);
}

bool sieve_add(Sieve *s, SieveOp op, const uint32_t *parts, uint32_t *at) {
  bool listed = op.kind == SIEVE_SEQ || op.kind == SIEVE_CHOICE;
  size_t n = listed ? op.n : op.kind == SIEVE_LITERAL ? (size_t)op.n * 2 : 0;
  if (n) {
    op.a = (uint32_t)s->parts.n;
    if (!vec_reserve(&s->parts, n)) return false;
    memcpy(s->parts.p + s->parts.n, parts, n * sizeof *parts);
    s->parts.n += n;
  }
  *at = (uint32_t)s->ops.n;
  op.first = 0;
  s->ready = false;
  return vec_push(&s->ops, op);
}

bool sieve_addstring(Sieve *s, Str text, uint32_t *at) {
  *at = (uint32_t)s->string.n - 1;
  return buf_putstr(&s->strings, text) &&
         vec_push(&s->string, (uint32_t)s->strings.n);
}

void sieve_setterm(Sieve *s, uint32_t term, SieveTerm as) {
  if (term < s->terms.n) s->terms.p[term] = as;
}

static Str stringat(const Sieve *s, uint32_t i) {
  uint32_t from = s->string.p[i];
  return (Str){s->strings.p ? s->strings.p + from : "",
               s->string.p[i + 1] - from};
}

/* ------------------------------------------------------- classes of tokens */

#define ALLMARKS                                                          \
  (1u << MARK_LOWER | 1u << MARK_CAPITAL | 1u << MARK_UPPER |             \
   1u << MARK_DIGITS | 1u << MARK_SIGN)
#define WORDMARKS (1u << MARK_LOWER | 1u << MARK_CAPITAL | 1u << MARK_UPPER)

static uint64_t wordclass(uint32_t word) {
  if (word == LEXICON_NONE) return 0;
  return (uint64_t)1 << ((word * 0x9E3779B1u >> 16) % WORD_BITS);
}

static uint64_t markclass(uint32_t marks) {
  return (uint64_t)marks << WORD_BITS;
}

typedef struct Firsts {
  Sieve *s;
  uint64_t *ofset; /* of the first words of the phrases of each set */
  uint8_t *state;  /* of each operation: 0 to do, 1 at it, 2 done */
} Firsts;

static void setclasses(const Lexicon *x, uint64_t *ofset) {
  memset(ofset, 0, x->nsets * sizeof *ofset);
  for (uint32_t i = 1; i < x->nodes.n; i++) {
    uint32_t node = i;
    if (x->nodes.p[i].entries == LEXICON_NONE) continue;
    while (x->nodes.p[node].parent) node = x->nodes.p[node].parent;
    for (uint32_t e = x->nodes.p[i].entries; e != LEXICON_NONE;
         e = x->entries.p[e].next)
      ofset[x->entries.p[e].set] |= wordclass(x->nodes.p[node].word);
  }
}

static void settle(Firsts *f, uint32_t at);

static void settleparts(Firsts *f, SieveOp *op) {
  const uint32_t *parts = f->s->parts.p + op->a;
  uint64_t first = 0, gate = 0;
  for (uint32_t i = 0; i < op->n; i++) {
    const SieveOp *part = &f->s->ops.p[parts[i]];
    settle(f, parts[i]);
    first |= part->first;
    gate |= part->gate;
    if (op->kind == SIEVE_SEQ && part->gate != ANYTHING) {
      op->first = op->gate = first;
      return;
    }
  }
  op->first = first;
  op->gate = op->kind == SIEVE_SEQ ? ANYTHING : gate;
}

static void settlecall(Firsts *f, SieveOp *op, uint32_t callee) {
  op->first = op->gate = 0; /* a term without a pattern never matches */
  if (callee == SIEVE_FAIL) return;
  settle(f, callee);
  op->first = f->s->ops.p[callee].first;
  op->gate = f->s->ops.p[callee].gate;
}

/* Finds op->first and op->gate. */
static void settle(Firsts *f, uint32_t at) {
  SieveOp *op = &f->s->ops.p[at];
  if (f->state[at] == 1) op->first = op->gate = ANYTHING;
  if (f->state[at]) return;
  f->state[at] = 1;
  op->first = 0;
  op->gate = ANYTHING;
  switch ((SieveKind)op->kind) {
    case SIEVE_SEQ:
    case SIEVE_CHOICE: settleparts(f, op); break;
    case SIEVE_REPEAT:
      settlecall(f, op, op->a);
      if (op->min == 0) op->gate = ANYTHING;
      break;
    case SIEVE_EXACT: settlecall(f, op, op->a); break;
    case SIEVE_TERM: settlecall(f, op, f->s->terms.p[op->a].op); break;
    case SIEVE_GAP: op->first = ANYTHING; break;
    case SIEVE_REST: op->first = op->gate = markclass(ALLMARKS); break;
    case SIEVE_TOKEN: op->first = op->gate = markclass(op->a); break;
    case SIEVE_LETTER: op->first = op->gate = markclass(WORDMARKS); break;
    case SIEVE_ROMAN: op->first = op->gate = markclass(1u << MARK_UPPER); break;
    case SIEVE_QUOTED: op->first = op->gate = markclass(1u << MARK_SIGN); break;
    case SIEVE_LITERAL:
      op->first = op->gate = wordclass(f->s->parts.p[op->a]);
      break;
    case SIEVE_PHRASE: op->first = op->gate = f->ofset[op->a]; break;
    default: break; /* consumes nothing */
  }
  f->state[at] = 2;
}

/* The row of the terms that the phrases at the node begin: one of those there
** are, or a new one. */
static bool addstarts(Sieve *s, uint32_t node, uint64_t *terms,
                      uint32_t *row) {
  const Lexicon *x = s->lexicon;
  size_t width = s->heads->width;
  bool any = false;
  memset(terms, 0, width * sizeof *terms);
  for (uint32_t e = x->nodes.p[node].entries; e != LEXICON_NONE;
       e = x->entries.p[e].next) {
    size_t at = x->entries.p[e].set * width;
    for (size_t w = 0; at < s->heads->sets.n && w < width; w++)
      any |= (terms[w] |= s->heads->sets.p[at + w]) != 0;
  }
  *row = SIEVE_FAIL;
  if (!any) return true;
  *row = (uint32_t)(s->starts.n / width);
  if (!vec_reserve(&s->starts, width)) return false;
  memcpy(s->starts.p + s->starts.n, terms, width * sizeof *terms);
  s->starts.n += width;
  return true;
}

static bool addnode(Sieve *s, uint32_t node, const uint8_t *named,
                    uint64_t *terms) {
  const Lexicon *x = s->lexicon;
  SieveNode n = {SIEVE_FAIL, (uint32_t)s->asked.n, 0};
  for (uint32_t e = x->nodes.p[node].entries; e != LEXICON_NONE;
       e = x->entries.p[e].next)
    if (named[x->entries.p[e].set] &&
        !vec_push(&s->asked, ((SievePhrase){x->entries.p[e].set,
                                            x->entries.p[e].value, 0})))
      return false;
  n.n = (uint32_t)s->asked.n - n.from;
  return addstarts(s, node, terms, &n.row) && vec_push(&s->nodes, n);
}

static bool settlenodes(Sieve *s) {
  uint8_t *named = mem_alloc(s->lexicon->nsets + 1);
  uint64_t *terms = mem_alloc(s->heads->width * sizeof *terms);
  bool ok = named && terms;
  s->nodes.n = s->starts.n = s->asked.n = 0;
  if (named) memset(named, 0, s->lexicon->nsets + 1);
  for (size_t i = 0; ok && i < s->ops.n; i++)
    if (s->ops.p[i].kind == SIEVE_PHRASE) named[s->ops.p[i].a] = 1;
  for (uint32_t i = 0; ok && i < s->lexicon->nodes.n; i++)
    ok = addnode(s, i, named, terms);
  mem_free(named);
  mem_free(terms);
  return ok;
}

static bool settleall(Sieve *s) {
  Firsts f = {s, mem_alloc((s->lexicon->nsets + 1) * sizeof *f.ofset),
              mem_alloc(s->ops.n + 1)};
  bool ok = f.ofset && f.state && settlenodes(s);
  if (ok) {
    setclasses(s->lexicon, f.ofset);
    memset(f.state, 0, s->ops.n);
    for (uint32_t i = 0; i < s->ops.n; i++) settle(&f, i);
    s->ready = true;
  }
  mem_free(f.ofset);
  mem_free(f.state);
  return ok;
}

/* ------------------------------------------------------------------- pages */

static bool makerows(Sieve *s) {
  size_t width = s->heads->width;
  if (s->rows) return true;
  s->rows = mem_alloc((SIEVE_ROWS + 1) * sizeof *s->rows);
  s->bits = mem_alloc((SIEVE_ROWS + 1) * 3 * width * sizeof *s->bits);
  if (!s->rows || !s->bits) {
    mem_free(s->rows);
    s->rows = NULL;
    return false;
  }
  memset(s->rows, 0, (SIEVE_ROWS + 1) * sizeof *s->rows);
  for (size_t i = 0; i <= SIEVE_ROWS; i++) {
    s->rows[i].heads = s->bits + i * 3 * width;
    s->rows[i].open = s->rows[i].heads + width;
    s->rows[i].hit = s->rows[i].open + width;
  }
  return true;
}

static void settoken(Sieve *s, size_t i) {
  const View *v = s->scan->view;
  const char *p = v->bytes.p;
  uint32_t at = v->at[i], end = at + 1, before = i ? s->tokens[i - 1].end : 0;
  SieveToken *t = &s->tokens[i];
  while (end < v->bytes.n && (unsigned char)p[end] > ' ') end++;
  t->end = end;
  t->mark = (uint8_t)p[at];
  t->word = s->scan->word[i];
  t->space = at > before ? (uint8_t)p[at - 1] : 0;
  t->class = wordclass(t->word) | markclass(1u << t->mark);
}

bool sieve_open(Sieve *s, const Scan *scan) {
  size_t n = scan->view->ntokens;
  sieve_close(s);
  if (!s->ready && !settleall(s)) return false;
  if (!makerows(s)) return false;
  s->tokens = mem_alloc((n + 1) * sizeof *s->tokens);
  if (!s->tokens) return false;
  s->scan = scan;
  for (size_t i = 0; i < n; i++) settoken(s, i);
  s->tokens[n] = (SieveToken){NO_TOKEN, LEXICON_NONE,
                              n ? s->tokens[n - 1].end : 0, 0, VIEW_END};
  for (size_t i = 0; i <= SIEVE_ROWS; i++) s->rows[i].token = SIZE_MAX;
  s->depth = s->entries = s->steps = s->quiet = 0;
  return true;
}

void sieve_close(Sieve *s) {
  mem_free(s->tokens);
  s->tokens = NULL;
  s->scan = NULL;
  memo_clear(&s->memo);
  memo_clear(&s->asides);
}

static void addphrases(Sieve *s, SieveRow *row, const SieveNode *node,
                       uint32_t n) {
  const SievePhrase *asked;
  if (node->row != SIEVE_FAIL) {
    const uint64_t *terms = s->starts.p + node->row * s->heads->width;
    for (size_t w = 0; w < s->heads->width; w++) row->heads[w] |= terms[w];
  }
  if (node->n == 0) return;
  asked = s->asked.p + node->from;
  if (!vec_reserve(&row->phrases, node->n)) s->limit(s->ud, SIEVE_MEMORY);
  for (uint32_t i = 0; i < node->n; i++) {
    row->phrases.p[row->phrases.n++] =
        (SievePhrase){asked[i].set, asked[i].value, n};
    row->sets |= lexicon_bit(asked[i].set);
  }
}

static void walkphrases(Sieve *s, SieveRow *row, size_t token) {
  const Lexicon *x = s->lexicon;
  uint32_t node = 0;
  for (size_t i = token; i < s->scan->view->ntokens; i++) {
    if (s->tokens[i].word == LEXICON_NONE ||
        (i > token && scan_isfirst(s->scan, i)))
      break;
    node = lexicon_step(x, node, s->tokens[i].word);
    if (node == LEXICON_NONE) break;
    if (node < s->nodes.n) /* a later one is of rules that did not compile */
      addphrases(s, row, &s->nodes.p[node], (uint32_t)(i - token + 1));
  }
}

SieveRow *sieve_row(Sieve *s, size_t token) {
  SieveRow *row = &s->rows[token % SIEVE_ROWS];
  size_t width = s->heads->width;
  uint64_t tick;
  if (row->token == token) return row;
  if (s->quiet) row = &s->rows[SIEVE_ROWS];
  if (row->token == token) return row;
  tick = stages_tick(s->stages);
  row->token = SIZE_MAX;
  row->phrases.n = 0;
  row->sets = 0;
  scan_kinds(s->scan, s->heads, token, row->heads);
  walkphrases(s, row, token);
  memcpy(row->open, row->heads, width * sizeof *row->open);
  memset(row->hit, 0, width * sizeof *row->hit);
  row->token = token;
  stages_since(s->stages, tick, STAGE_SCAN);
  return row;
}

const SievePhrase *sieve_phrase(Sieve *s, uint32_t set, size_t token) {
  SieveRow *row = sieve_row(s, token);
  if (!(row->sets & lexicon_bit(set))) return NULL;
  for (size_t i = row->phrases.n; i-- > 0;)
    if (row->phrases.p[i].set == set) return &row->phrases.p[i];
  return NULL;
}

Str sieve_taken(const Sieve *s, size_t token, uint32_t end) {
  const View *v = s->scan->view;
  uint32_t from = v->start[token];
  return (Str){v->page->text.p + from, v->end[end / 2 - 1] - from};
}

uint32_t sieve_byte(const Sieve *s, uint32_t place) {
  size_t token = place / 2;
  if (place & 1) return s->scan->view->at[token];
  return token ? s->tokens[token - 1].end : 0;
}

/* ---------------------------------------------------------------- patterns */

/* The place with the white space before its token passed as far as `pre`
** goes; whether a token may begin there tells ismark. */
static uint32_t skip(const Sieve *s, uint32_t place, uint8_t pre) {
  uint8_t space;
  if ((place & 1) || pre == SIEVE_NOTHING) return place;
  space = s->tokens[place / 2].space;
  if (space == ' ' || (space == VIEW_BREAK && pre == SIEVE_SPACE))
    return place | 1;
  return place;
}

static bool isblock(uint8_t space) {
  return space >= BLOCK_BODY && space <= VIEW_END;
}

static bool ismark(const Sieve *s, uint32_t place) {
  return (place & 1) && place / 2 < s->scan->view->ntokens;
}

/* The place behind the token. */
static uint32_t behind(const Sieve *s, size_t token) {
  return (uint32_t)(token + 1) * 2 + (s->tokens[token + 1].space == 0);
}

static uint32_t take(const Sieve *s, uint32_t place, uint8_t pre,
                     uint32_t marks) {
  place = skip(s, place, pre);
  if (!ismark(s, place) || !(marks >> s->tokens[place / 2].mark & 1))
    return SIEVE_FAIL;
  return behind(s, place / 2);
}

static Str textof(const Sieve *s, size_t token) {
  uint32_t at = s->scan->view->at[token] + 1;
  return (Str){s->scan->view->bytes.p + at, s->tokens[token].end - at};
}

/* Work counts: a pattern that looks far ahead at every token is quadratic. */
static void step(Sieve *s, uint64_t n) {
  s->steps += n;
  if (s->steps > s->maxsteps) s->limit(s->ud, SIEVE_STEPS);
}

static uint32_t run(Sieve *s, uint32_t at, uint32_t place);

/* `place` as the pattern finds it, or SIEVE_FAIL at once where the token cannot
** begin it. */
static inline uint32_t match(Sieve *s, uint32_t at, uint32_t place) {
  if (!(s->ops.p[at].gate & s->tokens[place / 2].class)) return SIEVE_FAIL;
  return run(s, at, place);
}

static uint32_t sequence(Sieve *s, const SieveOp *op, uint32_t place) {
  const uint32_t *parts = s->parts.p + op->a;
  for (uint32_t i = 0; i < op->n; i++)
    if ((place = match(s, parts[i], place)) == SIEVE_FAIL) break;
  return place;
}

static uint32_t choice(Sieve *s, const SieveOp *op, uint32_t place) {
  const uint32_t *parts = s->parts.p + op->a;
  step(s, op->n / 16);
  for (uint32_t i = 0; i < op->n; i++) {
    uint32_t end = match(s, parts[i], place);
    if (end != SIEVE_FAIL) return end;
  }
  return SIEVE_FAIL;
}

static uint32_t repeated(Sieve *s, const SieveOp *op, uint32_t place) {
  uint32_t end = match(s, op->a, place), next, count = 1;
  if (end == SIEVE_FAIL) return op->min ? SIEVE_FAIL : place;
  while (op->n == 0 || count < op->n) {
    next = match(s, op->b, end);
    if (next == SIEVE_FAIL || next == end) break;
    end = next;
    count++;
  }
  return count < op->min ? SIEVE_FAIL : end;
}

static uint32_t gap(Sieve *s, const SieveOp *op, uint32_t place) {
  for (uint32_t count = 0;; count++) {
    uint32_t end = match(s, op->a, place);
    if (end != SIEVE_FAIL || count == op->n) return end;
    place = take(s, place, SIEVE_INNER, ALLMARKS);
    if (place == SIEVE_FAIL) return SIEVE_FAIL;
  }
}

static uint32_t literal(const Sieve *s, const SieveOp *op, uint32_t place) {
  const uint32_t *parts = s->parts.p + op->a;
  for (uint32_t i = 0; i < op->n; i++, parts += 2) {
    const SieveToken *t = &s->tokens[place / 2];
    if (i && (parts[1] >> 31) && (place & 1)) return SIEVE_FAIL;
    if (t->word != parts[0]) return SIEVE_FAIL;
    place = take(s, place, i ? SIEVE_SPACE : op->pre, parts[1]);
    if (place == SIEVE_FAIL) return SIEVE_FAIL;
  }
  return place;
}

static bool reads(const Sieve *s, size_t a, size_t b, uint32_t text) {
  bool same;
  if (!scan_reads(s->scan, a, b, stringat(s, text), &same))
    s->limit(s->ud, SIEVE_MEMORY);
  return same;
}

static uint32_t exact(Sieve *s, const SieveOp *op, uint32_t place) {
  uint32_t start = skip(s, place, op->pre), end = match(s, op->a, start);
  if (end == SIEVE_FAIL) return SIEVE_FAIL;
  /* behind its last token, also where the white space is passed already */
  return reads(s, start / 2, end / 2, op->b) ? end : SIEVE_FAIL;
}

/* A word of one letter. */
static uint32_t letter(const Sieve *s, const SieveOp *op, uint32_t place) {
  uint32_t end = take(s, place, op->pre, WORDMARKS);
  if (end == SIEVE_FAIL) return SIEVE_FAIL;
  return scan_isletter(s->scan, place / 2) ? end : SIEVE_FAIL;
}

static uint32_t roman(const Sieve *s, const SieveOp *op, uint32_t place) {
  uint32_t end = take(s, place, op->pre, 1u << MARK_UPPER);
  if (end == SIEVE_FAIL) return SIEVE_FAIL;
  return scan_isroman(s->scan, place / 2) ? end : SIEVE_FAIL;
}

/* Whether the signs from the token on are a stop, and end a sentence. */
static bool isstop(const Sieve *s, size_t token) {
  size_t i = token, n = s->scan->view->ntokens;
  do {
    Str text = textof(s, i);
    if (s->tokens[i].mark != MARK_SIGN) return false;
    if (!(text.n == 1 && strchr("./!?;", *text.p)) && !str_is(text, "…"))
      return false;
    i++;
  } while (i < n && s->tokens[i].space == 0);
  return s->tokens[i].space == VIEW_BREAK || isblock(s->tokens[i].space);
}

static uint32_t rest(Sieve *s, const SieveOp *op, uint32_t place) {
  uint32_t end = SIEVE_FAIL;
  place = skip(s, place, op->pre);
  while (ismark(s, place) && !isstop(s, place / 2)) {
    end = behind(s, place / 2);
    place = skip(s, end, SIEVE_INNER);
    step(s, 1);
  }
  return end;
}

static bool isquote(const Sieve *s, size_t token, char quote) {
  Str text = textof(s, token);
  return s->tokens[token].mark == MARK_SIGN && text.n == 1 && *text.p == quote;
}

/* A text in the quotes that stand at the token: at least one token inside. */
static uint32_t quoted(Sieve *s, const SieveOp *op, uint32_t place,
                       char quote) {
  size_t from;
  place = skip(s, place, op->pre);
  if (!ismark(s, place) || !isquote(s, place / 2, quote)) return SIEVE_FAIL;
  from = place / 2 + 1;
  for (;;) {
    place = skip(s, behind(s, place / 2), SIEVE_SPACE);
    if (!ismark(s, place)) return SIEVE_FAIL;
    step(s, 1);
    if (isquote(s, place / 2, quote)) break;
  }
  return place / 2 > from ? behind(s, place / 2) : SIEVE_FAIL;
}

static bool afteranchor(const Sieve *s, const SieveOp *op, uint32_t place) {
  uint32_t at = sieve_byte(s, place);
  unsigned char c = at ? (unsigned char)s->scan->view->bytes.p[at - 1] : 0;
  unsigned bit = c == VIEW_BREAK ? 0 : c - (unsigned)BLOCK_BODY + 1;
  return (c == VIEW_BREAK || (c >= BLOCK_BODY && c < VIEW_END)) &&
         (op->a >> bit & 1);
}

static bool isafterletter(const Sieve *s, uint32_t at) {
  unsigned char c = at ? (unsigned char)s->scan->view->bytes.p[at - 1] : 0;
  return c >= 128 || (c >= 'a' && c <= 'z');
}

bool sieve_afterletter(const Sieve *s, size_t token) {
  return isafterletter(s, s->scan->view->at[token]);
}

static bool isspaceat(char c) { return c == ' ' || c == VIEW_BREAK; }

/* Whether the bytes before `at` are the text's. */
static bool endswith(const char *bytes, size_t at, Str text) {
  if (text.n > at) return false;
  for (size_t i = 0; i < text.n; i++) {
    char c = bytes[at - text.n + i], want = text.p[i];
    bool same = want == MARK_LOWER ? c >= MARK_LOWER && c <= MARK_UPPER
                : want == ' '      ? isspaceat(c)
                                   : c == want;
    if (!same) return false;
  }
  return true;
}

static bool afterliteral(const Sieve *s, const SieveOp *op, uint32_t place) {
  const char *p = s->scan->view->bytes.p;
  uint32_t at = sieve_byte(s, place);
  Str text = stringat(s, op->a);
  return (at && isspaceat(p[at - 1]) && endswith(p, at - 1, text)) ||
         endswith(p, at, text);
}

static bool afterexact(const Sieve *s, const SieveOp *op, uint32_t place) {
  size_t token = scan_before(s->scan, sieve_byte(s, place));
  return op->n > 0 && op->n <= token &&
         reads(s, token - op->n, token, op->a);
}

static uint32_t term(Sieve *s, const SieveOp *op, uint32_t place) {
  place = skip(s, place, op->pre);
  return ismark(s, place) ? sieve_term(s, op->a, place / 2) : SIEVE_FAIL;
}

static uint32_t phrase(Sieve *s, const SieveOp *op, uint32_t place) {
  const SievePhrase *p;
  place = skip(s, place, op->pre);
  if (!ismark(s, place)) return SIEVE_FAIL;
  p = sieve_phrase(s, op->a, place / 2);
  return p ? behind(s, place / 2 + p->n - 1) : SIEVE_FAIL;
}

static uint32_t test(bool yes, uint32_t place) {
  return yes ? place : SIEVE_FAIL;
}

static uint32_t run(Sieve *s, uint32_t at, uint32_t place) {
  const SieveOp *op = &s->ops.p[at];
  uint32_t end;
  step(s, 1);
  switch ((SieveKind)op->kind) {
    case SIEVE_SEQ: return sequence(s, op, place);
    case SIEVE_CHOICE: return choice(s, op, place);
    case SIEVE_REPEAT: return repeated(s, op, place);
    case SIEVE_NOT: return test(match(s, op->a, place) == SIEVE_FAIL, place);
    case SIEVE_AND: return test(match(s, op->a, place) != SIEVE_FAIL, place);
    case SIEVE_GAP: return gap(s, op, place);
    case SIEVE_SKIP: return skip(s, place, op->pre);
    case SIEVE_TOKEN: return take(s, place, op->pre, op->a);
    case SIEVE_LETTER: return letter(s, op, place);
    case SIEVE_ROMAN: return roman(s, op, place);
    case SIEVE_REST: return rest(s, op, place);
    case SIEVE_QUOTED:
      end = quoted(s, op, place, '"');
      return end == SIEVE_FAIL ? quoted(s, op, place, '\'') : end;
    case SIEVE_LITERAL: return literal(s, op, place);
    case SIEVE_EXACT: return exact(s, op, place);
    case SIEVE_TERM: return term(s, op, place);
    case SIEVE_PHRASE: return phrase(s, op, place);
    case SIEVE_ANCHOR:
      place = skip(s, place, op->pre);
      return test(afteranchor(s, op, place), place);
    case SIEVE_END:
      return test(!(place & 1) && isblock(s->tokens[place / 2].space), place);
    case SIEVE_AFTERLETTER: return test(isafterletter(s, sieve_byte(s, skip(s, place, op->pre))),
                  place);
    case SIEVE_AFTERPHRASE:
      return test(scan_after(s->scan, op->a, sieve_byte(s, place)), place);
    case SIEVE_AFTERLITERAL: return test(afterliteral(s, op, place), place);
    case SIEVE_AFTEREXACT: return test(afterexact(s, op, place), place);
    case SIEVE_KINDS: break;
  }
  return SIEVE_FAIL;
}

/* ------------------------------------------------------------------- terms */

static void enter(Sieve *s) {
  if (*s->stop) s->limit(s->ud, SIEVE_STOP);
  if (!s->quiet && ++s->entries > s->budget) s->limit(s->ud, SIEVE_BUDGET);
  if (s->depth >= s->deepest) s->limit(s->ud, SIEVE_DEPTH);
}

static uint32_t ask(Sieve *s, uint32_t term, size_t token) {
  SieveTerm t = s->terms.p[term];
  uint32_t end;
  if (t.op == SIEVE_FAIL) return SIEVE_FAIL;
  enter(s);
  s->depth++;
  end = match(s, t.op, (uint32_t)token * 2 + 1);
  if (end != SIEVE_FAIL && t.guarded &&
      !s->holds(s->ud, term, (uint32_t)token, end))
    end = SIEVE_FAIL;
  s->depth--;
  return end;
}

static void keep(Sieve *s, Memo *m, uint32_t term, size_t token,
                 uint32_t end) {
  if (!memo_put(m, memo_key((uint32_t)token, term), end))
    s->limit(s->ud, SIEVE_MEMORY);
}

static uint32_t askquietly(Sieve *s, uint32_t term, size_t token) {
  uint32_t end;
  if (memo_get(&s->asides, memo_key((uint32_t)token, term), &end)) return end;
  end = ask(s, term, token);
  keep(s, &s->asides, term, token, end);
  return end;
}

uint32_t sieve_term(Sieve *s, uint32_t term, size_t token) {
  SieveRow *row = sieve_row(s, token);
  uint64_t bit = (uint64_t)1 << (term % 64);
  size_t w = term / 64;
  uint32_t end;
  if (!(row->open[w] & bit)) {
    if (!(row->hit[w] & bit)) return SIEVE_FAIL;
    if (memo_get(&s->memo, memo_key((uint32_t)token, term), &end)) return end;
  }
  if (s->quiet) return askquietly(s, term, token);
  end = ask(s, term, token);
  if (end != SIEVE_FAIL) keep(s, &s->memo, term, token, end);
  row = sieve_row(s, token); /* a pattern may have reached far ahead */
  row->open[w] &= ~bit;
  if (end != SIEVE_FAIL) row->hit[w] |= bit;
  return end;
}
