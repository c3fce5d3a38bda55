/*
** ring.c: room for bytes that are given back in order.
*/
#include "ring.h"

bool ring_take(Ring *r, size_t n, size_t align, size_t *at) {
  size_t from = (r->head + align - 1) & ~(align - 1);
  if (r->head >= r->tail && (from > r->size || r->size - from < n)) {
    from = 0;
    if (n >= r->tail) return false; /* head may not come up to tail */
  } else if (r->head < r->tail && (from >= r->tail || r->tail - from <= n)) {
    return false;
  }
  r->head = from + n;
  *at = from;
  return true;
}

void ring_give(Ring *r, size_t end, bool last) {
  r->tail = end;
  if (last) r->head = r->tail = 0;
}
