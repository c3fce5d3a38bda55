/*
** emittable.c: the engine's result as tables for a terminal: the page, what
** it says of itself, and one table for each type of record.
*/
#include <lauxlib.h>
#include <string.h>

#include "emit.h"
#include "emitvalue.h"
#include "table.h"
#include "utf8.h"

#define INDENT 2
/* The names of meta, and what stands after them. */
#define META_COLUMNS 11

static bool colored(Buf *out, const EmitOptions *options, const char *code,
                    Str s) {
  bool on = options->color;
  return (!on || buf_printf(out, "\033[%sm", code)) && table_plain(out, s) &&
         (!on || buf_puts(out, "\033[0m"));
}

static size_t room(const EmitOptions *options, size_t taken) {
  return options->width > taken + TABLE_NARROWEST ? options->width - taken
                                                  : TABLE_NARROWEST;
}

/* ---- the page ---- */

static bool metaline(lua_State *L, const char *name,
                     const EmitOptions *options, Buf *out) {
  bool number, ok;
  Str s = emitvalue_text(L, -1, &number);
  ok = buf_puts(out, "  ") &&
       colored(out, options, "2", (Str){name, strlen(name)}) &&
       buf_printf(out, "%*s", (int)(META_COLUMNS - strlen(name)), "");
  if (ok) {
    /* Its control characters must not reach the terminal. */
    Buf plain;
    buf_init(&plain);
    ok = table_plain(&plain, s) &&
         table_wrap(out, buf_str(&plain),
                    room(options, INDENT + META_COLUMNS),
                    INDENT + META_COLUMNS) &&
         buf_putc(out, '\n');
    buf_deinit(&plain);
  }
  lua_pop(L, 1);
  return ok;
}

static bool heading(lua_State *L, int result, const EmitOptions *options,
                    Buf *out) {
  bool ok;
  emitvalue_get(L, result, "id");
  ok = colored(out, options, "1", emitvalue_string(L, -1)) &&
       buf_putc(out, '\n');
  lua_pop(L, 1);
  emitvalue_get(L, result, "meta");
  for (size_t i = 0; ok && emitvalue_meta[i]; i++) {
    if (emitvalue_get(L, -1, emitvalue_meta[i]) != LUA_TNIL)
      ok = metaline(L, emitvalue_meta[i], options, out);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return ok;
}

/* ---- records by type ---- */

/* Pushes a list with one list of records for each type, in the order of their
** first records. */
static void pushgroups(lua_State *L, int result, const EmitOptions *options) {
  int groups, bytype, records;
  lua_newtable(L);
  groups = lua_gettop(L);
  lua_newtable(L);
  bytype = groups + 1;
  emitvalue_get(L, result, "records");
  records = groups + 2;
  for (lua_Integer i = 1; emitvalue_next(L, records, i); i++) {
    if (emitvalue_wanted(L, options->types)) {
      emitvalue_get(L, -1, "type");
      lua_pushvalue(L, -1);
      if (lua_rawget(L, bytype) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawseti(L, groups, (lua_Integer)lua_rawlen(L, groups) + 1);
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, bytype);
      }
      lua_pushvalue(L, -3);
      lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
      lua_pop(L, 2);
    }
    lua_pop(L, 1);
  }
  lua_settop(L, groups);
}

/* What is shown of a declared field. */
typedef struct Plan {
  size_t filled; /* records that have it */
  bool column;   /* in a column of its own; else, where filled, in "more" */
} Plan;

/* The table's text is C memory: as a userdata it outlives no error. */
static int tablegc(lua_State *L) {
  table_deinit(lua_touserdata(L, 1));
  return 0;
}

static Table *pushtable(lua_State *L, size_t columns) {
  Table *t = lua_newuserdatauv(L, sizeof *t, 0);
  table_init(t, columns);
  if (luaL_newmetatable(L, "trich.table")) {
    lua_pushcfunction(L, tablegc);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return t;
}

/* Pushes the plan for the group at index, one entry a field of `order`. */
static Plan *pushplan(lua_State *L, int group, int order, size_t *columns) {
  size_t n = lua_rawlen(L, order);
  Plan *plan = lua_newuserdatauv(L, (n + 1) * sizeof *plan, 0);
  memset(plan, 0, (n + 1) * sizeof *plan);
  for (lua_Integer r = 1; emitvalue_next(L, group, r); r++) {
    emitvalue_get(L, -1, "fields");
    for (size_t i = 0; i < n; i++) {
      lua_rawgeti(L, order, (lua_Integer)i + 1);
      if (emitvalue_shown(L, -2, emitvalue_string(L, -1))) {
        plan[i].filled++;
        lua_pop(L, 1);
      }
      lua_pop(L, 1);
    }
    lua_pop(L, 2);
  }
  *columns = 0;
  for (size_t i = 0; i < n; i++) *columns += plan[i].column = plan[i].filled;
  return plan;
}

/* Where more columns are filled than the width can take, those with the
** fewest values share one. Gives whether there is such a one. */
static bool foldplan(Plan *plan, size_t n, size_t *columns,
                     const EmitOptions *options) {
  size_t most = (room(options, INDENT) + TABLE_GAP) /
                (TABLE_NARROWEST + TABLE_GAP);
  if (most < 2) most = 2;
  if (*columns <= most) return false;
  while (*columns > most - 1) {
    size_t least = n;
    for (size_t i = 0; i < n; i++)
      if (plan[i].column &&
          (least == n || plan[i].filled <= plan[least].filled))
        least = i;
    plan[least].column = false;
    (*columns)--;
  }
  return true;
}

/* 8700000000 is shown as 8 700 000 000. */
static void pushgrouped(lua_State *L, Str s) {
  char text[80];
  size_t from = s.n && s.p[0] == '-' ? 1 : 0, whole = from, n = 0;
  while (whole < s.n && s.p[whole] >= '0' && s.p[whole] <= '9') whole++;
  if (whole - from < 5 || s.n > 48) {
    lua_pushlstring(L, s.p, s.n);
    return;
  }
  for (size_t i = 0; i < s.n; i++) {
    if (i > from && i < whole && (whole - i) % 3 == 0) text[n++] = ' ';
    text[n++] = s.p[i];
  }
  lua_pushlstring(L, text, n);
}

/* Pushes what is shown of the value on top. */
static void pushshown(lua_State *L, int depth) {
  bool number;
  int value = lua_gettop(L);
  Str s;
  if (!lua_istable(L, value) || depth >= EMITVALUE_MAX_DEPTH) {
    s = emitvalue_text(L, value, &number);
    if (!number) return;
    pushgrouped(L, s);
    lua_remove(L, -2);
    return;
  }
  luaL_checkstack(L, 8, "lists in lists");
  lua_pushliteral(L, "");
  for (lua_Integer i = 1; emitvalue_next(L, value, i); i++) {
    pushshown(L, depth + 1);
    lua_remove(L, -2);
    if (i > 1) {
      lua_pushliteral(L, ", ");
      lua_insert(L, -2);
    }
    lua_concat(L, i > 1 ? 3 : 2);
  }
}

/* The cells of the record on top. */
static void putcells(lua_State *L, Table *t, const Plan *plan, int order,
                     bool more) {
  int record = lua_gettop(L);
  emitvalue_get(L, record, "fields");
  lua_pushliteral(L, ""); /* collects what shares the last column */
  for (lua_Integer i = 1; emitvalue_next(L, order, i); i++) {
    bool has = emitvalue_shown(L, record + 1, emitvalue_string(L, -1));
    if (has) pushshown(L, 0);
    if (plan[i - 1].column) {
      table_cell(t, has ? emitvalue_string(L, -1) : (Str){"", 0});
    } else if (has) {
      lua_pushfstring(L, "%s%s%s=%s", lua_tostring(L, record + 2),
                      lua_rawlen(L, record + 2) ? "; " : "",
                      lua_tostring(L, record + 3), lua_tostring(L, -1));
      lua_replace(L, record + 2);
    }
    lua_settop(L, record + 2);
  }
  if (more) table_cell(t, emitvalue_string(L, -1));
  lua_settop(L, record);
}

static void putheads(lua_State *L, Table *t, const Plan *plan, int order,
                     bool more) {
  for (lua_Integer i = 1; emitvalue_next(L, order, i); i++) {
    if (plan[i - 1].column) table_cell(t, emitvalue_string(L, -1));
    lua_pop(L, 1);
  }
  if (more) table_cell(t, STR_LIT("more"));
}

/* The line above a table: the type and how many. */
static bool typeline(lua_State *L, int group, const EmitOptions *options,
                     Buf *out) {
  bool ok;
  lua_rawgeti(L, group, 1);
  emitvalue_get(L, -1, "type");
  ok = buf_puts(out, "\n  ") &&
       colored(out, options, "1;36", emitvalue_string(L, -1)) &&
       buf_printf(out, " (%zu)\n", (size_t)lua_rawlen(L, group));
  lua_pop(L, 2);
  return ok;
}

/* One type's table; its records are the list on top. */
static bool putgroup(lua_State *L, const EmitOptions *options, Buf *out) {
  TableStyle style = {options->width, INDENT, options->color};
  int group = lua_gettop(L), order = group + 1;
  size_t columns;
  bool more, ok;
  Plan *plan;
  Table *t;
  lua_rawgeti(L, group, 1);
  emitvalue_get(L, -1, "order");
  lua_remove(L, -2);
  if (!lua_istable(L, order)) {
    lua_settop(L, group);
    return typeline(L, group, options, out);
  }
  plan = pushplan(L, group, order, &columns);
  more = foldplan(plan, lua_rawlen(L, order), &columns, options);
  t = pushtable(L, columns + (more ? 1 : 0));
  putheads(L, t, plan, order, more);
  for (lua_Integer r = 1; emitvalue_next(L, group, r); r++) {
    putcells(L, t, plan, order, more);
    lua_pop(L, 1);
  }
  ok = typeline(L, group, options, out) &&
       (t->columns == 0 || table_print(t, &style, out));
  table_deinit(t);
  lua_settop(L, group);
  return ok;
}

/* ---- what went wrong ---- */

/* The warning or error on top: "error: message (limit X, rule Y)". */
static bool putproblem(lua_State *L, const char *word, const char *code,
                       const EmitOptions *options, Buf *out) {
  static const char *const details[] = {"limit", "rule", NULL};
  bool ok = buf_puts(out, "  ") &&
            colored(out, options, code, (Str){word, strlen(word)}) &&
            buf_puts(out, ": ");
  emitvalue_get(L, -1, "message");
  ok = ok && table_plain(out, emitvalue_string(L, -1));
  lua_pop(L, 1);
  for (size_t i = 0; ok && details[i]; i++) {
    if (emitvalue_get(L, -1, details[i]) == LUA_TSTRING)
      ok = buf_printf(out, " (%s ", details[i]) &&
           table_plain(out, emitvalue_string(L, -1)) && buf_putc(out, ')');
    lua_pop(L, 1);
  }
  return ok && buf_putc(out, '\n');
}

static bool putproblems(lua_State *L, int result, const EmitOptions *options,
                        Buf *out) {
  bool ok = true;
  emitvalue_get(L, result, "warnings");
  for (lua_Integer i = 1; ok && emitvalue_next(L, -1, i); i++) {
    ok = putproblem(L, "warning", "33", options, out);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  if (ok && emitvalue_get(L, result, "error") == LUA_TTABLE)
    ok = putproblem(L, "error", "1;31", options, out);
  return ok;
}

bool emit_table(lua_State *L, int index, const EmitOptions *options,
                Buf *out) {
  int top = lua_gettop(L), result = lua_absindex(L, index);
  bool ok;
  luaL_checkstack(L, 40, "a result");
  ok = heading(L, result, options, out) && putproblems(L, result, options, out);
  lua_settop(L, top);
  if (ok) pushgroups(L, result, options);
  for (lua_Integer i = 1; ok && emitvalue_next(L, top + 1, i); i++) {
    ok = putgroup(L, options, out);
    lua_pop(L, 1);
  }
  lua_settop(L, top);
  return ok && buf_putc(out, '\n');
}
