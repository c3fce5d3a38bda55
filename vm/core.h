/*
** core.h: the Lua module `core`.
*/
#ifndef CORE_H
#define CORE_H
#include <lua.h>

/* Pushes the module and makes the engine's state in L. */
int luaopen_core(lua_State *L);

#endif
