/*
** scan.c: where could which term begin?
*/
#include "scan.h"

#include <string.h>

#include "mem.h"

bool heads_init(Heads *h, size_t nterms) {
  memset(h, 0, sizeof *h);
  h->nterms = nterms;
  h->width = (nterms / 64 / HEADS_STEP + 1) * HEADS_STEP;
  h->kinds = mem_alloc(HEAD_COUNT * h->width * sizeof *h->kinds);
  if (h->kinds) memset(h->kinds, 0, HEAD_COUNT * h->width * sizeof *h->kinds);
  return h->kinds != NULL;
}

void heads_deinit(Heads *h) {
  mem_free(h->kinds);
  vec_deinit(&h->sets);
  memset(h, 0, sizeof *h);
}

static void setbit(uint64_t *bits, size_t i) {
  bits[i / 64] |= (uint64_t)1 << (i % 64);
}

static bool getbit(const uint64_t *bits, size_t i) {
  return bits[i / 64] >> (i % 64) & 1;
}

void heads_addkind(Heads *h, uint32_t term, Head kind) {
  setbit(h->kinds + kind * h->width, term);
}

bool heads_addset(Heads *h, uint32_t term, uint32_t set) {
  size_t need = ((size_t)set + 1) * h->width;
  if (need > h->sets.n) {
    if (!vec_reserve(&h->sets, need - h->sets.n)) return false;
    memset(h->sets.p + h->sets.n, 0, (need - h->sets.n) * sizeof *h->sets.p);
    h->sets.n = need;
  }
  setbit(h->sets.p + set * h->width, term);
  return true;
}

static size_t tokenlength(const View *v, size_t i) {
  size_t at = v->at[i] + 1, n = at;
  while (n < v->bytes.n && (unsigned char)v->bytes.p[n] > ' ') n++;
  return n - at;
}

bool scan_init(Scan *s, const View *view, const Lexicon *lexicon) {
  size_t nbits = view->bytes.n / 64 + 2, tbits = view->ntokens / 64 + 1;
  uint32_t count = 0;
  memset(s, 0, sizeof *s);
  s->view = view;
  s->lexicon = lexicon;
  s->word = mem_alloc(view->ntokens * sizeof *s->word);
  s->first = mem_alloc(tbits * sizeof *s->first);
  s->starts = mem_alloc(nbits * sizeof *s->starts);
  s->rank = mem_alloc(nbits * sizeof *s->rank);
  if (!s->word || !s->first || !s->starts || !s->rank) {
    scan_deinit(s);
    return false;
  }
  memset(s->first, 0, tbits * sizeof *s->first);
  memset(s->starts, 0, nbits * sizeof *s->starts);
  for (size_t i = 0; i < view->ntokens; i++) {
    uint32_t at = view->at[i];
    Str text = {view->bytes.p + at + 1, tokenlength(view, i)};
    s->word[i] = lexicon_word(lexicon, text);
    setbit(s->starts, at);
    if (at > 0 && (unsigned char)view->bytes.p[at - 1] >= BLOCK_BODY &&
        (unsigned char)view->bytes.p[at - 1] < VIEW_END)
      setbit(s->first, i);
  }
  for (size_t i = 0; i < nbits; i++) {
    s->rank[i] = count;
    count += (uint32_t)__builtin_popcountll(s->starts[i]);
  }
  return true;
}

void scan_deinit(Scan *s) {
  mem_free(s->word);
  mem_free(s->first);
  mem_free(s->starts);
  mem_free(s->rank);
  memset(s, 0, sizeof *s);
}

size_t scan_before(const Scan *s, uint32_t at) {
  uint64_t before;
  if (at >= s->view->bytes.n) return s->view->ntokens;
  before = s->starts[at / 64] & (((uint64_t)1 << (at % 64)) - 1);
  return s->rank[at / 64] + (size_t)__builtin_popcountll(before);
}

size_t scan_token(const Scan *s, uint32_t at) {
  if (at >= s->view->bytes.n || !getbit(s->starts, at)) return s->view->ntokens;
  return scan_before(s, at);
}

bool scan_isfirst(const Scan *s, size_t token) {
  return getbit(s->first, token);
}

bool scan_isletter(const Scan *s, size_t token) {
  const View *v = s->view;
  const char *p = v->bytes.p + v->at[token];
  size_t room = v->bytes.n - v->at[token]; /* a literal ends with a token */
  size_t n = 2; /* the mark and the first byte, then those that continue it */
  if (*p > MARK_UPPER) return false;
  while (n < room && ((unsigned char)p[n] & 0xc0) == 0x80) n++;
  return n >= room || (unsigned char)p[n] <= ' ';
}

/* How many bytes at p are one decimal place of a Roman number. */
static size_t place(const char *p, const char *end, const char *digits) {
  char one = digits[0], five = digits[1], ten = digits[2];
  size_t n = 0, most;
  if (end - p >= 2 && *p == one && (p[1] == ten || p[1] == five)) return 2;
  if (p < end && *p == five) n = 1;
  for (most = n + 3; n < most && p + n < end && p[n] == one;) n++;
  return n;
}

bool scan_isroman(const Scan *s, size_t token) {
  const char *p = s->view->page->text.p + s->view->start[token];
  const char *end = s->view->page->text.p + s->view->end[token];
  for (int i = 0; i < 3 && p < end && *p == 'M'; i++) p++;
  p += place(p, end, "CDM");
  p += place(p, end, "XLC");
  p += place(p, end, "IVX");
  return p == end;
}

bool scan_reads(const Scan *s, size_t a, size_t b, Str want, bool *same) {
  const View *v = s->view;
  Buf tidy;
  bool ok;
  Str have = {v->page->text.p + v->start[a], v->end[b - 1] - v->start[a]};
  buf_init(&tidy);
  ok = view_tidy(&tidy, have);
  *same = ok && str_eq(buf_str(&tidy), want);
  buf_deinit(&tidy);
  return ok;
}

unsigned scan_kind(const Scan *s, size_t token) {
  const View *v = s->view;
  uint32_t at = v->at[token];
  unsigned mark = (unsigned char)v->bytes.p[at], place = 0;
  if (scan_isfirst(s, token)) place = 2;
  else if (at > 0 && v->bytes.p[at - 1] == VIEW_BREAK) place = 1;
  return (mark * 2 + scan_isletter(s, token)) * 3 + place;
}

void heads_ofkind(const Heads *h, unsigned kind, uint64_t *terms) {
  unsigned place = kind % 3, letter = kind / 3 % 2, mark = kind / 6;
  bool is[HEAD_COUNT] = {false};
  is[HEAD_ANY] = true;
  is[HEAD_DIGITS] = mark == MARK_DIGITS;
  is[HEAD_CAPITAL] = mark == MARK_CAPITAL || mark == MARK_UPPER;
  is[HEAD_LETTER] = letter;
  is[HEAD_BLOCK] = place == 2;
  is[HEAD_SENTENCE] = place > 0;
  memset(terms, 0, h->width * sizeof *terms);
  for (size_t k = 0; k < HEAD_COUNT; k++)
    if (is[k]) heads_join(terms, h->kinds + k * h->width, h->width);
}

static bool entryof(const Lexicon *x, uint32_t node, uint32_t set,
                    uint32_t *value) {
  for (uint32_t e = x->nodes.p[node].entries; e != LEXICON_NONE;
       e = x->entries.p[e].next)
    if (x->entries.p[e].set == set) {
      *value = x->entries.p[e].value;
      return true;
    }
  return false;
}

size_t scan_phrase(const Scan *s, uint32_t set, size_t token, uint32_t *value) {
  uint32_t node = 0;
  size_t longest = 0;
  for (size_t i = token; i < s->view->ntokens; i++) {
    if (s->word[i] == LEXICON_NONE || (i > token && scan_isfirst(s, i))) break;
    node = lexicon_step(s->lexicon, node, s->word[i]);
    if (node == LEXICON_NONE) break;
    if (entryof(s->lexicon, node, set, value)) longest = i - token + 1;
  }
  return longest;
}

/* Whether exactly the tokens from..to are a phrase of the set. */
static bool isphrase(const Scan *s, uint32_t set, size_t from, size_t to,
                     uint32_t *value) {
  uint32_t node = 0;
  for (size_t i = from; i < to && node != LEXICON_NONE; i++) {
    if (s->word[i] == LEXICON_NONE) return false;
    node = lexicon_step(s->lexicon, node, s->word[i]);
  }
  return node != LEXICON_NONE && entryof(s->lexicon, node, set, value);
}

size_t scan_phrasebefore(const Scan *s, uint32_t set, size_t token,
                         uint32_t *value) {
  const Lexicon *x = s->lexicon;
  size_t longest = 0, most;
  if (set >= x->sets.n || token == 0 || s->word[token - 1] == LEXICON_NONE ||
      !(x->sets.p[set].last & lexicon_bit(s->word[token - 1])))
    return 0;
  most = x->sets.p[set].longest;
  for (size_t n = 1; n <= most && n <= token; n++) {
    if (n > 1 && scan_isfirst(s, token - n + 1)) break; /* block's start */
    if (isphrase(s, set, token - n, token, value)) longest = n;
  }
  return longest;
}

bool scan_after(const Scan *s, uint32_t set, uint32_t at) {
  const View *v = s->view;
  size_t token = scan_before(s, at);
  unsigned char c = at < v->bytes.n ? (unsigned char)v->bytes.p[at] : VIEW_END;
  uint32_t value;
  if (token < v->ntokens && scan_isfirst(s, token) && c < BLOCK_BODY)
    return false; /* at the start of a block */
  return scan_phrasebefore(s, set, token, &value) > 0;
}
