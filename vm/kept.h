/*
** kept.h: the records of one document as the public interface shows them,
** one after another.
*/
#ifndef KEPT_H
#define KEPT_H
#include <lua.h>

#include "emit.h"
#include "trich.h"

typedef struct Kept {
  VEC(TrichRecord) records;
  VEC(size_t) ends; /* of each record's JSON in `json`, its NUL included */
  Buf json;
  VEC(char *) given; /* strings that kept_field gave */
  size_t next;
} Kept;

void kept_init(Kept *k);
void kept_deinit(Kept *k);
void kept_clear(Kept *k);
/* Takes the records of the result at index, which the caller keeps alive: the
** strings of records are Lua's. False without memory. May raise a Lua error. */
bool kept_fill(Kept *k, lua_State *L, int index, const EmitOptions *options);
/* The next record, borrowed until k changes; NULL behind the last one. */
const TrichRecord *kept_next(Kept *k);
/* A field of the record on top of the stack as text, lists as JSON; NULL where
** it is absent or memory is. Borrowed until kept_clear. */
const char *kept_field(Kept *k, lua_State *L, const char *name);
/* The same of a plain table on top. */
const char *kept_text(Kept *k, lua_State *L, const char *name);

#endif
