/*
** match.c: runs the sieve at the candidates, and keeps what it found.
*/
#include "match.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "buf.h"
#include "limit.h"
#include "mem.h"
#include "reference.h"

#define MATCH_LATER 4096u /* tokens of a block that is looked through first */
#define FAILED 0u /* no node has this number */

static const char MATCH_KEY = 0; /* its address is the registry's key */

static void memory(lua_State *L) { luaL_error(L, "not enough memory"); }

/* ----------------------------------------------------------------- terms */

void match_limit(Match *m, lua_State *L, LimitId id, uint64_t value) {
  m->limit = limit_of(id)->name;
  luaL_error(L, "the page hit the limit %s (%I)", m->limit, (lua_Integer)value);
}

uint32_t match_addnode(Match *m, lua_State *L, const Node *n) {
  if (m->nodes.n == 0 && !vec_push(&m->nodes, (Node){0})) memory(L);
  if (!vec_push(&m->nodes, *n)) memory(L);
  return (uint32_t)(m->nodes.n - 1);
}

void match_collect(Match *m, lua_State *L) {
  if (m->ceiling == 0 || (size_t)lua_gc(L, LUA_GCCOUNT) < m->ceiling) return;
  m->ceiling = 0;
  lua_gc(L, LUA_GCRESTART);
}

bool match_guarded(Match *m, lua_State *L, uint32_t term, uint32_t node) {
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

/* ---------------------------------------------------- captures of the sieve */

/* The node of a term that matches there up to `end`. */
static uint32_t nodeof(Match *m, lua_State *L, uint32_t term, uint32_t at,
                       uint32_t end) {
  Node n = {.kind = NODE_TERM, .id = term, .start = at, .end = end};
  uint64_t key = memo_key(at, term);
  uint32_t node;
  if (memo_get(&m->memo, key, &node)) return node;
  node = match_addnode(m, L, &n);
  if (!memo_put(&m->memo, key, node)) memory(L);
  return node;
}

/* While a pattern is run for them, a guard may ask for others: those of each
** lie on m->taking until they are complete. */
static void takecaptures(Match *m, lua_State *L, uint32_t node) {
  Node *n = &m->nodes.p[node];
  size_t from = m->taking.n, count;
  m->sieve.quiet++;
  capture_take(&m->sieve, m->sieve.terms.p[n->id].op,
               scan_token(&m->scan, n->start), &m->taking);
  m->sieve.quiet--;
  n = &m->nodes.p[node];
  count = m->taking.n - from;
  if (!vec_reserve(&m->captures, count)) memory(L);
  n->first = (uint32_t)m->captures.n;
  n->n = (uint32_t)count;
  n->taken = true;
  for (size_t i = 0; i < count; i++)
    m->captures.p[m->captures.n++] = m->taking.p[from + i];
  m->taking.n = from;
}

const Node *match_captures(Match *m, lua_State *L, uint32_t node) {
  const Node *n = &m->nodes.p[node];
  if (!n->taken && n->kind == NODE_TERM) takecaptures(m, L, node);
  return &m->nodes.p[node];
}

uint32_t match_filling(Match *m, lua_State *L, size_t i) {
  Capture c = m->captures.p[i];
  Node phrase = {.kind = NODE_PHRASE, .id = c.id, .value = c.value,
                 .start = c.start, .end = c.end};
  if (c.filling == FILLING_TEXT || c.node) return c.node;
  c.node = c.filling == FILLING_TERM ? nodeof(m, L, c.id, c.start, c.end)
                                     : match_addnode(m, L, &phrase);
  m->captures.p[i].node = c.node;
  return c.node;
}

/* --------------------------------------------------------- what is asked */

/* The sieve is set up again where rules were loaded under an open page. */
static void ready(Match *m, lua_State *L) {
  m->depth = m->sieve.depth = m->sieve.quiet = 0;
  m->taking.n = 0;
  m->sieve.ud = L;
  m->sieve.budget = m->budget;
  m->sieve.deepest = LIMIT(TERM_MAX_DEPTH);
  if (m->open && !m->sieve.scan && !sieve_open(&m->sieve, &m->scan)) memory(L);
}

/* The node of the term at the token, its guard asked, or FAILED. */
uint32_t match_quietly(Match *m, lua_State *L, uint32_t term, size_t token) {
  uint32_t end;
  if (token == m->view.ntokens) return FAILED;
  m->sieve.quiet++;
  end = sieve_term(&m->sieve, term, token);
  m->sieve.quiet--;
  if (end == SIEVE_FAIL) return FAILED;
  return nodeof(m, L, term, m->view.at[token], sieve_byte(&m->sieve, end));
}

uint32_t match_term(Match *m, lua_State *L, uint32_t term, uint32_t at) {
  uint32_t node;
  ready(m, L);
  if (m->reference) return reference_term(m, L, term, at);
  if (term < m->sieve.terms.n && m->sieve.terms.p[term].op != SIEVE_FAIL)
    return match_quietly(m, L, term, scan_token(&m->scan, at));
  node = reference_node(m, L, term, at);
  return node && match_guarded(m, L, term, node) ? node : FAILED;
}

uint32_t match_node(Match *m, lua_State *L, Candidate found) {
  uint32_t term = m->ruleterm.p[found.rule];
  ready(m, L);
  if (m->reference) return reference_term(m, L, term, found.start);
  return nodeof(m, L, term, found.start, found.end);
}

uint64_t match_entries(const Match *m) { return m->entries + m->sieve.entries; }

/* What the sieve asks of us (vm/sieve.h). */
static bool asked(Match *m, lua_State *L, uint32_t term, uint32_t token,
                  uint32_t end) {
  uint32_t node = nodeof(m, L, term, m->view.at[token],
                         sieve_byte(&m->sieve, end));
  return match_guarded(m, L, term, node);
}

static bool holds(void *ud, uint32_t term, uint32_t token, uint32_t end) {
  lua_State *L = ud;
  Match *m = match_of(L);
  uint32_t key = term << 1 | sieve_afterletter(&m->sieve, token);
  Str text = sieve_taken(&m->sieve, token, end);
  bool yes;
  if (!m->sieve.terms.p[term].settled) return asked(m, L, term, token, end);
  if (verdict_get(&m->verdicts, key, text, &yes)) return yes;
  yes = asked(m, L, term, token, end);
  verdict_put(&m->verdicts, key, text, yes);
  return yes;
}

static void sievelimit(void *ud, SieveLimit which) {
  lua_State *L = ud;
  Match *m = match_of(L);
  if (which == SIEVE_STOP) luaL_error(L, "interrupted");
  if (which == SIEVE_BUDGET)
    match_limit(m, L, LIMIT_BUDGET_TERMS, m->budget);
  if (which == SIEVE_STEPS)
    match_limit(m, L, LIMIT_BUDGET_OPERATIONS, m->sieve.maxsteps);
  if (which == SIEVE_DEPTH)
    match_limit(m, L, LIMIT_TERM_MAX_DEPTH, m->sieve.depth);
  memory(L);
}

/* ----------------------------------------------------------------- rules */

static void clearrules(Match *m) {
  sieve_deinit(&m->sieve);
  verdict_clear(&m->verdicts);
  heads_deinit(&m->heads);
  expect_deinit(&m->expect);
  m->ruleterm.n = m->termrule.n = m->costs.n = 0;
}

static bool makerules(Match *m, size_t nterms) {
  if (!heads_init(&m->heads, nterms)) return false;
  if (!sieve_init(&m->sieve, &m->lexicon, &m->heads)) return false;
  if (!expect_init(&m->expect, &m->heads)) return false;
  m->sieve.stop = &m->stop;
  m->sieve.holds = holds;
  m->sieve.limit = sievelimit;
  m->sieve.stages = &m->stages;
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
  expect_addrule(&m->expect, term);
}

void match_require(Match *m, lua_State *L, uint32_t rule, uint32_t head) {
  if (rule >= m->ruleterm.n || head >= m->heads.nterms)
    luaL_error(L, "no rule");
  if (!expect_need(&m->expect, m->ruleterm.p[rule], head)) memory(L);
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

/* The byte behind the match of the term at the token; 0 where it fails. */
static uint32_t endof(Match *m, lua_State *L, uint32_t term, size_t token) {
  uint32_t place, node;
  if (m->reference) {
    node = reference_term(m, L, term, m->view.at[token]);
    return node ? m->nodes.p[node].end : 0;
  }
  place = sieve_term(&m->sieve, term, token);
  return place == SIEVE_FAIL ? 0 : sieve_byte(&m->sieve, place);
}

static void tryrule(Match *m, lua_State *L, uint32_t rule, size_t token) {
  uint64_t start = m->clocked ? now() : 0, before = match_entries(m);
  uint32_t end;
  Cost *cost = &m->costs.p[rule];
  m->progress->rule = rule + 1;
  end = endof(m, L, m->ruleterm.p[rule], token);
  m->tries++;
  cost->tries++;
  cost->entries += match_entries(m) - before;
  if (m->clocked) cost->nanoseconds += now() - start;
  if (!end) return;
  if (!vec_push(&m->found, ((Candidate){m->view.at[token], end, rule})))
    memory(L);
  if (m->found.n > LIMIT(BUDGET_RECORDS))
    match_limit(m, L, LIMIT_BUDGET_RECORDS, LIMIT(BUDGET_RECORDS));
}

/* The rules that can match in the block that begins there. Of a block of very
** many tokens nothing is known. */
static void expectblock(Match *m, lua_State *L, size_t first) {
  size_t end = first + 1;
  bool all;
  while (end < m->view.ntokens && !scan_isfirst(&m->scan, end)) end++;
  all = m->reference || end - first > MATCH_LATER;
  m->sieve.base = first;
  if (!expect_block(&m->expect, &m->sieve, first, end, all)) memory(L);
}

static void trytoken(Match *m, lua_State *L, size_t token) {
  const SieveRow *row;
  if (m->reference) {
    for (uint32_t rule = 0; rule < m->ruleterm.n; rule++)
      tryrule(m, L, rule, token);
    return;
  }
  expect_token(&m->expect, token);
  row = sieve_row(&m->sieve, token);
  for (size_t w = 0; w < m->sieve.narrowed; w++) {
    uint64_t bits = row->heads[w] & m->expect.expected[w];
    if (!bits) continue;
    for (; bits; bits &= bits - 1) {
      size_t term = w * 64 + (size_t)__builtin_ctzll(bits);
      tryrule(m, L, m->termrule.p[term], token);
    }
    row = sieve_row(&m->sieve, token); /* a pattern may have reached far */
  }
}

/* The first token of the block that byte `upto` is in, or behind the last. */
static size_t lasttoken(const Match *m, uint32_t upto) {
  size_t last = m->view.ntokens;
  if (upto >= m->view.bytes.n) return last;
  for (size_t i = 0; i < m->view.ntokens && m->view.at[i] <= upto; i++)
    if (scan_isfirst(&m->scan, i)) last = i;
  return last;
}

void match_scan(Match *m, lua_State *L, bool reference, uint32_t upto) {
  size_t last = lasttoken(m, upto);
  stages_enter(&m->stages, STAGE_MATCH);
  if (m->reference != reference) memo_clear(&m->memo);
  m->reference = reference;
  ready(m, L);
  m->found.n = 0;
  m->reached = 0;
  for (size_t i = 0; i < last; i++) {
    if (scan_isfirst(&m->scan, i)) {
      m->progress->at = m->reached = m->view.at[i];
      expectblock(m, L, i);
    }
    trytoken(m, L, i);
  }
  m->reached = (uint32_t)m->view.bytes.n;
  m->progress->at = m->progress->rule = 0; /* no record is made yet */
  match_sort(m);
}

void match_sort(Match *m) {
  size_t n = m->found.n;
  while (n && m->found.p[n - 1].start >= m->reached) n--;
  m->found.n = n; /* candidates come in order of their starts */
  if (n) qsort(m->found.p, n, sizeof *m->found.p, bycandidate);
}

/* ------------------------------------------------------------------ life */

/* The view as a Lua string, which then holds its only copy; called protected, as
** memory may be short. */
static int keepsubject(lua_State *L) {
  Match *m = lua_touserdata(L, 1);
  Str s;
  lua_pushlstring(L, m->view.bytes.p ? m->view.bytes.p : "", m->view.bytes.n);
  s.p = lua_tolstring(L, -1, &s.n);
  m->subject = luaL_ref(L, LUA_REGISTRYINDEX);
  buf_deinit(&m->view.bytes);
  m->view.bytes = (Buf){(char *)s.p, s.n, 0};
  return 0;
}

static void closeview(Match *m) {
  if (m->subject != LUA_NOREF) buf_init(&m->view.bytes); /* it is Lua's */
  view_deinit(&m->view);
}

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
  if (!sieve_open(&m->sieve, &m->scan)) {
    scan_deinit(&m->scan);
    view_deinit(&m->view);
    return diag_memory(diag);
  }
  m->open = true;
  m->progress->at = m->progress->rule = 0;
  m->budget = LIMIT(BUDGET_TERMS) + LIMIT(BUDGET_TERMS_PER_BYTE) * page->text.n;
  m->sieve.maxsteps = LIMIT(BUDGET_OPERATIONS) +
                      LIMIT(BUDGET_OPERATIONS_PER_BYTE) * page->text.n;
  lua_pushcfunction(L, keepsubject);
  lua_pushlightuserdata(L, m);
  if (lua_pcall(L, 1, 0, 0) == LUA_OK) return true;
  lua_pop(L, 1);
  match_close(m, L);
  return diag_memory(diag);
}

/* What a large page took is given back; of others the next page takes it. */
static void emptylists(Match *m) {
  if (m->nodes.cap > MEMO_KEEP) vec_deinit(&m->nodes);
  if (m->captures.cap > MEMO_KEEP) vec_deinit(&m->captures);
  if (m->taking.cap > MEMO_KEEP) vec_deinit(&m->taking);
  if (m->found.cap > MEMO_KEEP) vec_deinit(&m->found);
  m->nodes.n = m->captures.n = m->taking.n = m->found.n = 0;
}

void match_close(Match *m, lua_State *L) {
  emptylists(m);
  memset(m->bounds, 0, sizeof m->bounds);
  m->entries = m->tries = m->depth = 0;
  m->limit = NULL;
  memo_clear(&m->memo);
  if (!m->open) return;
  m->open = false;
  sieve_close(&m->sieve);
  scan_deinit(&m->scan);
  closeview(m);
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
    closeview(m);
    m->open = false;
  }
  clearrules(m);
  lexicon_deinit(&m->lexicon);
  vec_deinit(&m->ruleterm);
  vec_deinit(&m->costs);
  vec_deinit(&m->termrule);
  vec_deinit(&m->nodes);
  vec_deinit(&m->taking);
  vec_deinit(&m->found);
  buf_deinit(&m->abbreviations);
  buf_deinit(&m->tidy);
  vec_deinit(&m->captures);
  memo_deinit(&m->memo);
  verdict_deinit(&m->verdicts);
  return 0;
}

Match *match_new(lua_State *L) {
  Match *m = lua_newuserdatauv(L, sizeof *m, 0);
  memset(m, 0, sizeof *m);
  m->subject = LUA_NOREF;
  m->progress = &m->own;
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
