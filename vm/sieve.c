/*
** sieve.c: does a term match at a token, and up to where?
*/
#include "sieve.h"

#include <string.h>

#include "mem.h"
#include "sieverun.h"

static bool isblock(uint8_t space) {
  return space >= BLOCK_BODY && space <= VIEW_END;
}

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
  vec_deinit(&s->captures);
  vec_deinit(&s->parts);
  buf_deinit(&s->strings);
  vec_deinit(&s->string);
  vec_deinit(&s->terms);
  vec_deinit(&s->nodes);
  vec_deinit(&s->starts);
  vec_deinit(&s->first);
  vec_deinit(&s->asked);
  tokenrows_deinit(&s->begins);
}

static Str stringat(const Sieve *s, uint32_t i) {
  uint32_t from = s->string.p[i];
  return (Str){s->strings.p ? s->strings.p + from : "",
               s->string.p[i + 1] - from};
}

/* ------------------------------------------------------------------- pages */

static bool makerows(Sieve *s) {
  size_t width = s->heads->width;
  if (s->rows) return true;
  s->rows = mem_alloc((SIEVE_ROWS + 1) * sizeof *s->rows);
  s->bits = mem_alloc((SIEVE_ROWS + 1) * 3 * width * sizeof *s->bits);
  if (!s->rows || !s->bits) {
    mem_free(s->rows);
    mem_free(s->bits);
    s->rows = NULL;
    s->bits = NULL;
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
  t->begins = t->word == LEXICON_NONE ? s->begins.rows.p
                                      : tokenrows_word(&s->begins, t->word);
  t->marks = s->begins.marks.p + t->mark * s->begins.width;
  t->kind = (uint8_t)scan_kind(s->scan, i);
}

bool sieve_open(Sieve *s, const Scan *scan) {
  size_t n = scan->view->ntokens;
  sieve_close(s);
  if (!s->ready && !sieve_settle(s)) return false;
  if (!makerows(s)) return false;
  s->tokens = mem_alloc((n + 1) * sizeof *s->tokens);
  if (!s->tokens) return false;
  s->scan = scan;
  for (size_t i = 0; i < n; i++) settoken(s, i);
  s->tokens[n] = (SieveToken){s->begins.rows.p, s->begins.marks.p,
                              LEXICON_NONE, n ? s->tokens[n - 1].end : 0, 0,
                              VIEW_END, 0};
  for (size_t i = 0; i <= SIEVE_ROWS; i++) s->rows[i].token = SIZE_MAX;
  s->depth = s->entries = s->steps = s->quiet = 0;
  s->base = 0;
  return true;
}

void sieve_close(Sieve *s) {
  mem_free(s->tokens);
  s->tokens = NULL;
  s->scan = NULL;
  memo_clear(&s->memo);
  memo_clear(&s->asides);
}

static void addphrases(Sieve *s, SieveRow *row, uint32_t at, uint32_t n) {
  const SieveNode *node = &s->nodes.p[at];
  size_t width = s->heads->width;
  if (node->row != SIEVE_FAIL)
    heads_join(row->heads, s->starts.p + node->row * width, width);
  if (node->n == 0) return;
  row->sets |= node->sets;
  if (!vec_push(&row->phrases, ((SievePhrases){at, n})))
    s->limit(s->ud, SIEVE_MEMORY);
}

static void walkphrases(Sieve *s, SieveRow *row, size_t token) {
  uint32_t word = s->tokens[token].word, node;
  if (word >= s->first.n) return; /* LEXICON_NONE, too */
  node = s->first.p[word];
  for (size_t i = token; node != LEXICON_NONE;) {
    if (node < s->nodes.n) /* a later one is of rules that did not compile */
      addphrases(s, row, node, (uint32_t)(i - token + 1));
    i++;
    if (s->tokens[i].word == LEXICON_NONE || isblock(s->tokens[i].space)) break;
    node = lexicon_step(s->lexicon, node, s->tokens[i].word);
  }
}

/* Leaves out the terms that the next two tokens of the block rule out. */
static void narrow(const Sieve *s, SieveRow *row, size_t token) {
  const SieveToken *end = &s->tokens[s->scan->view->ntokens];
  const SieveToken *a = &s->tokens[token + 1], *b;
  const uint64_t *one, *two, *three, *four;
  b = a = isblock(a->space) ? end : a;
  if (a != end) b = isblock(a[1].space) ? end : a + 1;
  one = a->begins;
  two = a->marks;
  three = b->begins + s->narrowed;
  four = b->marks + s->narrowed;
  for (size_t w = 0; w < s->narrowed; w++)
    row->heads[w] &= (one[w] | two[w]) & (three[w] | four[w]);
}

static void fillrow(Sieve *s, SieveRow *row, size_t token) {
  size_t size = s->heads->width * sizeof *row->heads;
  row->token = SIZE_MAX;
  row->phrases.n = 0;
  row->sets = 0;
  memcpy(row->heads, s->starts.p + s->tokens[token].kind * s->heads->width,
         size);
  walkphrases(s, row, token);
  narrow(s, row, token);
  memcpy(row->open, row->heads, size);
  memset(row->hit, 0, size);
  row->token = token;
}

SieveRow *sieve_newrow(Sieve *s, size_t token) {
  SieveRow *row = &s->rows[s->quiet ? SIEVE_ROWS
                                    : (token - s->base) % SIEVE_ROWS];
  uint64_t tick;
  if (row->token == token) return row;
  tick = stages_tick(s->stages);
  fillrow(s, row, token);
  stages_since(s->stages, tick, STAGE_SCAN);
  return row;
}

static const SievePhrase *ofset(const Sieve *s, const SieveNode *node,
                                uint32_t set) {
  const SievePhrase *p = s->asked.p + node->from;
  for (uint32_t i = 0; i < node->n; i++)
    if (p[i].set == set) return &p[i];
  return NULL;
}

uint32_t sieve_phrase(Sieve *s, uint32_t set, size_t token, uint32_t *value) {
  SieveRow *row = sieve_row(s, token);
  uint64_t bit = lexicon_bit(set);
  if (!(row->sets & bit)) return 0;
  for (size_t i = row->phrases.n; i-- > 0;) {
    const SieveNode *node = &s->nodes.p[row->phrases.p[i].node];
    const SievePhrase *p = node->sets & bit ? ofset(s, node, set) : NULL;
    if (!p) continue;
    *value = p->value;
    return row->phrases.p[i].n;
  }
  return 0;
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

static Str textof(const Sieve *s, size_t token) {
  uint32_t at = s->scan->view->at[token] + 1;
  return (Str){s->scan->view->bytes.p + at, s->tokens[token].end - at};
}

/* Work counts: a pattern that looks far ahead at every token is quadratic. */
static void step(Sieve *s, uint64_t n) {
  if (s->quiet) return;
  s->steps += n;
  if (s->steps > s->maxsteps) s->limit(s->ud, SIEVE_STEPS);
}

static uint32_t sequence(Sieve *s, const SieveOp *op, uint32_t place) {
  const uint32_t *parts = s->parts.p + op->a;
  for (uint32_t i = 0; i < op->n; i++)
    if ((place = sieve_match(s, parts[i], place)) == SIEVE_FAIL) break;
  return place;
}

static uint32_t choice(Sieve *s, const SieveOp *op, uint32_t place) {
  const uint32_t *parts = s->parts.p + op->a;
  step(s, op->n / 16);
  for (uint32_t i = 0; i < op->n; i++) {
    uint32_t end = sieve_match(s, parts[i], place);
    if (end != SIEVE_FAIL) return end;
  }
  return SIEVE_FAIL;
}

static uint32_t repeated(Sieve *s, const SieveOp *op, uint32_t place) {
  uint32_t end = sieve_match(s, op->a, place), next, count = 1;
  if (end == SIEVE_FAIL) return op->min ? SIEVE_FAIL : place;
  while (op->n == 0 || count < op->n) {
    next = sieve_match(s, op->b, end);
    if (next == SIEVE_FAIL || next == end) break;
    end = next;
    count++;
  }
  return count < op->min ? SIEVE_FAIL : end;
}

static uint32_t gap(Sieve *s, const SieveOp *op, uint32_t place) {
  for (uint32_t count = 0;; count++) {
    uint32_t end = sieve_match(s, op->a, place);
    if (end != SIEVE_FAIL || count == op->n) return end;
    place = sieve_take(s, place, SIEVE_INNER, ALLMARKS);
    if (place == SIEVE_FAIL) return SIEVE_FAIL;
  }
}

static uint32_t literal(Sieve *s, const SieveOp *op, uint32_t place) {
  const uint32_t *parts = s->parts.p + op->a;
  for (uint32_t i = 0; i < op->n; i++, parts += 2) {
    const SieveToken *t = &s->tokens[place / 2];
    if (i && (parts[1] >> 31) && (place & 1)) return SIEVE_FAIL;
    if (t->word != parts[0]) return SIEVE_FAIL;
    place = sieve_take(s, place, i ? SIEVE_SPACE : op->pre, parts[1]);
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
  uint32_t start = sieve_skip(s, place, op->pre);
  uint32_t end = sieve_match(s, op->a, start);
  if (end == SIEVE_FAIL) return SIEVE_FAIL;
  /* behind its last token, also where the white space is passed already */
  return reads(s, start / 2, end / 2, op->b) ? end : SIEVE_FAIL;
}

/* A word of one letter. */
static uint32_t letter(Sieve *s, const SieveOp *op, uint32_t place) {
  uint32_t end = sieve_take(s, place, op->pre, WORDMARKS);
  if (end == SIEVE_FAIL) return SIEVE_FAIL;
  return scan_isletter(s->scan, place / 2) ? end : SIEVE_FAIL;
}

static uint32_t roman(Sieve *s, const SieveOp *op, uint32_t place) {
  uint32_t end = sieve_take(s, place, op->pre, 1u << MARK_UPPER);
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
  place = sieve_skip(s, place, op->pre);
  while (sieve_ismark(s, place) && !isstop(s, place / 2)) {
    end = sieve_behind(s, place / 2);
    place = sieve_skip(s, end, SIEVE_INNER);
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
  place = sieve_skip(s, place, op->pre);
  if (!sieve_ismark(s, place) || !isquote(s, place / 2, quote))
    return SIEVE_FAIL;
  from = place / 2 + 1;
  for (;;) {
    place = sieve_skip(s, sieve_behind(s, place / 2), SIEVE_SPACE);
    if (!sieve_ismark(s, place)) return SIEVE_FAIL;
    step(s, 1);
    if (isquote(s, place / 2, quote)) break;
  }
  return place / 2 > from ? sieve_behind(s, place / 2) : SIEVE_FAIL;
}

static uint32_t eitherquoted(Sieve *s, const SieveOp *op, uint32_t place) {
  uint32_t end = quoted(s, op, place, '"');
  return end == SIEVE_FAIL ? quoted(s, op, place, '\'') : end;
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
  place = sieve_skip(s, place, op->pre);
  return sieve_ismark(s, place) ? sieve_term(s, op->a, place / 2) : SIEVE_FAIL;
}

static uint32_t phrase(Sieve *s, const SieveOp *op, uint32_t place) {
  uint32_t n, value;
  place = sieve_skip(s, place, op->pre);
  if (!sieve_ismark(s, place)) return SIEVE_FAIL;
  n = sieve_phrase(s, op->a, place / 2, &value);
  return n ? sieve_behind(s, place / 2 + n - 1) : SIEVE_FAIL;
}

static uint32_t test(bool yes, uint32_t place) {
  return yes ? place : SIEVE_FAIL;
}

static uint32_t isnot(Sieve *s, const SieveOp *op, uint32_t place) {
  return test(sieve_match(s, op->a, place) == SIEVE_FAIL, place);
}

static uint32_t ahead(Sieve *s, const SieveOp *op, uint32_t place) {
  return test(sieve_match(s, op->a, place) != SIEVE_FAIL, place);
}

static uint32_t skip(Sieve *s, const SieveOp *op, uint32_t place) {
  return sieve_skip(s, place, op->pre);
}

static uint32_t token(Sieve *s, const SieveOp *op, uint32_t place) {
  return sieve_take(s, place, op->pre, op->a);
}

static uint32_t anchor(Sieve *s, const SieveOp *op, uint32_t place) {
  place = sieve_skip(s, place, op->pre);
  return test(afteranchor(s, op, place), place);
}

static uint32_t blockend(Sieve *s, const SieveOp *op, uint32_t place) {
  (void)op;
  return test(!(place & 1) && isblock(s->tokens[place / 2].space), place);
}

static uint32_t behindletter(Sieve *s, const SieveOp *op, uint32_t place) {
  uint32_t at = sieve_byte(s, sieve_skip(s, place, op->pre));
  return test(isafterletter(s, at), place);
}

static uint32_t behindphrase(Sieve *s, const SieveOp *op, uint32_t place) {
  return test(scan_after(s->scan, op->a, sieve_byte(s, place)), place);
}

static uint32_t behindliteral(Sieve *s, const SieveOp *op, uint32_t place) {
  return test(afterliteral(s, op, place), place);
}

static uint32_t behindexact(Sieve *s, const SieveOp *op, uint32_t place) {
  return test(afterexact(s, op, place), place);
}

/* One function for each kind of operation, in their order: each saves only the
** registers that it needs. */
static uint32_t (*const runs[SIEVE_KINDS])(Sieve *s, const SieveOp *op,
                                           uint32_t place) = {
    sequence,     choice,        repeated,   isnot,  ahead,    gap,
    skip,         token,         letter,     roman,  rest,     eitherquoted,
    literal,      exact,         term,       phrase, anchor,   blockend,
    behindletter, behindphrase,  behindliteral,      behindexact};

uint32_t sieve_run(Sieve *s, uint32_t at, uint32_t place) {
  const SieveOp *op = &s->ops.p[at];
  step(s, 1);
  return runs[op->kind](s, op, place);
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
  end = sieve_match(s, t.op, (uint32_t)token * 2 + 1);
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
  uint64_t key = memo_key((uint32_t)token, term);
  const SieveRow *row;
  uint32_t end;
  if (memo_get(&s->memo, key, &end) || memo_get(&s->asides, key, &end))
    return end;
  row = sieve_row(s, token);
  if (!(row->open[term / 64] >> (term % 64) & 1)) return SIEVE_FAIL;
  end = ask(s, term, token);
  keep(s, &s->asides, term, token, end);
  return end;
}

uint32_t sieve_term(Sieve *s, uint32_t term, size_t token) {
  uint64_t bit = (uint64_t)1 << (term % 64);
  size_t w = term / 64;
  SieveRow *row;
  uint32_t end;
  if (s->quiet) return askquietly(s, term, token);
  row = sieve_row(s, token);
  if (!(row->open[w] & bit)) {
    if (!(row->hit[w] & bit)) return SIEVE_FAIL;
    if (memo_get(&s->memo, memo_key((uint32_t)token, term), &end)) return end;
  }
  end = ask(s, term, token);
  if (end != SIEVE_FAIL) keep(s, &s->memo, term, token, end);
  row = sieve_row(s, token); /* a pattern may have reached far ahead */
  row->open[w] &= ~bit;
  if (end != SIEVE_FAIL) row->hit[w] |= bit;
  return end;
}
