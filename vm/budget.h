/*
** budget.h: what the Lua of rule packages may use: steps for each document,
** bytes for each call, and the bytes of the whole Lua state. The counts are the
** same on every machine, so the same page gives the same line.
*/
#ifndef BUDGET_H
#define BUDGET_H
#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap.h"

typedef struct Budget {
  Heap *heap;          /* where the blocks are */
  size_t used;         /* bytes of the Lua state, and of what it owns */
  size_t most;         /* LUA_MAX_BYTES, as of the last document */
  size_t entered;      /* used, when a package function was called */
  uint64_t steps;      /* of this document so far */
  uint64_t maxsteps;   /* ... and how many there may be */
  uint64_t texts;      /* bytes of text that expressions read so far */
  uint64_t maxtexts;
  uint64_t looked;     /* things that links and merges looked at so far */
  uint64_t maxlooked;
  const char *limit;   /* the limit that was hit: it stays hit until
                          budget_renew; static, NULL: none */
  const char *refused; /* the limit that the last refused allocation hit */
  lua_Integer epoch;   /* one more with each document */
  int inside;          /* package functions under way */
  lua_Hook hook;       /* the state's own hook, while one is */
  int hookmask, hookcount;
} Budget;

Budget *budget_new(void); /* NULL: no memory */
void budget_free(Budget *b); /* and its heap; b may be NULL */

/* The lua_Alloc of our states; ud is their Budget. */
void *budget_alloc(void *ud, void *p, size_t old, size_t n);
Budget *budget_of(lua_State *L);

/* A document of so many bytes begins: all counts anew. */
void budget_renew(Budget *b, size_t bytes);

/* Counts steps of work; raises an error where there are no more. */
void budget_charge(lua_State *L, Budget *b, uint64_t steps);
/* The same, of a function that stdlib uses too: only for packages. */
void budget_work(lua_State *L, uint64_t steps);
uint64_t budget_left(const Budget *b);

/* Counts bytes of text that an expression reads, on a page. */
void budget_read(lua_State *L, size_t bytes);

/* Counts things that links and merges look at, on a page. */
void budget_look(lua_State *L, uint64_t n);

/* Bytes that Lua does not see, of a userdata that is made, and freed. */
void budget_owns(lua_State *L, size_t bytes);
void budget_frees(lua_State *L, size_t bytes);

/* Marks a limit as hit and raises the error that says so; with NULL raises it
** once more for the limit that is hit already. */
int budget_exceed(lua_State *L, Budget *b, const char *limit);

/* Around a call of a package function: counts its instructions, too. */
void budget_enter(lua_State *L, Budget *b);
void budget_leave(lua_State *L, Budget *b);

/* The Lua module `budget`:
**   limit()        the name of the limit that was hit, or nil
**   refused()      the name of the limit of memory that was hit last, or nil
**   renew()        as budget_renew, for rules that are loaded
**   epoch()        a number that each document has to itself
**   charge(n)      as budget_charge
**   read(n)        as budget_read
**   look(n)        counts records and mentions that are compared
**   again()        where BUDGET_TEXT or BUDGET_COMPARISONS was hit: its name,
**                  and both begin anew
**   most(name)     what a limit is set to
**   text(n)        raises an error where a text of n bytes is too long */
int luaopen_budget(lua_State *L);

#endif
