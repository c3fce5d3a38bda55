/*
** emitvalue.c: what both forms of output ask of the engine's result.
*/
#include "emitvalue.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const emitvalue_meta[] = {"title",  "published", "byline",
                                      "outlet", "views",     "language",
                                      NULL};

int emitvalue_get(lua_State *L, int index, const char *name) {
  index = lua_absindex(L, index);
  if (lua_istable(L, index)) {
    lua_pushstring(L, name);
    return lua_rawget(L, index);
  }
  lua_pushnil(L);
  return LUA_TNIL;
}

bool emitvalue_next(lua_State *L, int index, lua_Integer i) {
  if (!lua_istable(L, index)) return false;
  if (lua_rawgeti(L, index, i) != LUA_TNIL) return true;
  lua_pop(L, 1);
  return false;
}

bool emitvalue_shown(lua_State *L, int fields, Str name) {
  if (name.n == 0 || name.p[0] == '_' || !lua_istable(L, fields)) return false;
  fields = lua_absindex(L, fields);
  lua_pushlstring(L, name.p, name.n);
  if (lua_rawget(L, fields) != LUA_TNIL) return true;
  lua_pop(L, 1);
  return false;
}

bool emitvalue_wanted(lua_State *L, Str types) {
  bool found = types.n == 0;
  Str type;
  emitvalue_get(L, -1, "type");
  type = emitvalue_string(L, -1);
  for (size_t from = 0, i = 0; !found && i <= types.n; i++) {
    if (i < types.n && types.p[i] != ',') continue;
    found = str_eq(type, (Str){types.p + from, i - from});
    from = i + 1;
  }
  lua_pop(L, 1);
  return found;
}

Str emitvalue_string(lua_State *L, int index) {
  Str s = {"", 0};
  if (lua_type(L, index) == LUA_TSTRING) s.p = lua_tolstring(L, index, &s.n);
  return s;
}

/* As few digits as give the same number again; never an exponent for whole
** numbers that a float holds exactly. */
static const char *floattext(lua_State *L, double x) {
  char text[64];
  if (x == floor(x) && fabs(x) < 9007199254740992.0) {
    snprintf(text, sizeof text, "%.0f", x == 0 ? 0.0 : x);
  } else {
    snprintf(text, sizeof text, "%.15g", x);
    if (lua_stringtonumber(L, text) == 0 || lua_tonumber(L, -1) != x)
      snprintf(text, sizeof text, "%.17g", x);
    lua_pop(L, 1);
  }
  return lua_pushstring(L, text);
}

static bool isdecimal(lua_State *L, int index) {
  bool is = false;
  if (lua_type(L, index) == LUA_TUSERDATA &&
      luaL_getmetafield(L, index, "__name") != LUA_TNIL) {
    is = str_is(emitvalue_string(L, -1), "decimal");
    lua_pop(L, 1);
  }
  return is;
}

Str emitvalue_text(lua_State *L, int index, bool *number) {
  Str s = {"", 0};
  index = lua_absindex(L, index);
  *number = false;
  if (lua_isinteger(L, index) || isdecimal(L, index)) {
    *number = true;
    s.p = luaL_tolstring(L, index, &s.n);
  } else if (lua_type(L, index) == LUA_TNUMBER) {
    double x = lua_tonumber(L, index);
    *number = isfinite(x);
    s.p = *number ? floattext(L, x) : lua_pushliteral(L, "");
    s.n = strlen(s.p);
  } else if (lua_type(L, index) == LUA_TBOOLEAN) {
    s.p = lua_pushstring(L, lua_toboolean(L, index) ? "yes" : "no");
    s.n = strlen(s.p);
  } else if (lua_type(L, index) == LUA_TSTRING) {
    lua_pushvalue(L, index);
    s = emitvalue_string(L, -1);
  } else {
    lua_pushliteral(L, "");
  }
  return s;
}
