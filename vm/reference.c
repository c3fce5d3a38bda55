/*
** reference.c: terms by LPeg alone: each pattern is run as it was written.
*/
#include "reference.h"

#include <lauxlib.h>

#include "limit.h"

#define FAILED 0u /* no node has this number */

static void memory(lua_State *L) { luaL_error(L, "not enough memory"); }

/* -------------------------------------------------------------- captures */

/* A capture begins at byte `at`; until it ends, `value` is how many nodes stand
** directly in it, the last of which is `node`. */
static void begin(Match *m, lua_State *L, uint32_t number, uint32_t at) {
  Capture c = {.number = number, .start = at};
  if (!vec_push(&m->taking, c)) memory(L);
}

/* The last one that began ends. */
static void end(Match *m, lua_State *L, uint32_t at) {
  Capture c = m->taking.p[--m->taking.n];
  const Node *n = &m->nodes.p[c.node];
  c.end = at;
  if (c.value != 1 || n->start != c.start || n->end != c.end) c.node = 0;
  c.filling = c.node ? FILLING_TERM : FILLING_TEXT;
  if (!vec_push(&m->captures, c)) memory(L);
}

/* Reads what lpeg.match left from `from` to the top: events, with places from
** 1, and the end of the match last. */
static void readevents(Match *m, lua_State *L, int from, Node *n) {
  int last = lua_gettop(L);
  size_t outside = m->taking.n;
  n->first = (uint32_t)m->captures.n;
  for (int i = from; i < last; i++) {
    lua_Integer code = lua_tointeger(L, i);
    if (code < 0 && m->taking.n > outside) {
      m->taking.p[m->taking.n - 1].node = (uint32_t)-code;
      m->taking.p[m->taking.n - 1].value++;
    } else if (code > 0) {
      begin(m, L, (uint32_t)code, (uint32_t)lua_tointeger(L, ++i) - 1);
    } else if (code == 0) {
      end(m, L, (uint32_t)lua_tointeger(L, ++i) - 1);
    }
  }
  n->n = (uint32_t)m->captures.n - n->first;
  n->end = (uint32_t)lua_tointeger(L, last) - 1;
  n->taken = true;
}

/* ----------------------------------------------------------------- terms */

/* Pushes the term's pattern, made when it is first wanted. */
static void pushpattern(Match *m, lua_State *L, uint32_t term) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->terms);
  if (lua_rawgeti(L, -1, (lua_Integer)term) == LUA_TFUNCTION) {
    lua_call(L, 0, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, (lua_Integer)term);
  }
  lua_remove(L, -2);
}

/* Runs the term's pattern at byte `at` and leaves what it gave on the stack. */
static void runpattern(Match *m, lua_State *L, uint32_t term, uint32_t at) {
  luaL_checkstack(L, 20, "terms");
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->lpeg);
  pushpattern(m, L, term);
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->subject);
  lua_pushinteger(L, (lua_Integer)at + 1);
  lua_call(L, 3, LUA_MULTRET);
}

uint32_t reference_node(Match *m, lua_State *L, uint32_t term, uint32_t at) {
  Node n = {.kind = NODE_TERM, .id = term, .start = at};
  uint32_t node = FAILED;
  int top = lua_gettop(L);
  m->sieve.quiet++;
  runpattern(m, L, term, at);
  m->sieve.quiet--;
  if (!lua_isnil(L, top + 1)) {
    readevents(m, L, top + 1, &n);
    lua_settop(L, top);
    node = match_addnode(m, L, &n);
  }
  lua_settop(L, top);
  return node;
}

uint32_t reference_term(Match *m, lua_State *L, uint32_t term, uint32_t at) {
  uint64_t key = memo_key(at, term);
  uint32_t node;
  if (memo_get(&m->memo, key, &node)) return node;
  if (m->stop) luaL_error(L, "interrupted");
  if (++m->entries > m->budget)
    match_limit(m, L, LIMIT_BUDGET_TERMS, m->budget);
  if (m->depth >= LIMIT(TERM_MAX_DEPTH))
    match_limit(m, L, LIMIT_TERM_MAX_DEPTH, m->depth);
  if (m->entries % 4096 == 0) match_collect(m, L);
  m->depth++;
  node = reference_node(m, L, term, at);
  if (node && !match_guarded(m, L, term, node)) node = FAILED;
  m->depth--;
  if (!memo_put(&m->memo, key, node)) memory(L);
  return node;
}

/* ------------------------------------------------------- what LPeg calls */

/* Functions for lpeg.Cmt: called with the subject and the place (1-based)
** behind the mark of a token, they return the new place and the node, or
** false. */
static int found(lua_State *L, Match *m, uint32_t node) {
  if (!node) {
    lua_pushboolean(L, 0);
    return 1;
  }
  lua_pushinteger(L, (lua_Integer)m->nodes.p[node].end + 1);
  lua_pushinteger(L, -(lua_Integer)node);
  return 2;
}

static Match *upvalue(lua_State *L) {
  return lua_touserdata(L, lua_upvalueindex(1));
}

int reference_callterm(lua_State *L) {
  Match *m = upvalue(L);
  uint32_t term = (uint32_t)lua_tointeger(L, lua_upvalueindex(2));
  uint32_t at = (uint32_t)lua_tointeger(L, 2) - 2;
  if (m->reference) return found(L, m, reference_term(m, L, term, at));
  return found(L, m, match_quietly(m, L, term, scan_token(&m->scan, at)));
}

/* The byte just behind token i. */
static uint32_t tokenend(const View *v, size_t i) {
  uint32_t at = v->at[i] + 1;
  while ((unsigned char)v->bytes.p[at] > ' ') at++;
  return at;
}

int reference_callvocabulary(lua_State *L) {
  Match *m = upvalue(L);
  uint32_t set = (uint32_t)lua_tointeger(L, lua_upvalueindex(2));
  Node n = {.kind = NODE_PHRASE, .id = set};
  size_t token, len;
  n.start = (uint32_t)lua_tointeger(L, 2) - 2;
  token = scan_token(&m->scan, n.start);
  if (token == m->view.ntokens) return found(L, m, FAILED);
  len = scan_phrase(&m->scan, set, token, &n.value);
  if (len == 0) return found(L, m, FAILED);
  n.end = tokenend(&m->view, token + len - 1);
  return found(L, m, match_addnode(m, L, &n));
}

/* Look-behind: does a phrase of the set end before this place, white space
** apart? Consumes nothing. */
int reference_callbehind(lua_State *L) {
  Match *m = upvalue(L);
  uint32_t set = (uint32_t)lua_tointeger(L, lua_upvalueindex(2));
  uint32_t at = (uint32_t)lua_tointeger(L, 2) - 1;
  if (scan_after(&m->scan, set, at)) lua_pushvalue(L, 2);
  else lua_pushboolean(L, 0);
  return 1;
}

/* Does the original of tokens [a, b) read as the text of the closure? */
static bool reads(lua_State *L, const Match *m, size_t a, size_t b) {
  bool same;
  Str want;
  want.p = lua_tolstring(L, lua_upvalueindex(2), &want.n);
  if (!scan_reads(&m->scan, a, b, want, &same)) memory(L);
  return same;
}

/* Exact literal: view bytes [start, place) read as the text. Called with a
** capture: where it began (1-based). */
int reference_callexact(lua_State *L) {
  Match *m = upvalue(L);
  uint32_t end = (uint32_t)lua_tointeger(L, 2) - 1;
  uint32_t start = (uint32_t)lua_tointeger(L, 3) - 1;
  if (reads(L, m, scan_token(&m->scan, start), scan_before(&m->scan, end)))
    lua_pushvalue(L, 2);
  else
    lua_pushboolean(L, 0);
  return 1;
}

/* Look-behind for an exact literal of so many tokens; that they stand here has
** been seen already. Consumes nothing. */
int reference_callbehindexact(lua_State *L) {
  Match *m = upvalue(L);
  uint32_t at = (uint32_t)lua_tointeger(L, 2) - 1;
  size_t n = (size_t)lua_tointeger(L, lua_upvalueindex(3));
  size_t token = scan_before(&m->scan, at);
  if (n > 0 && n <= token && reads(L, m, token - n, token))
    lua_pushvalue(L, 2);
  else
    lua_pushboolean(L, 0);
  return 1;
}
