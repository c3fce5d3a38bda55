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

/* Makes the sieve ready for pages; its part in sievebegin.c. */
bool sieve_settle(Sieve *s);
bool sieve_begin(Sieve *s);

/* The place behind operation `at`, or SIEVE_FAIL. */
uint32_t sieve_run(Sieve *s, uint32_t at, uint32_t place);

/* Whether the token is in the column of `begins`. */
static inline bool sieve_begins(const SieveToken *t, uint32_t column) {
  return (t->begins[column / 64] | t->marks[column / 64]) >> (column % 64) & 1;
}

/* The same as sieve_run; at once where the token tells. */
static inline uint32_t sieve_match(Sieve *s, uint32_t at, uint32_t place) {
  const SieveOp *op = &s->ops.p[at];
  const SieveToken *t = &s->tokens[place / 2];
  if (!sieve_begins(t, op->gate)) return SIEVE_FAIL;
  if (!sieve_begins(t, op->pass)) return place;
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
