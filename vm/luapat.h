/*
** luapat.h: the patterns of Lua's string library, matched with a count of the
** steps taken: Lua's own matcher cannot be stopped, and a short pattern on a
** long text can take it years. Knows bytes only; luastring.c serves Lua.
*/
#ifndef LUAPAT_H
#define LUAPAT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

#define LUAPAT_MAX_CAPTURES 32 /* as in Lua */

/* Values of LuaPatCapture.n that are no length. */
#define LUAPAT_UNFINISHED (-1) /* "(" seen, ")" not yet */
#define LUAPAT_POSITION (-2)   /* "()" */

typedef struct LuaPatCapture {
  const char *start;
  ptrdiff_t n; /* bytes, or one of the values above */
} LuaPatCapture;

/* One match under way. All texts are borrowed. */
typedef struct LuaPat {
  const char *text, *textend;
  const char *pattern, *patternend;
  uint64_t steps;    /* taken so far, over all calls since luapat_init */
  uint64_t maxsteps; /* where it gives up */
  const char *error; /* what is wrong with the pattern, or NULL; static */
  bool over;         /* whether it gave up */
  int depth;         /* calls of C that it may still nest */
  int captures;
  LuaPatCapture capture[LUAPAT_MAX_CAPTURES];
} LuaPat;

void luapat_init(LuaPat *m, Str text, Str pattern, uint64_t maxsteps);

/* Matches at this very place of the text: gives the place behind the match and
** fills the captures; NULL where there is none, the pattern is wrong (error) or
** the steps are used up (over). The pattern goes without its "^". */
const char *luapat_at(LuaPat *m, const char *place);

/* Looks for bytes as they are, from `place` on; counts steps, too. */
const char *luapat_plain(LuaPat *m, const char *place, Str bytes);

/* Whether the pattern has characters with a meaning of their own. */
bool luapat_special(Str pattern);

#endif
