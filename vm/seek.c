/*
** seek.c: the ways through flat spans.
*/
#include "seek.h"

#include <string.h>

#define NEAR 8 /* steps from where the last search ended, before halving */

static const char *const ways[WAY_COUNT] = {
    "previous", "next", "inside", "first", "nearest", "respective"};
static const char *const scopes[SCOPE_COUNT] = {"document", "paragraph",
                                                "sentence"};

Way seek_way(const char *name) {
  size_t i = 0;
  while (i < WAY_COUNT && strcmp(ways[i], name) != 0) i++;
  return (Way)i;
}

Scope seek_scope(const char *name) {
  size_t i = 0;
  while (i < SCOPE_COUNT && strcmp(scopes[i], name) != 0) i++;
  return (Scope)i;
}

/* The first thing of [low, high) that starts at or behind `at`, else high. */
static size_t halve(const Spans *s, size_t low, size_t high, uint32_t at) {
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    if (s->at[mid].start < at) low = mid + 1;
    else high = mid;
  }
  return low;
}

/* The first thing that starts at or behind `at`. Records ask in order of the
** text, so it is near the last one. */
static size_t from(Spans *s, uint32_t at) {
  size_t i = s->last <= s->n ? s->last : s->n, steps = 0;
  while (i < s->n && s->at[i].start < at && steps < NEAR) i++, steps++;
  if (i < s->n && s->at[i].start < at) i = halve(s, i, s->n, at);
  for (steps = 0; i > 0 && s->at[i - 1].start >= at && steps < NEAR; steps++)
    i--;
  if (i > 0 && s->at[i - 1].start >= at) i = halve(s, 0, i, at);
  s->last = (uint32_t)i;
  return i;
}

void seek_start(Seek *k, Spans *spans, Way way, Span asking, Span scope,
                uint64_t most) {
  uint32_t at = asking.start;
  *k = (Seek){spans, way, asking, scope.start, scope.end, 0, 0, most};
  switch (way) {
    case WAY_NEXT: at = asking.end; break;
    case WAY_FIRST: at = scope.start; break;
    case WAY_INSIDE: k->high = asking.end; break;
    default: break;
  }
  if (way == WAY_NEXT && (spans->n == 0 || spans->at[spans->n - 1].start < at))
    k->right = spans->n; /* nothing is behind it: the common case */
  else
    k->left = k->right = from(spans, at);
}

static size_t backward(Seek *k) {
  while (k->left > 0) {
    const Span *s = &k->spans->at[k->left - 1];
    if (s->start < k->low) break;
    k->left--;
    if (s->end <= k->asking.start) return k->left;
  }
  return SEEK_NONE;
}

static size_t onward(Seek *k) {
  while (k->right < k->spans->n) {
    const Span *s = &k->spans->at[k->right];
    if (s->start >= k->high) break;
    k->right++;
    if (k->way != WAY_INSIDE || s->end <= k->high) return k->right - 1;
  }
  return SEEK_NONE;
}

static uint32_t between(uint32_t end, uint32_t start) {
  return start > end ? start - end : 0;
}

static size_t nearest(Seek *k) {
  const Span *all = k->spans->at, *a = NULL, *b = NULL;
  if (k->left > 0 && all[k->left - 1].start >= k->low) a = &all[k->left - 1];
  if (k->right < k->spans->n && all[k->right].start < k->high)
    b = &all[k->right];
  if (a && (!b || between(a->end, k->asking.start) <=
                      between(k->asking.end, b->start)))
    return --k->left;
  return b ? k->right++ : SEEK_NONE;
}

size_t seek_next(Seek *k) {
  if (k->rest == 0) return SEEK_NONE;
  k->rest--;
  switch (k->way) {
    case WAY_PREVIOUS:
    case WAY_RESPECTIVE: return backward(k);
    case WAY_NEAREST: return nearest(k);
    default: return onward(k);
  }
}
