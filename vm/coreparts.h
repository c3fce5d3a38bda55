/*
** coreparts.h: what the files of the Lua module `core` share.
*/
#ifndef COREPARTS_H
#define COREPARTS_H
#include <lauxlib.h>
#include <lua.h>

#include "match.h"

/* Functions of the module, each with the engine's state as its first upvalue. */
extern const luaL_Reg core_building[], core_texts[];

/* The state that the running function of the module has. */
Match *core_match(lua_State *L);

/* The string that is the argument at the index. */
Str core_string_at(lua_State *L, int index);

/* Raises the error of memory that was not given. */
void core_nomemory(lua_State *L);

/* Pushes a text in NFC, its white space folded to single spaces. */
void core_pushtidy(lua_State *L, Match *m, Str text);

#endif
