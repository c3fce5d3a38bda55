/*
** links.c: steps over flat spans; what suits is asked of Lua's tables.
*/
#include "links.h"

#include <lauxlib.h>

#include "budget.h"
#include "core.h"
#include "seek.h"

#define STEP_SLOTS 4 /* of Lua's stack, for a step: as in Step */
#define SLOTS 24     /* for all else */

/* A step with what it looks among; step, list, where and rule stand in turn on
** the stack, from `at` on. */
typedef struct Step {
  int at;
  Spans *spans;
  Way way;
  Scope scope;
  bool where, wide, fixed, rule;
} Step;

/* A link, or whoever asks: the places on the stack of what is asked with. */
typedef struct Ask {
  Match *m;
  int page;
  int thing, names;
  int wanted; /* 0: nothing */
} Ask;

/* ------------------------------------------------------------ flat spans */

static uint32_t placefield(lua_State *L, int index, const char *name) {
  uint32_t place;
  lua_getfield(L, index, name);
  place = (uint32_t)lua_tointeger(L, -1);
  lua_pop(L, 1);
  return place;
}

static Span spanof(lua_State *L, int index) {
  return (Span){placefield(L, index, "s"), placefield(L, index, "e")};
}

/* Room for n spans in the list's `flat`, with those that are there. */
static Spans *room(lua_State *L, int list, Spans *old, size_t n) {
  size_t cap = old ? n * 2 : n;
  Spans *s;
  if (cap >= UINT32_MAX) luaL_error(L, "too many things");
  s = lua_newuserdatauv(L, sizeof *s + cap * sizeof *s->at, 0);
  s->n = old ? old->n : 0;
  s->last = old ? old->last : 0;
  s->cap = (uint32_t)cap;
  for (uint32_t i = 0; i < s->n; i++) s->at[i] = old->at[i];
  lua_setfield(L, list, "flat");
  return s;
}

/* The spans of a list of things, kept in it as `flat`. */
static Spans *spansof(lua_State *L, int list) {
  size_t n = lua_rawlen(L, list);
  Spans *s;
  lua_getfield(L, list, "flat");
  s = lua_touserdata(L, -1);
  lua_pop(L, 1);
  if (!s || n > s->cap) s = room(L, list, s, n);
  while (s->n < n) {
    lua_rawgeti(L, list, (lua_Integer)s->n + 1);
    s->at[s->n] = spanof(L, lua_gettop(L));
    s->n++;
    lua_pop(L, 1);
  }
  return s;
}

/* ----------------------------------------------------------------- steps */

/* Pushes a field of a thing as it is: a mention would make one of another name
** where it is asked. */
static int field(lua_State *L, int index, const char *name) {
  lua_pushstring(L, name);
  return lua_rawget(L, index);
}

static bool flag(lua_State *L, int index, const char *name) {
  bool is;
  field(L, index, name);
  is = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return is;
}

/* Pushes the list that a step's target names, or nil. */
static void pushlist(lua_State *L, int page, int step) {
  int top = lua_gettop(L);
  lua_getfield(L, step, "to");
  lua_getfield(L, page, lua_getfield(L, top + 1, "mention") == LUA_TNIL
                            ? "records"
                            : "mentions");
  if (lua_isnil(L, top + 2)) lua_getfield(L, top + 1, "record");
  else lua_getfield(L, top + 2, "name");
  lua_gettable(L, top + 3);
  lua_replace(L, top + 1);
  lua_settop(L, top + 1);
}

/* Reads the step at index, and pushes its slots. False, and nothing pushed: it
** has nothing to look among, and nothing to say. */
static bool readstep(lua_State *L, int page, int index, Step *step) {
  int plan;
  step->at = lua_gettop(L) + 1;
  lua_pushvalue(L, index);
  lua_getfield(L, index, "plan");
  plan = (int)lua_tointeger(L, -1);
  lua_pop(L, 1);
  step->way = (Way)(plan % WAY_COUNT);
  step->scope = (Scope)(plan / WAY_COUNT);
  pushlist(L, page, index);
  if (lua_isnil(L, -1) && step->way == WAY_RESPECTIVE) {
    lua_pop(L, 1);
    lua_newtable(L);
  }
  if (lua_isnil(L, -1) ||
      (lua_rawlen(L, -1) == 0 && step->way != WAY_RESPECTIVE)) {
    lua_settop(L, step->at - 1);
    return false;
  }
  step->spans = spansof(L, step->at + 1);
  step->where = lua_getfield(L, index, "where") != LUA_TNIL;
  lua_getfield(L, index, "to");
  step->rule = lua_getfield(L, -1, "rule") != LUA_TNIL;
  lua_replace(L, -2);
  step->wide = step->where && flag(L, index, "wide");
  step->fixed = step->where && flag(L, index, "fixed");
  return true;
}

/* Pushes what the thing gives for the field on top, and takes that off. A
** mention that is a table gives its part of that name; a vocabulary's row that
** has none, and any other value, is given to the single field taken. */
static void give(lua_State *L, int thing, bool single) {
  int name = lua_gettop(L);
  if (!flag(L, thing, "mention")) {
    field(L, thing, "fields");
    lua_pushvalue(L, name);
    lua_gettable(L, -2);
  } else {
    bool whole = true;
    lua_getfield(L, thing, "value");
    if (lua_istable(L, -1)) {
      lua_pushvalue(L, name);
      whole = lua_gettable(L, name + 1) == LUA_TNIL;
      if (whole) {
        lua_getfield(L, name + 1, "text");
        whole = lua_toboolean(L, -1);
        lua_pop(L, whole ? 2 : 1);
      }
    }
    if (whole && !(single && lua_toboolean(L, name + 1))) lua_pushnil(L);
  }
  lua_replace(L, name);
  lua_settop(L, name);
}

static bool givesany(lua_State *L, int thing, int wanted) {
  bool single = flag(L, wanted, "single");
  for (lua_Integer i = 1; lua_rawgeti(L, wanted, i) != LUA_TNIL; i++) {
    bool gives;
    give(L, thing, single);
    gives = !lua_isnil(L, -1);
    lua_pop(L, 1);
    if (gives) return true;
  }
  lua_pop(L, 1);
  return false;
}

/* Calls the condition of a step. */
static bool asked(lua_State *L, const Step *step, int names, int thing) {
  bool yes;
  lua_pushvalue(L, step->at + 2);
  if (names) lua_pushvalue(L, names);
  else lua_pushnil(L);
  field(L, thing, "fields");
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    lua_getfield(L, thing, "value");
  }
  lua_call(L, 2, 1);
  yes = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return yes;
}

/* Whether the condition of the step holds for the thing. One that asks for
** nothing but a mention is asked once for each. */
static bool holds(lua_State *L, const Step *step, int names, int thing) {
  bool yes;
  if (!step->fixed) return asked(L, step, names, thing);
  lua_pushvalue(L, step->at);
  if (lua_rawget(L, thing) == LUA_TNIL) {
    yes = asked(L, step, 0, thing);
    lua_pushvalue(L, step->at);
    lua_pushboolean(L, yes);
    lua_rawset(L, thing);
  } else {
    yes = lua_toboolean(L, -1);
  }
  lua_pop(L, 1);
  return yes;
}

/* Whether the thing's field is the very value at the index. */
static bool fieldis(lua_State *L, int thing, const char *name, int at) {
  bool same;
  field(L, thing, name);
  same = lua_rawequal(L, -1, at);
  lua_pop(L, 1);
  return same;
}

/* Pushes thing i of the step's list where it suits; else pushes nothing. */
static bool suits(lua_State *L, const Ask *a, const Step *step, size_t i) {
  int thing = lua_gettop(L) + 1;
  budget_look(L, 1);
  lua_rawgeti(L, step->at + 1, (lua_Integer)i + 1);
  if (!lua_rawequal(L, thing, a->thing) && !flag(L, thing, "gone") &&
      (!step->rule || fieldis(L, thing, "rule", step->at + 3)) &&
      (!step->where || holds(L, step, a->names, thing)) &&
      (!a->wanted || givesany(L, thing, a->wanted)))
    return true;
  lua_pop(L, 1);
  return false;
}

static Span scopeof(lua_State *L, const Ask *a, Scope scope, uint32_t at) {
  Bounds b;
  if (scope == SCOPE_DOCUMENT) return (Span){0, UINT32_MAX};
  b = core_bounds(L, a->m, at, scope == SCOPE_SENTENCE);
  return (Span){(uint32_t)b.start, (uint32_t)b.end};
}

/* Tells the page that there are too few for a respective step. */
static void few(lua_State *L, const Ask *a, lua_Integer found) {
  lua_getfield(L, a->page, "few");
  lua_pushvalue(L, a->page);
  lua_pushvalue(L, a->thing);
  lua_pushinteger(L, found);
  lua_call(L, 3, 0);
}

/* The i-th of n: of the n nearest before, in order of the text. Pushes it, or
** nothing where there are too few. */
static bool respective(lua_State *L, const Ask *a, const Step *step,
                       Span asking) {
  int each = lua_gettop(L) + 1;
  lua_Integer n, found = 0, which;
  Seek k;
  Span scope = scopeof(L, a, step->scope, asking.start);
  size_t i;
  if (field(L, a->thing, "each") == LUA_TNIL) {
    lua_pop(L, 1);
    return false;
  }
  n = placefield(L, each, "n");
  which = n + 1 - (lua_Integer)placefield(L, a->thing, "index");
  asking.start = placefield(L, each, "s");
  seek_start(&k, step->spans, WAY_RESPECTIVE, asking, scope, UINT64_MAX);
  lua_pushnil(L);
  while (found < n && (i = seek_next(&k)) != SEEK_NONE) {
    if (!suits(L, a, step, i)) continue;
    if (!fieldis(L, each + 2, "each", each) && ++found == which)
      lua_replace(L, each + 1);
    lua_settop(L, each + 1);
  }
  lua_replace(L, each);
  lua_settop(L, each);
  if (found < n) few(L, a, found);
  if (found == n) return true;
  lua_pop(L, 1);
  return false;
}

/* Pushes what one step finds, or nothing. */
static bool findby(lua_State *L, const Ask *a, const Step *step, Span asking) {
  Scope scope = step->way == WAY_INSIDE ? SCOPE_DOCUMENT : step->scope;
  Seek k;
  size_t i;
  if (step->way == WAY_RESPECTIVE) return respective(L, a, step, asking);
  seek_start(&k, step->spans, step->way, asking,
             scopeof(L, a, scope, asking.start), a->m->most);
  while ((i = seek_next(&k)) != SEEK_NONE)
    if (suits(L, a, step, i)) return true;
  return false;
}

/* find(page, steps, asking, names, wanted or nil): the thing that the first
** step finds that finds any, or nil. `names`: what conditions ask of the one
** that asks. */
static int links_find(lua_State *L) {
  Ask a = {match_of(L), 1, 3, 4, lua_isnoneornil(L, 5) ? 0 : 5};
  Span asking;
  lua_settop(L, 5);
  luaL_checkstack(L, SLOTS + STEP_SLOTS, NULL);
  asking = spanof(L, 3);
  for (lua_Integer i = 1; lua_rawgeti(L, 2, i) != LUA_TNIL; i++) {
    Step step;
    if (readstep(L, 1, 6, &step) && findby(L, &a, &step, asking)) return 1;
    lua_settop(L, 5);
  }
  return 0;
}

/* ----------------------------------------------------------------- links */

/* A link, and where on the stack it and its parts stand. */
typedef struct Link {
  Ask ask;
  int def, where, rule, takes;
  size_t ntakes;
  bool wide; /* its condition asks for more than fields */
  size_t n;  /* of steps */
  const Step *steps;
} Link;

/* Arguments of the functions below, and what they push first. */
enum { PAGE = 1, DEF, THINGS, FIELDS, WHERE, RULE, TAKES, STEPS };

/* Pushes the parts of the link at DEF, and those of its steps that are of use
** on this page. */
static Link linkof(lua_State *L) {
  Link l = {.ask = {match_of(L), PAGE, 0, 0, 0}, .def = DEF};
  size_t n;
  Step *steps;
  lua_settop(L, THINGS);
  lua_pushnil(L); /* FIELDS */
  if (lua_getfield(L, DEF, "where") != LUA_TNIL) l.where = WHERE;
  l.wide = flag(L, DEF, "wide");
  lua_getfield(L, DEF, "of");
  if (lua_getfield(L, -1, "rule") != LUA_TNIL) l.rule = RULE;
  lua_replace(L, RULE);
  lua_getfield(L, DEF, "sets");
  if (lua_rawlen(L, -1) == 0) l.takes = TAKES;
  lua_pop(L, 1);
  lua_getfield(L, DEF, "takes");
  l.ntakes = lua_rawlen(L, TAKES);
  lua_getfield(L, DEF, "from");
  n = lua_rawlen(L, STEPS);
  if (n > INT32_MAX / (2 * STEP_SLOTS)) luaL_error(L, "too many steps");
  steps = lua_newuserdatauv(L, (n + 1) * sizeof *steps, 0);
  luaL_checkstack(L, SLOTS + (int)n * (STEP_SLOTS + 1), "too many steps");
  for (size_t i = 1; i <= n; i++) {
    lua_rawgeti(L, STEPS, (lua_Integer)i);
    if (readstep(L, PAGE, lua_gettop(L), &steps[l.n])) l.n++;
  }
  l.steps = steps;
  return l;
}

/* Pushes what expressions ask of the thing: its fields, or where that is not
** enough what the second upvalue makes of it. */
static void pushnames(lua_State *L, int thing, bool wide) {
  if (!wide) {
    lua_pushvalue(L, FIELDS);
    return;
  }
  lua_pushvalue(L, lua_upvalueindex(2));
  lua_pushvalue(L, thing);
  lua_call(L, 1, 1);
}

/* Whether the thing has nothing in the i-th field that is taken. */
static bool missing(lua_State *L, lua_Integer i) {
  bool is;
  lua_rawgeti(L, TAKES, i);
  is = lua_rawget(L, FIELDS) == LUA_TNIL;
  lua_pop(L, 1);
  return is;
}

/* Pushes the list of the fields that the link takes and the thing does not
** have; false, and nothing pushed: there is none. */
static bool wanted(lua_State *L, const Link *l) {
  lua_Integer all = (lua_Integer)l->ntakes, n = 0;
  for (lua_Integer i = 1; i <= all; i++) n += missing(L, i);
  if (n == 0) return false;
  if (n == all) {
    lua_pushvalue(L, TAKES);
    return true;
  }
  lua_createtable(L, (int)n, 0);
  n = 0;
  for (lua_Integer i = 1; i <= all; i++) {
    if (!missing(L, i)) continue;
    lua_rawgeti(L, TAKES, i);
    lua_rawseti(L, -2, ++n);
  }
  return true;
}

/* Calls the condition of the link. */
static bool allowed(lua_State *L, const Link *l, int thing) {
  bool yes;
  lua_pushvalue(L, WHERE);
  pushnames(L, thing, l->wide);
  lua_call(L, 1, 1);
  yes = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return yes;
}

/* Pushes what the steps find for the thing, or nothing. */
static bool findany(lua_State *L, Link *l) {
  Span asking = spanof(L, l->ask.thing);
  for (size_t i = 0; i < l->n; i++) {
    const Step *step = &l->steps[i];
    l->ask.names = FIELDS;
    if (step->wide) {
      pushnames(L, l->ask.thing, true);
      l->ask.names = lua_gettop(L);
    }
    if (findby(L, &l->ask, step, asking)) return true;
    if (step->wide) lua_pop(L, 1);
  }
  return false;
}

/* The link for the thing on top. What it finds is told to the first upvalue:
** took(def, thing, found, wanted or nil). */
static void linkone(lua_State *L, Link *l) {
  int thing = lua_gettop(L);
  l->ask.thing = thing;
  l->ask.wanted = 0;
  field(L, thing, "fields");
  lua_replace(L, FIELDS);
  if (l->takes) {
    if (!wanted(L, l)) return;
    l->ask.wanted = lua_gettop(L);
  }
  if (l->where && !allowed(L, l, thing)) return;
  if (!findany(L, l)) return;
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushvalue(L, DEF);
  lua_pushvalue(L, thing);
  lua_pushvalue(L, -4);
  if (l->ask.wanted) lua_pushvalue(L, l->ask.wanted);
  else lua_pushnil(L);
  lua_call(L, 4, 0);
}

/* run(page, def, things): the link for each of the things in turn */
static int links_run(lua_State *L) {
  Link l = linkof(L);
  int top = lua_gettop(L);
  if (l.n == 0) return 0;
  for (lua_Integer i = 1; lua_rawgeti(L, THINGS, i) != LUA_TNIL; i++) {
    if (!l.rule || fieldis(L, top + 1, "rule", RULE)) linkone(L, &l);
    lua_settop(L, top);
  }
  return 0;
}

/* link(page, def, thing): the link for one */
static int links_link(lua_State *L) {
  Link l = linkof(L);
  lua_pushvalue(L, THINGS);
  linkone(L, &l);
  return 0;
}

/* gives(thing, name, single): what a thing gives for a field */
static int links_gives(lua_State *L) {
  bool single = lua_toboolean(L, 3);
  lua_settop(L, 2);
  give(L, 1, single);
  return 1;
}

/* plan(way, scope): the number by which steps name both */
static int links_plan(lua_State *L) {
  Way way = seek_way(luaL_checkstring(L, 1));
  Scope scope = seek_scope(luaL_checkstring(L, 2));
  if (way == WAY_COUNT || scope == SCOPE_COUNT)
    return luaL_error(L, "no such way or scope");
  lua_pushinteger(L, (lua_Integer)scope * WAY_COUNT + (lua_Integer)way);
  return 1;
}

/* most(n): so many things a step looks at, from now on */
static int links_most(lua_State *L) {
  match_of(L)->most = (uint64_t)luaL_checkinteger(L, 1);
  return 0;
}

/* bind(took, names_of): run and link with these */
static int links_bind(lua_State *L) {
  lua_settop(L, 2);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, links_run, 2);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, links_link, 2);
  return 2;
}

int luaopen_links(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"find", links_find}, {"gives", links_gives}, {"plan", links_plan},
      {"most", links_most}, {"bind", links_bind},   {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}
