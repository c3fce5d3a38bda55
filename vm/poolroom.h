/*
** poolroom.h: the memory that a pool shares with its workers: entries and bytes
** of the documents that wait, and a mark for each worker. Used by pool.c and
** poolhand.c.
**
** Smaller documents lie in a small ring, whose pages stay; the pages of larger
** ones are given back.
*/
#ifndef POOLROOM_H
#define POOLROOM_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "poolwork.h"
#include "ring.h"

typedef struct PoolRoom {
  PoolEntry *entries; /* POOL_WAITING */
  PoolMark *marks;    /* one for each worker */
  char *memory;       /* where documents lie */
  size_t size;        /* of all that is shared */
  Ring small, large;  /* large begins behind small in the memory */
  size_t nsmall, nlarge; /* documents in them */
} PoolRoom;

/* Before the first fork; false: the system has not enough memory. */
bool poolroom_map(PoolRoom *r, size_t workers);
void poolroom_unmap(PoolRoom *r);
/* In a worker, which may write its own mark alone. */
void poolroom_guard(const PoolRoom *r, size_t place);

PoolEntry *poolroom_entry(const PoolRoom *r, uint64_t document);
/* Whether a document of n bytes is one of the larger ones. */
bool poolroom_islarge(size_t n);
/* Room for n bytes; false until some are given back. */
bool poolroom_take(PoolRoom *r, size_t n, size_t *at);
/* Copies the parts of a document to the room that was taken. */
void poolroom_put(PoolRoom *r, uint64_t document, const Str *parts,
                  size_t nparts, size_t at);
/* The oldest document is done. */
void poolroom_give(PoolRoom *r, const PoolEntry *e);

#endif
