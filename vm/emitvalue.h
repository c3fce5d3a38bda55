/*
** emitvalue.h: what both forms of output ask of the engine's result.
*/
#ifndef EMITVALUE_H
#define EMITVALUE_H
#include <lua.h>
#include <stdbool.h>

#include "buf.h"

/* Lists in lists; a list that holds itself ends here. */
#define EMITVALUE_MAX_DEPTH 8

/* The fields of meta in the order of the output, then NULL. */
extern const char *const emitvalue_meta[];

/* Pushes t[name] of the table at index (nil where there is no table). */
int emitvalue_get(lua_State *L, int index, const char *name);
/* Pushes t[i]; at the end pushes nothing and gives false. */
bool emitvalue_next(lua_State *L, int index, lua_Integer i);
/* Pushes a field that is to be printed: it has a value and is not private.
** Else pushes nothing. */
bool emitvalue_shown(lua_State *L, int fields, Str name);
/* Whether the record on top is of one of the types (empty: all). */
bool emitvalue_wanted(lua_State *L, Str types);
/* The bytes of a string value; empty for any other. */
Str emitvalue_string(lua_State *L, int index);
/* Pushes a scalar as text and borrows it; *number tells whether it is a number
** in JSON's notation. Anything else is the empty text. */
Str emitvalue_text(lua_State *L, int index, bool *number);

#endif
