/*
** poolhand.h: a worker as its parent sees it: a process in a place of the pool,
** the orders that it was given, how long it has been at work, and what its end
** is put down to. Used by pool.c alone.
*/
#ifndef POOLHAND_H
#define POOLHAND_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "poolroom.h"

/* Orders that a worker has at most: one at work, one to go on with. */
enum { POOL_ORDERS = 2 };

typedef struct PoolHand {
  pid_t pid; /* 0: there is none in this place */
  int orders, replies;
  Buf in; /* replies that are not whole yet */
  PoolOrder given[POOL_ORDERS];
  size_t ngiven;
  uint64_t heard; /* when it last spoke, or got work after none */
  uint64_t check; /* when to look at its time again */
  bool tired;     /* it ends by itself, in order */
  bool blamed;    /* why it is to end is known: */
  uint64_t culprit;
  Diag why;
} PoolHand;

/* Forks a worker for the place, and gives it what the last one left. `parent`:
** the pool's process. */
bool poolhand_hire(PoolHand *w, size_t place, const PoolOptions *options,
                   const PoolRoom *room, pid_t parent, Diag *diag);
/* One order more; there must be room in `given`. */
void poolhand_order(PoolHand *w, const PoolRoom *room, PoolOrder order);
/* Whether the document is one of those it was given. */
bool poolhand_isgiven(const PoolHand *w, uint64_t document);
/* The first document of the first order is done. */
void poolhand_strike(PoolHand *w);
/* Why it is to end, or has ended: the first reason counts. */
void poolhand_blame(PoolHand *w, uint64_t document, const Diag *why);
/* Ends it where the document at work takes too long. */
void poolhand_watch(PoolHand *w, size_t place, const PoolRoom *room);
/* It has closed its end: waits for it, and gives its status. Where it ended in a
** document, that is blamed. */
int poolhand_bury(PoolHand *w, const PoolMark *mark);
/* Ends it at once. */
void poolhand_end(PoolHand *w);

#endif
