/*
** emit.c: the engine's result as a line of JSON.
**
** Only raw access to tables: rule authors' values carry no code into here.
*/
#include "emit.h"

#include <lauxlib.h>
#include <string.h>

#include "conf.h"
#include "emitvalue.h"
#include "out.h"

/* ---- values ---- */

static void putlist(lua_State *L, Out *o, int depth);

static void putscalar(lua_State *L, Out *o) {
  bool number;
  Str s = emitvalue_text(L, -1, &number);
  out_raw(o, number ? s : STR_LIT("null"));
  lua_pop(L, 1);
}

/* The value on top of the stack, which is popped. */
static void putvalue(lua_State *L, Out *o, int depth) {
  switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN: out_bool(o, lua_toboolean(L, -1)); break;
    case LUA_TTABLE: putlist(L, o, depth); break;
    case LUA_TSTRING: out_text(o, emitvalue_string(L, -1)); break;
    default: putscalar(L, o); break;
  }
  lua_pop(L, 1);
}

static void putlist(lua_State *L, Out *o, int depth) {
  lua_Unsigned n = lua_rawlen(L, -1);
  if (depth >= EMITVALUE_MAX_DEPTH) n = 0;
  luaL_checkstack(L, 8, "lists in lists");
  out_open(o, '[');
  for (lua_Unsigned i = 1; i <= n; i++) {
    lua_rawgeti(L, -1, (lua_Integer)i);
    putvalue(L, o, depth + 1);
  }
  out_close(o, ']');
}

/* ---- parts of the line ---- */

/* A string field of the table on top, where it has one. */
static void putfield(lua_State *L, Out *o, const char *name) {
  if (emitvalue_get(L, -1, name) == LUA_TSTRING) {
    out_key(o, name);
    out_text(o, emitvalue_string(L, -1));
  }
  lua_pop(L, 1);
}

static void putoffset(lua_State *L, Out *o, const char *name,
                      const EmitOptions *options) {
  size_t at;
  emitvalue_get(L, -1, name);
  at = (size_t)lua_tointeger(L, -1);
  lua_pop(L, 1);
  out_key(o, name);
  out_size(o, options->offset ? options->offset(options->ud, at) : at);
}

static void putviews(lua_State *L, Out *o) {
  bool number;
  emitvalue_get(L, -1, "views");
  out_count(o, "views", emitvalue_text(L, -1, &number));
  lua_pop(L, 2);
}

static void putmeta(lua_State *L, Out *o, int result) {
  out_key(o, "meta");
  out_open(o, '{');
  if (emitvalue_get(L, result, "meta") == LUA_TTABLE) {
    for (size_t i = 0; emitvalue_meta[i]; i++) {
      if (!strcmp(emitvalue_meta[i], "views")) putviews(L, o);
      else putfield(L, o, emitvalue_meta[i]);
    }
  }
  lua_pop(L, 1);
  out_close(o, '}');
}

/* What a field's place of origin says, the record being on top. */
static void putorigin(lua_State *L, Out *o, const EmitOptions *options) {
  out_open(o, '{');
  putoffset(L, o, "start", options);
  putoffset(L, o, "end", options);
  putfield(L, o, "rule");
  out_close(o, '}');
}

/* The fields of the table `name` of the record on top, in declared order. */
static void putfields(lua_State *L, Out *o, const char *name,
                      const EmitOptions *options) {
  int record = lua_gettop(L);
  bool from = !strcmp(name, "from");
  out_key(o, name);
  out_open(o, '{');
  emitvalue_get(L, record, name);
  emitvalue_get(L, record, "order");
  for (lua_Integer i = 1; emitvalue_next(L, record + 2, i); i++) {
    Str field = emitvalue_string(L, -1);
    if (emitvalue_shown(L, record + 1, field)) {
      out_keystr(o, field);
      if (from) {
        putorigin(L, o, options);
        lua_pop(L, 1);
      } else {
        putvalue(L, o, 0);
      }
    }
    lua_pop(L, 1);
  }
  out_close(o, '}');
  lua_settop(L, record);
}

/* Where the record on top stands in the article's text, and the way to it. */
static void putat(lua_State *L, Out *o, const EmitOptions *options) {
  size_t start, end;
  if (emitvalue_get(L, -1, "at") == LUA_TTABLE) {
    lua_rawgeti(L, -1, 1);
    lua_rawgeti(L, -2, 2);
    start = (size_t)lua_tointeger(L, -2);
    end = (size_t)lua_tointeger(L, -1);
    lua_pop(L, 2);
    if (options->article) emitarticle_at(options->article, o, start, end);
    if (options->mark) {
      emitvalue_get(L, -2, "type"); /* a string of the rules, which stay */
      emitmark_record(options->mark, o, start, end, emitvalue_string(L, -1));
      lua_pop(L, 1);
    }
  }
  lua_pop(L, 1);
}

static void putrecord(lua_State *L, Out *o, const EmitOptions *options) {
  out_open(o, '{');
  putfield(L, o, "type");
  putfield(L, o, "rule");
  putoffset(L, o, "start", options);
  putoffset(L, o, "end", options);
  putfield(L, o, "text");
  putfield(L, o, "xpath");
  if (options->article || options->mark) putat(L, o, options);
  putfields(L, o, "fields", options);
  if (emitvalue_get(L, -1, "from") == LUA_TTABLE) {
    lua_pop(L, 1);
    putfields(L, o, "from", options);
  } else {
    lua_pop(L, 1);
  }
  out_close(o, '}');
}

static void putrecords(lua_State *L, Out *o, int result,
                       const EmitOptions *options) {
  out_key(o, "records");
  out_open(o, '[');
  emitvalue_get(L, result, "records");
  for (lua_Integer i = 1; emitvalue_next(L, -1, i); i++) {
    if (emitvalue_wanted(L, options->types)) putrecord(L, o, options);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  out_close(o, ']');
}

static void putwarnings(lua_State *L, Out *o, int result) {
  if (emitvalue_get(L, result, "warnings") == LUA_TTABLE &&
      lua_rawlen(L, -1) > 0) {
    out_key(o, "warnings");
    out_open(o, '[');
    for (lua_Integer i = 1; emitvalue_next(L, -1, i); i++) {
      out_open(o, '{');
      putfield(L, o, "kind");
      putfield(L, o, "message");
      out_close(o, '}');
      lua_pop(L, 1);
    }
    out_close(o, ']');
  }
  lua_pop(L, 1);
}

static void puterror(lua_State *L, Out *o, int result) {
  if (emitvalue_get(L, result, "error") == LUA_TTABLE) {
    out_key(o, "error");
    out_open(o, '{');
    putfield(L, o, "kind");
    putfield(L, o, "limit");
    putfield(L, o, "message");
    putfield(L, o, "rule");
    out_close(o, '}');
  }
  lua_pop(L, 1);
}

bool emit_line(lua_State *L, int index, const EmitOptions *options, Buf *out) {
  int top = lua_gettop(L);
  int result = lua_absindex(L, index);
  Out o;
  luaL_checkstack(L, 40, "a result");
  out_init(&o, out);
  out_open(&o, '{');
  lua_pushvalue(L, result);
  putfield(L, &o, "id");
  putmeta(L, &o, result);
  putrecords(L, &o, result, options);
  putwarnings(L, &o, result);
  puterror(L, &o, result);
  if (options->article) emitarticle_put(options->article, &o);
  if (options->mark) emitmark_put(options->mark, &o);
  out_key(&o, "schema");
  out_int(&o, SCHEMA_NUMBER);
  out_close(&o, '}');
  lua_settop(L, top);
  return out_end(&o);
}

bool emit_record(lua_State *L, int index, const EmitOptions *options,
                 Buf *out) {
  Out o;
  luaL_checkstack(L, 40, "a record");
  out_init(&o, out);
  lua_pushvalue(L, index);
  putrecord(L, &o, options);
  lua_pop(L, 1);
  return o.ok;
}

bool emit_value(lua_State *L, int index, Buf *out) {
  Out o;
  out_init(&o, out);
  lua_pushvalue(L, index);
  putvalue(L, &o, 0);
  return o.ok;
}
