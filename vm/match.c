/*
** match.c: runs LPeg at the candidates, and keeps what it found.
*/
#include "match.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "buf.h"
#include "conf.h"
#include "lexicon.h"
#include "mem.h"
#include "scan.h"
#include "text.h"
#include "view.h"

typedef enum NodeKind { NODE_TERM, NODE_PHRASE } NodeKind;

typedef struct Node {
  NodeKind kind;
  uint32_t id;         /* of the term, or of the phrase's set */
  uint32_t value;      /* of a phrase */
  uint32_t start, end; /* in the view's bytes */
  uint32_t event, nevents;
} Node;

/* What a term gave at a place: key is (place, term) + 1, 0 is free. */
typedef struct Memo {
  uint64_t key;
  uint32_t node; /* or MEMO_FAILED */
} Memo;
#define MEMO_FAILED 0u /* node 0 is never made */

/* Tokens whose heads are kept: more than any pattern reaches ahead. */
#define HEAD_CACHE 256u

struct Match {
  Lexicon lexicon;
  Heads heads;
  VEC(uint32_t) ruleterm; /* the term of each rule */
  VEC(uint32_t) termrule; /* the rule of each term, or LEXICON_NONE */
  uint64_t *rulemask;     /* the terms that are rules */
  Buf abbreviations;
  /* of the open page */
  const Page *page;
  const Decoded *decoded;
  View view;
  Scan scan;
  bool open;
  VEC(Node) nodes;
  VEC(int32_t) events;
  Memo *memo;
  size_t memocap, memocount;
  uint64_t *heads_of;  /* HEAD_CACHE rows: the terms that may begin at a token */
  uint32_t *heads_token; /* whose row it is */
  bool reference;      /* heads are not asked */
  uint32_t depth;
  uint32_t entries; /* of terms so far */
  uint32_t tries;   /* of rules so far */
  const char *limit;
  /* in Lua's registry */
  int terms;   /* table: patterns by term id */
  int guards;  /* table: guard functions by term id */
  int subject; /* the view as a Lua string */
  int lpeg;    /* lpeg.match */
};

static const char MATCH_KEY = 0; /* its address is the registry's key */

static void memory(lua_State *L) { luaL_error(L, "not enough memory"); }

/* ------------------------------------------------------------------ memo */

static Memo *memoslot(Match *m, uint64_t key) {
  uint64_t h = key * 0x9E3779B97F4A7C15u;
  size_t i = (size_t)(h >> 32) & (m->memocap - 1);
  while (m->memo[i].key && m->memo[i].key != key)
    i = (i + 1) & (m->memocap - 1);
  return &m->memo[i];
}

static bool memogrow(Match *m) {
  Memo *old = m->memo;
  size_t cap = m->memocap;
  size_t want = cap ? cap * 2 : 1024;
  if (cap && m->memocount * 2 < cap) return true;
  m->memo = mem_alloc(want * sizeof *m->memo);
  if (!m->memo) {
    m->memo = old;
    return false;
  }
  memset(m->memo, 0, want * sizeof *m->memo);
  m->memocap = want;
  for (size_t i = 0; i < cap; i++)
    if (old[i].key) *memoslot(m, old[i].key) = old[i];
  mem_free(old);
  return true;
}

static void remember(Match *m, lua_State *L, uint64_t key, uint32_t node) {
  Memo *slot;
  if (!memogrow(m)) memory(L);
  slot = memoslot(m, key);
  if (!slot->key) m->memocount++;
  slot->key = key;
  slot->node = node;
}

/* ----------------------------------------------------------------- terms */

static void limit(Match *m, lua_State *L, const char *name, uint32_t value) {
  m->limit = name;
  luaL_error(L, "the page hit the limit %s (%d)", name, (int)value);
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

/* The node of the term at byte `at` of the view, or 0. */
static uint32_t enter(Match *m, lua_State *L, uint32_t term, uint32_t at) {
  uint64_t key = ((uint64_t)at << 32 | term) + 1;
  Node n = {.kind = NODE_TERM, .id = term, .start = at};
  uint32_t node = MEMO_FAILED;
  int top = lua_gettop(L);
  Memo *slot;
  if (!memogrow(m)) memory(L);
  slot = memoslot(m, key);
  if (slot->key) return slot->node;
  if (++m->entries > BUDGET_TERMS) limit(m, L, "BUDGET_TERMS", BUDGET_TERMS);
  if (m->depth >= TERM_MAX_DEPTH) limit(m, L, "TERM_MAX_DEPTH", TERM_MAX_DEPTH);
  m->depth++;
  luaL_checkstack(L, 20, "terms");
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->lpeg);
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->terms);
  lua_rawgeti(L, -1, (lua_Integer)term);
  lua_remove(L, -2);
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->subject);
  lua_pushinteger(L, (lua_Integer)at + 1);
  lua_call(L, 3, LUA_MULTRET);
  if (!lua_isnil(L, top + 1)) {
    copyevents(m, L, top + 1, &n);
    lua_settop(L, top);
    node = addnode(m, L, &n);
    if (!guarded(m, L, term, node)) node = MEMO_FAILED;
  }
  lua_settop(L, top);
  m->depth--;
  remember(m, L, key, node);
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
  size_t slot = token % HEAD_CACHE;
  uint64_t *row = m->heads_of + slot * m->heads.width;
  if (m->heads_token[slot] != token) {
    scan_terms(&m->scan, &m->heads, token, row);
    m->heads_token[slot] = (uint32_t)token;
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

static int callterm(lua_State *L) {
  Match *m = upvalue(L);
  uint32_t term = (uint32_t)lua_tointeger(L, lua_upvalueindex(2));
  uint32_t at = (uint32_t)lua_tointeger(L, 2) - 2;
  return found(L, m, maybegin(m, term, at) ? enter(m, L, term, at) : 0);
}

/* The byte just behind token i. */
static uint32_t tokenend(const View *v, size_t i) {
  uint32_t at = v->at[i] + 1;
  while ((unsigned char)v->bytes.p[at] > ' ') at++;
  return at;
}

static int callvocabulary(lua_State *L) {
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
static int callbehind(lua_State *L) {
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
static int callexact(lua_State *L) {
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
static int callbehindexact(lua_State *L) {
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

/* ------------------------------------------------------- building a rule base */

static int closure(lua_State *L, lua_CFunction f) {
  lua_pushlightuserdata(L, upvalue(L));
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, f, 2);
  return 1;
}

static int core_term(lua_State *L) { return closure(L, callterm); }
static int core_vocabulary(lua_State *L) { return closure(L, callvocabulary); }
static int core_behind(lua_State *L) { return closure(L, callbehind); }
static int core_exact(lua_State *L) { return closure(L, callexact); }

/* behindexact(text, number of its tokens) */
static int core_behindexact(lua_State *L) {
  lua_pushlightuserdata(L, upvalue(L));
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, callbehindexact, 3);
  return 1;
}

static Str checkstr(lua_State *L, int index) {
  Str s;
  s.p = luaL_checklstring(L, index, &s.n);
  return s;
}

static int core_newset(lua_State *L) {
  lua_pushinteger(L, lexicon_newset(&upvalue(L)->lexicon));
  return 1;
}

/* addphrase(set, value, phrase): the value that the phrase has already, or
** nil; false and a message where the phrase is none. */
static int core_addphrase(lua_State *L) {
  Match *m = upvalue(L);
  uint32_t set = (uint32_t)luaL_checkinteger(L, 1), old;
  uint32_t value = (uint32_t)luaL_checkinteger(L, 2);
  Diag diag;
  if (!lexicon_add(&m->lexicon, set, value, checkstr(L, 3), &old, &diag)) {
    lua_pushboolean(L, 0);
    lua_pushstring(L, diag.message);
    return 2;
  }
  if (old == LEXICON_NONE) lua_pushnil(L);
  else lua_pushinteger(L, old);
  return 1;
}

/* define(term, pattern, guard or nil) */
static int core_define(lua_State *L) {
  Match *m = upvalue(L);
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

static void clearrules(Match *m) {
  heads_deinit(&m->heads);
  mem_free(m->rulemask);
  mem_free(m->heads_of);
  mem_free(m->heads_token);
  m->rulemask = m->heads_of = NULL;
  m->heads_token = NULL;
  m->ruleterm.n = m->termrule.n = 0;
}

static bool makerules(Match *m, size_t nterms) {
  size_t row;
  if (!heads_init(&m->heads, nterms)) return false;
  row = m->heads.width * sizeof(uint64_t);
  m->rulemask = mem_alloc(row);
  m->heads_of = mem_alloc(HEAD_CACHE * row);
  m->heads_token = mem_alloc(HEAD_CACHE * sizeof *m->heads_token);
  if (!m->rulemask || !m->heads_of || !m->heads_token) return false;
  memset(m->rulemask, 0, row);
  for (size_t i = 0; i < nterms; i++)
    if (!vec_push(&m->termrule, LEXICON_NONE)) return false;
  return true;
}

/* rules(n, {term of rule 0, term of rule 1, ...}): starts a new set of heads
** for n terms, whose ids are below n */
static int core_rules(lua_State *L) {
  Match *m = upvalue(L);
  size_t nterms = (size_t)luaL_checkinteger(L, 1), n = lua_rawlen(L, 2);
  clearrules(m);
  if (!makerules(m, nterms)) memory(L);
  for (size_t i = 1; i <= n; i++) {
    lua_Integer term;
    lua_rawgeti(L, 2, (lua_Integer)i);
    term = lua_tointeger(L, -1);
    lua_pop(L, 1);
    if (term < 0 || (size_t)term >= nterms) return luaL_error(L, "no term");
    if (!vec_push(&m->ruleterm, (uint32_t)term)) memory(L);
    m->termrule.p[term] = (uint32_t)i - 1;
    m->rulemask[term / 64] |= (uint64_t)1 << (term % 64);
  }
  return 0;
}

static uint32_t checkterm(lua_State *L, Match *m) {
  lua_Integer term = luaL_checkinteger(L, 1);
  if (term < 0 || (size_t)term >= m->heads.nterms) luaL_error(L, "no term");
  return (uint32_t)term;
}

/* headset(term, set), headkind(term, kind) */
static int core_headset(lua_State *L) {
  Match *m = upvalue(L);
  if (!heads_addset(&m->heads, checkterm(L, m),
                    (uint32_t)luaL_checkinteger(L, 2)))
    memory(L);
  return 0;
}

static int core_headkind(lua_State *L) {
  static const char *const names[] = {"digits",   "capital", "letter", "block",
                                      "sentence", "any",     NULL};
  Match *m = upvalue(L);
  heads_addkind(&m->heads, checkterm(L, m),
                (Head)luaL_checkoption(L, 2, NULL, names));
  return 0;
}

static int core_abbreviations(lua_State *L) {
  Match *m = upvalue(L);
  buf_clear(&m->abbreviations);
  if (!buf_putstr(&m->abbreviations, checkstr(L, 1))) memory(L);
  return 0;
}

/* -------------------------------------------------------------- the open page */

typedef struct Candidate {
  uint32_t start, end, rule, node;
} Candidate;

static int bycandidate(const void *pa, const void *pb) {
  const Candidate *a = pa, *b = pb;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  if (a->end != b->end) return a->end > b->end ? -1 : 1;
  return a->rule < b->rule ? -1 : a->rule > b->rule;
}

typedef VEC(Candidate) Candidates;

static void tryrule(Match *m, lua_State *L, uint32_t rule, size_t token,
                    Candidates *out) {
  uint32_t at = m->view.at[token];
  uint32_t node = enter(m, L, m->ruleterm.p[rule], at);
  m->tries++;
  if (!node) return;
  if (!vec_push(out, ((Candidate){at, m->nodes.p[node].end, rule, node})))
    memory(L);
  if (out->n > BUDGET_RECORDS) limit(m, L, "BUDGET_RECORDS", BUDGET_RECORDS);
}

static void trytoken(Match *m, lua_State *L, size_t token, Candidates *out) {
  const uint64_t *row;
  if (m->reference) {
    for (uint32_t rule = 0; rule < m->ruleterm.n; rule++)
      tryrule(m, L, rule, token, out);
    return;
  }
  for (size_t w = 0; w < m->heads.width; w++) {
    row = headsat(m, token); /* again: a pattern may have reached far ahead */
    for (uint64_t bits = row[w] & m->rulemask[w]; bits; bits &= bits - 1) {
      size_t term = w * 64 + (size_t)__builtin_ctzll(bits);
      tryrule(m, L, m->termrule.p[term], token, out);
    }
  }
}

/* Scratch memory of a call that may raise: freed by the collector. */
typedef struct Scratch {
  Candidates found;
} Scratch;

static int scratchgc(lua_State *L) {
  Scratch *s = lua_touserdata(L, 1);
  vec_deinit(&s->found);
  return 0;
}

static Scratch *newscratch(lua_State *L) {
  Scratch *s = lua_newuserdatauv(L, sizeof *s, 0);
  memset(s, 0, sizeof *s);
  if (luaL_newmetatable(L, "trich.scratch")) {
    lua_pushcfunction(L, scratchgc);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return s;
}

/* scan(reference): runs every rule where it could begin (at every token, where
** reference is true) and returns its matches as a list of node, rule, node,
** rule, ... in order of start, then longest, then rule. */
static int core_scan(lua_State *L) {
  Match *m = upvalue(L);
  Scratch *s = newscratch(L);
  m->reference = lua_toboolean(L, 1);
  m->depth = 0;
  for (size_t i = 0; i < m->view.ntokens; i++) trytoken(m, L, i, &s->found);
  if (s->found.n)
    qsort(s->found.p, s->found.n, sizeof *s->found.p, bycandidate);
  lua_createtable(L, (int)s->found.n * 2, 0);
  for (size_t i = 0; i < s->found.n; i++) {
    lua_pushinteger(L, s->found.p[i].node);
    lua_rawseti(L, -2, (lua_Integer)i * 2 + 1);
    lua_pushinteger(L, s->found.p[i].rule);
    lua_rawseti(L, -2, (lua_Integer)i * 2 + 2);
  }
  return 1;
}

/* try(term, at): the term at one place of the open page: its node or nil */
static int core_try(lua_State *L) {
  Match *m = upvalue(L);
  uint32_t term = (uint32_t)luaL_checkinteger(L, 1);
  lua_Integer at = luaL_checkinteger(L, 2);
  uint32_t node;
  m->depth = 0;
  if (at < 0 || (size_t)at >= m->view.bytes.n)
    return luaL_error(L, "no such place");
  node = enter(m, L, term, (uint32_t)at);
  if (node) lua_pushinteger(L, node);
  else lua_pushnil(L);
  return 1;
}

static Node *checknode(lua_State *L, Match *m) {
  lua_Integer n = luaL_checkinteger(L, 1);
  if (n < 1 || (size_t)n >= m->nodes.n) luaL_error(L, "no such node");
  return &m->nodes.p[n];
}

/* node(n): kind ("term" or "phrase"), id, value, start, end */
static int core_node(lua_State *L) {
  Node *n = checknode(L, upvalue(L));
  lua_pushstring(L, n->kind == NODE_TERM ? "term" : "phrase");
  lua_pushinteger(L, n->id);
  lua_pushinteger(L, n->value);
  lua_pushinteger(L, n->start);
  lua_pushinteger(L, n->end);
  return 5;
}

/* events(n): a list of the node's events */
static int core_events(lua_State *L) {
  Match *m = upvalue(L);
  Node *n = checknode(L, m);
  lua_createtable(L, (int)n->nevents, 0);
  for (uint32_t i = 0; i < n->nevents; i++) {
    lua_pushinteger(L, m->events.p[n->event + i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* The tokens that view bytes [start, end) of the arguments hold: first and
** behind the last; false where there is none. */
static bool checkrange(lua_State *L, Match *m, size_t *a, size_t *b) {
  lua_Integer start = luaL_checkinteger(L, 1), end = luaL_checkinteger(L, 2);
  if (!m->open || start < 0 || end < start ||
      (size_t)end > m->view.bytes.n)
    luaL_error(L, "no such span");
  *a = scan_before(&m->scan, (uint32_t)start);
  *b = scan_before(&m->scan, (uint32_t)end);
  return *a < *b;
}

static void pushtidy(lua_State *L, Str text) {
  Buf tidy;
  buf_init(&tidy);
  if (!view_tidy(&tidy, text)) {
    buf_deinit(&tidy);
    memory(L);
  }
  lua_pushlstring(L, tidy.p ? tidy.p : "", tidy.n);
  buf_deinit(&tidy);
}

static Str original(const Match *m, size_t a, size_t b) {
  uint32_t from = m->view.start[a];
  return (Str){m->page->text.p + from, m->view.end[b - 1] - from};
}

/* text(start, end): NFC, white space folded */
static int core_text(lua_State *L) {
  Match *m = upvalue(L);
  size_t a, b;
  if (checkrange(L, m, &a, &b)) pushtidy(L, original(m, a, b));
  else lua_pushliteral(L, "");
  return 1;
}

/* raw(start, end): the page's text as it stands */
static int core_raw(lua_State *L) {
  Match *m = upvalue(L);
  size_t a, b;
  Str s = {"", 0};
  if (checkrange(L, m, &a, &b)) s = original(m, a, b);
  lua_pushlstring(L, s.p, s.n);
  return 1;
}

/* offsets(start, end): start and end in the page's text, then in the raw bytes */
static int core_offsets(lua_State *L) {
  Match *m = upvalue(L);
  size_t a, b;
  uint32_t from, to;
  if (!checkrange(L, m, &a, &b)) return luaL_error(L, "an empty span");
  from = m->view.start[a];
  to = m->view.end[b - 1];
  lua_pushinteger(L, from);
  lua_pushinteger(L, to);
  lua_pushinteger(L, map_start(&m->decoded->map, map_start(&m->page->map, from)));
  lua_pushinteger(L, map_end(&m->decoded->map, map_end(&m->page->map, to)));
  return 4;
}

static bool isblockbyte(unsigned char c) {
  return c >= BLOCK_BODY && c <= VIEW_END;
}

static int pushbounds(lua_State *L, bool sentences) {
  Match *m = upvalue(L);
  lua_Integer at = luaL_checkinteger(L, 1);
  const char *p = m->view.bytes.p;
  size_t a, b, n = m->view.bytes.n;
  if (at < 0 || (size_t)at >= n) return luaL_error(L, "no such place");
  for (a = (size_t)at; a > 0; a--) {
    unsigned char c = (unsigned char)p[a - 1];
    if (isblockbyte(c) || (sentences && c == VIEW_BREAK)) break;
  }
  for (b = (size_t)at; b < n; b++) {
    unsigned char c = (unsigned char)p[b];
    if (isblockbyte(c) || (sentences && c == VIEW_BREAK)) break;
  }
  lua_pushinteger(L, (lua_Integer)a);
  lua_pushinteger(L, (lua_Integer)b);
  return 2;
}

/* sentence(at), paragraph(at): start and end of the one that holds `at` */
static int core_sentence(lua_State *L) { return pushbounds(L, true); }
static int core_paragraph(lua_State *L) { return pushbounds(L, false); }

/* xpath(page start, page end) or nil */
static int core_xpath(lua_State *L) {
  Match *m = upvalue(L);
  Buf path;
  buf_init(&path);
  if (page_xpath(m->page, (uint32_t)luaL_checkinteger(L, 1),
                 (uint32_t)luaL_checkinteger(L, 2), &path))
    lua_pushlstring(L, path.p, path.n);
  else
    lua_pushnil(L);
  buf_deinit(&path);
  return 1;
}

/* statistics: tokens, tries of rules, entries of terms, bytes of the view */
static int core_counts(lua_State *L) {
  Match *m = upvalue(L);
  lua_pushinteger(L, (lua_Integer)m->view.ntokens);
  lua_pushinteger(L, m->tries);
  lua_pushinteger(L, m->entries);
  lua_pushinteger(L, (lua_Integer)m->view.bytes.n);
  return 4;
}

/* subject(): the view's bytes; starts(): the places of all tokens */
static int core_subject(lua_State *L) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, upvalue(L)->subject);
  return 1;
}

static int core_tokens(lua_State *L) {
  Match *m = upvalue(L);
  lua_createtable(L, (int)m->view.ntokens, 0);
  for (size_t i = 0; i < m->view.ntokens; i++) {
    lua_pushinteger(L, m->view.at[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* ------------------------------------------------------------------- texts */

static int core_tidy(lua_State *L) {
  pushtidy(L, checkstr(L, 1));
  return 1;
}

static int mapcase(lua_State *L, utf8proc_int32_t (*f)(utf8proc_int32_t)) {
  Str s = checkstr(L, 1);
  luaL_Buffer b;
  size_t at = 0;
  luaL_buffinit(L, &b);
  while (at < s.n) {
    uint32_t c;
    utf8proc_uint8_t out[4];
    at += text_decode(s.p + at, s.p + s.n, &c);
    luaL_addlstring(&b, (const char *)out,
                    (size_t)utf8proc_encode_char(f((int32_t)c), out));
  }
  luaL_pushresult(&b);
  return 1;
}

static int core_lower(lua_State *L) { return mapcase(L, utf8proc_tolower); }
static int core_upper(lua_State *L) { return mapcase(L, utf8proc_toupper); }

/* limit(): the name of the limit that ended the page, or nil */
static int core_limit(lua_State *L) {
  lua_pushstring(L, upvalue(L)->limit);
  return 1;
}

/* view(text): the view of a literal, as bytes */
static int core_view(lua_State *L) {
  View v;
  Diag diag;
  if (!view_literal(&v, checkstr(L, 1), &diag)) {
    view_deinit(&v);
    return luaL_error(L, "%s", diag.message);
  }
  lua_pushlstring(L, v.bytes.p ? v.bytes.p : "", v.bytes.n);
  view_deinit(&v);
  return 1;
}

/* ------------------------------------------------------------------- life */

bool match_open(Match *m, lua_State *L, const Page *page, const Decoded *d,
                Diag *diag) {
  match_close(m, L);
  m->page = page;
  m->decoded = d;
  if (!view_build(&m->view, page, buf_str(&m->abbreviations), diag)) {
    view_deinit(&m->view);
    return false;
  }
  if (!scan_init(&m->scan, &m->view, &m->lexicon)) {
    view_deinit(&m->view);
    return diag_memory(diag);
  }
  m->open = true;
  for (size_t i = 0; m->heads_token && i < HEAD_CACHE; i++)
    m->heads_token[i] = LEXICON_NONE;
  lua_pushlstring(L, m->view.bytes.p ? m->view.bytes.p : "", m->view.bytes.n);
  m->subject = luaL_ref(L, LUA_REGISTRYINDEX);
  return true;
}

void match_close(Match *m, lua_State *L) {
  m->nodes.n = m->events.n = 0;
  m->entries = m->tries = m->depth = 0;
  m->limit = NULL;
  if (m->memocap > 1u << 16) { /* a large page; do not hold on to its table */
    mem_free(m->memo);
    m->memo = NULL;
    m->memocap = 0;
  } else if (m->memocount) {
    memset(m->memo, 0, m->memocap * sizeof *m->memo);
  }
  m->memocount = 0;
  if (!m->open) return;
  m->open = false;
  scan_deinit(&m->scan);
  view_deinit(&m->view);
  luaL_unref(L, LUA_REGISTRYINDEX, m->subject);
  m->subject = LUA_NOREF;
}

const char *match_limit(const Match *m) { return m->limit; }

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
  vec_deinit(&m->termrule);
  vec_deinit(&m->nodes);
  vec_deinit(&m->events);
  buf_deinit(&m->abbreviations);
  mem_free(m->memo);
  m->memo = NULL;
  return 0;
}

static Match *newmatch(lua_State *L) {
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

int luaopen_core(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"newset", core_newset},       {"addphrase", core_addphrase},
      {"vocabulary", core_vocabulary}, {"behind", core_behind},
      {"exact", core_exact},         {"behindexact", core_behindexact},
      {"term", core_term},
      {"define", core_define},       {"rules", core_rules},
      {"headset", core_headset},     {"headkind", core_headkind},
      {"abbreviations", core_abbreviations}, {"scan", core_scan},
      {"try", core_try},             {"node", core_node},
      {"events", core_events},       {"text", core_text},
      {"raw", core_raw},             {"offsets", core_offsets},
      {"sentence", core_sentence},   {"paragraph", core_paragraph},
      {"xpath", core_xpath},         {"counts", core_counts},
      {"subject", core_subject},     {"tokens", core_tokens},
      {"tidy", core_tidy},           {"view", core_view},
      {"lower", core_lower},         {"upper", core_upper},
      {"limit", core_limit},
      {NULL, NULL}};
  Match *m = newmatch(L);
  luaL_newlibtable(L, functions);
  lua_pushlightuserdata(L, m);
  luaL_setfuncs(L, functions, 1);
  return 1;
}
