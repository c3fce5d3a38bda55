/*
** luastring.c: the string functions of rule packages. Matching is luapat.c's;
** what is left to Lua's own functions is bounded by what it allocates.
*/
#include "luastring.h"

#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "budget.h"
#include "limit.h"
#include "luapat.h"

static Str checkstr(lua_State *L, int index) {
  Str s;
  s.p = luaL_checklstring(L, index, &s.n);
  return s;
}

/* ---------------------------------------------------------------- matching */

/* Begins a match; true where the pattern is bound to one place ("^"). */
static bool begin(lua_State *L, LuaPat *m, Str text, Str pattern) {
  bool anchored = pattern.n > 0 && *pattern.p == '^';
  if (anchored) {
    pattern.p++;
    pattern.n--;
  }
  luapat_init(m, text, pattern, budget_left(budget_of(L)));
  return anchored;
}

/* Charges the steps taken so far, and raises what went wrong. */
static void settle(lua_State *L, LuaPat *m) {
  Budget *b = budget_of(L);
  uint64_t steps = m->steps;
  m->steps = 0;
  budget_charge(L, b, steps);
  m->maxsteps = budget_left(b);
  if (m->error) luaL_error(L, "%s", m->error);
}

static const char *matchat(lua_State *L, LuaPat *m, const char *place) {
  const char *end = luapat_at(m, place);
  if (!end && (m->error || m->over)) settle(L, m);
  return end;
}

/* Capture i of a match [s, e); without captures the first is all of it. */
static void pushcapture(lua_State *L, const LuaPat *m, int i, const char *s,
                        const char *e) {
  const LuaPatCapture *c = &m->capture[i];
  if (i >= m->captures) {
    if (i != 0) luaL_error(L, "invalid capture index %%%d", i + 1);
    lua_pushlstring(L, s, (size_t)(e - s));
  } else if (c->n == LUAPAT_POSITION) {
    lua_pushinteger(L, c->start - m->text + 1);
  } else if (c->n == LUAPAT_UNFINISHED) {
    luaL_error(L, "unfinished capture");
  } else {
    lua_pushlstring(L, c->start, (size_t)c->n);
  }
}

static int pushcaptures(lua_State *L, const LuaPat *m, const char *s,
                        const char *e, bool whole) {
  int n = m->captures == 0 && whole ? 1 : m->captures;
  luaL_checkstack(L, n, "too many captures");
  for (int i = 0; i < n; i++) pushcapture(L, m, i, s, e);
  return n;
}

/* The place (from 0) that argument `index` names, negative from the end; more
** than n where it lies behind it. */
static size_t startof(lua_State *L, int index, size_t n) {
  lua_Integer at = luaL_optinteger(L, index, 1);
  if (at > 0) return (size_t)at - 1;
  if (at == 0 || at < -(lua_Integer)n) return 0;
  return n - (size_t)-at;
}

static int findplain(lua_State *L, LuaPat *m, const char *from, Str what) {
  const char *hit = luapat_plain(m, from, what);
  settle(L, m);
  if (!hit) return 0;
  lua_pushinteger(L, hit - m->text + 1);
  lua_pushinteger(L, hit - m->text + (lua_Integer)what.n);
  return 2;
}

static int search(lua_State *L, bool find) {
  Str text = checkstr(L, 1), pattern = checkstr(L, 2);
  size_t at = startof(L, 3, text.n);
  LuaPat m;
  bool anchored;
  if (at > text.n) return 0;
  anchored = begin(L, &m, text, pattern);
  if (find && (lua_toboolean(L, 4) || !luapat_special(pattern)))
    return findplain(L, &m, text.p + at, pattern);
  for (const char *s = text.p + at; s <= m.textend; s++) {
    const char *e = matchat(L, &m, s);
    if (e) {
      settle(L, &m);
      if (!find) return pushcaptures(L, &m, s, e, true);
      lua_pushinteger(L, s - text.p + 1);
      lua_pushinteger(L, e - text.p);
      return 2 + pushcaptures(L, &m, s, e, false);
    }
    if (anchored) break;
  }
  settle(L, &m);
  return 0;
}

static int string_find(lua_State *L) {
  int n = search(L, true);
  if (n == 0) lua_pushnil(L);
  return n ? n : 1;
}

static int string_match(lua_State *L) {
  int n = search(L, false);
  if (n == 0) lua_pushnil(L);
  return n ? n : 1;
}

/* Upvalues: text, pattern, where to go on, where the last match ended. */
static int gmatchnext(lua_State *L) {
  Str text, pattern;
  lua_Integer at = lua_tointeger(L, lua_upvalueindex(3));
  lua_Integer last = lua_tointeger(L, lua_upvalueindex(4));
  LuaPat m;
  text.p = lua_tolstring(L, lua_upvalueindex(1), &text.n);
  pattern.p = lua_tolstring(L, lua_upvalueindex(2), &pattern.n);
  luapat_init(&m, text, pattern, budget_left(budget_of(L)));
  for (const char *s = text.p + at; s <= m.textend; s++) {
    const char *e = matchat(L, &m, s);
    if (e && e - text.p != last) {
      settle(L, &m);
      lua_pushinteger(L, e - text.p);
      lua_pushvalue(L, -1);
      lua_replace(L, lua_upvalueindex(3));
      lua_replace(L, lua_upvalueindex(4));
      return pushcaptures(L, &m, s, e, true);
    }
  }
  settle(L, &m);
  lua_pushinteger(L, (lua_Integer)text.n + 1); /* ended for good */
  lua_replace(L, lua_upvalueindex(3));
  return 0;
}

static int string_gmatch(lua_State *L) {
  Str text = checkstr(L, 1);
  size_t at = startof(L, 3, text.n);
  checkstr(L, 2);
  lua_settop(L, 2);
  lua_pushinteger(L, (lua_Integer)(at > text.n ? text.n + 1 : at));
  lua_pushinteger(L, -1);
  lua_pushcclosure(L, gmatchnext, 4);
  return 1;
}

/* ------------------------------------------------------------ substitution */

/* The text of argument 3, with %0 to %9 as the captures. */
static void addtext(lua_State *L, const LuaPat *m, luaL_Buffer *out,
                    const char *s, const char *e) {
  Str with;
  with.p = lua_tolstring(L, 3, &with.n);
  for (size_t i = 0; i < with.n; i++) {
    char c = with.p[i];
    if (c != '%') {
      luaL_addchar(out, c);
      continue;
    }
    c = ++i < with.n ? with.p[i] : '\0';
    if (c == '%') luaL_addchar(out, c);
    else if (c == '0') luaL_addlstring(out, s, (size_t)(e - s));
    else if (c >= '1' && c <= '9') {
      pushcapture(L, m, c - '1', s, e);
      luaL_tolstring(L, -1, NULL); /* a position is a number */
      lua_remove(L, -2);
      luaL_addvalue(out);
    } else {
      luaL_error(L, "invalid use of '%%' in replacement string");
    }
  }
}

/* Adds what stands for the match [s, e); false where it stays as it is. */
static bool addvalue(lua_State *L, LuaPat *m, luaL_Buffer *out, const char *s,
                     const char *e) {
  switch (lua_type(L, 3)) {
    case LUA_TFUNCTION:
      settle(L, m);
      lua_pushvalue(L, 3);
      lua_call(L, pushcaptures(L, m, s, e, true), 1);
      m->maxsteps = budget_left(budget_of(L));
      break;
    case LUA_TTABLE:
      pushcapture(L, m, 0, s, e);
      lua_gettable(L, 3);
      break;
    default: addtext(L, m, out, s, e); return true;
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    luaL_addlstring(out, s, (size_t)(e - s));
    return false;
  }
  if (!lua_isstring(L, -1))
    luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  luaL_addvalue(out);
  return true;
}

static int string_gsub(lua_State *L) {
  Str text = checkstr(L, 1), pattern = checkstr(L, 2);
  const char *s = text.p, *last = NULL;
  lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)text.n + 1), n = 0;
  int type = lua_type(L, 3);
  LuaPat m;
  bool anchored, changed = false;
  luaL_Buffer out;
  if (type != LUA_TNUMBER && type != LUA_TSTRING && type != LUA_TTABLE &&
      type != LUA_TFUNCTION)
    return luaL_typeerror(L, 3, "string/function/table");
  if (type == LUA_TNUMBER) { /* addtext must find a text there */
    luaL_tolstring(L, 3, NULL);
    lua_replace(L, 3);
  }
  anchored = begin(L, &m, text, pattern);
  luaL_buffinit(L, &out);
  while (n < most) {
    const char *e = matchat(L, &m, s);
    if (e && e != last) {
      n++;
      changed = addvalue(L, &m, &out, s, e) || changed;
      s = last = e;
    } else if (s < m.textend) {
      luaL_addchar(&out, *s++);
    } else {
      break;
    }
    if (anchored) break;
  }
  settle(L, &m);
  if (changed) {
    luaL_addlstring(&out, s, (size_t)(m.textend - s));
    luaL_pushresult(&out);
  } else {
    lua_pushvalue(L, 1);
  }
  lua_pushinteger(L, n);
  return 2;
}

/* ----------------------------------------------- Lua's own, with a bound */

/* Calls Lua's function, upvalue 1, with all arguments. */
static int plain(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

/* rep of nothing would go on for ever. */
static int string_rep(lua_State *L) {
  Str s = checkstr(L, 1);
  lua_Integer n = luaL_checkinteger(L, 2);
  Budget *b = budget_of(L);
  size_t between, piece, most = LIMIT(PACKAGE_MAX_BLOCK);
  luaL_optlstring(L, 3, "", &between);
  piece = s.n + between;
  if (n <= 0 || piece == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  if (piece > most || (size_t)n > most / piece)
    return budget_exceed(L, b, "PACKAGE_MAX_BLOCK");
  return plain(L);
}

/* So many bytes at a time: each is a value of its own. */
static int string_byte(lua_State *L) {
  Str s = checkstr(L, 1);
  lua_Integer from = luaL_optinteger(L, 2, 1);
  lua_Integer to = luaL_optinteger(L, 3, from), n = (lua_Integer)s.n;
  if (from < 0) from = from < -n ? 1 : n + from + 1;
  if (to < 0) to = to < -n ? 0 : n + to + 1;
  if (to > n) to = n;
  if (to - from >= PACKAGE_MAX_VALUES)
    return luaL_error(L, "byte gives at most %d numbers", PACKAGE_MAX_VALUES);
  return plain(L);
}

/* The address of a table is no part of a result: it changes from run to run. */
static int string_format(lua_State *L) {
  Str f = checkstr(L, 1);
  for (size_t i = 0; i < f.n; i++) {
    if (f.p[i] != '%') continue;
    i++;
    while (i < f.n && f.p[i] && strchr("-+ #0123456789.", f.p[i])) i++;
    if (i < f.n && f.p[i] == 'p')
      return luaL_error(L, "invalid conversion '%%p' to 'format'");
  }
  for (int i = 2; i <= lua_gettop(L); i++) {
    int type = lua_type(L, i);
    if (type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TTHREAD)
      return luaL_error(L, "format does not show a %s", luaL_typename(L, i));
  }
  return plain(L);
}

int luastring_push(lua_State *L) {
  static const luaL_Reg own[] = {
      {"find", string_find},     {"match", string_match},
      {"gmatch", string_gmatch}, {"gsub", string_gsub},
      {NULL, NULL}};
  static const luaL_Reg bounded[] = {{"rep", string_rep},
                                     {"byte", string_byte},
                                     {"format", string_format},
                                     {NULL, NULL}};
  static const char *const same[] = {"char",    "len", "lower",
                                     "reverse", "sub", "upper"};
  luaL_newlib(L, own);
  luaL_requiref(L, LUA_STRLIBNAME, luaopen_string, 0);
  for (const luaL_Reg *f = bounded; f->name; f++) {
    lua_getfield(L, -1, f->name);
    lua_pushcclosure(L, f->func, 1);
    lua_setfield(L, -3, f->name);
  }
  for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
    lua_getfield(L, -1, same[i]);
    lua_setfield(L, -3, same[i]);
  }
  lua_pop(L, 1);
  return 1;
}
