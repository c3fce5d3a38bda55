/*
** emit.h: the engine's result, a Lua table, as a line of JSON or as tables
** for a terminal.
**
**   { id = string,
**     meta = { title, published, byline, outlet, views, language },
**     records = {
**       { type = string, rule = string, start = integer, ["end"] = integer,
**         text = string, xpath = string or nil,
**         at = { start, end },         -- bytes of the page's text
**         fields = { [name] = value },
**         order = { name, ... },       -- as declared; _private ones left out
**         from = { [name] = { start, ["end"], rule } } or nil }, ... },
**     warnings = { { kind, message }, ... } or nil,
**     error = { kind, limit, message, rule } or nil }
**
** A value is a string, a boolean, a number, a decimal (a userdata whose
** __tostring gives its plain notation) or a list of values.
*/
#ifndef EMIT_H
#define EMIT_H
#include <lua.h>
#include <stdbool.h>

#include "buf.h"
#include "emitarticle.h"
#include "emitmark.h"

typedef struct EmitOptions {
  Str types; /* the record types to print, with commas between; empty: all */
  /* Offsets into the raw bytes to those that are printed; NULL: the same. */
  size_t (*offset)(void *ud, size_t raw);
  void *ud;
  EmitArticle *article; /* the article's text as well, in JSON; or NULL */
  EmitMark *mark; /* the page with its records marked, in JSON; or NULL */
  size_t width; /* of the terminal */
  bool color;
} EmitOptions;

/* Append to out; false without memory. May raise a Lua error; out is the
** caller's then, too. */
bool emit_line(lua_State *L, int index, const EmitOptions *options, Buf *out);
/* One of the result's records, and one value of a record, without line feed. */
bool emit_record(lua_State *L, int index, const EmitOptions *options, Buf *out);
bool emit_value(lua_State *L, int index, Buf *out);
bool emit_table(lua_State *L, int index, const EmitOptions *options, Buf *out);

#endif
