/*
** budget.c: counting what the Lua of rule packages uses. Steps are instructions
** of Lua, told by a count hook, and what C functions charge for work that grows
** with their arguments; bytes are counted by the allocator.
*/
#include "budget.h"

#include <lauxlib.h>
#include <string.h>

#include "limit.h"
#include "mem.h"

/* Instructions between two calls of the hook; each call of a package function
** costs as much, for what it does before the first. */
#define HOOK_EVERY 200

/* Bytes allocated at the cost of one step. */
#define BYTES_PER_STEP 16

/* Steps for an allocation that was refused: Lua collects all garbage and tries
** again, which must not happen often. */
#define REFUSED_STEPS 1000000u

Budget *budget_new(void) {
  Budget *b = mem_alloc(sizeof *b);
  if (!b) return NULL;
  memset(b, 0, sizeof *b);
  b->most = LIMIT(LUA_MAX_BYTES);
  budget_renew(b, 0);
  b->heap = heap_new();
  if (b->heap) return b;
  mem_free(b);
  return NULL;
}

void budget_free(Budget *b) {
  if (!b) return;
  heap_free(b->heap);
  mem_free(b);
}

Budget *budget_of(lua_State *L) {
  void *ud;
  lua_getallocf(L, &ud);
  return ud;
}

/* ------------------------------------------------------------------ bytes */

/* The limit that `more` bytes would break, making a block of n; or NULL. */
static const char *broken(const Budget *b, size_t more, size_t n) {
  if (more > b->most || b->used > b->most - more) return "LUA_MAX_BYTES";
  if (!b->inside) return NULL;
  if (b->used + more > b->entered + LIMIT(PACKAGE_MAX_BYTES))
    return "PACKAGE_MAX_BYTES";
  /* Lua's table of all strings doubles when it must, also under a package: it
  ** is one of these, and small beside the strings that are there already */
  if (more * 2 == n && n <= b->entered / 4) return NULL;
  return n > LIMIT(PACKAGE_MAX_BLOCK) ? "PACKAGE_MAX_BLOCK" : NULL;
}

void *budget_alloc(void *ud, void *p, size_t old, size_t n) {
  Budget *b = ud;
  void *fresh;
  if (!p) old = 0; /* Lua tells the kind of a new block there */
  if (n > old && (b->inside || b->used + (n - old) > b->most)) {
    const char *why = broken(b, n - old, n);
    if (b->inside) b->steps += (n - old) / BYTES_PER_STEP + 1;
    if (why) {
      b->refused = why;
      if (b->inside) b->steps += REFUSED_STEPS;
      return NULL;
    }
  }
  fresh = heap_resize(b->heap, p, old, n);
  if (n == 0 || fresh) b->used = b->used - old + n;
  else b->refused = NULL;
  return fresh;
}

void budget_owns(lua_State *L, size_t bytes) {
  Budget *b = budget_of(L);
  b->used += bytes;
  if (b->inside) b->steps += bytes / BYTES_PER_STEP;
}

void budget_frees(lua_State *L, size_t bytes) { budget_of(L)->used -= bytes; }

/* ------------------------------------------------------------------ steps */

static uint64_t allowed(uint64_t own, uint64_t perbyte, size_t bytes) {
  uint64_t more = perbyte * bytes;
  return own > UINT64_MAX - more ? UINT64_MAX : own + more;
}

void budget_renew(Budget *b, size_t bytes) {
  b->maxsteps = allowed(LIMIT(BUDGET_STEPS), LIMIT(BUDGET_STEPS_PER_BYTE),
                        bytes);
  b->maxtexts = allowed(LIMIT(BUDGET_TEXT), LIMIT(BUDGET_TEXT_PER_BYTE),
                        bytes);
  b->maxlooked = allowed(LIMIT(BUDGET_COMPARISONS),
                         LIMIT(BUDGET_COMPARISONS_PER_BYTE), bytes);
  b->most = LIMIT(LUA_MAX_BYTES);
  b->steps = b->texts = b->looked = 0;
  b->limit = b->refused = NULL;
  b->epoch++;
}

int budget_exceed(lua_State *L, Budget *b, const char *limit) {
  if (limit) b->limit = limit;
  lua_pushfstring(L, "a function of a rule package hit the limit %s (%I)",
                  b->limit, (lua_Integer)limit_find(b->limit)->value);
  return lua_error(L);
}

uint64_t budget_left(const Budget *b) {
  return b->limit || b->steps > b->maxsteps ? 0 : b->maxsteps - b->steps;
}

void budget_charge(lua_State *L, Budget *b, uint64_t steps) {
  b->steps += steps;
  if (b->limit) budget_exceed(L, b, NULL);
  if (b->steps > b->maxsteps) budget_exceed(L, b, "BUDGET_STEPS");
}

void budget_work(lua_State *L, uint64_t steps) {
  Budget *b = budget_of(L);
  if (b->inside) budget_charge(L, b, steps);
}

/* What a page may cost outside of the functions of packages. */
static void pagelimit(lua_State *L, Budget *b, LimitId id) {
  const Limit *limit = limit_of(id);
  b->limit = limit->name;
  luaL_error(L, "the page hit the limit %s (%I)", limit->name,
             (lua_Integer)limit->value);
}

void budget_read(lua_State *L, size_t bytes) {
  Budget *b = budget_of(L);
  b->texts += bytes;
  if (b->texts > b->maxtexts) pagelimit(L, b, LIMIT_BUDGET_TEXT);
}

static void onhook(lua_State *L, lua_Debug *ar) {
  Budget *b = budget_of(L);
  (void)ar;
  if (b->inside) budget_charge(L, b, HOOK_EVERY);
}

void budget_enter(lua_State *L, Budget *b) {
  if (b->inside++) return;
  b->entered = b->used;
  b->steps += HOOK_EVERY;
  b->hook = lua_gethook(L);
  b->hookmask = lua_gethookmask(L);
  b->hookcount = lua_gethookcount(L);
  lua_sethook(L, onhook, LUA_MASKCOUNT, HOOK_EVERY);
}

void budget_leave(lua_State *L, Budget *b) {
  if (--b->inside) return;
  lua_sethook(L, b->hook, b->hookmask, b->hookcount);
}

/* ------------------------------------------------------------- the module */

static int limit(lua_State *L) {
  lua_pushstring(L, budget_of(L)->limit);
  return 1;
}

static int refused(lua_State *L) {
  lua_pushstring(L, budget_of(L)->refused);
  return 1;
}

static int renew(lua_State *L) {
  budget_renew(budget_of(L), 0);
  return 0;
}

static int epoch(lua_State *L) {
  lua_pushinteger(L, budget_of(L)->epoch);
  return 1;
}

static int charge(lua_State *L) {
  lua_Integer n = luaL_checkinteger(L, 1);
  budget_charge(L, budget_of(L), n > 0 ? (uint64_t)n : 0);
  return 0;
}

static int read(lua_State *L) {
  budget_read(L, (size_t)luaL_checkinteger(L, 1));
  return 0;
}

void budget_look(lua_State *L, uint64_t n) {
  Budget *b = budget_of(L);
  b->looked += n;
  if (b->looked > b->maxlooked) pagelimit(L, b, LIMIT_BUDGET_COMPARISONS);
}

static int look(lua_State *L) {
  budget_look(L, (uint64_t)luaL_checkinteger(L, 1));
  return 0;
}

static int again(lua_State *L) {
  Budget *b = budget_of(L);
  if (b->texts <= b->maxtexts && b->looked <= b->maxlooked) return 0;
  lua_pushstring(L, b->limit);
  b->limit = NULL;
  b->texts = b->looked = 0;
  return 1;
}

static int most(lua_State *L) {
  const Limit *limit = limit_find(luaL_checkstring(L, 1));
  if (!limit) return luaL_error(L, "no such limit");
  lua_pushinteger(L, (lua_Integer)limit->value);
  return 1;
}

static int text(lua_State *L) {
  Budget *b = budget_of(L);
  if ((size_t)luaL_checkinteger(L, 1) > LIMIT(PACKAGE_MAX_BLOCK))
    budget_exceed(L, b, "PACKAGE_MAX_BLOCK");
  return 0;
}

int luaopen_budget(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"limit", limit}, {"refused", refused}, {"renew", renew},
      {"epoch", epoch}, {"charge", charge},   {"text", text},
      {"most", most},   {"read", read},     {"look", look},
      {"again", again}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
