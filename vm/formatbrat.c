/*
** formatbrat.c: standoff annotation as brat reads it: in the folder of -o, for
** each document NAME.txt with the article's text and NAME.ann with its records;
** their fields are notes. annotation.conf lists the record types.
*/
#include <string.h>

#include "format.h"
#include "mem.h"
#include "utf8.h"

typedef struct Brat {
  json_t *taken; /* names of files so far */
  Buf text, name;
} Brat;

/* ---- annotation ---- */

/* The bytes of code points [start, end) of a text. */
static Str slice(Str text, size_t start, size_t end) {
  size_t at = 0, from = text.n, i = 0;
  int32_t cp;
  for (; at < text.n && i < end; i++) {
    if (i == start) from = at;
    at += utf8_next(text, at, &cp);
  }
  return from < at ? (Str){text.p + from, at - from} : (Str){text.p, 0};
}

/* "12 30;31 40": brat wants a piece for each line of the text. */
static bool putspan(Buf *out, Str text, size_t start, size_t end) {
  Str s = slice(text, start, end);
  size_t at = start, from = start;
  for (size_t i = 0; i < s.n; at++) {
    int32_t cp;
    i += utf8_next(s, i, &cp);
    if (cp != '\n') continue;
    if (!buf_printf(out, "%zu %zu;", from, at)) return false;
    from = at + 1;
  }
  return buf_printf(out, "%zu %zu\t", from, end);
}

static bool putwords(Buf *out, Str s) {
  for (size_t i = 0; i < s.n; i++)
    if (!buf_putc(out, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i])) return false;
  return true;
}

static bool putnotes(Buf *out, size_t n, const json_t *record) {
  const char *field;
  json_t *value;
  bool first = true, ok;
  ok = buf_printf(out, "\n#%zu\tAnnotatorNotes T%zu\t", n, n);
  json_object_foreach(json_object_get(record, "fields"), field, value) {
    ok = ok && (first || buf_puts(out, "; ")) && buf_puts(out, field) &&
         buf_puts(out, " = ") && format_oneline(value, out);
    first = false;
  }
  return ok && buf_putc(out, '\n');
}

static bool putrecord(Buf *out, size_t n, Str text, const json_t *record) {
  const json_t *at = json_object_get(record, "at");
  size_t start = (size_t)json_integer_value(json_array_get(at, 0));
  size_t end = (size_t)json_integer_value(json_array_get(at, 1));
  return buf_printf(out, "T%zu\t%s ", n,
                    json_string_value(json_object_get(record, "type"))) &&
         putspan(out, text, start, end) &&
         putwords(out, slice(text, start, end)) && putnotes(out, n, record);
}

static bool document(Format *f, json_t *line) {
  Brat *b = f->state;
  const json_t *article =
      json_object_get(json_object_get(line, "article"), "text");
  Str text = {json_string_value(article), json_string_length(article)};
  size_t i, n = 0;
  json_t *record;
  bool ok = format_name(b->taken, json_object_get(line, "id"), &b->name);
  buf_clear(&b->text);
  json_array_foreach(json_object_get(line, "records"), i, record) {
    const char *type = json_string_value(json_object_get(record, "type"));
    if (type && format_type(f, type))
      ok = ok && putrecord(&b->text, ++n, text, record);
  }
  if (!ok) return diag_memory(&f->diag);
  return format_file(f, b->name.p, ".txt", text) &&
         format_file(f, b->name.p, ".ann", buf_str(&b->text));
}

/* ---- the format ---- */

static bool start(Format *f) {
  Brat *b = mem_alloc(sizeof *b);
  bool ok;
  if (!b) return diag_memory(&f->diag);
  memset(b, 0, sizeof *b);
  f->state = b;
  b->taken = json_object();
  if (!b->taken) return diag_memory(&f->diag);
  if (!format_folder(f)) return false;
  ok = buf_puts(&b->text, "[entities]\n");
  for (size_t i = 0; i < f->types.n; i++)
    ok = ok && buf_puts(&b->text, f->types.p[i].name) &&
         buf_putc(&b->text, '\n');
  ok = ok && buf_puts(&b->text, "\n[relations]\n<OVERLAP> Arg1:<ENTITY>, "
                                "Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n"
                                "[events]\n\n[attributes]\n");
  return ok ? format_file(f, "annotation", ".conf", buf_str(&b->text))
            : diag_memory(&f->diag);
}

static bool finish(Format *f) {
  (void)f;
  return true;
}

static void freebrat(Format *f) {
  Brat *b = f->state;
  if (!b) return;
  json_decref(b->taken);
  buf_deinit(&b->text);
  buf_deinit(&b->name);
  mem_free(b);
}

const FormatClass format_brat = {.name = "brat", .article = true,
                                 .start = start, .document = document,
                                 .finish = finish, .free = freebrat};
