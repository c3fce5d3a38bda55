/*
** ring.h: room for bytes that are given back in the order in which they were
** taken. Knows places only, from 0; the memory is the caller's.
**
**     0 ......... tail ########## head .......... size      one run of bytes,
**     0 ##### head .............. tail ######### size       or around the end
*/
#ifndef RING_H
#define RING_H
#include <stdbool.h>
#include <stddef.h>

typedef struct Ring {
  size_t size;
  size_t head, tail; /* equal: empty */
} Ring;

/* n bytes in one piece, at a multiple of `align` (a power of two). False: there
** is no room until some are given back. */
bool ring_take(Ring *r, size_t n, size_t align, size_t *at);
/* The oldest bytes: those up to `end`; `last`: there are no others. */
void ring_give(Ring *r, size_t end, bool last);

#endif
