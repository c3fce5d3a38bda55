/*
** expect.h: which rules can still match in the rest of a block. A rule may need
** beginnings of some kind at the start of its match or behind it, in the same
** block (stdlib/required.lua): where the last one of those is passed it is not
** tried any more. Used by match.c.
*/
#ifndef EXPECT_H
#define EXPECT_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "sieve.h"

typedef struct ExpectNeed {
  uint32_t rule;
  uint32_t next; /* another need of the same head; EXPECT_NONE: none */
} ExpectNeed;

/* Behind this token the rule cannot match. */
typedef struct ExpectLast {
  size_t token;
  uint32_t rule;
} ExpectLast;

#define EXPECT_NONE UINT32_MAX

/* Rules and heads are numbered as the terms of the sieve's heads; sets of them
** are bit strings of `width` words. */
typedef struct Expect {
  size_t width;
  uint64_t *rules;        /* all of them */
  uint64_t *needing;      /* those that need something */
  uint64_t *heads;        /* those that are needed: words from..to of it */
  size_t from, to;
  VEC(ExpectNeed) needs;
  VEC(uint32_t) ofhead;   /* of each head: the first of its needs */
  VEC(uint16_t) count;    /* of each rule: how many heads it needs */
  /* of the block: */
  uint64_t *expected;     /* the rules that can still match */
  uint64_t *seen;         /* heads that stand in the block */
  VEC(uint16_t) missing;  /* of each rule: those that do not */
  VEC(ExpectLast) last;   /* of rules, the first token of all last */
} Expect;

bool expect_init(Expect *e, const Heads *h);
void expect_deinit(Expect *e);
void expect_addrule(Expect *e, uint32_t rule);
/* The rule needs the head, too. */
bool expect_need(Expect *e, uint32_t rule, uint32_t head);
/* A block begins: of tokens [first, end); `all`: nothing is known of it. */
bool expect_block(Expect *e, Sieve *s, size_t first, size_t end, bool all);
/* The next token to be tried. */
static inline void expect_token(Expect *e, size_t token) {
  while (e->last.n && e->last.p[e->last.n - 1].token < token) {
    uint32_t rule = e->last.p[--e->last.n].rule;
    e->expected[rule / 64] &= ~((uint64_t)1 << (rule % 64));
  }
}

#endif
