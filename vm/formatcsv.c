/*
** formatcsv.c: comma- and tab-separated tables: one for each record type, in
** the folder of -o, or that of the one type of --type. Quoted as RFC 4180 says;
** the tab form has no quotes: a tab, a line feed and a backslash within a value
** are \t, \n and \\.
*/
#include <string.h>

#include "format.h"
#include "mem.h"

typedef struct Table {
  const FormatType *type;
  Sink own;   /* a file in the folder of -o */
  Sink *sink; /* where it goes; own, or that of standard output */
} Table;

typedef struct Tables {
  VEC(Table) list;
  Buf line, value;
  bool tabs;
} Tables;

/* The columns of every record, before its fields. */
static const char *const common[] = {"document", "start", "end", "rule",
                                     "text"};
enum { NCOMMON = sizeof common / sizeof *common };

/* ---- cells ---- */

static bool quoted(Buf *line, Str s) {
  bool plain = true;
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] && strchr(",\"\r\n", s.p[i])) plain = false;
  if (plain) return buf_putstr(line, s);
  if (!buf_putc(line, '"')) return false;
  for (size_t i = 0; i < s.n; i++)
    if ((s.p[i] == '"' && !buf_putc(line, '"')) || !buf_putc(line, s.p[i]))
      return false;
  return buf_putc(line, '"');
}

static const char *escape(char c) {
  switch (c) {
    case '\t': return "\\t";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\\': return "\\\\";
    default: return NULL;
  }
}

static bool escaped(Buf *line, Str s) {
  for (size_t i = 0; i < s.n; i++) {
    const char *as = escape(s.p[i]);
    if (!(as ? buf_puts(line, as) : buf_putc(line, s.p[i]))) return false;
  }
  return true;
}

/* A cell, with what stands between it and the one before. */
static bool cell(Tables *t, size_t column, Str s) {
  if (column > 0 && !buf_putc(&t->line, t->tabs ? '\t' : ',')) return false;
  return t->tabs ? escaped(&t->line, s) : quoted(&t->line, s);
}

static bool valuecell(Tables *t, size_t column, const json_t *value) {
  buf_clear(&t->value);
  return format_text(value, &t->value) &&
         cell(t, column, buf_str(&t->value));
}

/* ---- rows ---- */

static bool put(Format *f, Table *table) {
  Tables *t = f->state;
  if (!buf_puts(&t->line, t->tabs ? "\n" : "\r\n")) return diag_memory(&f->diag);
  if (sink_write(table->sink, t->line.p, t->line.n)) return true;
  if (table->sink->closed) return false; /* the reader has all it wants */
  return diag_set(&f->diag, DIAG_SYSTEM, NULL, "%s: %s",
                  table->sink->path ? table->sink->path : "the output",
                  strerror(table->sink->error));
}

static bool head(Format *f, Table *table) {
  Tables *t = f->state;
  const FormatType *type = table->type;
  bool ok = true;
  buf_clear(&t->line);
  for (size_t i = 0; i < NCOMMON; i++)
    ok = ok && cell(t, i, (Str){common[i], strlen(common[i])});
  for (size_t i = 0; i < type->fields.n; i++) {
    buf_clear(&t->value);
    ok = ok && format_column(type->fields.p[i], &t->value) &&
         cell(t, NCOMMON + i, buf_str(&t->value));
  }
  return ok ? put(f, table) : diag_memory(&f->diag);
}

static bool row(Format *f, Table *table, const json_t *id,
                const json_t *record) {
  Tables *t = f->state;
  const FormatType *type = table->type;
  const json_t *fields = json_object_get(record, "fields");
  bool ok;
  buf_clear(&t->line);
  ok = valuecell(t, 0, id);
  for (size_t i = 1; i < NCOMMON; i++)
    ok = ok && valuecell(t, i, json_object_get(record, common[i]));
  for (size_t i = 0; i < type->fields.n; i++)
    ok = ok && valuecell(t, NCOMMON + i,
                         json_object_get(fields, type->fields.p[i]));
  return ok ? put(f, table) : diag_memory(&f->diag);
}

/* ---- the format ---- */

/* FOLDER/type.csv */
static bool opentable(Format *f, Table *table) {
  Buf path;
  bool ok;
  buf_init(&path);
  ok = buf_printf(&path, "%s/%s.%s", f->options.out, table->type->name,
                  f->options.name) &&
       buf_putc(&path, '\0');
  if (!ok) diag_memory(&f->diag);
  else if (!sink_open(&table->own, path.p))
    ok = diag_set(&f->diag, DIAG_SYSTEM, NULL, "%s: %s", path.p,
                  strerror(table->own.error));
  buf_deinit(&path);
  return ok;
}

static bool start(Format *f) {
  bool one = format_isstream(f->class, f->options.types, false);
  Tables *t = mem_alloc(sizeof *t);
  if (!t) return diag_memory(&f->diag);
  memset(t, 0, sizeof *t);
  f->state = t;
  t->tabs = !strcmp(f->options.name, "tsv");
  if (!one && !f->options.out)
    return diag_set(&f->diag, DIAG_USAGE, NULL,
                    "-t %s has a table for each record type: choose one with "
                    "--type, or name a folder with -o",
                    f->options.name);
  if (!one && !format_folder(f)) return false;
  if (!vec_reserve(&t->list, f->types.n)) return diag_memory(&f->diag);
  for (size_t i = 0; i < f->types.n; i++) {
    Table *table = &t->list.p[t->list.n++];
    *table = (Table){.type = &f->types.p[i], .own = {.fd = -1}};
    table->sink = one ? f->options.sink : &table->own;
    if ((!one && !opentable(f, table)) || !head(f, table)) return false;
  }
  return true;
}

static bool document(Format *f, json_t *line) {
  Tables *t = f->state;
  size_t i;
  json_t *record;
  json_array_foreach(json_object_get(line, "records"), i, record) {
    const char *name = json_string_value(json_object_get(record, "type"));
    for (size_t j = 0; name && j < t->list.n; j++)
      if (!strcmp(t->list.p[j].type->name, name) &&
          !row(f, &t->list.p[j], json_object_get(line, "id"), record))
        return false;
  }
  return true;
}

static bool pause(Format *f) {
  Tables *t = f->state;
  for (size_t i = 0; i < t->list.n; i++) sink_flush(t->list.p[i].sink);
  return true; /* the next row tells of an error */
}

static bool finish(Format *f) {
  Tables *t = f->state;
  for (size_t i = 0; i < t->list.n; i++) {
    Sink *o = &t->list.p[i].own;
    if (t->list.p[i].sink != o) continue;
    sink_finish(o);
    if (o->error)
      return diag_set(&f->diag, DIAG_SYSTEM, NULL, "%s: %s", o->path,
                      strerror(o->error));
  }
  return true;
}

static void freetables(Format *f) {
  Tables *t = f->state;
  if (!t) return;
  for (size_t i = 0; i < t->list.n; i++)
    if (t->list.p[i].sink == &t->list.p[i].own) sink_close(&t->list.p[i].own);
  vec_deinit(&t->list);
  buf_deinit(&t->line);
  buf_deinit(&t->value);
  mem_free(t);
}

const FormatClass format_csv = {.name = "csv", .start = start,
                                .document = document, .pause = pause,
                                .finish = finish, .free = freetables};
const FormatClass format_tsv = {.name = "tsv", .start = start,
                                .document = document, .pause = pause,
                                .finish = finish, .free = freetables};
