/*
** child.c: a function in a forked child. The child shares nothing that it could
** harm: it writes one byte that tells how f ended and then its text to a pipe,
** and leaves by _exit. The parent reads until the end, the deadline or a signal.
*/
#include "child.h"

#include <errno.h>
#include <lauxlib.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "conf.h"
#include "limit.h"
#include "worker.h"

/* The first byte that a child writes. */
#define ENDED_WELL '+'
#define ENDED_BADLY '-'

/* -------------------------------------------------------------- the child */

static void writeall(int fd, const char *p, size_t n) {
  while (n > 0) {
    ssize_t done = write(fd, p, n);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return;
    p += done;
    n -= (size_t)done;
  }
}

/* f is the first thing on the stack. */
static void inchild(lua_State *L, pid_t parent, int fd, lua_Integer bytes) {
  const char *text;
  char how;
  size_t n;
  signal(SIGINT, SIG_DFL);
  worker_enter(parent, (uint64_t)bytes);
  lua_settop(L, 1);
  how = lua_pcall(L, 0, 1, 0) == LUA_OK ? ENDED_WELL : ENDED_BADLY;
  text = lua_tolstring(L, -1, &n);
  writeall(fd, &how, 1);
  if (text) writeall(fd, text, n);
  _exit(0);
}

/* ------------------------------------------------------------- the parent */

typedef struct Child {
  pid_t pid;
  double begun, seconds; /* that it may take */
} Child;

static double at(clockid_t clock) {
  struct timespec t = {0, 0};
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* A child gets its seconds by its own clock, so that a busy machine ends none,
** and ten times as many by that of the wall. */
static double left(const Child *c) {
  double wall = (at(CLOCK_MONOTONIC) - c->begun) / 10, cpu = 0;
  clockid_t clock;
  if (clock_getcpuclockid(c->pid, &clock) == 0) cpu = at(clock);
  return c->seconds - (cpu > wall ? cpu : wall);
}

/* Milliseconds until it is looked at again. */
static int patience(double seconds) {
  if (seconds > 3600) return 3600000;
  return seconds < 0.01 ? 10 : (int)ceil(seconds * 1000);
}

/* Reads until the end of the pipe; gives why it was left before, or NULL. */
static const char *collect(int fd, const Child *c, Buf *out) {
  char block[4096];
  for (;;) {
    struct pollfd p = {fd, POLLIN, 0};
    double seconds = left(c);
    ssize_t n;
    int ready;
    if (seconds <= 0) return "time";
    ready = poll(&p, 1, patience(seconds));
    if (ready < 0) return errno == EINTR ? "interrupted" : "poll";
    if (ready == 0) continue;
    n = read(fd, block, sizeof block);
    if (n == 0) return NULL;
    if (n < 0) return errno == EINTR ? "interrupted" : "read";
    if (!buf_put(out, block, (size_t)n)) return "memory";
  }
}

static int reap(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

static int failed(lua_State *L, const char *why) {
  lua_pushnil(L);
  lua_pushstring(L, why);
  return 2;
}

/* Pushes what came of a child that ended by itself. */
static int pushresult(lua_State *L, const Buf *out, int status) {
  if (WIFSIGNALED(status)) {
    lua_pushnil(L);
    lua_pushfstring(L, "signal %d", WTERMSIG(status));
    return 2;
  }
  if (!out->n) return failed(L, "memory");
  lua_pushlstring(L, out->p + 1, out->n - 1);
  if (out->p[0] == ENDED_WELL) return 1;
  lua_pushnil(L);
  lua_pushliteral(L, "error");
  lua_pushvalue(L, -3);
  return 3;
}

static int child_run(lua_State *L) {
  double seconds = luaL_checknumber(L, 2);
  lua_Integer bytes = luaL_checkinteger(L, 3);
  const char *why;
  int fds[2], status, results;
  pid_t parent = getpid();
  Child c = {0, at(CLOCK_MONOTONIC), seconds};
  Buf out;
  luaL_checktype(L, 1, LUA_TFUNCTION);
  if (pipe(fds) != 0) return failed(L, strerror(errno));
  c.pid = fork();
  if (c.pid == 0) {
    close(fds[0]);
    inchild(L, parent, fds[1], bytes);
  }
  close(fds[1]);
  if (c.pid < 0) {
    close(fds[0]);
    return failed(L, strerror(errno));
  }
  buf_init(&out);
  why = collect(fds[0], &c, &out);
  if (why) kill(c.pid, SIGKILL);
  close(fds[0]);
  status = reap(c.pid);
  results = why ? failed(L, why) : pushresult(L, &out, status);
  buf_deinit(&out);
  return results;
}

static int child_allowance(lua_State *L) {
  lua_Integer mb = luaL_checkinteger(L, 1) / (1024 * 1024);
  lua_Integer seconds = (lua_Integer)LIMIT(PAGE_MAX_SECONDS),
              more = (lua_Integer)LIMIT(PAGE_MAX_MB);
  lua_pushinteger(
      L, seconds + mb * (lua_Integer)LIMIT(PAGE_MAX_SECONDS_PER_MB));
  lua_pushinteger(L, (more + mb * (lua_Integer)LIMIT(PAGE_MAX_MB_PER_MB)) *
                         1024 * 1024);
  return 2;
}

int luaopen_child(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"run", child_run}, {"allowance", child_allowance}, {NULL, NULL}};
  luaL_newlib(L, functions);
  lua_pushinteger(L, REPL_CHILD_SECONDS);
  lua_setfield(L, -2, "seconds");
  lua_pushinteger(L, REPL_CHILD_BYTES);
  lua_setfield(L, -2, "bytes");
  return 1;
}
