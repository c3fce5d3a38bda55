/*
** give.h: bytes of ours that become a Lua string. Used by the modules that Lua
** calls: to make a string may raise, and nothing of ours may be held then.
*/
#ifndef GIVE_H
#define GIVE_H
#include <lua.h>

#include "buf.h"

/* Pushes the bytes as a string and frees them, even where that raises. */
void give_bytes(lua_State *L, Buf *b);

#endif
