/*
** engine.h: what the files of the public interface share: the engine behind its
** opaque handle, and calls of stdlib.
*/
#ifndef ENGINE_H
#define ENGINE_H
#include "buf.h"
#include "host.h"
#include "kept.h"
#include "offset.h"
#include "trich.h"

#define NO_MEMORY "not enough memory" /* as Lua says it, too */

struct Trich {
  Host host;
  bool shipped, table, color, reference, staged, article, mark;
  size_t bytes; /* of all documents */
  OffsetUnit offsets;
  Encoding encoding;
  Buf types, where, fields;
  size_t width, failed, records;
  VEC(char *) rules;
  TrichStatus status;
  Buf error;
  bool mute; /* there was no memory for the message */
  Buf line;
  Kept kept;   /* the records of trich_find */
  size_t born; /* KB of Lua's memory when its worker began; or 0 */
  size_t settled; /* ... and after the last whole collection; 0: not known */
};

/* pcall with a traceback; on false the error is t's. */
bool engine_call(Trich *t, int nargs, int nresults);
/* Pushes a function of a module of stdlib. May raise. */
void engine_push(lua_State *L, const char *module, const char *name);

#endif
