/*
** core.h: the Lua module `core`.
*/
#ifndef CORE_H
#define CORE_H
#include <lua.h>
#include <stdbool.h>

#include "match.h"

/* Pushes the module and makes the engine's state in L. */
int luaopen_core(lua_State *L);

/* The sentence or else the paragraph of the open page that holds byte `at` of
** its view; raises an error where there is none. */
Bounds core_bounds(lua_State *L, Match *m, size_t at, bool sentence);

#endif
