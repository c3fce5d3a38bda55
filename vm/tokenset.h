/*
** tokenset.h: sets of tokens - by their words and by their marks - and rows of
** bits, one for each word, that tell in which of many sets a token is. Used by
** the sieve, which asks at every token what may begin with it.
**
** Words are told apart up to TOKENSET_CLASSES of them; beyond that some share
** a place, and a set has more tokens than were put in: never fewer.
*/
#ifndef TOKENSET_H
#define TOKENSET_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

#define TOKENSET_CLASSES 8192u /* 1 KB a set at most */
#define TOKENSET_MARKS 8u      /* marks are below; 0: no token */

enum {
  TOKENSET_NONE, /* the set of no token */
  TOKENSET_ALL,  /* of every token */
  TOKENSET_ALWAYS = UINT32_MAX - 1, /* holds where no token is, too */
  TOKENSET_FAIL = UINT32_MAX /* no memory */
};

/* Sets by number: one that there is already is not made again. */
typedef struct TokenSets {
  uint32_t classes;    /* of words */
  size_t width;        /* words of 64 bits of a set, the last of its marks */
  uint32_t every;      /* marks of TOKENSET_ALL */
  VEC(uint64_t *) bits; /* of each set */
  uint64_t *spare;     /* of the one that is being made; NULL: none is */
  uint32_t *hash;      /* sets by their bits, TOKENSET_FAIL: free */
  size_t cap;
} TokenSets;

/* Sets over that many words and the marks (bits) that tokens have. */
bool tokensets_init(TokenSets *t, size_t nwords, uint32_t marks);
void tokensets_deinit(TokenSets *t);
/* The set of these words; of all tokens with these marks (bits); of both
** sets; of all n, where no set of some of them is made. TOKENSET_FAIL: no
** memory, also where one of the sets is that. */
uint32_t tokensets_words(TokenSets *t, const uint32_t *words, size_t n);
uint32_t tokensets_marks(TokenSets *t, uint32_t marks);
uint32_t tokensets_union(TokenSets *t, uint32_t a, uint32_t b);
uint32_t tokensets_join(TokenSets *t, const uint32_t *sets, size_t n);

/* Bit i of a token: it is in the set columns[i]. */
typedef struct TokenRows {
  uint32_t classes;
  size_t width;
  VEC(uint64_t) rows;     /* the first: of words that are in no set */
  VEC(uint32_t) ofclass;  /* where in `rows` the row of the class begins */
  VEC(uint64_t) marks;    /* TOKENSET_MARKS rows */
} TokenRows;

bool tokenrows_make(TokenRows *r, const TokenSets *t, const uint32_t *columns,
                    size_t n);
void tokenrows_deinit(TokenRows *r);

static inline const uint64_t *tokenrows_word(const TokenRows *r,
                                             uint32_t word) {
  return r->rows.p + r->ofclass.p[word % r->classes];
}

#endif
