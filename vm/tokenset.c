/*
** tokenset.c: sets of tokens, and the rows of bits that tell a token's sets.
*/
#include "tokenset.h"

#include <string.h>

#include "mem.h"

#define FIRST_CAP 1024u /* of the hash table; a power of two */

/* ------------------------------------------------------------------- sets */

/* The bits of a set that is being made, all clear. */
static uint64_t *newset(TokenSets *t) {
  if (!t->spare) t->spare = mem_alloc(t->width * sizeof *t->spare);
  if (t->spare) memset(t->spare, 0, t->width * sizeof *t->spare);
  return t->spare;
}

static size_t slotof(const TokenSets *t, const uint64_t *bits) {
  size_t size = t->width * sizeof *bits, i;
  uint64_t h = 0;
  for (i = 0; i < t->width; i++) {
    h = (h ^ bits[i]) * 0x9E3779B97F4A7C15u;
    h ^= h >> 32;
  }
  for (i = (size_t)h & (t->cap - 1); t->hash[i] != TOKENSET_FAIL;
       i = (i + 1) & (t->cap - 1))
    if (memcmp(t->bits.p[t->hash[i]], bits, size) == 0) break;
  return i;
}

static bool growhash(TokenSets *t) {
  uint32_t *old = t->hash;
  size_t cap = old ? t->cap * 2 : FIRST_CAP;
  if (old && t->bits.n * 2 < t->cap) return true;
  t->hash = mem_alloc(cap * sizeof *t->hash);
  if (!t->hash) {
    t->hash = old;
    return false;
  }
  t->cap = cap;
  memset(t->hash, 0xff, cap * sizeof *t->hash);
  for (uint32_t set = 0; set < t->bits.n; set++)
    t->hash[slotof(t, t->bits.p[set])] = set;
  mem_free(old);
  return true;
}

/* The number of the set that was being made. */
static uint32_t keep(TokenSets *t) {
  uint64_t *bits = t->spare;
  size_t slot;
  if ((bits[t->width - 1] & t->every) == t->every) {
    memset(bits, 0, t->width * sizeof *bits);
    bits[t->width - 1] = t->every;
  }
  if (!growhash(t)) return TOKENSET_FAIL;
  slot = slotof(t, bits);
  if (t->hash[slot] == TOKENSET_FAIL) {
    if (!vec_push(&t->bits, bits)) return TOKENSET_FAIL;
    t->spare = NULL;
    t->hash[slot] = (uint32_t)t->bits.n - 1;
  }
  return t->hash[slot];
}

bool tokensets_init(TokenSets *t, size_t nwords, uint32_t marks) {
  memset(t, 0, sizeof *t);
  t->classes = nwords == 0                 ? 1
               : nwords < TOKENSET_CLASSES ? (uint32_t)nwords
                                           : TOKENSET_CLASSES;
  t->width = (t->classes + 63) / 64 + 1;
  t->every = marks;
  if (tokensets_words(t, NULL, 0) == TOKENSET_NONE &&
      tokensets_marks(t, marks) == TOKENSET_ALL)
    return true;
  tokensets_deinit(t);
  return false;
}

void tokensets_deinit(TokenSets *t) {
  for (size_t i = 0; i < t->bits.n; i++) mem_free(t->bits.p[i]);
  mem_free(t->spare);
  vec_deinit(&t->bits);
  mem_free(t->hash);
  memset(t, 0, sizeof *t);
}

uint32_t tokensets_words(TokenSets *t, const uint32_t *words, size_t n) {
  uint64_t *bits = newset(t);
  if (!bits) return TOKENSET_FAIL;
  for (size_t i = 0; i < n; i++) {
    uint32_t class = words[i] % t->classes;
    bits[class / 64] |= (uint64_t)1 << (class % 64);
  }
  return keep(t);
}

uint32_t tokensets_marks(TokenSets *t, uint32_t marks) {
  uint64_t *bits = newset(t);
  if (!bits) return TOKENSET_FAIL;
  bits[t->width - 1] = marks;
  return keep(t);
}

uint32_t tokensets_union(TokenSets *t, uint32_t a, uint32_t b) {
  if (a == TOKENSET_FAIL || b == TOKENSET_FAIL) return TOKENSET_FAIL;
  if (a == b || b == TOKENSET_NONE || a == TOKENSET_ALL) return a;
  if (a == TOKENSET_NONE || b == TOKENSET_ALL) return b;
  return tokensets_join(t, (uint32_t[]){a, b}, 2);
}

uint32_t tokensets_join(TokenSets *t, const uint32_t *sets, size_t n) {
  uint64_t *bits = newset(t);
  if (!bits) return TOKENSET_FAIL;
  for (size_t i = 0; i < n; i++) {
    if (sets[i] == TOKENSET_FAIL) return TOKENSET_FAIL;
    for (size_t w = 0; w < t->width; w++) bits[w] |= t->bits.p[sets[i]][w];
  }
  return keep(t);
}

/* ------------------------------------------------------------------- rows */

static void setbit(uint64_t *bits, size_t i) {
  bits[i / 64] |= (uint64_t)1 << (i % 64);
}

static bool makemarks(TokenRows *r, const TokenSets *t,
                      const uint32_t *columns, size_t n) {
  size_t need = TOKENSET_MARKS * r->width;
  if (!vec_reserve(&r->marks, need)) return false;
  memset(r->marks.p, 0, need * sizeof *r->marks.p);
  for (size_t i = 0; i < n; i++) {
    uint64_t marks = columns[i] == TOKENSET_ALWAYS
                         ? UINT64_MAX : t->bits.p[columns[i]][t->width - 1];
    for (size_t mark = 0; mark < TOKENSET_MARKS; mark++)
      if (marks >> mark & 1) setbit(r->marks.p + mark * r->width, i);
  }
  return true;
}

/* Rows of the 64 classes from 64 * `word` on. */
static void makeblock(uint64_t *rows, const TokenRows *r, const TokenSets *t,
                      const uint32_t *columns, size_t n, size_t word) {
  memset(rows, 0, 64 * r->width * sizeof *rows);
  for (size_t i = 0; i < n; i++) {
    uint64_t bits =
        columns[i] == TOKENSET_ALWAYS ? 0 : t->bits.p[columns[i]][word];
    for (; bits; bits &= bits - 1)
      setbit(rows + (size_t)__builtin_ctzll(bits) * r->width, i);
  }
}

/* Goes through the rows of all classes; each is the first, of no set, or the
** one before, where it is the same, or else a new one. They are counted where
** `keep` is false. */
static size_t eachrow(TokenRows *r, const TokenSets *t,
                      const uint32_t *columns, size_t n, uint64_t *block,
                      bool keep) {
  size_t size = r->width * sizeof *block, count = 1;
  uint64_t *last = block + 64 * r->width; /* the last new one */
  memset(last, 0, size);
  for (uint32_t class = 0; class < t->classes; class++) {
    const uint64_t *row = block + class % 64 * r->width;
    size_t w = 0;
    if (class % 64 == 0) makeblock(block, r, t, columns, n, class / 64);
    while (w < r->width && !row[w]) w++;
    if (w < r->width && memcmp(last, row, size) != 0) {
      memcpy(last, row, size);
      if (keep) memcpy(r->rows.p + count * r->width, row, size);
      count++;
    }
    if (keep)
      r->ofclass.p[class] =
          w < r->width ? (uint32_t)((count - 1) * r->width) : 0;
  }
  return count;
}

bool tokenrows_make(TokenRows *r, const TokenSets *t, const uint32_t *columns,
                    size_t n) {
  uint64_t *block;
  bool ok;
  tokenrows_deinit(r);
  r->classes = t->classes;
  r->width = (n + 63) / 64;
  block = mem_alloc(65 * r->width * sizeof *block);
  ok = block && makemarks(r, t, columns, n);
  if (ok) {
    r->rows.n = eachrow(r, t, columns, n, block, false) * r->width;
    r->rows.p = mem_alloc(r->rows.n * sizeof *block);
    r->ofclass.p = mem_alloc(t->classes * sizeof *r->ofclass.p);
    ok = r->rows.p && r->ofclass.p;
  }
  if (ok) {
    memset(r->rows.p, 0, r->width * sizeof *block);
    eachrow(r, t, columns, n, block, true);
  }
  mem_free(block);
  return ok;
}

void tokenrows_deinit(TokenRows *r) {
  vec_deinit(&r->rows);
  vec_deinit(&r->ofclass);
  vec_deinit(&r->marks);
  memset(r, 0, sizeof *r);
}
