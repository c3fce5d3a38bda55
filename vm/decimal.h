/*
** decimal.h: exact numbers for Lua, on GMP's rationals. `decimal` in Lua is a
** table { new = ..., integer = ... }; a number is userdata with arithmetic,
** comparison and tostring (plain notation, no exponent, no trailing zeros; a
** fraction without end is rounded half even to 34 significant digits).
*/
#ifndef DECIMAL_H
#define DECIMAL_H
#include <lua.h>

#define DECIMAL_TYPE "decimal"

int luaopen_decimal(lua_State *L);
/* GMP takes its memory from mem.c; once, before the first number. */
void decimal_memory(void);

#endif
