/*
** reference.h: the slow way to find what match.c finds, by which it is proven
** (--reference), and the only one for a pattern that the sieve does not know,
** typed at the REPL: LPeg. Used by match.c, and by core.c.
*/
#ifndef REFERENCE_H
#define REFERENCE_H
#include "match.h"

/* The node of what the term's pattern takes at byte `at`, its guard apart, or
** 0; its captures are known at once. */
uint32_t reference_node(Match *m, lua_State *L, uint32_t term, uint32_t at);
/* The same with the guard, kept. */
uint32_t reference_term(Match *m, lua_State *L, uint32_t term, uint32_t at);

/* Functions for lpeg.Cmt, with the Match and an argument as upvalues. */
int reference_callterm(lua_State *L);        /* the term's id */
int reference_callvocabulary(lua_State *L);  /* the set */
int reference_callbehind(lua_State *L);      /* the set */
int reference_callexact(lua_State *L);       /* the text */
int reference_callbehindexact(lua_State *L); /* the text, its tokens */

#endif
