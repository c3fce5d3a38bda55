/*
** trich.c: the public interface over the host.
*/
#include "trich.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "baked.h"
#include "batch.h"
#include "conf.h"
#include "engine.h"
#include "image.h"
#include "match.h"
#include "mem.h"

Trich *trich_new(void) {
  Trich *t = mem_alloc(sizeof *t);
  if (!t) return NULL;
  memset(t, 0, sizeof *t);
  t->shipped = true;
  t->width = 100;
  kept_init(&t->kept);
  return t;
}

void trich_free(Trich *t) {
  if (!t) return;
  host_deinit(&t->host);
  for (size_t i = 0; i < t->rules.n; i++) mem_free(t->rules.p[i]);
  vec_deinit(&t->rules);
  buf_deinit(&t->types);
  buf_deinit(&t->where);
  buf_deinit(&t->fields);
  buf_deinit(&t->error);
  buf_deinit(&t->line);
  kept_deinit(&t->kept);
  mem_free(t);
}

bool trich_fail(Trich *t, TrichStatus status, const char *message) {
  t->status = status;
  buf_clear(&t->error);
  t->mute = !buf_puts(&t->error, message);
  return false;
}

/* Sets *flag from "yes" or "no", or from the pair of words given. */
static bool choose(Trich *t, bool *flag, const char *value, const char *on,
                   const char *off) {
  if (strcmp(value, on) == 0) *flag = true;
  else if (strcmp(value, off) == 0) *flag = false;
  else {
    trich_fail(t, TRICH_USAGE, "");
    buf_clear(&t->error);
    buf_printf(&t->error, "'%s': %s or %s expected", value, on, off);
    return false;
  }
  return true;
}

static bool setoffsets(Trich *t, const char *value) {
  if (strcmp(value, "bytes") == 0) t->offsets = OFFSET_BYTES;
  else if (strcmp(value, "chars") == 0) t->offsets = OFFSET_CHARS;
  else if (strcmp(value, "utf16") == 0) t->offsets = OFFSET_UTF16;
  else
    return trich_fail(t, TRICH_USAGE,
                      "offsets: bytes, chars or utf16 expected");
  return true;
}

static bool setencoding(Trich *t, const char *value) {
  t->encoding = decode_encoding((Str){value, strlen(value)});
  if (t->encoding == ENC_DETECT && *value)
    return trich_fail(t, TRICH_USAGE, "encoding: not a name that trich knows");
  return true;
}

static bool settext(Trich *t, Buf *text, const char *value) {
  buf_clear(text);
  return buf_puts(text, value) || trich_fail(t, TRICH_SYSTEM, "not enough memory");
}

bool trich_option(Trich *t, const char *name, const char *value) {
  if (strcmp(name, "shipped") == 0)
    return choose(t, &t->shipped, value, "yes", "no");
  if (strcmp(name, "format") == 0)
    return choose(t, &t->table, value, "table", "jsonl");
  if (strcmp(name, "color") == 0)
    return choose(t, &t->color, value, "yes", "no");
  if (strcmp(name, "article") == 0)
    return choose(t, &t->article, value, "yes", "no");
  if (strcmp(name, "mark") == 0)
    return choose(t, &t->mark, value, "yes", "no");
  if (strcmp(name, "path") == 0)
    return choose(t, &t->reference, value, "reference", "fast");
  if (strcmp(name, "stages") == 0)
    return choose(t, &t->staged, value, "yes", "no");
  if (strcmp(name, "offsets") == 0) return setoffsets(t, value);
  if (strcmp(name, "encoding") == 0) return setencoding(t, value);
  if (strcmp(name, "width") == 0) {
    t->width = (size_t)strtoul(value, NULL, 10);
    return true;
  }
  if (strcmp(name, "search") == 0) return settext(t, &t->host.search, value);
  if (strcmp(name, "types") == 0) return settext(t, &t->types, value);
  if (strcmp(name, "where") == 0) return settext(t, &t->where, value);
  if (strcmp(name, "fields") == 0) return settext(t, &t->fields, value);
  return trich_fail(t, TRICH_USAGE, "no such option");
}

/* Opens the engine. Only now is it known whether the shipped rules alone are
** wanted, which are part of the program as they are when they are loaded. */
bool trich_ready(Trich *t) {
  if (t->host.L) return true;
  if (t->shipped && t->rules.n == 0 && host_attach(&t->host)) return true;
  if (host_init(&t->host)) return true;
  host_deinit(&t->host);
  return trich_fail(t, TRICH_SYSTEM, "not enough memory");
}

bool trich_rules(Trich *t, const char *path) {
  char *copy = mem_strndup(path, strlen(path));
  if (copy && vec_push(&t->rules, copy)) return true;
  mem_free(copy);
  return trich_fail(t, TRICH_SYSTEM, "not enough memory");
}

/* ----------------------------------------------------------------- calls */

static int traceback(lua_State *L) {
  if (lua_type(L, 1) == LUA_TSTRING)
    luaL_traceback(L, L, lua_tostring(L, 1), 1);
  return 1;
}

bool engine_call(Trich *t, int nargs, int nresults) {
  lua_State *L = t->host.L;
  int base = lua_gettop(L) - nargs, status;
  lua_pushcfunction(L, traceback);
  lua_insert(L, base);
  status = lua_pcall(L, nargs, nresults, base);
  lua_remove(L, base);
  if (status == LUA_OK) return true;
  trich_fail(t, TRICH_SYSTEM, lua_tostring(L, -1) ? lua_tostring(L, -1)
                                              : "an error that is no text");
  lua_pop(L, 1);
  return false;
}

void engine_push(lua_State *L, const char *module, const char *name) {
  lua_getglobal(L, "require");
  lua_pushstring(L, module);
  lua_call(L, 1, 1);
  lua_getfield(L, -1, name);
  lua_remove(L, -2);
}

static int docompile(lua_State *L) {
  Trich *t = lua_touserdata(L, 1);
  engine_push(L, "engine", "load");
  lua_newtable(L);
  lua_pushboolean(L, t->shipped);
  lua_setfield(L, -2, "shipped");
  lua_newtable(L);
  for (size_t i = 0; i < t->rules.n; i++) {
    lua_pushstring(L, t->rules.p[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "paths");
  lua_pushboolean(L, image_building());
  lua_setfield(L, -2, "dense");
  lua_call(L, 1, 2);
  return 2;
}

/* Rules stay; what is young from now on is garbage of pages. */
static void settle(lua_State *L) {
  lua_gc(L, LUA_GCINC, 0, 0, 0);
  lua_gc(L, LUA_GCCOLLECT);
  lua_gc(L, LUA_GCGEN, 0, 0);
}

static int dochoose(lua_State *L) {
  Trich *t = lua_touserdata(L, 1);
  const Buf *texts[] = {&t->where, &t->fields};
  engine_push(L, "engine", "choose");
  for (size_t i = 0; i < 2; i++) {
    if (texts[i]->n) lua_pushlstring(L, texts[i]->p, texts[i]->n);
    else lua_pushnil(L);
  }
  lua_call(L, 2, 2);
  return 2;
}

/* Calls a function that gives true, or false and what is wrong. */
static bool callrules(Trich *t, lua_CFunction f) {
  lua_State *L = t->host.L;
  bool ok;
  lua_pushcfunction(L, f);
  lua_pushlightuserdata(L, t);
  if (!engine_call(t, 1, 2)) return false;
  ok = lua_toboolean(L, -2);
  if (!ok)
    trich_fail(t, TRICH_RULES,
           lua_tostring(L, -1) ? lua_tostring(L, -1) : "rules do not compile");
  lua_settop(L, 0);
  return ok;
}

bool trich_compile(Trich *t) {
  lua_State *L;
  bool ok;
  if (!trich_ready(t)) return false;
  L = t->host.L;
  ok = callrules(t, docompile);
  if (ok && (t->where.n || t->fields.n)) ok = callrules(t, dochoose);
  if (ok && !t->host.attached) settle(L);
  if (ok && t->staged) stages_start(&match_of(L)->stages);
  return ok;
}

static int dowarm(lua_State *L) {
  engine_push(L, "engine", "warm");
  lua_call(L, 0, 0);
  return 0;
}

static bool makeimage(void *path) {
  Trich *t;
  bool ok;
  t = trich_new();
  if (!t || !trich_ready(t)) return false;
  lua_gc(t->host.L, LUA_GCINC, 110, 1000, 0); /* few gaps between what stays */
  if (!trich_compile(t)) return false;
  lua_pushcfunction(t->host.L, dowarm);
  ok = engine_call(t, 0, 0);
  settle(t->host.L);
  return ok && host_save(&t->host, path);
}

bool trich_image(const char *path) {
  return image_begin() && image_work(makeimage, (void *)path);
}

static int doidentity(lua_State *L) {
  engine_push(L, "engine", "identity");
  lua_call(L, 0, 1);
  return 1;
}

static int dosources(lua_State *L) {
  engine_push(L, "engine", "sources");
  lua_call(L, 0, 1);
  return 1;
}

const char *trich_sources(Trich *t) {
  size_t n;
  const char *list;
  bool ok;
  if (!trich_ready(t)) return NULL;
  lua_pushcfunction(t->host.L, dosources);
  if (!engine_call(t, 0, 1)) return NULL;
  list = lua_tolstring(t->host.L, -1, &n);
  buf_clear(&t->line);
  ok = buf_put(&t->line, list, n) && buf_putc(&t->line, '\0');
  lua_pop(t->host.L, 1);
  return ok ? t->line.p : NULL;
}

/* All that is baked in: the shipped rules, and what compiles them. */
static uint32_t bakedsum(void) {
  uLong sum = crc32(0, NULL, 0);
  for (size_t i = 0; i < nbaked; i++)
    sum = crc32_z(sum, baked[i].bytes, baked[i].n);
  return (uint32_t)sum;
}

const char *trich_identity(Trich *t) {
  bool ok;
  if (!trich_ready(t)) return NULL;
  lua_pushcfunction(t->host.L, doidentity);
  if (!engine_call(t, 0, 1)) return NULL;
  buf_clear(&t->line);
  ok = buf_printf(&t->line, "program %s %08x\nrules %s %s\n", TRICH_VERSION,
                  (unsigned)bakedsum(), t->shipped ? "shipped" : "alone",
                  lua_tostring(t->host.L, -1)) &&
       buf_putc(&t->line, '\0');
  lua_pop(t->host.L, 1);
  return ok ? t->line.p : NULL;
}

const char *trich_stage(const Trich *t, size_t i, double *us) {
  const Stages *s = t->host.L ? &match_of(t->host.L)->stages : NULL;
  if (!s || !s->on || i >= STAGE_COUNT || t->bytes == 0) return NULL;
  *us = (double)s->spent[i] / 1000 / ((double)t->bytes / 1024);
  return stages_name((Stage)i);
}

/* --------------------------------------------------------------- commands */

typedef struct Command {
  Trich *t;
  const char *name;
  int argc;
  char **argv;
} Command;

static int docommand(lua_State *L) {
  Command *c = lua_touserdata(L, 1);
  engine_push(L, "commands", "run");
  lua_pushstring(L, c->name);
  lua_newtable(L);
  for (int i = 0; i < c->argc; i++) {
    lua_pushstring(L, c->argv[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_newtable(L);
  lua_pushboolean(L, c->t->shipped);
  lua_setfield(L, -2, "shipped");
  lua_pushboolean(L, c->t->color);
  lua_setfield(L, -2, "color");
  lua_newtable(L);
  for (size_t i = 0; i < c->t->rules.n; i++) {
    lua_pushstring(L, c->t->rules.p[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "paths");
  lua_call(L, 3, 1);
  return 1;
}

TrichStatus trich_command(Trich *t, const char *name, int argc, char **argv,
                          TrichWrite out, TrichWrite err, void *ud) {
  Command c = {t, name, argc, argv};
  lua_State *L;
  if (!trich_ready(t)) return t->status;
  L = t->host.L;
  t->host.out = out;
  t->host.err = err;
  t->host.ud = ud;
  lua_pushcfunction(L, docommand);
  lua_pushlightuserdata(L, &c);
  t->status = TRICH_DONE;
  if (engine_call(t, 1, 1)) {
    t->status = (TrichStatus)lua_tointeger(L, -1);
    lua_pop(L, 1);
  }
  t->host.out = t->host.err = NULL;
  return t->status;
}

static int doschema(lua_State *L) {
  Trich *t = lua_touserdata(L, 1);
  engine_push(L, "schema", "schema");
  lua_call(L, 0, 1);
  buf_clear(&t->line);
  if (!buf_puts(&t->line, lua_tostring(L, -1)) || !buf_putc(&t->line, '\0'))
    return luaL_error(L, "not enough memory");
  return 0;
}

const char *trich_schema(Trich *t) {
  lua_pushcfunction(t->host.L, doschema);
  lua_pushlightuserdata(t->host.L, t);
  return engine_call(t, 1, 0) ? t->line.p : NULL;
}

int trich_schemanumber(void) { return SCHEMA_NUMBER; }

TrichStatus trich_status(const Trich *t) { return t->status; }

const char *trich_error(const Trich *t) {
  Trich *mutable = (Trich *)t; /* only to add the NUL behind the text */
  if (t->mute || !buf_putc(&mutable->error, '\0')) return NO_MEMORY;
  mutable->error.n--;
  return mutable->error.p;
}

const char *trich_version(void) { return TRICH_VERSION; }

const char *trich_help(const char *topic) {
  char name[64];
  snprintf(name, sizeof name, "docs/help/%s.txt", topic);
  for (size_t i = 0; i < nbaked; i++)
    if (!strcmp(baked[i].name, name)) return (const char *)baked[i].bytes;
  return "";
}
