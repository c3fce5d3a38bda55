/*
** count.c: steps instead of a clock. Every branch of our own C that is taken, all
** instructions of Lua and the bytes that libxml2 has copied when its blocks grow
** are counted, so the figures are the same on every machine.
**
**   count         every trap at once, twice and four times its smallest size,
**                 with the shipped rules: twice the page is twice the work
**   count NAME    the figures of one
*/
#include <lua.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "trap.h"
#include "trich.h"

#define LUA_EVERY 100 /* instructions for one call of the hook */
#define COPIED 16     /* bytes that are as much as a step */

extern uint64_t tick_count; /* in tick.c */

static void hook(lua_State *L, lua_Debug *ar) {
  (void)L;
  (void)ar;
  tick_count += LUA_EVERY;
}

lua_State *__real_lua_newstate(lua_Alloc f, void *ud);
lua_State *__wrap_lua_newstate(lua_Alloc f, void *ud);
void *__real_arena_resize(void *p, size_t n);
void *__wrap_arena_resize(void *p, size_t n);

lua_State *__wrap_lua_newstate(lua_Alloc f, void *ud) {
  lua_State *L = __real_lua_newstate(f, ud);
  if (L) lua_sethook(L, hook, LUA_MASKCOUNT, LUA_EVERY);
  return L;
}

void *__wrap_arena_resize(void *p, size_t n) {
  if (p) tick_count += n / COPIED;
  return __real_arena_resize(p, n);
}

static bool drop(void *ud, const char *bytes, size_t n) {
  (void)ud;
  (void)bytes;
  (void)n;
  return true;
}

static uint64_t cost(Trich *t, const Trap *trap, size_t bytes) {
  Buf page;
  TrichDocument doc = {.id = "-"};
  uint64_t before;
  buf_init(&page);
  if (!trap_page(trap, bytes, &page)) return 0;
  doc.bytes = page.p;
  doc.n = page.n;
  before = tick_count;
  if (!trich_extract(t, &doc, drop, NULL)) printf("%s\n", trich_error(t));
  buf_deinit(&page);
  return tick_count - before;
}

/* Whether the work grew with the page: what it costs in any case apart, twice
** the page is at most 2.1 times the work. */
static bool linear(const Trap *trap, const uint64_t cost_of[3], uint64_t base) {
  for (int i = 1; i < 3; i++) {
    uint64_t small = cost_of[i - 1] - base, large = cost_of[i] - base;
    if (large * 10 > small * 21) {
      printf("tests/traps/trap.c:1: '%s': expected twice the steps for twice "
             "the page, got %llu, %llu, %llu\n", trap->name,
             (unsigned long long)cost_of[0], (unsigned long long)cost_of[1],
             (unsigned long long)cost_of[2]);
      return false;
    }
  }
  return true;
}

/* In a process of its own, so that no trap finds what another left. */
static bool measured(Trich *t, const Trap *trap, bool told) {
  uint64_t base, all[3];
  cost(t, trap, 1); /* what is made at the first page of its kind */
  base = cost(t, trap, 1);
  for (int i = 0; i < 3; i++) all[i] = cost(t, trap, trap->bytes << i);
  if (told)
    printf("%llu: %llu %llu %llu\n", (unsigned long long)base,
           (unsigned long long)all[0], (unsigned long long)all[1],
           (unsigned long long)all[2]);
  return linear(trap, all, base);
}

static bool passes(Trich *t, const Trap *trap, bool told) {
  int status = 1;
  pid_t pid;
  fflush(stdout);
  pid = fork();
  if (pid == 0) {
    bool ok = measured(t, trap, told);
    fflush(stdout);
    _exit(!ok);
  }
  waitpid(pid, &status, 0);
  if (WIFSIGNALED(status))
    printf("tests/traps/trap.c:1: '%s': signal %d\n", trap->name,
           WTERMSIG(status));
  return status == 0;
}

int main(int argc, char **argv) {
  Trich *t = trich_new();
  int passed = 0, failed = 0;
  if (!t || !trich_compile(t)) {
    printf("%s\n", t ? trich_error(t) : "no memory");
    return 1;
  }
  for (const Trap *trap = traps; trap->name; trap++) {
    if (argc > 1 && strcmp(argv[1], trap->name)) continue;
    if (passes(t, trap, argc > 1)) passed++;
    else failed++;
  }
  trich_free(t);
  printf("%d passed, %d failed\n", passed, failed);
  return failed > 0;
}
