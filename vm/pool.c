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
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "limit.h"
#include "mem.h"
#include "poolwork.h"
#include "ring.h"
#include "worker.h"

#define MB (1024u * 1024u)

/* Orders that a worker has at most: one at work, one to go on with. */
enum { POOL_ORDERS = 2 };
/* An order is for so many documents or bytes, where so many are there; an idle
** worker gets one for fewer. */
enum { ORDER_DOCUMENTS = 16, ORDER_BYTES = 64 * 1024 };
enum { IDLE_DOCUMENTS = 4, IDLE_BYTES = 16 * 1024 };
/* Smaller documents lie in a small ring, whose pages stay; the pages of larger
** ones are given back. */
enum { SMALL_BYTES = 2 * 1024 * 1024, SMALL_MAX_DOCUMENT = 256 * 1024 };
/* Workers that may end in a row with nothing done: something else is wrong. */
enum { DEATHS_MAX = 20 };
/* Bytes of one read of replies. */
enum { READ_BYTES = 32 * 1024 };

typedef struct Line {
  bool done, failed;
  size_t records;
  Buf bytes;
} Line;

typedef struct Worker {
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
} Worker;

struct Pool {
  PoolOptions options;
  pid_t pid;
  PoolEntry *entries; /* POOL_WAITING */
  PoolMark *marks;    /* one for each worker */
  char *memory; /* where documents lie */
  size_t size; /* of all that is shared */
  Ring small, large; /* large begins behind small in the memory */
  uint64_t put, sent, out;
  size_t nsmall, nlarge; /* documents in them */
  size_t waiting;        /* bytes of documents and lines */
  unsigned deaths; /* in a row */
  Line lines[POOL_WAITING];
  struct pollfd *polls;
  size_t nworkers;
  Worker workers[];
};

static PoolEntry *entryof(Pool *p, uint64_t document) {
  return &p->entries[document % POOL_WAITING];
}

static Line *lineof(Pool *p, uint64_t document) {
  return &p->lines[document % POOL_WAITING];
}

/* ------------------------------------------------------------- the worker */

static void inworker(Pool *p, size_t place, int orders, int replies) {
  static const int ignored[] = {SIGINT, SIGTERM, SIGHUP};
  PoolMark *mark = &p->marks[place];
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
    signal(ignored[i], SIG_IGN); /* the parent decides */
  signal(SIGPIPE, SIG_DFL);
  worker_enter(p->pid, LIMIT(PAGE_MAX_MB) * MB);
  if (dup2(orders, STDIN_FILENO) < 0 || dup2(replies, STDOUT_FILENO) < 0)
    _exit(1);
  close_range(STDERR_FILENO + 1, ~0u, 0);
  mprotect(p->entries, p->size, PROT_READ);
  mprotect(mark, sizeof *mark, PROT_READ | PROT_WRITE);
  poolwork(&p->options, p->entries, p->memory, mark);
}

/* ------------------------------------------------------------- the parent */

/* Where the worker has ended meanwhile, the next one in its place gets it. */
static void give(const Worker *w, const PoolOrder *order) {
  while (send(w->orders, order, sizeof *order, MSG_NOSIGNAL) < 0 &&
         errno == EINTR)
    continue;
}

/* Forks a worker for the place, and gives it what the last one left. */
static bool hire(Pool *p, size_t place, Diag *diag) {
  Worker *w = &p->workers[place];
  int orders[2], replies[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, orders) != 0)
    return diag_set(diag, DIAG_SYSTEM, NULL, "no socket: %s", strerror(errno));
  if (pipe2(replies, O_CLOEXEC) != 0) {
    close(orders[0]), close(orders[1]);
    return diag_set(diag, DIAG_SYSTEM, NULL, "no pipe: %s", strerror(errno));
  }
  p->marks[place].is.document = 0;
  w->pid = fork();
  if (w->pid == 0) inworker(p, place, orders[0], replies[1]);
  close(orders[0]), close(replies[1]);
  w->orders = orders[1];
  w->replies = replies[0];
  w->tired = w->blamed = false;
  w->heard = poolwork_now();
  w->check = 0;
  if (w->pid < 0) {
    w->pid = 0;
    close(orders[1]), close(replies[0]);
    return diag_set(diag, DIAG_SYSTEM, NULL, "no worker process: %s",
                    strerror(errno));
  }
  fcntl(w->replies, F_SETFL, O_NONBLOCK);
  for (size_t i = 0; i < w->ngiven; i++) give(w, &w->given[i]);
  return true;
}

/* ---- orders ---- */

static uint64_t least(uint64_t a, uint64_t b) { return a < b ? a : b; }

/* How many documents the next order for a worker is for; 0: none yet. */
static uint32_t ordersize(Pool *p, const Worker *w, bool flush) {
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
    const Worker *w = &p->workers[i], *b = &p->workers[best];
    if (w->ngiven < b->ngiven || (w->ngiven == b->ngiven && w->pid && !b->pid))
      best = i;
  }
  return best;
}

/* A large document may take more memory. */
static void widen(const Worker *w, const PoolEntry *e) {
  struct rlimit limit;
  rlim_t more = (rlim_t)e->n * (rlim_t)LIMIT(PAGE_MAX_MB_PER_MB);
  if (e->n < SMALL_MAX_DOCUMENT ||
      prlimit(w->pid, RLIMIT_AS, NULL, &limit) != 0 ||
      limit.rlim_cur == RLIM_INFINITY)
    return;
  limit.rlim_cur = limit.rlim_max - limit.rlim_cur < more
                       ? limit.rlim_max
                       : limit.rlim_cur + more;
  prlimit(w->pid, RLIMIT_AS, &limit, NULL);
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
    Worker *w = &p->workers[place];
    PoolOrder order = {.first = p->sent};
    if (w->ngiven == POOL_ORDERS) return true;
    order.count = ordersize(p, w, flush);
    if (order.count == 0) return true;
    if (!w->pid && !hire(p, place, diag)) return othersbusy(p);
    if (w->ngiven == 0) {
      w->heard = poolwork_now();
      w->check = 0;
    }
    w->given[w->ngiven++] = order;
    p->sent += order.count;
    for (uint32_t k = 0; k < order.count; k++)
      widen(w, entryof(p, order.first + k));
    give(w, &order);
  }
  return true;
}

/* ---- lines ---- */

/* The oldest document is out. */
static void release(Pool *p) {
  const PoolEntry *e = entryof(p, p->out);
  if (e->at < SMALL_BYTES) {
    ring_give(&p->small, e->at + e->n, --p->nsmall == 0);
  } else {
    size_t pages = (e->n + PAGE_ALIGN - 1) & ~(size_t)(PAGE_ALIGN - 1);
    madvise(p->memory + e->at, pages, MADV_REMOVE);
    ring_give(&p->large, e->at - SMALL_BYTES + pages, --p->nlarge == 0);
  }
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

static void blame(Worker *w, uint64_t document, const Diag *why) {
  w->blamed = true;
  w->culprit = document;
  w->why = *why;
}

/* The first document of the first order is done. */
static void strike(Worker *w) {
  w->given[0].first++;
  if (--w->given[0].count > 0) return;
  w->ngiven--;
  memmove(w->given, w->given + 1, w->ngiven * sizeof *w->given);
}

/* One reply; false ends all. A worker that makes no sense is ended. */
static bool take(Pool *p, Worker *w, const PoolReply *r, Str bytes,
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
    blame(w, w->ngiven ? w->given[0].first : r->document, &why);
    kill(w->pid, SIGKILL);
    return true;
  }
  if (r->kind == REPLY_BROKEN) {
    memcpy(&why, bytes.p, sizeof why);
    why.message[sizeof why.message - 1] = '\0';
    blame(w, r->document, &why);
    return true;
  }
  strike(w);
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

static bool takeall(Pool *p, Worker *w, Diag *diag) {
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

static const char *signalwords(int signal) {
  return signal == SIGSEGV   ? "SIGSEGV: a bad address, or too deep a recursion"
         : signal == SIGABRT ? "SIGABRT: a check of its own failed"
         : signal == SIGKILL ? "SIGKILL: from outside; the system may have "
                               "been short of memory"
         : signal == SIGSYS  ? "SIGSYS: it asked the system for what it may not"
                             : "no usual one";
}

/* Whom the end of a worker is put down to: the document at work. */
static void judge(Worker *w, const PoolMark *mark, int status) {
  Diag why;
  if (w->blamed || !mark->is.document) return;
  if (WIFEXITED(status) && WEXITSTATUS(status) == POOLWORK_MEMORY)
    diag_memory(&why);
  else if (WIFSIGNALED(status))
    diag_set(&why, DIAG_CRASH, NULL, "the worker was ended by signal %d (%s)",
             WTERMSIG(status), signalwords(WTERMSIG(status)));
  else
    diag_set(&why, DIAG_CRASH, NULL, "the worker ended with status %d",
             WEXITSTATUS(status));
  blame(w, mark->is.document - 1, &why);
}

/* Puts down what became of the document, for the next worker. */
static bool sentence(Pool *p, const Worker *w, const PoolMark *mark,
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

static bool isgiven(const Worker *w, uint64_t document) {
  return w->ngiven && document >= w->given[0].first &&
         document < w->given[0].first + w->given[0].count;
}

/* The worker has closed its end. */
static bool bury(Pool *p, size_t place, Diag *diag) {
  Worker *w = &p->workers[place];
  PoolMark *mark = &p->marks[place];
  int status = 0;
  while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR) continue;
  close(w->orders), close(w->replies);
  buf_deinit(&w->in);
  w->pid = 0;
  if (w->tired && WIFEXITED(status)) return true;
  judge(w, mark, status);
  if (w->blamed && isgiven(w, w->culprit)) return sentence(p, w, mark, diag);
  if (++p->deaths <= DEATHS_MAX) return true;
  return diag_set(diag, DIAG_SYSTEM, NULL,
                  "workers end before they begin (status %d)", status);
}

static bool hear(Pool *p, size_t place, Diag *diag) {
  Worker *w = &p->workers[place];
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

/* ---- time ---- */

/* Nanoseconds that a document may take of the processor. */
static uint64_t allowance(const PoolEntry *e) {
  return (LIMIT(PAGE_MAX_SECONDS) +
          LIMIT(PAGE_MAX_SECONDS_PER_MB) * (e->n / MB)) *
         1000000000u;
}

/* A worker gets its allowance by its own clock, so that a busy machine or a
** stopped one ends no page, and ten times as much by that of the wall. */
static void watch(Pool *p, size_t place) {
  Worker *w = &p->workers[place];
  const PoolMark *mark = &p->marks[place];
  uint64_t document = mark->is.document, since = mark->is.since;
  uint64_t t = poolwork_now();
  uint64_t allowed, spent, cpu = 0;
  clockid_t clock;
  Diag why;
  if (!w->ngiven || w->blamed) return;
  if (!document || !isgiven(w, document - 1)) {
    document = w->given[0].first + 1; /* it was not begun yet, or just done */
    since = w->heard;
  } else if (clock_getcpuclockid(w->pid, &clock) == 0) {
    cpu = poolwork_clock(clock) - mark->is.cpu;
  }
  if (since < w->heard && mark->is.document == 0) since = w->heard;
  allowed = allowance(entryof(p, document - 1));
  spent = t > since ? t - since : 0;
  if (cpu < allowed && spent < 10 * allowed) {
    uint64_t left = allowed - (cpu > spent / 10 ? cpu : spent / 10);
    w->check = t + (left < 10000000u ? 10000000u : left);
    return;
  }
  diag_set(&why, DIAG_TIMEOUT, limit_of(LIMIT_PAGE_MAX_SECONDS)->name,
           "the page took longer than %u s",
           (unsigned)(allowed / 1000000000u));
  blame(w, document - 1, &why);
  kill(w->pid, SIGKILL);
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
    const Worker *w = &p->workers[i];
    polls[i] = (struct pollfd){w->pid ? w->replies : -1, POLLIN, 0};
    if (w->pid && w->ngiven && w->check == 0) watch(p, i);
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
    if (p->workers[i].pid && p->workers[i].check <= poolwork_now()) watch(p, i);
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
  bool small = n <= SMALL_MAX_DOCUMENT;
  for (;;) {
    if (!isfull(p, n)) {
      if (ring_take(small ? &p->small : &p->large, n, small ? 16 : PAGE_ALIGN,
                    at)) {
        *at += small ? 0 : SMALL_BYTES;
        return true;
      }
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
  PoolEntry *e;
  diag_init(diag);
  for (size_t i = 0; i < nparts; i++) n += parts[i].n;
  if (!makeroom(p, n, &at, diag)) return false;
  e = entryof(p, p->put);
  memset(e, 0, offsetof(PoolEntry, why));
  e->at = at;
  e->n = n;
  for (size_t i = 0; i < nparts; i++) {
    if (parts[i].n) memcpy(p->memory + at, parts[i].p, parts[i].n);
    at += parts[i].n;
  }
  p->put++;
  p->waiting += n;
  *(e->at < SMALL_BYTES ? &p->nsmall : &p->nlarge) += 1;
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

/* Maps what is shared: entries, marks, the small ring, the large one. Of the
** last only what is written takes memory; where the whole cannot be had, less
** will do. */
static bool share(Pool *p) {
  size_t entries = (POOL_WAITING * sizeof(PoolEntry) + PAGE_ALIGN - 1) &
                   ~(size_t)(PAGE_ALIGN - 1);
  size_t marks = p->nworkers * sizeof(PoolMark);
  size_t large = LIMIT(DOC_MAX_BYTES) + LIMIT(WAITING_MAX_BYTES) + MB;
  void *memory;
  for (;; large /= 2) {
    p->size = entries + marks + SMALL_BYTES + large;
    memory = mmap(NULL, p->size, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory != MAP_FAILED) break;
    if (large < 4 * MB) return false;
  }
  p->entries = memory;
  p->marks = (PoolMark *)((char *)memory + entries);
  p->memory = (char *)memory + entries + marks;
  p->small.size = SMALL_BYTES;
  p->large.size = large;
  return true;
}

Pool *pool_new(const PoolOptions *options) {
  size_t n = options->workers;
  Pool *p = mem_alloc(sizeof *p + n * sizeof *p->workers);
  if (!p) return NULL;
  memset(p, 0, sizeof *p + n * sizeof *p->workers);
  p->options = *options;
  p->pid = getpid();
  p->nworkers = n;
  p->polls = mem_alloc((n + 2) * sizeof *p->polls);
  if (p->polls && share(p)) return p;
  pool_free(p);
  return NULL;
}

void pool_free(Pool *p) {
  if (!p) return;
  for (size_t i = 0; i < p->nworkers; i++) {
    Worker *w = &p->workers[i];
    if (!w->pid) continue;
    kill(w->pid, SIGKILL);
    close(w->orders), close(w->replies);
    while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR) continue;
    buf_deinit(&w->in);
  }
  for (size_t i = 0; i < POOL_WAITING; i++) buf_deinit(&p->lines[i].bytes);
  if (p->entries) munmap(p->entries, p->size);
  mem_free(p->polls);
  mem_free(p);
}
