/*
** pool.c: forked workers.
**
** Documents are numbered from 0. Those from `out` to `put` wait: their entries
** and lines lie in rings of POOL_WAITING.
**
**        out              sent             put
**   ------|----------------|----------------|------
**   done    with workers     not given out
*/
#include "pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "limit.h"
#include "mem.h"
#include "poolhand.h"

/* An order is for so many documents or bytes, where so many are there; an idle
** worker gets one for fewer. */
enum { ORDER_DOCUMENTS = 16, ORDER_BYTES = 64 * 1024 };
enum { IDLE_DOCUMENTS = 4, IDLE_BYTES = 16 * 1024 };
/* Workers that may end in a row with nothing done: something else is wrong. */
enum { DEATHS_MAX = 20 };
/* Bytes of one read of replies. */
enum { READ_BYTES = 32 * 1024 };

typedef struct Line {
  bool done, failed;
  size_t records;
  Buf bytes;
} Line;

struct Pool {
  PoolOptions options;
  pid_t pid;
  PoolRoom room;
  uint64_t put, sent, out;
  size_t waiting;  /* bytes of documents and lines */
  unsigned deaths; /* in a row */
  Line lines[POOL_WAITING];
  struct pollfd *polls;
  size_t nworkers;
  PoolHand workers[];
};

static PoolEntry *entryof(const Pool *p, uint64_t document) {
  return poolroom_entry(&p->room, document);
}

static Line *lineof(Pool *p, uint64_t document) {
  return &p->lines[document % POOL_WAITING];
}

/* ---- orders ---- */

static bool hire(Pool *p, size_t place, Diag *diag) {
  return poolhand_hire(&p->workers[place], place, &p->options, &p->room, p->pid,
                       diag);
}

static uint64_t least(uint64_t a, uint64_t b) { return a < b ? a : b; }

/* How many documents the next order for a worker is for; 0: none yet. */
static uint32_t ordersize(Pool *p, const PoolHand *w, bool flush) {
  uint64_t all = p->put - p->sent;
  uint64_t share = p->nworkers ? all / (2 * p->nworkers) : 0;
  size_t bytes = 0, enough = w->ngiven ? ORDER_BYTES : IDLE_BYTES;
  uint32_t many = w->ngiven ? ORDER_DOCUMENTS : IDLE_DOCUMENTS, n = 0;
  if (share < 1) share = 1;
  while (n < all && n < ORDER_DOCUMENTS && bytes < ORDER_BYTES &&
         (!flush || n < share))
    bytes += entryof(p, p->sent + n++)->n;
  return flush || n >= many || bytes >= enough ? n : 0;
}

/* The place whose worker has least to do: one that is free before one that is
** not forked yet. */
static size_t freest(const Pool *p) {
  size_t best = 0;
  for (size_t i = 1; i < p->nworkers; i++) {
    const PoolHand *w = &p->workers[i], *b = &p->workers[best];
    if (w->ngiven < b->ngiven || (w->ngiven == b->ngiven && w->pid && !b->pid))
      best = i;
  }
  return best;
}

/* Whether the others can go on without a worker that cannot be forked. */
static bool othersbusy(const Pool *p) {
  for (size_t i = 0; i < p->nworkers; i++)
    if (p->workers[i].pid && p->workers[i].ngiven) return true;
  return false;
}

/* Gives out what can be; `flush`: in small portions, too. */
static bool dispatch(Pool *p, bool flush, Diag *diag) {
  for (size_t i = 0; i < p->nworkers; i++)
    if (!p->workers[i].pid && p->workers[i].ngiven && !hire(p, i, diag) &&
        !othersbusy(p))
      return false;
  while (p->sent < p->put) {
    size_t place = freest(p);
    PoolHand *w = &p->workers[place];
    PoolOrder order = {.first = p->sent};
    if (w->ngiven == POOL_ORDERS) return true;
    order.count = ordersize(p, w, flush);
    if (order.count == 0) return true;
    if (!w->pid && !hire(p, place, diag)) return othersbusy(p);
    p->sent += order.count;
    poolhand_order(w, &p->room, order);
  }
  return true;
}

/* ---- lines ---- */

/* The oldest document is out. */
static void release(Pool *p) {
  const PoolEntry *e = entryof(p, p->out);
  poolroom_give(&p->room, e);
  p->waiting -= e->n;
  p->out++;
}

static bool emit(Pool *p, Str bytes, size_t records, bool failed) {
  release(p);
  return p->options.line(p->options.ud, bytes, records, failed);
}

static bool emitwaiting(Pool *p) {
  while (p->out < p->sent && lineof(p, p->out)->done) {
    Line *line = lineof(p, p->out);
    Buf bytes = line->bytes;
    bool ok;
    *line = (Line){.failed = line->failed, .records = line->records};
    p->waiting -= bytes.n;
    ok = emit(p, buf_str(&bytes), line->records, line->failed);
    buf_deinit(&bytes);
    if (!ok) return false;
  }
  return true;
}

/* One reply; false ends all. A worker that makes no sense is ended. */
static bool take(Pool *p, PoolHand *w, const PoolReply *r, Str bytes,
                 Diag *diag) {
  Line *line = lineof(p, r->document);
  Diag why;
  if (w->blamed) return true;
  if (r->kind == REPLY_TIRED) {
    w->tired = true;
    return true;
  }
  if (!w->ngiven || r->document != w->given[0].first ||
      (r->kind == REPLY_BROKEN && bytes.n != sizeof why)) {
    diag_set(&why, DIAG_CRASH, NULL, "the worker answered with no sense");
    poolhand_blame(w, w->ngiven ? w->given[0].first : r->document, &why);
    kill(w->pid, SIGKILL);
    return true;
  }
  if (r->kind == REPLY_BROKEN) {
    memcpy(&why, bytes.p, sizeof why);
    why.message[sizeof why.message - 1] = '\0';
    poolhand_blame(w, r->document, &why);
    return true;
  }
  poolhand_strike(w);
  p->deaths = 0;
  if (r->document == p->out)
    return emit(p, bytes, r->records, r->failed) && emitwaiting(p);
  if (!buf_putstr(&line->bytes, bytes)) return diag_memory(diag);
  line->done = true;
  line->records = r->records;
  line->failed = r->failed;
  p->waiting += bytes.n;
  return true;
}

static bool takeall(Pool *p, PoolHand *w, Diag *diag) {
  size_t at = 0;
  bool ok = true;
  PoolReply r;
  while (ok && w->in.n - at >= sizeof r) {
    memcpy(&r, w->in.p + at, sizeof r);
    if (w->in.n - at - sizeof r < r.n) break;
    ok = take(p, w, &r, (Str){w->in.p + at + sizeof r, r.n}, diag);
    at += sizeof r + r.n;
  }
  w->in.n -= at;
  if (at) memmove(w->in.p, w->in.p + at, w->in.n);
  return ok;
}

/* ---- ends ---- */

/* Puts down what became of the document, for the next worker. */
static bool sentence(Pool *p, const PoolHand *w, const PoolMark *mark,
                     Diag *diag) {
  PoolEntry *e = entryof(p, w->culprit);
  e->deaths++;
  if (e->deaths > 4) {
    *diag = w->why;
    diag->kind = DIAG_SYSTEM;
    return false;
  }
  if (e->stopped) { /* not even what came before could be done */
    e->upto.at = e->upto.rule = 0;
  } else if (e->deaths > 1 || w->why.kind == DIAG_TIMEOUT) {
    e->stopped = true;
    e->why = w->why;
    e->upto.at = mark->is.progress.at;
    e->upto.rule = mark->is.progress.rule;
  }
  return true;
}

/* The worker has closed its end. */
static bool bury(Pool *p, size_t place, Diag *diag) {
  PoolHand *w = &p->workers[place];
  PoolMark *mark = &p->room.marks[place];
  int status = poolhand_bury(w, mark);
  if (w->tired && WIFEXITED(status)) return true;
  if (w->blamed && poolhand_isgiven(w, w->culprit))
    return sentence(p, w, mark, diag);
  if (++p->deaths <= DEATHS_MAX) return true;
  return diag_set(diag, DIAG_SYSTEM, NULL,
                  "workers end before they begin (status %d)", status);
}

static bool hear(Pool *p, size_t place, Diag *diag) {
  PoolHand *w = &p->workers[place];
  for (;;) {
    ssize_t n;
    if (!buf_reserve(&w->in, READ_BYTES)) return diag_memory(diag);
    n = read(w->replies, w->in.p + w->in.n, w->in.cap - w->in.n);
    if (n == 0) return takeall(p, w, diag) && bury(p, place, diag);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno != EAGAIN) return bury(p, place, diag);
    if (n < 0) return true;
    w->heard = poolwork_now();
    w->in.n += (size_t)n;
    if (!takeall(p, w, diag)) return false;
    if (!w->pid) return true;
  }
}

/* Milliseconds until some worker's time is to be looked at; -1: none works. */
static int patience(const Pool *p) {
  uint64_t t = poolwork_now(), next = UINT64_MAX;
  for (size_t i = 0; i < p->nworkers; i++)
    if (p->workers[i].pid && p->workers[i].ngiven && !p->workers[i].blamed)
      next = least(next, p->workers[i].check);
  if (next == UINT64_MAX) return -1;
  return next <= t ? 0 : (int)least((next - t) / 1000000u + 1, 3600000);
}

/* ---- the loop ---- */

/* Waits until something happens (`block`), and does what is to be done. Sets
** *ready when fd can be read. */
static bool turn(Pool *p, int fd, bool block, bool *ready, Diag *diag) {
  struct pollfd *polls = p->polls;
  size_t n = p->nworkers;
  int timeout = 0;
  if (block && !p->options.idle(p->options.ud)) return false;
  for (size_t i = 0; i < n; i++) {
    const PoolHand *w = &p->workers[i];
    polls[i] = (struct pollfd){w->pid ? w->replies : -1, POLLIN, 0};
    if (w->pid && w->ngiven && w->check == 0)
      poolhand_watch(&p->workers[i], i, &p->room);
  }
  polls[n] = (struct pollfd){fd, POLLIN, 0};
  polls[n + 1] = (struct pollfd){p->options.stopfd, POLLIN, 0};
  if (block) timeout = patience(p);
  if (poll(polls, n + 2, timeout) < 0 && errno != EINTR)
    return diag_set(diag, DIAG_SYSTEM, NULL, "poll: %s", strerror(errno));
  if (polls[n + 1].revents) return false;
  if (ready) *ready = polls[n].revents != 0;
  for (size_t i = 0; i < n; i++) {
    if (polls[i].revents ? !hear(p, i, diag) : false) return false;
    if (p->workers[i].pid && p->workers[i].check <= poolwork_now())
      poolhand_watch(&p->workers[i], i, &p->room);
  }
  return true;
}

static bool isfull(const Pool *p, size_t n) {
  uint64_t waiting = p->put - p->out;
  return waiting > 0 && (waiting >= LIMIT(WAITING_MAX_DOCUMENTS) ||
                         p->waiting + n > LIMIT(WAITING_MAX_BYTES));
}

/* Room for the next document, once there is some. */
static bool makeroom(Pool *p, size_t n, size_t *at, Diag *diag) {
  for (;;) {
    if (!isfull(p, n)) {
      if (poolroom_take(&p->room, n, at)) return true;
      if (p->put == p->out)
        return diag_set(diag, DIAG_MEMORY, NULL,
                        "no room for a document of %zu bytes", n);
    }
    if (!dispatch(p, true, diag) || !turn(p, -1, true, NULL, diag))
      return false;
  }
}

bool pool_put(Pool *p, const Str *parts, size_t nparts, Diag *diag) {
  size_t n = 0, at;
  diag_init(diag);
  for (size_t i = 0; i < nparts; i++) n += parts[i].n;
  if (!makeroom(p, n, &at, diag)) return false;
  poolroom_put(&p->room, p->put, parts, nparts, at);
  p->put++;
  p->waiting += n;
  return dispatch(p, false, diag);
}

bool pool_wait(Pool *p, int fd, Diag *diag) {
  bool ready;
  diag_init(diag);
  if (!turn(p, fd, false, &ready, diag) || !dispatch(p, false, diag))
    return false;
  while (!ready)
    if (!dispatch(p, true, diag) || !turn(p, fd, true, &ready, diag))
      return false;
  return true;
}

bool pool_end(Pool *p, Diag *diag) {
  diag_init(diag);
  while (p->out < p->put)
    if (!dispatch(p, true, diag) || !turn(p, -1, true, NULL, diag))
      return false;
  return true;
}

/* ---- life ---- */

Pool *pool_new(const PoolOptions *options) {
  size_t n = options->workers;
  Pool *p = mem_alloc(sizeof *p + n * sizeof *p->workers);
  if (!p) return NULL;
  memset(p, 0, sizeof *p + n * sizeof *p->workers);
  p->options = *options;
  p->pid = getpid();
  p->nworkers = n;
  p->polls = mem_alloc((n + 2) * sizeof *p->polls);
  if (p->polls && poolroom_map(&p->room, n)) return p;
  pool_free(p);
  return NULL;
}

void pool_free(Pool *p) {
  if (!p) return;
  for (size_t i = 0; i < p->nworkers; i++) poolhand_end(&p->workers[i]);
  for (size_t i = 0; i < POOL_WAITING; i++) buf_deinit(&p->lines[i].bytes);
  poolroom_unmap(&p->room);
  mem_free(p->polls);
  mem_free(p);
}
