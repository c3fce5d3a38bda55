/*
** edit.h: lines typed at a terminal, with history and completion (libedit), and
** Ctrl-C. The Lua module `edit`, of which repl.lua is the one user.
*/
#ifndef EDIT_H
#define EDIT_H
#include <lua.h>

/* edit.isterminal()         standard input and output are a terminal
** edit.open(history, f)     starts editing; `history` is a file or nil; f(line)
**                           gets the line up to the cursor and gives what to
**                           insert there, and what to list, each or nil
** edit.line(prompt)         a line without its end; nil: the end of the input;
**                           false: Ctrl-C
** edit.add(line)            remembers the line
** edit.close()              ends editing and saves the history
** edit.guard(f)             calls f; Ctrl-C raises "interrupted" in it. Returns
**                           as pcall
** edit.names(folder)        what is in a folder, folders with a '/' */
int luaopen_edit(lua_State *L);

#endif
