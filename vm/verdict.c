/*
** verdict.c: what guards answered: a hash table by term and text.
*/
#include "verdict.h"

#include <string.h>

#include "mem.h"

#define HOLDS ((uint32_t)1 << 31)

static uint32_t hash(uint32_t term, Str text) {
  uint64_t h = ((uint64_t)term << 32 ^ text.n) * 0x9E3779B97F4A7C15u;
  uint64_t part;
  size_t i = 0;
  for (; i + 8 <= text.n; i += 8) {
    memcpy(&part, text.p + i, 8);
    h = (h ^ part) * 0x9E3779B97F4A7C15u;
    h ^= h >> 29;
  }
  part = 0;
  if (i < text.n) memcpy(&part, text.p + i, text.n - i);
  h = (h ^ part) * 0xBF58476D1CE4E5B9u;
  return (uint32_t)(h >> 32) | 1;
}

/* The slot that has the text or is free for it. */
static VerdictSlot *find(const Verdicts *v, uint32_t term, Str text) {
  uint32_t h = hash(term, text);
  size_t i = h >> 1 & (VERDICT_SLOTS - 1);
  for (;; i = (i + 1) & (VERDICT_SLOTS - 1)) {
    VerdictSlot *s = &v->slots[i];
    if (!s->hash) return s;
    if (s->hash == h && (s->term & ~HOLDS) == term && s->n == text.n &&
        memcmp(v->text.p + s->at, text.p, text.n) == 0)
      return s;
  }
}

bool verdict_get(const Verdicts *v, uint32_t term, Str text, bool *holds) {
  const VerdictSlot *s;
  if (!v->slots || text.n > VERDICT_MAX_TEXT) return false;
  s = find(v, term, text);
  *holds = s->term & HOLDS;
  return s->hash != 0;
}

static bool makeroom(Verdicts *v) {
  if (!v->slots) {
    v->slots = mem_alloc(VERDICT_SLOTS * sizeof *v->slots);
    if (!v->slots) return false;
    v->count = VERDICT_SLOTS;
  }
  if (v->count >= VERDICT_SLOTS / 2) verdict_clear(v);
  return true;
}

void verdict_put(Verdicts *v, uint32_t term, Str text, bool holds) {
  VerdictSlot *s;
  uint32_t at;
  if (text.n == 0 || text.n > VERDICT_MAX_TEXT || !makeroom(v)) return;
  s = find(v, term, text);
  at = s->hash ? s->at : (uint32_t)v->text.n;
  if (!s->hash) {
    if (!buf_putstr(&v->text, text)) return;
    v->count++;
  }
  *s = (VerdictSlot){hash(term, text), term | (holds ? HOLDS : 0), at,
                     (uint32_t)text.n};
}

void verdict_clear(Verdicts *v) {
  if (v->slots) memset(v->slots, 0, VERDICT_SLOTS * sizeof *v->slots);
  v->count = 0;
  buf_clear(&v->text);
}

void verdict_deinit(Verdicts *v) {
  mem_free(v->slots);
  buf_deinit(&v->text);
  *v = (Verdicts){0};
}
