/*
** expect.c: which rules can still match in the rest of a block.
*/
#include "expect.h"

#include <string.h>

#include "mem.h"

static bool getbit(const uint64_t *bits, size_t i) {
  return bits[i / 64] >> (i % 64) & 1;
}

static void setbit(uint64_t *bits, size_t i) {
  bits[i / 64] |= (uint64_t)1 << (i % 64);
}

bool expect_init(Expect *e, const Heads *h) {
  size_t row = h->width * sizeof(uint64_t), n = h->width * 64;
  memset(e, 0, sizeof *e);
  e->width = h->width;
  e->rules = mem_alloc(5 * row);
  if (!e->rules || !vec_reserve(&e->ofhead, n) || !vec_reserve(&e->count, n) ||
      !vec_reserve(&e->missing, n))
    return false;
  memset(e->rules, 0, 5 * row);
  e->needing = e->rules + e->width;
  e->heads = e->needing + e->width;
  e->expected = e->heads + e->width;
  e->seen = e->expected + e->width;
  for (size_t i = 0; i < n; i++) e->ofhead.p[i] = EXPECT_NONE;
  memset(e->count.p, 0, n * sizeof *e->count.p);
  return true;
}

void expect_deinit(Expect *e) {
  mem_free(e->rules);
  vec_deinit(&e->needs);
  vec_deinit(&e->ofhead);
  vec_deinit(&e->count);
  vec_deinit(&e->missing);
  vec_deinit(&e->last);
  memset(e, 0, sizeof *e);
}

void expect_addrule(Expect *e, uint32_t rule) { setbit(e->rules, rule); }

bool expect_need(Expect *e, uint32_t rule, uint32_t head) {
  for (uint32_t i = e->ofhead.p[head]; i != EXPECT_NONE; i = e->needs.p[i].next)
    if (e->needs.p[i].rule == rule) return true;
  if (e->count.p[rule] == UINT16_MAX) return true; /* one less is known */
  if (!vec_push(&e->needs, ((ExpectNeed){rule, e->ofhead.p[head]})))
    return false;
  e->ofhead.p[head] = (uint32_t)e->needs.n - 1;
  e->count.p[rule]++;
  setbit(e->needing, rule);
  setbit(e->heads, head);
  if (e->to == 0 || head / 64 < e->from) e->from = head / 64;
  if (head / 64 >= e->to) e->to = head / 64 + 1;
  return true;
}

/* A head stands at the token, for the last time. */
static bool found(Expect *e, uint32_t head, size_t token) {
  for (uint32_t i = e->ofhead.p[head]; i != EXPECT_NONE;
       i = e->needs.p[i].next) {
    uint32_t rule = e->needs.p[i].rule;
    if (--e->missing.p[rule]) continue;
    if (getbit(e->rules, rule)) setbit(e->expected, rule);
    if (!vec_push(&e->last, ((ExpectLast){token, rule}))) return false;
  }
  return true;
}

static bool look(Expect *e, const uint64_t *heads, size_t token) {
  for (size_t w = e->from; w < e->to; w++) {
    uint64_t bits = heads[w] & e->heads[w] & ~e->seen[w];
    e->seen[w] |= bits;
    for (; bits; bits &= bits - 1)
      if (!found(e, (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(bits),
                 token))
        return false;
  }
  return true;
}

bool expect_block(Expect *e, Sieve *s, size_t first, size_t end, bool all) {
  e->last.n = 0;
  for (size_t w = 0; w < e->width; w++) {
    e->expected[w] = e->rules[w] & (all ? ~(uint64_t)0 : ~e->needing[w]);
    e->seen[w] = 0;
  }
  if (all || e->needs.n == 0) return true;
  memcpy(e->missing.p, e->count.p, e->width * 64 * sizeof *e->count.p);
  for (size_t i = end; i-- > first;)
    if (!look(e, sieve_row(s, i)->heads, i)) return false;
  return true;
}
