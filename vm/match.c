/*
** match.c: runs LPeg at the candidates, and keeps what it found.
*/
#include "match.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "limit.h"
#include "mem.h"

#define FAILED 0u /* no node has this number */

static const char MATCH_KEY = 0; /* its address is the registry's key */

static void memory(lua_State *L) { luaL_error(L, "not enough memory"); }

/* ----------------------------------------------------------------- terms */

static void limit(Match *m, lua_State *L, LimitId id, uint64_t value) {
  m->limit = limit_of(id)->name;
  luaL_error(L, "the page hit the limit %s (%I)", m->limit, (lua_Integer)value);
}

/* Copies what lpeg.match left from `from` to the top (codes and places, the
** end of the match last) into the events; places become 0-based. */
static uint32_t copyevents(Match *m, lua_State *L, int from, Node *n) {
  int last = lua_gettop(L);
  size_t need = (size_t)(last - from);
  if (!vec_reserve(&m->events, need)) memory(L);
  n->event = (uint32_t)m->events.n;
  for (int i = from; i < last; i++) {
    int32_t code = (int32_t)lua_tointeger(L, i);
    m->events.p[m->events.n++] = code;
    if (code >= 0)
      m->events.p[m->events.n++] = (int32_t)lua_tointeger(L, ++i) - 1;
  }
  n->nevents = (uint32_t)m->events.n - n->event;
  n->end = (uint32_t)lua_tointeger(L, last) - 1;
  return n->end;
}

static uint32_t addnode(Match *m, lua_State *L, const Node *n) {
  if (m->nodes.n == 0 && !vec_push(&m->nodes, (Node){0})) memory(L);
  if (!vec_push(&m->nodes, *n)) memory(L);
  return (uint32_t)(m->nodes.n - 1);
}

static bool guarded(Match *m, lua_State *L, uint32_t term, uint32_t node) {
  bool ok = true;
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->guards);
  if (lua_rawgeti(L, -1, (lua_Integer)term) == LUA_TFUNCTION) {
    lua_pushinteger(L, node);
    lua_call(L, 1, 1);
    ok = lua_toboolean(L, -1);
  }
  lua_pop(L, 2);
  return ok;
}

/* Runs the term's pattern at byte `at` and leaves what it gave on the stack. */
static void runpattern(Match *m, lua_State *L, uint32_t term, uint32_t at) {
  luaL_checkstack(L, 20, "terms");
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->lpeg);
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->terms);
  lua_rawgeti(L, -1, (lua_Integer)term);
  lua_remove(L, -2);
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->subject);
  lua_pushinteger(L, (lua_Integer)at + 1);
  lua_call(L, 3, LUA_MULTRET);
}

uint32_t match_term(Match *m, lua_State *L, uint32_t term, uint32_t at) {
  uint64_t key = memo_key(at, term);
  Node n = {.kind = NODE_TERM, .id = term, .start = at};
  uint32_t node = FAILED;
  int top = lua_gettop(L);
  if (memo_get(&m->memo, key, &node)) return node;
  if (m->stop) luaL_error(L, "interrupted");
  if (++m->entries > m->budget) limit(m, L, LIMIT_BUDGET_TERMS, m->budget);
  if (m->depth >= LIMIT(TERM_MAX_DEPTH))
    limit(m, L, LIMIT_TERM_MAX_DEPTH, m->depth);
  m->depth++;
  runpattern(m, L, term, at);
  if (!lua_isnil(L, top + 1)) {
    copyevents(m, L, top + 1, &n);
    lua_settop(L, top);
    node = addnode(m, L, &n);
    if (!guarded(m, L, term, node)) node = FAILED;
  }
  lua_settop(L, top);
  m->depth--;
  if (!memo_put(&m->memo, key, node)) memory(L);
  return node;
}

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

/* The terms that may begin at the token, as a bit string. */
static const uint64_t *headsat(Match *m, size_t token) {
  size_t slot = token % MATCH_HEADS;
  uint64_t *row = m->heads_of + slot * m->heads.width;
  if (m->heads_token[slot] != token) {
    Stage before = stages_enter(&m->stages, STAGE_SCAN);
    scan_terms(&m->scan, &m->heads, token, row);
    m->heads_token[slot] = (uint32_t)token;
    stages_enter(&m->stages, before);
  }
  return row;
}

static bool maybegin(Match *m, uint32_t term, uint32_t at) {
  size_t token;
  if (m->reference) return true;
  token = scan_token(&m->scan, at);
  return token < m->view.ntokens &&
         (headsat(m, token)[term / 64] >> (term % 64) & 1);
}

int match_callterm(lua_State *L) {
  Match *m = upvalue(L);
  uint32_t term = (uint32_t)lua_tointeger(L, lua_upvalueindex(2));
  uint32_t at = (uint32_t)lua_tointeger(L, 2) - 2;
  return found(L, m, maybegin(m, term, at) ? match_term(m, L, term, at) : 0);
}

/* The byte just behind token i. */
static uint32_t tokenend(const View *v, size_t i) {
  uint32_t at = v->at[i] + 1;
  while ((unsigned char)v->bytes.p[at] > ' ') at++;
  return at;
}

int match_callvocabulary(lua_State *L) {
  Match *m = upvalue(L);
  uint32_t set = (uint32_t)lua_tointeger(L, lua_upvalueindex(2));
  Node n = {.kind = NODE_PHRASE, .id = set};
  size_t token, len;
  n.start = (uint32_t)lua_tointeger(L, 2) - 2;
  token = scan_token(&m->scan, n.start);
  if (token == m->view.ntokens) return found(L, m, 0);
  len = scan_phrase(&m->scan, set, token, &n.value);
  if (len == 0) return found(L, m, 0);
  n.end = tokenend(&m->view, token + len - 1);
  return found(L, m, addnode(m, L, &n));
}

/* Look-behind: does a phrase of the set end before this place, white space
** apart? Consumes nothing. */
int match_callbehind(lua_State *L) {
  Match *m = upvalue(L);
  uint32_t set = (uint32_t)lua_tointeger(L, lua_upvalueindex(2)), value;
  uint32_t at = (uint32_t)lua_tointeger(L, 2) - 1;
  size_t token = scan_before(&m->scan, at);
  bool first = token < m->view.ntokens && scan_isfirst(&m->scan, token) &&
               (unsigned char)m->view.bytes.p[at] != VIEW_END &&
               (unsigned char)m->view.bytes.p[at] < BLOCK_BODY;
  if (first || !scan_phrasebefore(&m->scan, set, token, &value))
    lua_pushboolean(L, 0);
  else
    lua_pushvalue(L, 2);
  return 1;
}

/* Does the original of tokens [a, b) read as the text of the closure? */
static bool reads(lua_State *L, const Match *m, size_t a, size_t b) {
  Str want, have;
  Buf tidy;
  bool same;
  want.p = lua_tolstring(L, lua_upvalueindex(2), &want.n);
  have.p = m->page->text.p + m->view.start[a];
  have.n = m->view.end[b - 1] - m->view.start[a];
  buf_init(&tidy);
  same = view_tidy(&tidy, have) && str_eq(buf_str(&tidy), want);
  buf_deinit(&tidy);
  return same;
}

/* Exact literal: view bytes [start, place) read as the text. Called with a
** capture: where it began (1-based). */
int match_callexact(lua_State *L) {
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
int match_callbehindexact(lua_State *L) {
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

/* ----------------------------------------------------------------- rules */

static void clearrules(Match *m) {
  heads_deinit(&m->heads);
  mem_free(m->rulemask);
  mem_free(m->heads_of);
  mem_free(m->heads_token);
  m->rulemask = m->heads_of = NULL;
  m->heads_token = NULL;
  m->ruleterm.n = m->termrule.n = m->costs.n = 0;
}

static bool makerules(Match *m, size_t nterms) {
  size_t row;
  if (!heads_init(&m->heads, nterms)) return false;
  row = m->heads.width * sizeof(uint64_t);
  m->rulemask = mem_alloc(row);
  m->heads_of = mem_alloc(MATCH_HEADS * row);
  m->heads_token = mem_alloc(MATCH_HEADS * sizeof *m->heads_token);
  if (!m->rulemask || !m->heads_of || !m->heads_token) return false;
  memset(m->rulemask, 0, row);
  for (size_t i = 0; i < nterms; i++)
    if (!vec_push(&m->termrule, LEXICON_NONE)) return false;
  return true;
}

void match_setterms(Match *m, lua_State *L, size_t nterms) {
  clearrules(m);
  if (!makerules(m, nterms)) memory(L);
}

void match_addrule(Match *m, lua_State *L, uint32_t term) {
  if (term >= m->heads.nterms) luaL_error(L, "no term");
  if (!vec_push(&m->ruleterm, term) || !vec_push(&m->costs, (Cost){0}))
    memory(L);
  m->termrule.p[term] = (uint32_t)m->ruleterm.n - 1;
  m->rulemask[term / 64] |= (uint64_t)1 << (term % 64);
}

static int bycandidate(const void *pa, const void *pb) {
  const Candidate *a = pa, *b = pb;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  if (a->end != b->end) return a->end > b->end ? -1 : 1;
  return a->rule < b->rule ? -1 : a->rule > b->rule;
}

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void tryrule(Match *m, lua_State *L, uint32_t rule, size_t token) {
  uint32_t at = m->view.at[token], node;
  uint64_t start = m->clocked ? now() : 0, before = m->entries;
  Cost *cost = &m->costs.p[rule];
  node = match_term(m, L, m->ruleterm.p[rule], at);
  m->tries++;
  cost->tries++;
  cost->entries += m->entries - before;
  if (m->clocked) cost->nanoseconds += now() - start;
  if (!node) return;
  if (!vec_push(&m->found, ((Candidate){at, m->nodes.p[node].end, rule, node})))
    memory(L);
  if (m->found.n > LIMIT(BUDGET_RECORDS))
    limit(m, L, LIMIT_BUDGET_RECORDS, LIMIT(BUDGET_RECORDS));
}

static void trytoken(Match *m, lua_State *L, size_t token) {
  const uint64_t *row;
  if (m->reference) {
    for (uint32_t rule = 0; rule < m->ruleterm.n; rule++)
      tryrule(m, L, rule, token);
    return;
  }
  for (size_t w = 0; w < m->heads.width; w++) {
    row = headsat(m, token); /* again: a pattern may have reached far ahead */
    for (uint64_t bits = row[w] & m->rulemask[w]; bits; bits &= bits - 1) {
      size_t term = w * 64 + (size_t)__builtin_ctzll(bits);
      tryrule(m, L, m->termrule.p[term], token);
    }
  }
}

void match_scan(Match *m, lua_State *L, bool reference) {
  stages_enter(&m->stages, STAGE_MATCH);
  m->reference = reference;
  m->depth = 0;
  m->found.n = 0;
  m->reached = 0;
  for (size_t i = 0; i < m->view.ntokens; i++) {
    if (scan_isfirst(&m->scan, i)) m->reached = m->view.at[i];
    trytoken(m, L, i);
  }
  m->reached = (uint32_t)m->view.bytes.n;
  match_sort(m);
}

void match_sort(Match *m) {
  size_t n = m->found.n;
  while (n && m->found.p[n - 1].start >= m->reached) n--;
  m->found.n = n; /* candidates come in order of their starts */
  if (n) qsort(m->found.p, n, sizeof *m->found.p, bycandidate);
}

/* ------------------------------------------------------------------ life */

bool match_open(Match *m, lua_State *L, const Page *page, const Decoded *d,
                Diag *diag) {
  match_close(m, L);
  m->page = page;
  m->decoded = d;
  stages_enter(&m->stages, STAGE_VIEW);
  if (!view_build(&m->view, page, buf_str(&m->abbreviations), diag)) {
    view_deinit(&m->view);
    return false;
  }
  stages_enter(&m->stages, STAGE_SCAN);
  if (!scan_init(&m->scan, &m->view, &m->lexicon)) {
    view_deinit(&m->view);
    return diag_memory(diag);
  }
  m->open = true;
  m->budget = LIMIT(BUDGET_TERMS) + LIMIT(BUDGET_TERMS_PER_BYTE) * page->text.n;
  for (size_t i = 0; m->heads_token && i < MATCH_HEADS; i++)
    m->heads_token[i] = LEXICON_NONE;
  lua_pushlstring(L, m->view.bytes.p ? m->view.bytes.p : "", m->view.bytes.n);
  m->subject = luaL_ref(L, LUA_REGISTRYINDEX);
  return true;
}

void match_close(Match *m, lua_State *L) {
  m->nodes.n = m->events.n = m->found.n = 0;
  m->entries = m->tries = m->depth = 0;
  m->limit = NULL;
  memo_clear(&m->memo);
  if (!m->open) return;
  m->open = false;
  scan_deinit(&m->scan);
  view_deinit(&m->view);
  luaL_unref(L, LUA_REGISTRYINDEX, m->subject);
  m->subject = LUA_NOREF;
}

Match *match_of(lua_State *L) {
  Match *m;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &MATCH_KEY);
  m = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return m;
}

static int matchgc(lua_State *L) {
  Match *m = lua_touserdata(L, 1);
  if (m->open) {
    scan_deinit(&m->scan);
    view_deinit(&m->view);
    m->open = false;
  }
  clearrules(m);
  lexicon_deinit(&m->lexicon);
  vec_deinit(&m->ruleterm);
  vec_deinit(&m->costs);
  vec_deinit(&m->termrule);
  vec_deinit(&m->nodes);
  vec_deinit(&m->events);
  vec_deinit(&m->found);
  buf_deinit(&m->abbreviations);
  memo_deinit(&m->memo);
  return 0;
}

Match *match_new(lua_State *L) {
  Match *m = lua_newuserdatauv(L, sizeof *m, 0);
  memset(m, 0, sizeof *m);
  m->subject = LUA_NOREF;
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, matchgc);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  if (!lexicon_init(&m->lexicon) || !makerules(m, 0)) memory(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &MATCH_KEY);
  lua_newtable(L);
  m->terms = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_newtable(L);
  m->guards = luaL_ref(L, LUA_REGISTRYINDEX);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_getfield(L, -1, "lpeg");
  lua_getfield(L, -1, "match");
  m->lpeg = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_pop(L, 2);
  return m;
}
