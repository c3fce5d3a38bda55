/*
** kept.c: the records of one document, for the public interface.
*/
#include "kept.h"

#include <string.h>

#include "emitvalue.h"
#include "mem.h"

void kept_init(Kept *k) { memset(k, 0, sizeof *k); }

void kept_deinit(Kept *k) {
  kept_clear(k);
  vec_deinit(&k->records);
  vec_deinit(&k->ends);
  buf_deinit(&k->json);
  vec_deinit(&k->given);
}

void kept_clear(Kept *k) {
  k->records.n = k->ends.n = k->next = 0;
  buf_clear(&k->json);
  for (size_t i = 0; i < k->given.n; i++) mem_free(k->given.p[i]);
  k->given.n = 0;
}

/* A string of the record on top; the record keeps it alive. */
static const char *text(lua_State *L, const char *name) {
  const char *s = NULL;
  if (emitvalue_get(L, -1, name) == LUA_TSTRING) s = lua_tostring(L, -1);
  lua_pop(L, 1);
  return s ? s : "";
}

static size_t place(lua_State *L, const char *name, const EmitOptions *o) {
  size_t at;
  emitvalue_get(L, -1, name);
  at = (size_t)lua_tointeger(L, -1);
  lua_pop(L, 1);
  return o->offset ? o->offset(o->ud, at) : at;
}

/* The record on top, the i-th of its result. */
static bool keep(Kept *k, lua_State *L, size_t i, const EmitOptions *o) {
  TrichRecord r = {.index = i};
  if (!emit_record(L, -1, o, &k->json) || !buf_putc(&k->json, '\0'))
    return false;
  r.type = text(L, "type");
  r.rule = text(L, "rule");
  r.text = text(L, "text");
  r.start = place(L, "start", o);
  r.end = place(L, "end", o);
  return vec_push(&k->records, r) && vec_push(&k->ends, k->json.n);
}

/* Only now has the JSON come to rest in memory. */
static void point(Kept *k) {
  size_t at = 0;
  for (size_t i = 0; i < k->records.n; i++) {
    k->records.p[i].json = k->json.p + at;
    at = k->ends.p[i];
  }
}

bool kept_fill(Kept *k, lua_State *L, int index, const EmitOptions *options) {
  int top = lua_gettop(L);
  bool ok = true;
  kept_clear(k);
  emitvalue_get(L, index, "records");
  for (lua_Integer i = 1; ok && emitvalue_next(L, top + 1, i); i++) {
    if (emitvalue_wanted(L, options->types))
      ok = keep(k, L, (size_t)i, options);
    lua_pop(L, 1);
  }
  lua_settop(L, top);
  if (!ok) kept_clear(k);
  point(k);
  return ok;
}

const TrichRecord *kept_next(Kept *k) {
  return k->next < k->records.n ? &k->records.p[k->next++] : NULL;
}

/* The value on top as text. */
static const char *astext(Kept *k, lua_State *L) {
  bool number, ok;
  Buf b;
  char *s;
  buf_init(&b);
  if (lua_type(L, -1) == LUA_TTABLE) ok = emit_value(L, -1, &b);
  else ok = buf_putstr(&b, emitvalue_text(L, -1, &number));
  s = ok ? buf_detach(&b) : NULL;
  buf_deinit(&b);
  if (s && vec_push(&k->given, s)) return s;
  mem_free(s);
  return NULL;
}

const char *kept_text(Kept *k, lua_State *L, const char *name) {
  const char *s = NULL;
  if (emitvalue_get(L, -1, name) != LUA_TNIL) s = astext(k, L);
  lua_pop(L, 1);
  return s;
}

const char *kept_field(Kept *k, lua_State *L, const char *name) {
  int top = lua_gettop(L);
  const char *s = NULL;
  emitvalue_get(L, top, "fields");
  if (emitvalue_shown(L, top + 1, (Str){name, strlen(name)})) s = astext(k, L);
  lua_settop(L, top);
  return s;
}
