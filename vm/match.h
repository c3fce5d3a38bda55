/*
** match.h: runs the rules' patterns at the candidates of a page. The Lua
** module `core`: what stdlib sees of the engine.
**
** Every term and rule is one LPeg pattern. A reference to a term inside a
** pattern is a call of this engine (an lpeg.Cmt), which keeps what each term gave at
** each place, so that many rules share the work. A match leaves a node and a
** flat list of events; Lua tables are made only for records that are kept.
**
**   events of a node:  k at    the capture number k opens at byte `at`
**                      0 at    the last open capture closes
**                      -n      node n (a term or a phrase) stands here
*/
#ifndef MATCH_H
#define MATCH_H
#include <lua.h>

#include "diag.h"
#include "page.h"

typedef struct Match Match;

/* Pushes the module `core` and keeps its state alive with it. */
int luaopen_core(lua_State *L);
/* The state behind the module that luaopen_core made in L. */
Match *match_of(lua_State *L);

/* Opens a page for matching; it must outlive the next match_close. */
bool match_open(Match *m, lua_State *L, const Page *page, const Decoded *d,
                Diag *diag);
void match_close(Match *m, lua_State *L);
/* Of an error that a limit raised: its name, or NULL. */
const char *match_limit(const Match *m);

#endif
