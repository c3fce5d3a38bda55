/*
** luastring.h: Lua's string library for rule packages: the same functions, but
** each one's work is counted (budget.h) and ends. What it leaves out: dump,
** pack, packsize and unpack.
*/
#ifndef LUASTRING_H
#define LUASTRING_H
#include <lua.h>

/* Pushes a table of the functions. */
int luastring_push(lua_State *L);

#endif
