/*
** poolhand.c: a worker as its parent sees it.
*/
#include "poolhand.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "limit.h"
#include "worker.h"

#define MB (1024u * 1024u)

/* ---- the process ---- */

static void inworker(const PoolOptions *options, const PoolRoom *room,
                     size_t place, pid_t parent, int orders, int replies) {
  static const int ignored[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
    signal(ignored[i], SIG_IGN); /* the parent decides */
  signal(SIGPIPE, SIG_DFL);
  worker_enter(parent, LIMIT(PAGE_MAX_MB) * MB);
  if (dup2(orders, STDIN_FILENO) < 0 || dup2(replies, STDOUT_FILENO) < 0)
    _exit(1);
  close_range(STDERR_FILENO + 1, ~0u, 0);
  poolroom_guard(room, place);
  poolwork(options, room->entries, room->memory, &room->marks[place]);
}

/* Where the worker has ended meanwhile, the next one in its place gets it. */
static void give(const PoolHand *w, const PoolOrder *order) {
  while (send(w->orders, order, sizeof *order, MSG_NOSIGNAL) < 0 &&
         errno == EINTR)
    continue;
}

bool poolhand_hire(PoolHand *w, size_t place, const PoolOptions *options,
                   const PoolRoom *room, pid_t parent, Diag *diag) {
  int orders[2], replies[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, orders) != 0)
    return diag_set(diag, DIAG_SYSTEM, NULL, "no socket: %s", strerror(errno));
  if (pipe2(replies, O_CLOEXEC) != 0) {
    close(orders[0]), close(orders[1]);
    return diag_set(diag, DIAG_SYSTEM, NULL, "no pipe: %s", strerror(errno));
  }
  room->marks[place].is.document = 0;
  w->pid = fork();
  if (w->pid == 0)
    inworker(options, room, place, parent, orders[0], replies[1]);
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

/* A large document may take more memory. */
static void widen(const PoolHand *w, const PoolEntry *e) {
  struct rlimit limit;
  rlim_t more = (rlim_t)e->n * (rlim_t)LIMIT(PAGE_MAX_MB_PER_MB);
  if (!poolroom_islarge(e->n) ||
      prlimit(w->pid, RLIMIT_AS, NULL, &limit) != 0 ||
      limit.rlim_cur == RLIM_INFINITY)
    return;
  limit.rlim_cur = limit.rlim_max - limit.rlim_cur < more
                       ? limit.rlim_max
                       : limit.rlim_cur + more;
  prlimit(w->pid, RLIMIT_AS, &limit, NULL);
}

void poolhand_order(PoolHand *w, const PoolRoom *room, PoolOrder order) {
  if (w->ngiven == 0) {
    w->heard = poolwork_now();
    w->check = 0;
  }
  w->given[w->ngiven++] = order;
  for (uint32_t k = 0; k < order.count; k++)
    widen(w, poolroom_entry(room, order.first + k));
  give(w, &order);
}

bool poolhand_isgiven(const PoolHand *w, uint64_t document) {
  return w->ngiven && document >= w->given[0].first &&
         document < w->given[0].first + w->given[0].count;
}

void poolhand_strike(PoolHand *w) {
  w->given[0].first++;
  if (--w->given[0].count > 0) return;
  w->ngiven--;
  memmove(w->given, w->given + 1, w->ngiven * sizeof *w->given);
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
void poolhand_watch(PoolHand *w, size_t place, const PoolRoom *room) {
  const PoolMark *mark = &room->marks[place];
  uint64_t document = mark->is.document, since = mark->is.since;
  uint64_t t = poolwork_now();
  uint64_t allowed, spent, cpu = 0;
  clockid_t clock;
  Diag why;
  if (!w->ngiven || w->blamed) return;
  if (!document || !poolhand_isgiven(w, document - 1)) {
    document = w->given[0].first + 1; /* it was not begun yet, or just done */
    since = w->heard;
  } else if (clock_getcpuclockid(w->pid, &clock) == 0) {
    cpu = poolwork_clock(clock) - mark->is.cpu;
  }
  if (since < w->heard && mark->is.document == 0) since = w->heard;
  allowed = allowance(poolroom_entry(room, document - 1));
  spent = t > since ? t - since : 0;
  if (cpu < allowed && spent < 10 * allowed) {
    uint64_t left = allowed - (cpu > spent / 10 ? cpu : spent / 10);
    w->check = t + (left < 10000000u ? 10000000u : left);
    return;
  }
  diag_set(&why, DIAG_TIMEOUT, limit_of(LIMIT_PAGE_MAX_SECONDS)->name,
           "the page took longer than %u s",
           (unsigned)(allowed / 1000000000u));
  poolhand_blame(w, document - 1, &why);
  kill(w->pid, SIGKILL);
}

/* ---- its end ---- */

void poolhand_blame(PoolHand *w, uint64_t document, const Diag *why) {
  w->blamed = true;
  w->culprit = document;
  w->why = *why;
}

static const char *signalwords(int signal) {
  return signal == SIGSEGV   ? "SIGSEGV: a bad address, or too deep a recursion"
         : signal == SIGABRT ? "SIGABRT: a check of its own failed"
         : signal == SIGKILL ? "SIGKILL: from outside; the system may have "
                               "been short of memory"
         : signal == SIGSYS  ? "SIGSYS: it asked the system for what it may not"
                             : "no usual one";
}

/* Whom the end of a worker is put down to: the document at work. */
static void judge(PoolHand *w, const PoolMark *mark, int status) {
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
  poolhand_blame(w, mark->is.document - 1, &why);
}

static int reap(PoolHand *w) {
  int status = 0;
  while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR) continue;
  close(w->orders), close(w->replies);
  buf_deinit(&w->in);
  w->pid = 0;
  return status;
}

int poolhand_bury(PoolHand *w, const PoolMark *mark) {
  int status = reap(w);
  if (!w->tired || !WIFEXITED(status)) judge(w, mark, status);
  return status;
}

void poolhand_end(PoolHand *w) {
  if (!w->pid) return;
  kill(w->pid, SIGKILL);
  reap(w);
}
