/*
** poolwork.c: a worker of a pool at work.
*/
#include "poolwork.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "worker.h"

/* Lines are sent when there are so many bytes of them, or the oldest is so old,
** and at the end of an order. */
enum { REPLY_BYTES = 32 * 1024 };
#define REPLY_NANOSECONDS 50000000u

uint64_t poolwork_clock(clockid_t clock) {
  struct timespec t;
  if (clock_gettime(clock, &t)) return 0;
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

uint64_t poolwork_now(void) { return poolwork_clock(CLOCK_MONOTONIC); }

static bool writeall(int fd, const char *p, size_t n) {
  while (n > 0) {
    ssize_t done = write(fd, p, n);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    p += done;
    n -= (size_t)done;
  }
  return true;
}

static bool readall(int fd, char *p, size_t n) {
  while (n > 0) {
    ssize_t done = read(fd, p, n);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    p += done;
    n -= (size_t)done;
  }
  return true;
}

/* A worker's own state. */
typedef struct Bench {
  const PoolOptions *options;
  const PoolEntry *entries;
  const char *memory;
  PoolMark *mark;
  PoolLine line; /* of the document */
  Buf out;       /* replies that are not sent yet */
  uint64_t sent;
  bool tired;
} Bench;

static void sendreplies(Bench *b) {
  if (!writeall(STDOUT_FILENO, b->out.p, b->out.n)) _exit(0);
  buf_clear(&b->out);
  b->sent = poolwork_now();
}

static void reply(Bench *b, uint64_t document, PoolReplyKind kind, bool failed,
                  size_t records, Str bytes) {
  PoolReply r = {document, bytes.n, (uint32_t)kind, failed, records};
  if (!buf_put(&b->out, &r, sizeof r) || !buf_putstr(&b->out, bytes))
    _exit(POOLWORK_MEMORY);
}

static void dodocument(Bench *b, uint64_t document) {
  const PoolEntry *e = &b->entries[document % POOL_WAITING];
  PoolTask task = {{b->memory + e->at, e->n}, e->stopped ? &e->why : NULL,
                   e->upto};
  PoolResult result;
  Diag why;
  memset(&why, 0, sizeof why); /* it is sent with what its text leaves */
  diag_init(&why);
  buf_clear(&b->line.bytes);
  b->line.records = 0;
  b->mark->is.progress.at = b->mark->is.progress.rule = 0;
  b->mark->is.since = poolwork_now();
  b->mark->is.cpu = poolwork_clock(CLOCK_PROCESS_CPUTIME_ID);
  b->mark->is.document = document + 1;
  result = b->options->work(b->options->ud, &task, &b->line, &b->tired, &why);
  if (result == POOL_BROKEN) {
    reply(b, document, REPLY_BROKEN, true, 0, (Str){(char *)&why, sizeof why});
    sendreplies(b);
    _exit(1);
  }
  reply(b, document, REPLY_LINE, result == POOL_FAILED, b->line.records,
        buf_str(&b->line.bytes));
  b->mark->is.document = 0;
  if (b->out.n > REPLY_BYTES || poolwork_now() - b->sent > REPLY_NANOSECONDS)
    sendreplies(b);
}

void poolwork(const PoolOptions *options, const PoolEntry *entries,
              const char *memory, PoolMark *mark) {
  Bench b = {.options = options, .entries = entries, .memory = memory,
             .mark = mark};
  PoolOrder order;
  options->begin(options->ud, &mark->is.progress);
  worker_confine();
  while (!b.tired && readall(STDIN_FILENO, (char *)&order, sizeof order)) {
    b.sent = poolwork_now();
    for (uint32_t i = 0; i < order.count && !b.tired; i++)
      dodocument(&b, order.first + i);
    if (b.tired) reply(&b, 0, REPLY_TIRED, false, 0, (Str){NULL, 0});
    sendreplies(&b);
  }
  _exit(0);
}
