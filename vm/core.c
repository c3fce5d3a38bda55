/*
** core.c: the Lua module `core`: what stdlib sees of the engine and of the page
** that is open. Places are bytes of the view, from 0; texts are the page's.
*/
#include "core.h"

#include "budget.h"
#include "coreparts.h"
#include "give.h"

void core_nomemory(lua_State *L) { luaL_error(L, "not enough memory"); }

Match *core_match(lua_State *L) {
  return lua_touserdata(L, lua_upvalueindex(1));
}

Str core_string_at(lua_State *L, int index) {
  Str s;
  s.p = luaL_checklstring(L, index, &s.n);
  return s;
}

/* working(number, at): the rule or link at work (tryrule's numbers, from 1), and
** the byte of the view that it is at: where a page ends all, its line says so.
** working(): that number */
static int core_working(lua_State *L) {
  Match *m = core_match(L);
  if (lua_isnoneornil(L, 1)) {
    lua_pushinteger(L, m->progress->rule);
    return 1;
  }
  m->progress->rule = (uint32_t)luaL_checkinteger(L, 1);
  m->progress->at = (uint32_t)luaL_checkinteger(L, 2);
  match_collect(m, L);
  return 0;
}

/* scan(reference, upto): runs every rule where it could begin (at every token,
** where reference is true), in the blocks before the one that byte `upto` is in
** (without it in all) */
static int core_scan(lua_State *L) {
  match_scan(core_match(L), L, lua_toboolean(L, 1),
             (uint32_t)luaL_optinteger(L, 2, UINT32_MAX));
  return 0;
}

/* found(): the matches of the last scan as a list of start, end, rule, start,
** ... in order of start, then longest, then rule; where the scan ended in an
** error, those of the blocks that were done */
static int core_found(lua_State *L) {
  Match *m = core_match(L);
  lua_Integer n = 0;
  match_sort(m);
  lua_createtable(L, (int)m->found.n * 3, 0);
  for (size_t i = 0; i < m->found.n; i++) {
    const Candidate *c = &m->found.p[i];
    const uint32_t all[] = {c->start, c->end, c->rule};
    for (size_t k = 0; k < 3; k++) {
      lua_pushinteger(L, all[k]);
      lua_rawseti(L, -2, ++n);
    }
  }
  return 1;
}

/* taken(rule, start, end): the node of a match that was found */
static int core_taken(lua_State *L) {
  Match *m = core_match(L);
  lua_Integer rule = luaL_checkinteger(L, 1), at = luaL_checkinteger(L, 2);
  lua_Integer end = luaL_checkinteger(L, 3);
  if (rule < 0 || (size_t)rule >= m->ruleterm.n || at < 0 || end < at ||
      (size_t)end > m->view.bytes.n)
    return luaL_error(L, "no such match");
  lua_pushinteger(L, match_node(m, L, (Candidate){(uint32_t)at, (uint32_t)end,
                                                  (uint32_t)rule}));
  return 1;
}

/* try(term, at): the term at one place of the open page: its node or nil */
static int core_try(lua_State *L) {
  Match *m = core_match(L);
  uint32_t term = (uint32_t)luaL_checkinteger(L, 1);
  lua_Integer at = luaL_checkinteger(L, 2);
  uint32_t node;
  if (at < 0 || (size_t)at >= m->view.bytes.n)
    return luaL_error(L, "no such place");
  node = match_term(m, L, term, (uint32_t)at);
  if (node) lua_pushinteger(L, node);
  else lua_pushnil(L);
  return 1;
}

static uint32_t checknode(lua_State *L, const Match *m) {
  lua_Integer n = luaL_checkinteger(L, 1);
  if (n < 1 || (size_t)n >= m->nodes.n) luaL_error(L, "no such node");
  return (uint32_t)n;
}

/* node(n): kind ("term" or "phrase"), id, value, start, end */
static int core_node(lua_State *L) {
  const Match *m = core_match(L);
  const Node *n = &m->nodes.p[checknode(L, m)];
  lua_pushstring(L, n->kind == NODE_TERM ? "term" : "phrase");
  lua_pushinteger(L, n->id);
  lua_pushinteger(L, n->value);
  lua_pushinteger(L, n->start);
  lua_pushinteger(L, n->end);
  return 5;
}

static void pushcapture(lua_State *L, Match *m, size_t i) {
  uint32_t node = match_filling(m, L, i);
  const Capture *c = &m->captures.p[i];
  lua_pushinteger(L, c->start);
  lua_pushinteger(L, c->end);
  if (node) lua_pushinteger(L, node);
  else lua_pushboolean(L, 0);
}

/* capture(n, number): the first capture of that number in the node: start, end,
** and the node that fills it exactly or false; of that node whether it is a
** phrase, its id and value; nil where there is none */
static int core_capture(lua_State *L) {
  Match *m = core_match(L);
  const Node *n = match_captures(m, L, checknode(L, m));
  uint32_t number = (uint32_t)luaL_checkinteger(L, 2);
  for (size_t i = n->first, end = i + n->n; i < end; i++)
    if (m->captures.p[i].number == number) {
      pushcapture(L, m, i);
      if (!lua_toboolean(L, -1)) return 3;
      n = &m->nodes.p[lua_tointeger(L, -1)];
      lua_pushboolean(L, n->kind == NODE_PHRASE);
      lua_pushinteger(L, n->id);
      lua_pushinteger(L, n->value);
      return 6;
    }
  return 0;
}

/* captures(n, number): all of them as one list of start, end, node, start ... */
static int core_captures(lua_State *L) {
  Match *m = core_match(L);
  const Node *n = match_captures(m, L, checknode(L, m));
  uint32_t number = (uint32_t)luaL_checkinteger(L, 2);
  lua_Integer count = 0;
  lua_settop(L, 2);
  lua_newtable(L);
  for (size_t i = n->first, end = i + n->n; i < end; i++) {
    if (m->captures.p[i].number != number) continue;
    pushcapture(L, m, i);
    for (lua_Integer k = 3; k > 0; k--) lua_rawseti(L, 3, count + k);
    count += 3;
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

static Str original(const Match *m, size_t a, size_t b) {
  uint32_t from = m->view.start[a];
  return (Str){m->page->text.p + from, m->view.end[b - 1] - from};
}

/* text(start, end): NFC, white space folded */
static int core_text(lua_State *L) {
  Match *m = core_match(L);
  size_t a, b;
  Str s = {"", 0};
  if (checkrange(L, m, &a, &b)) s = original(m, a, b);
  budget_read(L, s.n);
  core_pushtidy(L, m, s);
  return 1;
}

/* raw(start, end): the page's text as it stands */
static int core_raw(lua_State *L) {
  Match *m = core_match(L);
  size_t a, b;
  Str s = {"", 0};
  if (checkrange(L, m, &a, &b)) s = original(m, a, b);
  lua_pushlstring(L, s.p, s.n);
  return 1;
}

/* offsets(start, end): start and end in the page's text, then in the raw bytes */
static int core_offsets(lua_State *L) {
  Match *m = core_match(L);
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

static bool isbound(unsigned char c, bool sentence) {
  return isblockbyte(c) || (sentence && c == VIEW_BREAK);
}

Bounds core_bounds(lua_State *L, Match *m, size_t at, bool sentence) {
  const unsigned char *p = (const unsigned char *)m->view.bytes.p;
  size_t a, b, n = m->view.bytes.n;
  BoundsKept *kept = &m->bounds[sentence];
  if (at >= n) luaL_error(L, "no such place");
  for (size_t i = 0; i < MATCH_BOUNDS; i++)
    if (at >= kept->p[i].start && at < kept->p[i].end) return kept->p[i];
  for (a = at; a > 0 && !isbound(p[a - 1], sentence);) a--;
  for (b = at; b < n && !isbound(p[b], sentence);) b++;
  kept->next = (kept->next + 1) % MATCH_BOUNDS;
  return kept->p[kept->next] = (Bounds){a, b};
}

static int pushbounds(lua_State *L, bool sentence) {
  lua_Integer at = luaL_checkinteger(L, 1);
  Bounds b = core_bounds(L, core_match(L), at < 0 ? SIZE_MAX : (size_t)at,
                         sentence);
  lua_pushinteger(L, (lua_Integer)b.start);
  lua_pushinteger(L, (lua_Integer)b.end);
  return 2;
}

/* sentence(at), paragraph(at): start and end of the one that holds `at` */
static int core_sentence(lua_State *L) { return pushbounds(L, true); }
static int core_paragraph(lua_State *L) { return pushbounds(L, false); }

/* xpath(page start, page end) or nil */
static int core_xpath(lua_State *L) {
  Match *m = core_match(L);
  uint32_t start = (uint32_t)luaL_checkinteger(L, 1);
  uint32_t end = (uint32_t)luaL_checkinteger(L, 2);
  Buf path;
  buf_init(&path);
  if (page_xpath(m->page, start, end, &path)) {
    give_bytes(L, &path);
    return 1;
  }
  buf_deinit(&path);
  if (m->page->tree) core_nomemory(L);
  lua_pushnil(L);
  return 1;
}

/* statistics: tokens, tries of rules, entries of terms, bytes of the view */
static int core_counts(lua_State *L) {
  Match *m = core_match(L);
  lua_pushinteger(L, (lua_Integer)m->view.ntokens);
  lua_pushinteger(L, m->tries);
  lua_pushinteger(L, (lua_Integer)match_entries(m));
  lua_pushinteger(L, (lua_Integer)m->view.bytes.n);
  return 4;
}

/* costs(): tries, entries of terms and nanoseconds of each rule in turn, over
** all pages; clocked(on): whether time is taken from now on */
static int core_costs(lua_State *L) {
  Match *m = core_match(L);
  lua_Integer n = 0;
  lua_createtable(L, (int)m->costs.n * 3, 0);
  for (size_t i = 0; i < m->costs.n; i++) {
    const Cost *c = &m->costs.p[i];
    const uint64_t all[] = {c->tries, c->entries, c->nanoseconds};
    for (size_t k = 0; k < 3; k++) {
      lua_pushinteger(L, (lua_Integer)all[k]);
      lua_rawseti(L, -2, ++n);
    }
  }
  return 1;
}

static int core_clocked(lua_State *L) {
  core_match(L)->clocked = lua_toboolean(L, 1);
  return 0;
}

/* stage(name): the work that follows is of that stage (vm/stages.h) */
static int core_stage(lua_State *L) {
  Stage stage = stages_find(luaL_checkstring(L, 1));
  if (stage == STAGE_COUNT) return luaL_error(L, "no such stage");
  stages_enter(&core_match(L)->stages, stage);
  return 0;
}

/* guessed(): the name of the open page's encoding, where only its content tells
** it; nil where it is declared, or UTF-8, which shows itself */
static int core_guessed(lua_State *L) {
  const Match *m = core_match(L);
  if (!m->decoded->guessed || m->decoded->encoding == ENC_UTF8) return 0;
  lua_pushstring(L, decode_name(m->decoded->encoding));
  return 1;
}

/* subject(): the view's bytes; starts(): the places of all tokens */
static int core_subject(lua_State *L) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, core_match(L)->subject);
  return 1;
}

static int core_tokens(lua_State *L) {
  Match *m = core_match(L);
  lua_createtable(L, (int)m->view.ntokens, 0);
  for (size_t i = 0; i < m->view.ntokens; i++) {
    lua_pushinteger(L, m->view.at[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* limit(): the name of the limit that ended the page, or nil */
static int core_limit(lua_State *L) {
  lua_pushstring(L, core_match(L)->limit);
  return 1;
}

static const luaL_Reg core_page[] = {
    {"scan", core_scan}, {"found", core_found}, {"taken", core_taken},
    {"working", core_working}, {"try", core_try}, {"node", core_node},
    {"capture", core_capture}, {"captures", core_captures},
    {"text", core_text}, {"raw", core_raw}, {"offsets", core_offsets},
    {"sentence", core_sentence}, {"paragraph", core_paragraph},
    {"xpath", core_xpath}, {"counts", core_counts}, {"costs", core_costs},
    {"clocked", core_clocked}, {"subject", core_subject},
    {"tokens", core_tokens}, {"guessed", core_guessed}, {"limit", core_limit},
    {"stage", core_stage},
    {NULL, NULL}};

int luaopen_core(lua_State *L) {
  static const luaL_Reg *const parts[] = {core_page, core_building, core_texts};
  Match *m = match_new(L);
  lua_newtable(L);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    lua_pushlightuserdata(L, m);
    luaL_setfuncs(L, parts[i], 1);
  }
  return 1;
}
