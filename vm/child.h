/*
** child.h: a Lua function run in a forked child under a budget, so that nothing
** it does ends the program. The Lua module `child`.
*/
#ifndef CHILD_H
#define CHILD_H
#include <lua.h>

/* child.run(f, seconds, bytes)  calls f in a child, which gets `seconds` of the
**                               clock (a number) and `bytes` of memory beside
**                               what the program has. The string that f gives;
**                               nil and why there is none: "time", "memory",
**                               "interrupted", "signal N" or of the system, or
**                               "error" and what f raised */
/* child.allowance(n)            the seconds and bytes for a page of n bytes, by
**                               the limits PAGE_MAX_* */
int luaopen_child(lua_State *L);

#endif
