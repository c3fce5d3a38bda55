/*
** give.c: bytes of ours that become a Lua string.
*/
#include "give.h"

static int push(lua_State *L) {
  const Buf *b = lua_touserdata(L, 1);
  lua_pushlstring(L, b->p ? b->p : "", b->n);
  return 1;
}

void give_bytes(lua_State *L, Buf *b) {
  int status;
  lua_pushcfunction(L, push);
  lua_pushlightuserdata(L, b);
  status = lua_pcall(L, 1, 1, 0);
  buf_deinit(b);
  if (status != LUA_OK) lua_error(L);
}
