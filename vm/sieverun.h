/*
** sieverun.h: what the files of the sieve share: sieveset.c, which builds one,
** sieve.c, which runs it, and capture.c, which runs it once more for captures.
*/
#ifndef SIEVERUN_H
#define SIEVERUN_H
#include "sieve.h"

#define ALLMARKS                                                          \
  (1u << MARK_LOWER | 1u << MARK_CAPITAL | 1u << MARK_UPPER |             \
   1u << MARK_DIGITS | 1u << MARK_SIGN)
#define WORDMARKS (1u << MARK_LOWER | 1u << MARK_CAPITAL | 1u << MARK_UPPER)

/* The class of a token: one bit for its word, one for its mark. */
#define WORD_BITS 56u

static inline uint64_t sieve_wordclass(uint32_t word) {
  if (word == LEXICON_NONE) return 0;
  return (uint64_t)1 << ((word * 0x9E3779B1u >> 16) % WORD_BITS);
}

static inline uint64_t sieve_markclass(uint32_t marks) {
  return (uint64_t)marks << WORD_BITS;
}

/* Makes the sieve ready for pages. */
bool sieve_settle(Sieve *s);

/* The place behind operation `at`, or SIEVE_FAIL. */
uint32_t sieve_run(Sieve *s, uint32_t at, uint32_t place);

/* The same; SIEVE_FAIL at once where the token cannot begin it. */
static inline uint32_t sieve_match(Sieve *s, uint32_t at, uint32_t place) {
  if (!(s->ops.p[at].gate & s->tokens[place / 2].class)) return SIEVE_FAIL;
  return sieve_run(s, at, place);
}

static inline bool sieve_ismark(const Sieve *s, uint32_t place) {
  return (place & 1) && place / 2 < s->scan->view->ntokens;
}

/* The place with the white space before its token passed as far as `pre`
** goes; whether a token may begin there tells sieve_ismark. */
static inline uint32_t sieve_skip(const Sieve *s, uint32_t place,
                                  uint8_t pre) {
  uint8_t space;
  if ((place & 1) || pre == SIEVE_NOTHING) return place;
  space = s->tokens[place / 2].space;
  if (space == ' ' || (space == VIEW_BREAK && pre == SIEVE_SPACE))
    return place | 1;
  return place;
}

/* The place behind the token. */
static inline uint32_t sieve_behind(const Sieve *s, size_t token) {
  return (uint32_t)(token + 1) * 2 + (s->tokens[token + 1].space == 0);
}

/* A token with one of the marks (bits). */
static inline uint32_t sieve_take(const Sieve *s, uint32_t place, uint8_t pre,
                                  uint32_t marks) {
  place = sieve_skip(s, place, pre);
  if (!sieve_ismark(s, place) ||
      !(marks >> s->tokens[place / 2].mark & 1))
    return SIEVE_FAIL;
  return sieve_behind(s, place / 2);
}

#endif
