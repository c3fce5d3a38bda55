/*
** poolwork.h: a worker of a pool at work, and what the two sides of a pool see
** of each other: entries and marks in the memory that they share, orders and
** replies through pipes. Used by the files of the pool alone.
*/
#ifndef POOLWORK_H
#define POOLWORK_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "pool.h"

/* Documents that can wait; WAITING_MAX_DOCUMENTS is at most this. */
enum { POOL_WAITING = 256 };
/* The status that a worker without memory leaves with. */
enum { POOLWORK_MEMORY = 3 };
#define PAGE_ALIGN 4096u

/* What a worker knows of a document. Written by the parent, and only while no
** worker looks at it. */
typedef struct PoolEntry {
  size_t at, n;    /* in the shared memory */
  unsigned deaths; /* workers that ended in it */
  bool stopped;
  Progress upto;
  Diag why;
} PoolEntry;

/* What a worker tells while it works: a page of its own. */
typedef union PoolMark {
  struct {
    Progress progress;
    volatile uint64_t document; /* its number + 1; 0: none at work */
    volatile uint64_t since, cpu; /* when it was begun, nanoseconds */
  } is;
  char page[PAGE_ALIGN];
} PoolMark;

typedef struct PoolOrder {
  uint64_t first;
  uint32_t count, unused; /* no byte that nobody wrote is sent */
} PoolOrder;

typedef enum PoolReplyKind {
  REPLY_LINE,   /* the line of a document */
  REPLY_BROKEN, /* a Diag: why there is none */
  REPLY_TIRED   /* the worker ends in order, and is to be replaced */
} PoolReplyKind;

typedef struct PoolReply {
  uint64_t document;
  uint64_t n;      /* bytes behind it: the line, or a Diag */
  uint32_t kind;
  uint32_t failed; /* the line carries an error */
  uint64_t records; /* in it */
} PoolReply;

/* Does orders from descriptor 0 and replies on 1, until they end or it is
** tired; then the process ends. `entries`: POOL_WAITING of them. */
_Noreturn void poolwork(const PoolOptions *options, const PoolEntry *entries,
                        const char *memory, PoolMark *mark);
/* Nanoseconds of a clock; of the one that only goes on. */
uint64_t poolwork_clock(clockid_t clock);
uint64_t poolwork_now(void);

#endif
