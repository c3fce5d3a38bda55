/*
** links.h: the Lua module `links`: what a rule, a link or a merge finds around
** a record, in stdlib/path.lua and stdlib/linking.lua. A step looks among the
** records of a type, of a rule, or the mentions of a term; spans are flat here
** (vm/seek.h), and Lua is called for conditions alone.
**
** A thing is a table { s, e, fields, value, rule }; one with `mention` has a
** value and no fields, one with `gone` is no longer there. `wanted` is a list
** of fields of which the thing found must give one; wanted.single: it is the
** only one that is taken at all.
*/
#ifndef LINKS_H
#define LINKS_H
#include <lua.h>

/* Pushes the module. The engine's state (core.h) must be there. */
int luaopen_links(lua_State *L);

#endif
