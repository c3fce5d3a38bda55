/*
** core.c: the Lua module `core`: what stdlib sees of the engine and of the page
** that is open. Places are bytes of the view, from 0; texts are the page's.
*/
#include "core.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "budget.h"
#include "buf.h"
#include "give.h"
#include "mem.h"
#include "match.h"
#include "reference.h"
#include "text.h"

#define TIDY_KEEP (64u * 1024u) /* bytes that are kept for the next text */

static void memory(lua_State *L) { luaL_error(L, "not enough memory"); }

static Match *upvalue(lua_State *L) {
  return lua_touserdata(L, lua_upvalueindex(1));
}

/* ------------------------------------------------------- building a rule base */

static int closure(lua_State *L, lua_CFunction f) {
  lua_pushlightuserdata(L, upvalue(L));
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
  lua_pushlightuserdata(L, upvalue(L));
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, reference_callbehindexact, 3);
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
    if (diag.kind == DIAG_MEMORY) memory(L);
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

/* rules(n, {term of rule 0, term of rule 1, ...}): starts a new set of heads
** for n terms, whose ids are below n */
static int core_rules(lua_State *L) {
  Match *m = upvalue(L);
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
  Match *m = upvalue(L);
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
  if (!sieve_add(&m->sieve, op, parts, &at)) memory(L);
  lua_pushinteger(L, at);
  return 1;
}

/* captured(operation, number): the number of the operation, or of one around
** it, whose taking is the capture of that number */
static int core_captured(lua_State *L) {
  Match *m = upvalue(L);
  lua_Integer op = luaL_checkinteger(L, 1);
  uint32_t at = (uint32_t)op;
  if (op < 0 || (size_t)op >= m->sieve.ops.n)
    return luaL_error(L, "no operation");
  if (!sieve_capture(&m->sieve, (uint32_t)luaL_checkinteger(L, 2), &at))
    memory(L);
  lua_pushinteger(L, at);
  return 1;
}

/* string(text): the number of a text for the operations of the sieve */
static int core_string(lua_State *L) {
  uint32_t at;
  if (!sieve_addstring(&upvalue(L)->sieve, checkstr(L, 1), &at)) memory(L);
  lua_pushinteger(L, at);
  return 1;
}

/* word(folded text): the number of a word */
static int core_word(lua_State *L) {
  uint32_t word = lexicon_intern(&upvalue(L)->lexicon, checkstr(L, 1));
  if (word == LEXICON_NONE) memory(L);
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
  Match *m = upvalue(L);
  if (!heads_addset(&m->heads, checkterm(L, m),
                    (uint32_t)luaL_checkinteger(L, 2)))
    memory(L);
  return 0;
}

/* requires(rule, head): what match_require says */
static int core_requires(lua_State *L) {
  match_require(upvalue(L), L, (uint32_t)luaL_checkinteger(L, 1),
                (uint32_t)luaL_checkinteger(L, 2));
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

/* sift(term, operation, guarded, settled): what the sieve asks for a term; see
** vm/sieve.h */
static int core_sift(lua_State *L) {
  Match *m = upvalue(L);
  SieveTerm term = {(uint32_t)luaL_checkinteger(L, 2), lua_toboolean(L, 3),
                    lua_toboolean(L, 4)};
  sieve_setterm(&m->sieve, checkterm(L, m), term);
  return 0;
}

/* forget(): every guard is asked anew, whatever it said before */
static int core_forget(lua_State *L) {
  verdict_deinit(&upvalue(L)->verdicts);
  return 0;
}

static int core_abbreviations(lua_State *L) {
  Match *m = upvalue(L);
  buf_clear(&m->abbreviations);
  if (!buf_putstr(&m->abbreviations, checkstr(L, 1))) memory(L);
  return 0;
}

/* -------------------------------------------------------------- the open page */

/* working(number, at): the rule or link at work (tryrule's numbers, from 1), and
** the byte of the view that it is at: where a page ends all, its line says so.
** working(): that number */
static int core_working(lua_State *L) {
  Match *m = upvalue(L);
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
  match_scan(upvalue(L), L, lua_toboolean(L, 1),
             (uint32_t)luaL_optinteger(L, 2, UINT32_MAX));
  return 0;
}

/* found(): the matches of the last scan as a list of start, end, rule, start,
** ... in order of start, then longest, then rule; where the scan ended in an
** error, those of the blocks that were done */
static int core_found(lua_State *L) {
  Match *m = upvalue(L);
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
  Match *m = upvalue(L);
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
  Match *m = upvalue(L);
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
  const Match *m = upvalue(L);
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
  Match *m = upvalue(L);
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
  Match *m = upvalue(L);
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

static void pushtidy(lua_State *L, Match *m, Str text) {
  Buf *tidy = &m->tidy;
  buf_clear(tidy);
  if (!view_tidy(tidy, text)) memory(L);
  lua_pushlstring(L, tidy->p ? tidy->p : "", tidy->n);
  if (tidy->cap > TIDY_KEEP) buf_deinit(tidy);
}

static Str original(const Match *m, size_t a, size_t b) {
  uint32_t from = m->view.start[a];
  return (Str){m->page->text.p + from, m->view.end[b - 1] - from};
}

/* text(start, end): NFC, white space folded */
static int core_text(lua_State *L) {
  Match *m = upvalue(L);
  size_t a, b;
  Str s = {"", 0};
  if (checkrange(L, m, &a, &b)) s = original(m, a, b);
  budget_read(L, s.n);
  pushtidy(L, m, s);
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
  Bounds b = core_bounds(L, upvalue(L), at < 0 ? SIZE_MAX : (size_t)at,
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
  Match *m = upvalue(L);
  uint32_t start = (uint32_t)luaL_checkinteger(L, 1);
  uint32_t end = (uint32_t)luaL_checkinteger(L, 2);
  Buf path;
  buf_init(&path);
  if (page_xpath(m->page, start, end, &path)) {
    give_bytes(L, &path);
    return 1;
  }
  buf_deinit(&path);
  if (m->page->tree) memory(L);
  lua_pushnil(L);
  return 1;
}

/* statistics: tokens, tries of rules, entries of terms, bytes of the view */
static int core_counts(lua_State *L) {
  Match *m = upvalue(L);
  lua_pushinteger(L, (lua_Integer)m->view.ntokens);
  lua_pushinteger(L, m->tries);
  lua_pushinteger(L, (lua_Integer)match_entries(m));
  lua_pushinteger(L, (lua_Integer)m->view.bytes.n);
  return 4;
}

/* costs(): tries, entries of terms and nanoseconds of each rule in turn, over
** all pages; clocked(on): whether time is taken from now on */
static int core_costs(lua_State *L) {
  Match *m = upvalue(L);
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
  upvalue(L)->clocked = lua_toboolean(L, 1);
  return 0;
}

/* stage(name): the work that follows is of that stage (vm/stages.h) */
static int core_stage(lua_State *L) {
  Stage stage = stages_find(luaL_checkstring(L, 1));
  if (stage == STAGE_COUNT) return luaL_error(L, "no such stage");
  stages_enter(&upvalue(L)->stages, stage);
  return 0;
}

/* guessed(): the name of the open page's encoding, where only its content tells
** it; nil where it is declared, or UTF-8, which shows itself */
static int core_guessed(lua_State *L) {
  const Match *m = upvalue(L);
  if (!m->decoded->guessed || m->decoded->encoding == ENC_UTF8) return 0;
  lua_pushstring(L, decode_name(m->decoded->encoding));
  return 1;
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
  pushtidy(L, upvalue(L), checkstr(L, 1));
  return 1;
}

#define CASE_LETTERS 16u /* that are mapped between two looks at the buffer */

/* `ascii`: the first of the letters that f changes by one bit. */
static int mapcase(lua_State *L, utf8proc_int32_t (*f)(utf8proc_int32_t),
                   unsigned char ascii) {
  Str s = checkstr(L, 1);
  luaL_Buffer b;
  size_t at = 0;
  budget_work(L, s.n / 4);
  if (upvalue(L)->open) budget_read(L, s.n);
  luaL_buffinit(L, &b);
  while (at < s.n) {
    char *out = luaL_prepbuffsize(&b, CASE_LETTERS * 4);
    size_t n = 0;
    for (unsigned i = 0; i < CASE_LETTERS && at < s.n; i++) {
      unsigned char byte = (unsigned char)s.p[at];
      uint32_t c;
      if (byte < 0x80) {
        out[n++] = (char)((unsigned)(byte - ascii) < 26 ? byte ^ 0x20
                                                       : byte);
        at++;
        continue;
      }
      at += text_decode(s.p + at, s.p + s.n, &c);
      n += (size_t)utf8proc_encode_char(f((int32_t)c),
                                        (utf8proc_uint8_t *)out + n);
    }
    luaL_addsize(&b, n);
  }
  luaL_pushresult(&b);
  return 1;
}

static int core_lower(lua_State *L) {
  return mapcase(L, utf8proc_tolower, 'A');
}

static int core_upper(lua_State *L) {
  return mapcase(L, utf8proc_toupper, 'a');
}

/* decompose(text): each letter as its parts (NFD) */
static int core_decompose(lua_State *L) {
  Str s = checkstr(L, 1);
  luaL_Buffer b;
  size_t at = 0;
  luaL_buffinit(L, &b);
  while (at < s.n) {
    utf8proc_int32_t parts[8]; /* no letter has more than four */
    utf8proc_uint8_t out[4];
    uint32_t c;
    int unused = 0;
    utf8proc_ssize_t n;
    at += text_decode(s.p + at, s.p + s.n, &c);
    n = utf8proc_decompose_char((int32_t)c, parts, 8, UTF8PROC_DECOMPOSE,
                                &unused);
    for (utf8proc_ssize_t i = 0; i < n && i < 8; i++)
      luaL_addlstring(&b, (const char *)out,
                      (size_t)utf8proc_encode_char(parts[i], out));
  }
  luaL_pushresult(&b);
  return 1;
}

/* limit(): the name of the limit that ended the page, or nil */
static int core_limit(lua_State *L) {
  lua_pushstring(L, upvalue(L)->limit);
  return 1;
}

/* The view of the text at 1, as its bytes. */
static void literalview(lua_State *L, Buf *bytes) {
  Str s = checkstr(L, 1);
  View v;
  Diag diag;
  budget_work(L, s.n);
  if (upvalue(L)->open) budget_read(L, s.n);
  if (!view_literal(&v, s, &diag)) {
    view_deinit(&v);
    luaL_error(L, "%s", diag.message);
  }
  *bytes = v.bytes;
  buf_init(&v.bytes);
  view_deinit(&v);
}

/* view(text): the view of a literal, as bytes */
static int core_view(lua_State *L) {
  Buf bytes;
  literalview(L, &bytes);
  give_bytes(L, &bytes);
  return 1;
}

/* fold(text): that view without the marks */
static int core_fold(lua_State *L) {
  Buf bytes;
  size_t n = 0;
  literalview(L, &bytes);
  for (size_t i = 0; i < bytes.n; i++) {
    char c = bytes.p[i];
    if (c < MARK_LOWER || c > MARK_SIGN) bytes.p[n++] = c;
  }
  bytes.n = n;
  give_bytes(L, &bytes);
  return 1;
}

int luaopen_core(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"newset", core_newset},       {"addphrase", core_addphrase},
      {"vocabulary", core_vocabulary}, {"behind", core_behind},
      {"exact", core_exact},         {"behindexact", core_behindexact},
      {"term", core_term},
      {"define", core_define},       {"rules", core_rules},
      {"op", core_op},               {"captured", core_captured},
      {"string", core_string},
      {"word", core_word},           {"sift", core_sift},
      {"forget", core_forget},       {"requires", core_requires},
      {"headset", core_headset},     {"headkind", core_headkind},
      {"abbreviations", core_abbreviations}, {"scan", core_scan},
      {"found", core_found},         {"taken", core_taken},
      {"working", core_working},
      {"try", core_try},             {"node", core_node},
      {"capture", core_capture},     {"captures", core_captures},
      {"text", core_text},
      {"raw", core_raw},             {"offsets", core_offsets},
      {"sentence", core_sentence},   {"paragraph", core_paragraph},
      {"xpath", core_xpath},         {"counts", core_counts},
      {"costs", core_costs},         {"clocked", core_clocked},
      {"subject", core_subject},     {"tokens", core_tokens},
      {"guessed", core_guessed},     {"tidy", core_tidy},           {"view", core_view},
      {"lower", core_lower},         {"upper", core_upper},
      {"decompose", core_decompose}, {"limit", core_limit},
      {"stage", core_stage},         {"fold", core_fold},
      {NULL, NULL}};
  Match *m = match_new(L);
  luaL_newlibtable(L, functions);
  lua_pushlightuserdata(L, m);
  luaL_setfuncs(L, functions, 1);
  return 1;
}
