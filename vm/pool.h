/*
** pool.h: forked workers, who know documents only as bytes in and lines out.
** Each document is one worker's alone: what it does to its worker costs its own
** line, and no other.
**
**   pool_put -> shared memory -> order -> worker -> line -> options.line
**
** Documents lie in memory that was mapped before the first fork, and workers
** cannot write there: one copy of each is made, whatever its size. A worker
** gets orders for several at a time. Lines come out in the order of the put;
** as much as the limits WAITING_MAX_* say waits for the oldest.
**
** A worker that ends in a document is replaced, and the document tried again.
** Where that ends a worker, too (or the first one was too slow), its line is
** asked for with `stop`: what was done before the place where the worker was.
*/
#ifndef POOL_H
#define POOL_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "progress.h"

typedef enum PoolResult {
  POOL_WHOLE,  /* the line is there */
  POOL_FAILED, /* the line is there, and it carries an error */
  POOL_BROKEN  /* no line: `why` tells; the worker is not fit to go on */
} PoolResult;

typedef struct PoolTask {
  Str document;
  /* Not NULL: the document ended workers; the line is to carry this error, and
  ** what was done before upto.at (0: nothing, it is not to be read). */
  const Diag *stop;
  Progress upto;
} PoolTask;

typedef struct PoolLine {
  Buf bytes;
  size_t records;
} PoolLine;

typedef struct PoolOptions {
  size_t workers; /* at least 1; they are forked when there is work for them */
  int stopfd;     /* when it can be read, all ends; -1: none */
  void *ud;
  /* In a worker, once: progress is to be kept there. */
  void (*begin)(void *ud, Progress *progress);
  /* In a worker: the document's line, and how many records are in it. *tired:
  ** it wants to be replaced. */
  PoolResult (*work)(void *ud, const PoolTask *task, PoolLine *line,
                     bool *tired, Diag *why);
  /* In the parent; false ends all. */
  bool (*line)(void *ud, Str line, size_t records, bool failed);
  bool (*idle)(void *ud); /* before the parent waits */
} PoolOptions;

typedef struct Pool Pool;

/* NULL: no memory for it. */
Pool *pool_new(const PoolOptions *options);
/* The workers end at once; what waits is lost. */
void pool_free(Pool *p);
/* All functions below give false when the run is to end: a callback or stopfd
** said so (diag is of kind NONE), or the system failed. They may call `line`
** and `idle`. A document is the parts one after another. */
bool pool_put(Pool *p, const Str *parts, size_t nparts, Diag *diag);
/* Until fd can be read. */
bool pool_wait(Pool *p, int fd, Diag *diag);
/* Until all lines are out. */
bool pool_end(Pool *p, Diag *diag);

#endif
