/*
** host.h: the lua_State with everything in it, and the document that is open.
** Used by trich.c and hostlib.c.
*/
#ifndef HOST_H
#define HOST_H
#include <lua.h>
#include <stdbool.h>

#include "budget.h"
#include "decode.h"
#include "diag.h"
#include "page.h"
#include "trich.h"

typedef struct Host {
  lua_State *L;
  Budget *budget; /* of L, with its heap */
  bool attached; /* they are the program's own, and stay when h goes */
  Decoded decoded;
  Page page;
  bool open;
  Buf search; /* folders where packages are looked for, with ':' between */
  Diag cut; /* why the open page could not be read whole; kind NONE: it was */
  TrichWrite out, err; /* of the running command */
  void *ud;
} Host;

/* Opens Lua with its libraries, LPeg, core and host; false without memory. h is
** all zero but for what its user set. */
bool host_init(Host *h);
/* Instead: the state that came with the program, with the shipped rules loaded;
** false where there is none, or where it is in use already. */
bool host_attach(Host *h);
/* Writes the state to a file as what host_attach is to find (vm/image.h). */
bool host_save(Host *h, const char *path);
void host_deinit(Host *h);
/* Opens a document for the rules: decoded, parsed, folded. `bytes` must stay
** until host_close. False leaves nothing open; a page that nests too deep is
** open as far as it was read, and h->cut tells so. */
bool host_open(Host *h, Str bytes, Encoding as, Diag *diag);
/* The same for its text alone, to which no rules are put. */
bool host_read(Host *h, Str bytes, Encoding as, Diag *diag);
void host_close(Host *h);
/* Pushes a table of what the open page says of itself. */
void host_pushmeta(Host *h, lua_State *L);
/* The Lua module `host`; its functions find the Host in the registry. */
int luaopen_host(lua_State *L);
Host *host_of(lua_State *L);

#endif
