/*
** trich.c: the module `trich` for a plain Lua 5.4, over libtrich.
**
**   local trich = require "trich"
**   local engine = trich.new { rules = { "weather.rule" } }
**   for record in engine:extract(text) do print(record.type) end
*/
#include <jansson.h>
#include <lauxlib.h>
#include <lua.h>
#include <string.h>

#include "trich.h"

#define ENGINE "trich.engine"
#define MAX_DEPTH 32 /* of JSON that trich itself wrote: records need 5 */

static Trich *checkengine(lua_State *L) {
  Trich **t = luaL_checkudata(L, 1, ENGINE);
  if (!*t) luaL_error(L, "the engine is closed");
  return *t;
}

/* ---- JSON to Lua ---- */

static void push(lua_State *L, const json_t *j, int depth);

static void pushobject(lua_State *L, const json_t *j, int depth) {
  const char *key;
  json_t *value;
  lua_newtable(L);
  json_object_foreach((json_t *)j, key, value) {
    push(L, value, depth + 1);
    lua_setfield(L, -2, key);
  }
}

static void pusharray(lua_State *L, const json_t *j, int depth) {
  size_t i;
  json_t *value;
  lua_createtable(L, (int)json_array_size(j), 0);
  json_array_foreach(j, i, value) {
    push(L, value, depth + 1);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void push(lua_State *L, const json_t *j, int depth) {
  luaL_checkstack(L, 4, "JSON");
  if (depth > MAX_DEPTH) luaL_error(L, "lists in lists");
  switch (json_typeof(j)) {
    case JSON_OBJECT: pushobject(L, j, depth); break;
    case JSON_ARRAY: pusharray(L, j, depth); break;
    case JSON_STRING:
      lua_pushlstring(L, json_string_value(j), json_string_length(j));
      break;
    case JSON_INTEGER: lua_pushinteger(L, json_integer_value(j)); break;
    case JSON_REAL: lua_pushnumber(L, json_real_value(j)); break;
    case JSON_NULL: lua_pushnil(L); break;
    default: lua_pushboolean(L, json_is_true(j)); break;
  }
}

/* The parsed line, freed by the collector: pushing it may raise. */
static int freejson(lua_State *L) {
  json_decref(*(json_t **)lua_touserdata(L, 1));
  return 0;
}

/* The line of output on top becomes a table. */
static void pushline(lua_State *L) {
  size_t n;
  const char *line = lua_tolstring(L, -1, &n);
  json_t **j = lua_newuserdatauv(L, sizeof *j, 0);
  json_error_t e;
  *j = NULL;
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, freejson);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  *j = json_loadb(line, n, 0, &e);
  if (!*j) *j = json_loadb(line, n, JSON_DECODE_INT_AS_REAL, &e);
  if (!*j) luaL_error(L, "a line that is no JSON: %s", e.text);
  push(L, *j, 0);
  lua_remove(L, -2);
}

/* ---- the engine ---- */

static bool collect(void *ud, const char *bytes, size_t n) {
  luaL_addlstring(ud, bytes, n);
  return true;
}

static const char *option(lua_State *L, int index, const char *name) {
  const char *s = NULL;
  if (lua_istable(L, index)) {
    if (lua_getfield(L, index, name) == LUA_TSTRING) s = lua_tostring(L, -1);
    lua_pop(L, 1); /* the table keeps it alive */
  }
  return s;
}

static TrichDocument checkdocument(lua_State *L) {
  TrichDocument d = {.id = "-"};
  d.bytes = luaL_checklstring(L, 2, &d.n);
  if (!lua_isnoneornil(L, 3)) luaL_checktype(L, 3, LUA_TTABLE);
  if (option(L, 3, "id")) d.id = option(L, 3, "id");
  d.published = option(L, 3, "published");
  d.outlet = option(L, 3, "outlet");
  d.encoding = option(L, 3, "encoding");
  return d;
}

/* engine:document(text [, {id, published, outlet, encoding}]) -> the line of
** output as a table. */
static int document(lua_State *L) {
  Trich *t = checkengine(L);
  TrichDocument d = checkdocument(L);
  luaL_Buffer b;
  lua_settop(L, 3);
  luaL_buffinit(L, &b);
  if (!trich_extract(t, &d, collect, &b))
    return luaL_error(L, "%s", trich_error(t));
  luaL_pushresult(&b);
  pushline(L);
  return 1;
}

static int next(lua_State *L) {
  lua_Integer i = lua_tointeger(L, lua_upvalueindex(2)) + 1;
  lua_pushinteger(L, i);
  lua_replace(L, lua_upvalueindex(2));
  lua_getfield(L, lua_upvalueindex(1), "records");
  if (lua_rawgeti(L, -1, i) != LUA_TNIL) return 1;
  if (lua_getfield(L, lua_upvalueindex(1), "error") == LUA_TTABLE) {
    lua_getfield(L, -1, "message");
    return luaL_error(L, "%s", lua_tostring(L, -1));
  }
  return 0;
}

/* engine:extract(text [, options]) -> an iterator over the records. Behind the
** last one it raises where the document could not be done whole. */
static int extract(lua_State *L) {
  document(L);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next, 2);
  return 1;
}

/* engine:text(page [, options]) -> the article's text, a block a line. */
static int text(lua_State *L) {
  Trich *t = checkengine(L);
  TrichDocument d = checkdocument(L);
  luaL_Buffer b;
  lua_settop(L, 3);
  luaL_buffinit(L, &b);
  if (!trich_text(t, &d, "text", collect, &b))
    return luaL_error(L, "%s", trich_error(t));
  luaL_pushresult(&b);
  return 1;
}

static int closeengine(lua_State *L) {
  Trich **t = luaL_checkudata(L, 1, ENGINE);
  trich_free(*t);
  *t = NULL;
  return 0;
}

/* ---- making one ---- */

static void check(lua_State *L, Trich *t, bool ok) {
  if (!ok) luaL_error(L, "%s", trich_error(t));
}

static void addrules(lua_State *L, Trich *t) {
  if (lua_getfield(L, 1, "rules") == LUA_TSTRING)
    check(L, t, trich_rules(t, lua_tostring(L, -1)));
  for (lua_Integer i = 1; lua_istable(L, -1); i++) {
    if (lua_rawgeti(L, -1, i) != LUA_TSTRING) {
      lua_pop(L, 1);
      break;
    }
    check(L, t, trich_rules(t, lua_tostring(L, -1)));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* trich.new { rules = PATH or {PATH...}, shipped = boolean, offsets = "chars",
** types = "event,person", encoding = NAME } */
static int newengine(lua_State *L) {
  static const char *const names[] = {"offsets", "types", "encoding"};
  Trich **t;
  lua_settop(L, 1);
  if (lua_isnil(L, 1)) lua_newtable(L), lua_replace(L, 1);
  luaL_checktype(L, 1, LUA_TTABLE);
  t = lua_newuserdatauv(L, sizeof *t, 0);
  *t = NULL;
  luaL_setmetatable(L, ENGINE);
  *t = trich_new();
  if (!*t) return luaL_error(L, "not enough memory");
  if (lua_getfield(L, 1, "shipped") == LUA_TBOOLEAN && !lua_toboolean(L, -1))
    check(L, *t, trich_option(*t, "shipped", "no"));
  lua_pop(L, 1);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *value = option(L, 1, names[i]);
    if (value) check(L, *t, trich_option(*t, names[i], value));
  }
  addrules(L, *t);
  check(L, *t, trich_compile(*t));
  return 1;
}

static const luaL_Reg methods[] = {
    {"document", document}, {"extract", extract}, {"text", text},
    {"close", closeengine}, {NULL, NULL}};

static const luaL_Reg module[] = {{"new", newengine}, {NULL, NULL}};

int luaopen_trich(lua_State *L);

__attribute__((visibility("default"))) int luaopen_trich(lua_State *L) {
  luaL_newmetatable(L, ENGINE);
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, closeengine);
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, closeengine);
  lua_setfield(L, -2, "__close");
  lua_pop(L, 1);
  luaL_newlib(L, module);
  lua_pushstring(L, trich_version());
  lua_setfield(L, -2, "version");
  lua_pushinteger(L, trich_schemanumber());
  lua_setfield(L, -2, "schema");
  return 1;
}
