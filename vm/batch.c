/*
** batch.c: documents through workers: the pool (pool.h) over the engine. A
** document goes to a worker as a head and strings, each with its NUL, and then
** its bytes; a worker reads them where they lie.
*/
#include "batch.h"

#include <stdint.h>
#include <string.h>

#include "buf.h"
#include "limit.h"
#include "mem.h"
#include "pool.h"

enum { STRINGS = 6 }; /* of a TrichDocument */

struct TrichBatch {
  Trich *t;
  TrichBatchOptions options;
  Pool *pool; /* NULL: no workers */
};

/* Before the strings: their lengths with the NUL; 0: NULL. */
typedef struct Head {
  uint64_t n[STRINGS];
} Head;

/* The strings of a document, where they stand. */
static void strings(TrichDocument *doc, const char **at[STRINGS]) {
  at[0] = &doc->id;
  at[1] = &doc->published;
  at[2] = &doc->outlet;
  at[3] = &doc->encoding;
  at[4] = &doc->error;
  at[5] = &doc->limit;
}

/* ---- in a worker ---- */

static TrichDocument unpack(Str s) {
  TrichDocument doc = {0};
  const char **at[STRINGS];
  Head head;
  memcpy(&head, s.p, sizeof head);
  s = (Str){s.p + sizeof head, s.n - sizeof head};
  strings(&doc, at);
  for (size_t i = 0; i < STRINGS; i++) {
    if (head.n[i]) *at[i] = s.p;
    s = (Str){s.p + head.n[i], s.n - head.n[i]};
  }
  doc.bytes = s.p;
  doc.n = s.n;
  return doc;
}

static void begin(void *ud, Progress *progress) {
  TrichBatch *b = ud;
  trich_workbegin(b->t, progress);
}

static bool keepline(void *ud, const char *bytes, size_t n) {
  return buf_put(ud, bytes, n);
}

/* An error of the engine itself is the page's: memory, or a bug of ours. */
static PoolResult broken(const Trich *t, Diag *why) {
  const char *message = trich_error(t);
  if (strstr(message, "not enough memory"))
    diag_set(why, DIAG_MEMORY, limit_of(LIMIT_PAGE_MAX_MB)->name,
             "not enough memory: a worker may take PAGE_MAX_MB (%u) and "
             "PAGE_MAX_MB_PER_MB (%u) for each MB of the page",
             (unsigned)LIMIT(PAGE_MAX_MB), (unsigned)LIMIT(PAGE_MAX_MB_PER_MB));
  else
    diag_set(why, DIAG_CRASH, NULL, "%.*s", (int)strcspn(message, "\n"),
             message);
  return POOL_BROKEN;
}

static PoolResult work(void *ud, const PoolTask *task, PoolLine *line,
                       bool *tired, Diag *why) {
  TrichBatch *b = ud;
  TrichDocument doc = unpack(task->document);
  size_t before = trich_failed(b->t), records = trich_records(b->t);
  if (!trich_work(b->t, &doc, b->options.text, task->stop, task->upto, keepline,
                  &line->bytes))
    return broken(b->t, why);
  line->records = trich_records(b->t) - records;
  *tired = trich_garbage(b->t) > LIMIT(WORKER_MAX_MB) * 1024 * 1024;
  return trich_failed(b->t) > before ? POOL_FAILED : POOL_WHOLE;
}

/* ---- in the parent ---- */

static bool line(void *ud, Str s, size_t records, bool failed) {
  TrichBatch *b = ud;
  trich_count(b->t, records, failed);
  return s.n == 0 || b->options.write(b->options.ud, s.p, s.n);
}

static bool idle(void *ud) {
  TrichBatch *b = ud;
  return !b->options.idle || b->options.idle(b->options.ud);
}

TrichBatch *trich_batch_new(Trich *t, const TrichBatchOptions *options) {
  TrichBatch *b = mem_alloc(sizeof *b);
  PoolOptions pool = {.workers = options->workers, .stopfd = options->stopfd,
                      .ud = b, .begin = begin, .work = work, .line = line,
                      .idle = idle};
  if (!trich_ready(t)) {
    mem_free(b);
    return NULL;
  }
  if (b) {
    *b = (TrichBatch){t, *options, NULL};
    if (!options->workers) return b;
    b->pool = pool_new(&pool);
    if (b->pool) return b;
  }
  mem_free(b);
  trich_fail(t, TRICH_SYSTEM, "not enough memory");
  return NULL;
}

void trich_batch_free(TrichBatch *b) {
  if (!b) return;
  pool_free(b->pool);
  mem_free(b);
}

/* Of a call of the pool. */
static bool result(TrichBatch *b, bool ok, const Diag *diag) {
  if (!ok)
    trich_fail(b->t, diag->kind == DIAG_NONE ? TRICH_DONE : TRICH_SYSTEM,
               diag->message);
  return ok;
}

static bool putpool(TrichBatch *b, const TrichDocument *doc) {
  TrichDocument copy = *doc;
  const char **at[STRINGS];
  Head head;
  Str parts[STRINGS + 2] = {{(char *)&head, sizeof head}};
  Diag diag;
  strings(&copy, at);
  for (size_t i = 0; i < STRINGS; i++) {
    head.n[i] = *at[i] ? strlen(*at[i]) + 1 : 0;
    parts[i + 1] = (Str){*at[i], head.n[i]};
  }
  parts[STRINGS + 1] = (Str){doc->bytes, doc->n};
  return result(b, pool_put(b->pool, parts, STRINGS + 2, &diag), &diag);
}

bool trich_batch_put(TrichBatch *b, const TrichDocument *doc) {
  if (b->pool) return putpool(b, doc);
  return trich_work(b->t, doc, b->options.text, NULL, (Progress){0},
                    b->options.write, b->options.ud);
}

bool trich_batch_wait(TrichBatch *b, int fd) {
  Diag diag;
  if (!b->pool) return idle(b);
  return result(b, pool_wait(b->pool, fd, &diag), &diag);
}

bool trich_batch_end(TrichBatch *b) {
  Diag diag;
  return !b->pool || result(b, pool_end(b->pool, &diag), &diag);
}
