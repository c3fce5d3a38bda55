/*
** trap.h: the pages that would be traps for work that grows with the square of
** a page.
*/
#ifndef TRAP_H
#define TRAP_H
#include "buf.h"

typedef struct Trap {
  const char *name;
  const char *head, *again, *then; /* head, `again` n times, `then` n times */
  size_t bytes; /* the smallest size for the count of steps */
} Trap;

extern const Trap traps[]; /* the last has no name */

/* About `bytes` bytes of it; false without memory. */
bool trap_page(const Trap *t, size_t bytes, Buf *out);

#endif
