/*
** hostlib.c: the Lua module `host`: what stdlib sees of the program around it.
*/
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "baked.h"
#include "conf.h"
#include "file.h"
#include "give.h"
#include "host.h"
#include "mem.h"
#include "rulefile.h"
#include "source.h"
#include "utf8.h"

static Str checkstr(lua_State *L, int index) {
  Str s;
  s.p = luaL_checklstring(L, index, &s.n);
  return s;
}

/* baked(name): the bytes of a file that is part of the program, or nil */
static int host_baked(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  for (size_t i = 0; i < nbaked; i++)
    if (strcmp(baked[i].name, name) == 0) {
      lua_pushlstring(L, (const char *)baked[i].bytes, baked[i].n);
      return 1;
    }
  lua_pushnil(L);
  return 1;
}

static bool endswith(const char *s, const char *suffix) {
  size_t n = strlen(s), m = strlen(suffix);
  return n >= m && strcmp(s + n - m, suffix) == 0;
}

/* searchpath(): the folders where packages are looked for, each with a slash
** at its end */
static int host_searchpath(lua_State *L) {
  Str rest = buf_str(&host_of(L)->search);
  lua_newtable(L);
  for (lua_Integer i = 1; rest.n > 0;) {
    const char *colon = memchr(rest.p, ':', rest.n);
    size_t n = colon ? (size_t)(colon - rest.p) : rest.n;
    if (n > 0) {
      lua_pushlstring(L, rest.p, n);
      if (rest.p[n - 1] != '/') {
        lua_pushliteral(L, "/");
        lua_concat(L, 2);
      }
      lua_rawseti(L, -2, i++);
    }
    if (!colon) break;
    rest = (Str){colon + 1, rest.n - n - 1};
  }
  return 1;
}

/* bakedrules(): the names of the shipped rule files below rules/ */
static int host_bakedrules(lua_State *L) {
  lua_Integer n = 0;
  lua_newtable(L);
  for (size_t i = 0; i < nbaked; i++)
    if (strncmp(baked[i].name, "rules/", 6) == 0 &&
        endswith(baked[i].name, ".rule")) {
      lua_pushstring(L, baked[i].name);
      lua_rawseti(L, -2, ++n);
    }
  return 1;
}

static int host_isfolder(lua_State *L) {
  lua_pushboolean(L, file_isfolder(luaL_checkstring(L, 1)));
  return 1;
}

/* rulefiles(folder): its .rule files in byte order, or nil and a message */
static int host_rulefiles(lua_State *L) {
  const char *folder = luaL_checkstring(L, 1);
  struct dirent *entry;
  lua_Integer n = 0;
  DIR *dir = opendir(folder);
  if (!dir) {
    lua_pushnil(L);
    lua_pushfstring(L, "%s: %s", folder, strerror(errno));
    return 2;
  }
  lua_newtable(L);
  while ((entry = readdir(dir)))
    if (entry->d_name[0] != '.' && endswith(entry->d_name, ".rule")) {
      lua_pushfstring(L, endswith(folder, "/") ? "%s%s" : "%s/%s", folder,
                      entry->d_name);
      lua_rawseti(L, -2, ++n);
    }
  closedir(dir);
  lua_getglobal(L, "table");
  lua_getfield(L, -1, "sort");
  lua_pushvalue(L, -3);
  lua_call(L, 1, 0);
  lua_pop(L, 1);
  return 1;
}

/* stamp(path): a text that changes when the file does, or nil without a file */
static int host_stamp(lua_State *L) {
  struct stat st;
  if (stat(luaL_checkstring(L, 1), &st) != 0) return 0;
  lua_pushfstring(L, "%I.%I %I %I", (lua_Integer)st.st_mtim.tv_sec,
                  (lua_Integer)st.st_mtim.tv_nsec, (lua_Integer)st.st_size,
                  (lua_Integer)st.st_ino);
  return 1;
}

/* sleep(milliseconds) */
static int host_sleep(lua_State *L) {
  lua_Integer ms = luaL_checkinteger(L, 1);
  struct timespec t = {ms / 1000, ms % 1000 * 1000000};
  nanosleep(&t, NULL);
  return 0;
}

/* render(name, source, at, to, severity, message, hint): an error message with
** the quoted line; at and to count from 1 */
static int host_render(lua_State *L) {
  Source s;
  SourceError e;
  Buf out, clean;
  bool ok;
  lua_Integer at = luaL_checkinteger(L, 3), to = luaL_checkinteger(L, 4);
  e.start = at > 0 ? (size_t)at - 1 : 0;
  e.end = to > at ? (size_t)to - 1 : e.start;
  e.severity = luaL_checkstring(L, 5);
  e.message = checkstr(L, 6);
  e.hint = checkstr(L, 7);
  buf_init(&out);
  buf_init(&clean); /* a rule file may hold any bytes; a message does not */
  ok = source_init(&s, luaL_checkstring(L, 1), checkstr(L, 2)) &&
       source_render(&s, &e, &out) && utf8_repair(&clean, buf_str(&out));
  source_deinit(&s);
  buf_deinit(&out);
  if (ok) give_bytes(L, &clean);
  buf_deinit(&clean);
  return ok ? 1 : luaL_error(L, "not enough memory");
}

/* ------------------------------------------------------------------- JSON */

#define JSON_MAX_DEPTH 64

static void pushjson(lua_State *L, const json_t *j, int depth) {
  const char *key;
  json_t *item;
  size_t i;
  if (depth > JSON_MAX_DEPTH) luaL_error(L, "JSON nested too deep");
  luaL_checkstack(L, 4, "JSON");
  switch (json_typeof(j)) {
    case JSON_OBJECT:
      lua_newtable(L);
      json_object_foreach((json_t *)j, key, item) {
        pushjson(L, item, depth + 1);
        lua_setfield(L, -2, key);
      }
      break;
    case JSON_ARRAY:
      lua_newtable(L);
      json_array_foreach(j, i, item) {
        pushjson(L, item, depth + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
      }
      break;
    case JSON_STRING:
      lua_pushlstring(L, json_string_value(j), json_string_length(j));
      break;
    case JSON_INTEGER: lua_pushinteger(L, json_integer_value(j)); break;
    case JSON_REAL: lua_pushnumber(L, json_real_value(j)); break;
    case JSON_NULL: lua_pushnil(L); break;
    default: lua_pushboolean(L, json_is_true(j));
  }
}

static int jsonbody(lua_State *L) {
  pushjson(L, lua_touserdata(L, 1), 0);
  return 1;
}

/* json(text): its value, or nil and a message */
static int host_json(lua_State *L) {
  Str s = checkstr(L, 1);
  json_error_t e;
  json_t *j = json_loadb(s.p, s.n, JSON_ALLOW_NUL, &e);
  int status;
  if (!j) {
    lua_pushnil(L);
    lua_pushfstring(L, "line %d: %s", e.line, e.text);
    return 2;
  }
  lua_pushcfunction(L, jsonbody);
  lua_pushlightuserdata(L, j);
  status = lua_pcall(L, 1, 1, 0);
  json_decref(j);
  return status == LUA_OK ? 1 : lua_error(L);
}

/* --------------------------------------------------------------- documents */

static int pusherror(lua_State *L, const Diag *d) {
  lua_createtable(L, 0, 3);
  lua_pushstring(L, diag_kindname(d->kind));
  lua_setfield(L, -2, "kind");
  lua_pushstring(L, d->message);
  lua_setfield(L, -2, "message");
  lua_pushstring(L, d->limit);
  lua_setfield(L, -2, "limit");
  return 1;
}

/* open(bytes, encoding): true and the page's meta, or nil and an error */
static int host_openbytes(lua_State *L) {
  Host *h = host_of(L);
  Str encoding = checkstr(L, 2);
  Diag diag;
  if (!host_open(h, checkstr(L, 1), decode_encoding(encoding), &diag)) {
    lua_pushnil(L);
    pusherror(L, &diag);
    return 2;
  }
  lua_pushvalue(L, 1); /* the bytes stay while the page is open */
  lua_setfield(L, LUA_REGISTRYINDEX, "trich.bytes");
  lua_pushboolean(L, 1);
  host_pushmeta(h, L);
  return 2;
}

static int host_closepage(lua_State *L) {
  host_close(host_of(L));
  lua_pushnil(L);
  lua_setfield(L, LUA_REGISTRYINDEX, "trich.bytes");
  return 0;
}

/* readfile(path): its bytes, unpacked where it is gzip, or nil and a message */
static int host_readfile(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  File f;
  Buf out;
  Diag diag;
  bool ok;
  buf_init(&out);
  ok = file_open(&f, strcmp(path, "-") == 0 ? NULL : path, &diag);
  while (ok && !f.end) ok = file_more(&f, &out, &diag);
  file_close(&f);
  if (ok) {
    give_bytes(L, &out);
    return 1;
  }
  buf_deinit(&out);
  lua_pushnil(L);
  lua_pushstring(L, diag.message);
  return 2;
}

/* readrule(path, folder): the bytes of a rule file or of what belongs to one;
** `folder` is the part of the path below which no link is followed, nil where
** the user named the whole path. Or nil, a message, and whether it is missing. */
static int host_readrule(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  Str folder = {NULL, RULEFILE_NAMED};
  bool missing, ok;
  Diag diag;
  Buf out;
  if (!lua_isnoneornil(L, 2)) folder = checkstr(L, 2);
  buf_init(&out);
  diag_init(&diag);
  ok = rulefile_read(path, folder.n, &out, &missing, &diag);
  if (ok) lua_pushlstring(L, out.p ? out.p : "", out.n);
  buf_deinit(&out);
  if (ok) return 1;
  lua_pushnil(L);
  lua_pushstring(L, diag.message);
  lua_pushboolean(L, missing);
  return 3;
}

static bool addpath(void *ud, const char *path) {
  lua_State *L = ud;
  lua_pushstring(L, path);
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  return true;
}

static bool skippath(void *ud, const char *path, const Diag *why) {
  (void)ud;
  (void)path;
  (void)why;
  return true;
}

/* documents(folder): the documents below it in byte order */
static int host_documents(lua_State *L) {
  FileVisitor v = {.ud = L, .document = addpath, .unreadable = skippath};
  Diag diag;
  lua_newtable(L);
  if (!file_walk(luaL_checkstring(L, 1), &v, &diag))
    return luaL_error(L, "%s", diag.message);
  return 1;
}

/* jsonfiles(folder): its .json files in byte order, or nil */
static int host_jsonfiles(lua_State *L) {
  const char *folder = luaL_checkstring(L, 1);
  struct dirent *entry;
  lua_Integer n = 0;
  DIR *dir = opendir(folder);
  if (!dir) return 0;
  lua_newtable(L);
  while ((entry = readdir(dir)))
    if (endswith(entry->d_name, ".json")) {
      lua_pushstring(L, entry->d_name);
      lua_rawseti(L, -2, ++n);
    }
  closedir(dir);
  return 1;
}

/* ------------------------------------------------------------------ output */

/* In place of the text at 1: without what a page or a package could do to a
** terminal, which is bytes that are no UTF-8 and controls but for line ends and
** tabs. */
static void pushplain(lua_State *L) {
  Str s = checkstr(L, 1);
  Buf out;
  bool ok = true;
  buf_init(&out);
  for (size_t at = 0; ok && at < s.n;) {
    int32_t cp;
    at += utf8_next(s, at, &cp);
    if (utf8_iscontrol(cp) && cp != '\n' && cp != '\t') cp = '?';
    ok = utf8_put(&out, cp);
  }
  if (!ok) {
    buf_deinit(&out);
    luaL_error(L, "not enough memory");
  }
  give_bytes(L, &out);
  lua_replace(L, 1);
}

static int writeto(lua_State *L, TrichWrite write, void *ud) {
  Str s = checkstr(L, 1);
  lua_pushboolean(L, !write || write(ud, s.p, s.n));
  return 1;
}

/* write(text): for a terminal */
static int host_write(lua_State *L) {
  Host *h = host_of(L);
  pushplain(L);
  return writeto(L, h->out, h->ud);
}

/* writeraw(bytes): as they are */
static int host_writeraw(lua_State *L) {
  Host *h = host_of(L);
  return writeto(L, h->out, h->ud);
}

static int host_warn(lua_State *L) {
  Host *h = host_of(L);
  pushplain(L);
  return writeto(L, h->err, h->ud);
}

int luaopen_host(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"baked", host_baked},         {"bakedrules", host_bakedrules},
      {"searchpath", host_searchpath},
      {"isfolder", host_isfolder},   {"rulefiles", host_rulefiles},
      {"render", host_render},       {"json", host_json},
      {"open", host_openbytes},      {"close", host_closepage},
      {"readfile", host_readfile},   {"readrule", host_readrule},
        {"documents", host_documents},
      {"jsonfiles", host_jsonfiles}, {"write", host_write},
      {"writeraw", host_writeraw},
      {"warn", host_warn},           {"stamp", host_stamp},
      {"sleep", host_sleep},         {NULL, NULL}};
  luaL_newlib(L, functions);
  lua_pushinteger(L, SCHEMA_NUMBER);
  lua_setfield(L, -2, "schema");
  return 1;
}
