/*
** host.c: owns the lua_State, and the one document that is open.
*/
#include "host.h"

#include <lauxlib.h>
#include <lua-lpeg.h>
#include <lualib.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "baked.h"
#include "child.h"
#include "core.h"
#include "decimal.h"
#include "edit.h"
#include "fence.h"
#include "image.h"
#include "links.h"
#include "match.h"
#include "mem.h"

static const char HOST_KEY = 0; /* its address is the registry's key */

/* Finds a module of stdlib/ among what is baked in. */
static int searcher(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  const char *path = lua_pushfstring(L, "stdlib/%s.lua", name);
  for (size_t i = 0; i < nbaked; i++)
    if (strcmp(baked[i].name, path) == 0) {
      if (luaL_loadbufferx(L, (const char *)baked[i].bytes, baked[i].n,
                           lua_pushfstring(L, "@%s", path), "b") != LUA_OK)
        return lua_error(L);
      lua_pushstring(L, path);
      return 2;
    }
  lua_pushfstring(L, "no module '%s'", path);
  return 1;
}

/* `require` looks at what is preloaded and at what is baked in: never at the
** disk, where anything could stand. */
static void setsearchers(lua_State *L) {
  lua_getglobal(L, "package");
  lua_getfield(L, -1, "searchers");
  lua_createtable(L, 2, 0);
  lua_rawgeti(L, -2, 1);
  lua_rawseti(L, -2, 1);
  lua_pushcfunction(L, searcher);
  lua_rawseti(L, -2, 2);
  lua_setfield(L, -3, "searchers");
  lua_pop(L, 2);
}

static int openall(lua_State *L) {
  luaL_openlibs(L);
  setsearchers(L);
  luaL_requiref(L, "lpeg", luaopen_lpeg, 0);
  luaL_requiref(L, "decimal", luaopen_decimal, 0);
  luaL_requiref(L, "budget", luaopen_budget, 0);
  luaL_requiref(L, "fence", luaopen_fence, 0);
  luaL_requiref(L, "core", luaopen_core, 0);
  luaL_requiref(L, "links", luaopen_links, 0);
  luaL_requiref(L, "host", luaopen_host, 0);
  luaL_requiref(L, "edit", luaopen_edit, 0);
  luaL_requiref(L, "child", luaopen_child, 0);
  lua_settop(L, 0);
  return 0;
}

/* What an image leads to. */
typedef struct Root {
  lua_State *L;
  Budget *budget;
} Root;

/* The streams of Lua's io library are the C library's, which stand elsewhere
** each time. */
static void setstream(lua_State *L, const char *name, FILE *f) {
  luaL_Stream *s;
  lua_getglobal(L, LUA_IOLIBNAME);
  lua_getfield(L, -1, name);
  s = luaL_testudata(L, -1, LUA_FILEHANDLE);
  if (s) s->f = f;
  lua_pop(L, 2);
}

static void setstreams(lua_State *L, FILE *in, FILE *out, FILE *err) {
  setstream(L, "stdin", in);
  setstream(L, "stdout", out);
  setstream(L, "stderr", err);
}

bool host_save(Host *h, const char *path) {
  Root *root = mem_alloc(sizeof *root);
  if (!root) return false;
  *root = (Root){h->L, h->budget};
  heap_seal(h->budget->heap);
  setstreams(h->L, NULL, NULL, NULL);
  return image_save(path, root);
}

bool host_attach(Host *h) {
  Root *root = image_take();
  if (!root) return false;
  decimal_memory();
  h->L = root->L;
  h->budget = root->budget;
  h->attached = true;
  lua_pushlightuserdata(h->L, h);
  lua_rawsetp(h->L, LUA_REGISTRYINDEX, &HOST_KEY);
  setstreams(h->L, stdin, stdout, stderr);
  return true;
}

bool host_init(Host *h) {
  if (image_building()) decimal_memory();
  h->budget = budget_new();
  if (!h->budget) return false;
  h->L = lua_newstate(budget_alloc, h->budget);
  if (!h->L) return false;
  lua_pushcfunction(h->L, openall);
  lua_pushlightuserdata(h->L, h);
  lua_rawsetp(h->L, LUA_REGISTRYINDEX, &HOST_KEY);
  return lua_pcall(h->L, 0, 0, 0) == LUA_OK;
}

void host_deinit(Host *h) {
  if (h->L) host_close(h);
  if (!h->attached) {
    if (h->L) lua_close(h->L);
    budget_free(h->budget);
  }
  h->L = NULL;
  h->budget = NULL;
  buf_deinit(&h->search);
}

Host *host_of(lua_State *L) {
  Host *h;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &HOST_KEY);
  h = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return h;
}

bool host_read(Host *h, Str bytes, Encoding as, Diag *diag) {
  Stages *stages = &match_of(h->L)->stages;
  host_close(h);
  budget_renew(h->budget, bytes.n);
  diag_init(diag);
  stages_enter(stages, STAGE_DECODE);
  if (!decode(&h->decoded, bytes, as, diag)) {
    decode_deinit(&h->decoded);
    return false;
  }
  diag_init(&h->cut);
  stages_enter(stages, STAGE_PAGE);
  if (!page_parse(&h->page, &h->decoded, diag)) {
    if (diag->kind != DIAG_DEPTH) {
      page_deinit(&h->page);
      decode_deinit(&h->decoded);
      return false;
    }
    h->cut = *diag;
  }
  h->open = true;
  return true;
}

bool host_open(Host *h, Str bytes, Encoding as, Diag *diag) {
  if (!host_read(h, bytes, as, diag)) return false;
  if (match_open(match_of(h->L), h->L, &h->page, &h->decoded, diag))
    return true;
  host_close(h);
  return false;
}

void host_close(Host *h) {
  if (!h->open) return;
  h->open = false;
  match_close(match_of(h->L), h->L);
  page_deinit(&h->page);
  decode_deinit(&h->decoded);
}

void host_pushmeta(Host *h, lua_State *L) {
  const Meta *m = &h->page.meta;
  const struct {
    const char *name;
    const Buf *value;
  } fields[] = {{"title", &m->title},     {"published", &m->published},
                {"byline", &m->byline},   {"outlet", &m->outlet},
                {"views", &m->views},     {"language", &m->language}};
  lua_newtable(L);
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
    if (fields[i].value->n) {
      lua_pushlstring(L, fields[i].value->p, fields[i].value->n);
      lua_setfield(L, -2, fields[i].name);
    }
}
