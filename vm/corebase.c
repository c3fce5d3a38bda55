/*
** corebase.c: of the Lua module `core` what builds a rule base: vocabularies,
** terms, rules, and the sieve's operations.
*/
#include "coreparts.h"
#include "reference.h"

static int closure(lua_State *L, lua_CFunction f) {
  lua_pushlightuserdata(L, core_match(L));
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, f, 2);
  return 1;
}

static int core_term(lua_State *L) { return closure(L, reference_callterm); }
static int core_vocabulary(lua_State *L) {
  return closure(L, reference_callvocabulary);
}
static int core_behind(lua_State *L) {
  return closure(L, reference_callbehind);
}
static int core_exact(lua_State *L) { return closure(L, reference_callexact); }

/* behindexact(text, number of its tokens) */
static int core_behindexact(lua_State *L) {
  lua_pushlightuserdata(L, core_match(L));
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, reference_callbehindexact, 3);
  return 1;
}

static int core_newset(lua_State *L) {
  lua_pushinteger(L, lexicon_newset(&core_match(L)->lexicon));
  return 1;
}

/* addphrase(set, value, phrase): the value that the phrase has already, or
** nil; false and a message where the phrase is none. */
static int core_addphrase(lua_State *L) {
  Match *m = core_match(L);
  uint32_t set = (uint32_t)luaL_checkinteger(L, 1), old;
  uint32_t value = (uint32_t)luaL_checkinteger(L, 2);
  Diag diag;
  if (!lexicon_add(&m->lexicon, set, value, core_string_at(L, 3), &old, &diag)) {
    if (diag.kind == DIAG_MEMORY) core_nomemory(L);
    lua_pushboolean(L, 0);
    lua_pushstring(L, diag.message);
    return 2;
  }
  if (old == LEXICON_NONE) lua_pushnil(L);
  else lua_pushinteger(L, old);
  return 1;
}

/* define(term, function that makes its pattern, guard or nil) */
static int core_define(lua_State *L) {
  Match *m = core_match(L);
  lua_Integer term = luaL_checkinteger(L, 1);
  lua_settop(L, 3);
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->guards);
  lua_pushvalue(L, 3);
  lua_rawseti(L, -2, term);
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->terms);
  lua_pushvalue(L, 2);
  lua_rawseti(L, -2, term);
  return 0;
}

/* rules(n, {term of rule 0, term of rule 1, ...}): starts a new set of heads
** for n terms, whose ids are below n */
static int core_rules(lua_State *L) {
  Match *m = core_match(L);
  size_t nterms = (size_t)luaL_checkinteger(L, 1), n = lua_rawlen(L, 2);
  match_setterms(m, L, nterms);
  for (size_t i = 1; i <= n; i++) {
    lua_Integer term;
    lua_rawgeti(L, 2, (lua_Integer)i);
    term = lua_tointeger(L, -1);
    lua_pop(L, 1);
    if (term < 0) return luaL_error(L, "no term");
    match_addrule(m, L, (uint32_t)term);
  }
  return 0;
}

/* How the sieve says what stdlib/sieve.lua calls a kind. */
static const char *const kinds[] = {
    "seq", "choice", "repeat", "not", "and", "gap", "skip", "token", "letter",
    "roman", "rest", "quoted", "literal", "exact", "term", "phrase", "anchor",
    "end", "afterletter", "afterphrase", "afterliteral", "afterexact", NULL};

/* op(kind, pre, n, a, b, min, parts or nil): the number of the new operation
** of the sieve (vm/sieve.h); where `parts` is a list, n is its length, or of
** a literal half of it */
static int core_op(lua_State *L) {
  Match *m = core_match(L);
  SieveOp op = {.kind = (uint8_t)luaL_checkoption(L, 1, NULL, kinds)};
  uint32_t *parts = NULL, at;
  size_t n = 0;
  op.pre = (uint8_t)luaL_checkinteger(L, 2);
  op.n = (uint32_t)luaL_optinteger(L, 3, 0);
  op.a = (uint32_t)luaL_optinteger(L, 4, 0);
  op.b = (uint32_t)luaL_optinteger(L, 5, 0);
  op.min = (uint16_t)luaL_optinteger(L, 6, 0);
  if (lua_istable(L, 7)) {
    n = lua_rawlen(L, 7);
    op.n = (uint32_t)(op.kind == SIEVE_LITERAL ? n / 2 : n);
    parts = lua_newuserdatauv(L, (n + 1) * sizeof *parts, 0);
  }
  for (size_t i = 0; i < n; i++) {
    lua_rawgeti(L, 7, (lua_Integer)i + 1);
    parts[i] = (uint32_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
  }
  if (!sieve_add(&m->sieve, op, parts, &at)) core_nomemory(L);
  lua_pushinteger(L, at);
  return 1;
}

/* captured(operation, number): the number of the operation, or of one around
** it, whose taking is the capture of that number */
static int core_captured(lua_State *L) {
  Match *m = core_match(L);
  lua_Integer op = luaL_checkinteger(L, 1);
  uint32_t at = (uint32_t)op;
  if (op < 0 || (size_t)op >= m->sieve.ops.n)
    return luaL_error(L, "no operation");
  if (!sieve_capture(&m->sieve, (uint32_t)luaL_checkinteger(L, 2), &at))
    core_nomemory(L);
  lua_pushinteger(L, at);
  return 1;
}

/* string(text): the number of a text for the operations of the sieve */
static int core_string(lua_State *L) {
  uint32_t at;
  if (!sieve_addstring(&core_match(L)->sieve, core_string_at(L, 1), &at)) core_nomemory(L);
  lua_pushinteger(L, at);
  return 1;
}

/* word(folded text): the number of a word */
static int core_word(lua_State *L) {
  uint32_t word = lexicon_intern(&core_match(L)->lexicon, core_string_at(L, 1));
  if (word == LEXICON_NONE) core_nomemory(L);
  lua_pushinteger(L, word);
  return 1;
}

static uint32_t checkterm(lua_State *L, Match *m) {
  lua_Integer term = luaL_checkinteger(L, 1);
  if (term < 0 || (size_t)term >= m->heads.nterms) luaL_error(L, "no term");
  return (uint32_t)term;
}

/* headset(term, set), headkind(term, kind) */
static int core_headset(lua_State *L) {
  Match *m = core_match(L);
  if (!heads_addset(&m->heads, checkterm(L, m),
                    (uint32_t)luaL_checkinteger(L, 2)))
    core_nomemory(L);
  return 0;
}

/* requires(rule, head): what match_require says */
static int core_requires(lua_State *L) {
  match_require(core_match(L), L, (uint32_t)luaL_checkinteger(L, 1),
                (uint32_t)luaL_checkinteger(L, 2));
  return 0;
}

static int core_headkind(lua_State *L) {
  static const char *const names[] = {"digits",   "capital", "letter", "block",
                                      "sentence", "any",     NULL};
  Match *m = core_match(L);
  heads_addkind(&m->heads, checkterm(L, m),
                (Head)luaL_checkoption(L, 2, NULL, names));
  return 0;
}

/* sift(term, operation, guarded, settled): what the sieve asks for a term; see
** vm/sieve.h */
static int core_sift(lua_State *L) {
  Match *m = core_match(L);
  SieveTerm term = {(uint32_t)luaL_checkinteger(L, 2), lua_toboolean(L, 3),
                    lua_toboolean(L, 4)};
  sieve_setterm(&m->sieve, checkterm(L, m), term);
  return 0;
}

/* forget(): every guard is asked anew, whatever it said before */
static int core_forget(lua_State *L) {
  verdict_deinit(&core_match(L)->verdicts);
  return 0;
}

static int core_abbreviations(lua_State *L) {
  Match *m = core_match(L);
  buf_clear(&m->abbreviations);
  if (!buf_putstr(&m->abbreviations, core_string_at(L, 1))) core_nomemory(L);
  return 0;
}

const luaL_Reg core_building[] = {
    {"newset", core_newset}, {"addphrase", core_addphrase},
    {"vocabulary", core_vocabulary}, {"behind", core_behind},
    {"exact", core_exact}, {"behindexact", core_behindexact},
    {"term", core_term}, {"define", core_define}, {"rules", core_rules},
    {"op", core_op}, {"captured", core_captured}, {"string", core_string},
    {"word", core_word}, {"sift", core_sift}, {"forget", core_forget},
    {"requires", core_requires}, {"headset", core_headset},
    {"headkind", core_headkind}, {"abbreviations", core_abbreviations},
    {NULL, NULL}};
