/*
** fence.h: calls into the Lua of rule packages. What stands behind the fence
** runs under a budget (budget.h), with bounded functions of strings, on copies
** of what it is given; what it gives is copied, too.
*/
#ifndef FENCE_H
#define FENCE_H
#include <lua.h>

/* The Lua module `fence`:
**   wrap(f)     a function that calls f behind the fence
**   strings()   a new table of the string functions of packages */
int luaopen_fence(lua_State *L);

#endif
