/*
** coverage.c: shows libFuzzer the lines of Lua that run, as it sees the branches
** of C: a counter for each, in the section that it looks for. Linked by
** `make fuzz` alone, with --wrap=lua_newstate.
*/
#include <lua.h>
#include <stdint.h>

__attribute__((section("__libfuzzer_extra_counters")))
static uint8_t lines[1 << 15];

static void online(lua_State *L, lua_Debug *ar) {
  uint64_t h = (uint64_t)ar->currentline * 0x9e3779b97f4a7c15u;
  if (!lua_getinfo(L, "S", ar)) return;
  for (const char *s = ar->short_src; *s; s++)
    h = (h ^ (unsigned char)*s) * 0x100000001b3u;
  lines[(h >> 32) % sizeof lines]++;
}

lua_State *__real_lua_newstate(lua_Alloc f, void *ud);
lua_State *__wrap_lua_newstate(lua_Alloc f, void *ud);

lua_State *__wrap_lua_newstate(lua_Alloc f, void *ud) {
  lua_State *L = __real_lua_newstate(f, ud);
  if (L) lua_sethook(L, online, LUA_MASKLINE, 0);
  return L;
}
