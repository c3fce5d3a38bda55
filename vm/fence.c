/*
** fence.c: calls into the Lua of rule packages. All of them go through
** fencedcall, which leaves nothing of its own behind, however the call ends.
*/
#include "fence.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <string.h>

#include "budget.h"
#include "conf.h"
#include "decimal.h"
#include "luastring.h"

/* Bytes of a package's error message that are kept. */
#define MESSAGE_BYTES 300

/* Their addresses are keys of the registry. */
static const char OUTSIDE = 0, INSIDE = 0;

/* ----------------------------------------------------------------- copies */

static void copyvalue(lua_State *L, int index, int depth, int *items);

/* Copies the raw entries of the table at `from` into the one at `to`. */
static void copyentries(lua_State *L, int from, int to, int depth,
                        int *items) {
  lua_pushnil(L);
  while (lua_next(L, from)) {
    int type = lua_type(L, -2);
    if (--*items < 0)
      luaL_error(L, "a table of more than %d items", PACKAGE_MAX_ITEMS);
    if (type == LUA_TSTRING || type == LUA_TNUMBER || type == LUA_TBOOLEAN) {
      lua_pushvalue(L, -2);
      copyvalue(L, lua_gettop(L) - 1, depth - 1, items);
      lua_rawset(L, to);
    }
    lua_pop(L, 1);
  }
}

/* Pushes a copy: tables are new, those behind __index (rows of vocabularies)
** become part of them; what is no value of a rule is nil. */
static void copyvalue(lua_State *L, int index, int depth, int *items) {
  int to;
  switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING: lua_pushvalue(L, index); return;
    case LUA_TUSERDATA:
      if (luaL_testudata(L, index, DECIMAL_TYPE)) lua_pushvalue(L, index);
      else lua_pushnil(L);
      return;
    case LUA_TTABLE: break;
    default: lua_pushnil(L); return;
  }
  if (depth == 0)
    luaL_error(L, "tables nested deeper than %d", PACKAGE_MAX_DEPTH);
  luaL_checkstack(L, 8, "tables");
  lua_newtable(L);
  to = lua_gettop(L);
  if (luaL_getmetafield(L, index, "__index") != LUA_TNIL) {
    if (lua_istable(L, -1)) copyentries(L, lua_gettop(L), to, depth, items);
    lua_pop(L, 1);
  }
  copyentries(L, index, to, depth, items);
}

static void copyall(lua_State *L, int from) {
  int items = PACKAGE_MAX_ITEMS;
  luaL_checkstack(L, 4, "values");
  for (int i = from; i <= lua_gettop(L); i++) {
    copyvalue(L, i, PACKAGE_MAX_DEPTH, &items);
    lua_replace(L, i);
  }
}

/* ------------------------------------------------------------------ calls */

/* Every string finds its methods through this one metatable. */
static void setmethods(lua_State *L, const char *key) {
  lua_pushliteral(L, "");
  lua_rawgetp(L, LUA_REGISTRYINDEX, key);
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
}

/* Raises the error on top: never more than a short text. */
static int reraise(lua_State *L, Budget *b, int status) {
  const char *message;
  if (status == LUA_ERRMEM)
    return b->refused ? budget_exceed(L, b, b->refused) : lua_error(L);
  if (b->limit) return budget_exceed(L, b, NULL);
  message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
  if (!message)
    return luaL_error(L, "a function of a rule package raised a %s",
                      luaL_typename(L, -1));
  lua_pushlstring(L, message, strnlen(message, MESSAGE_BYTES));
  return lua_error(L);
}

/* Upvalue 1: the function. */
static int fencedcall(lua_State *L) {
  Budget *b = budget_of(L);
  int status, n = lua_gettop(L);
  bool outermost = b->inside == 0;
  if (b->limit) return budget_exceed(L, b, NULL);
  copyall(L, 1);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  if (outermost) setmethods(L, &INSIDE);
  budget_enter(L, b);
  status = lua_pcall(L, n, LUA_MULTRET, 0);
  budget_leave(L, b);
  if (outermost) setmethods(L, &OUTSIDE);
  if (status != LUA_OK) return reraise(L, b, status);
  if (b->limit) return budget_exceed(L, b, NULL);
  copyall(L, 1);
  return lua_gettop(L);
}

static int wrap(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_settop(L, 1);
  lua_pushcclosure(L, fencedcall, 1);
  return 1;
}

/* -------------------------------------------------------------- the module */

/* Keeps the metatable of strings, and one with bounded methods. */
static void makemethods(lua_State *L) {
  int outside, inside;
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  outside = lua_gettop(L);
  lua_newtable(L);
  inside = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, outside)) { /* arithmetic on digits */
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, inside);
  }
  luastring_push(L);
  lua_setfield(L, inside, "__index");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &INSIDE);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &OUTSIDE);
  lua_pop(L, 1);
}

int luaopen_fence(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"wrap", wrap}, {"strings", luastring_push}, {NULL, NULL}};
  makemethods(L);
  luaL_newlib(L, functions);
  return 1;
}
