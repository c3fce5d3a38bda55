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

/* ---- files ---- */

static bool putfile(Format *f, const char *name, const char *end, Str bytes) {
  Sink o;
  Buf path;
  bool ok;
  buf_init(&path);
  ok = buf_printf(&path, "%s/%s%s", f->options.out, name, end) &&
       buf_putc(&path, '\0');
  if (!ok) {
    buf_deinit(&path);
    return diag_memory(&f->diag);
  }
  ok = sink_open(&o, path.p) && sink_write(&o, bytes.p, bytes.n);
  if (ok) sink_finish(&o);
  if (!ok || o.error)
    ok = diag_set(&f->diag, DIAG_SYSTEM, NULL, "%s: %s", path.p,
                  strerror(o.error));
  sink_close(&o);
  buf_deinit(&path);
  return ok;
}

/* The document's name as a file's, each given once: "a", "a-2". */
static bool nameof(Format *f, const json_t *id) {
  Brat *b = f->state;
  size_t n, count = 1;
  buf_clear(&b->name);
  if (!format_filename(json_string_value(id), &b->name)) return false;
  for (size_t i = b->name.n; i > 1 && i + 6 > b->name.n; i--)
    if (b->name.p[i - 1] == '.') b->name.n = i - 1; /* page.html: page */
  n = b->name.n;
  for (;;) {
    if (!buf_putc(&b->name, '\0')) return false;
    if (!json_object_get(b->taken, b->name.p))
      return json_object_set_new(b->taken, b->name.p, json_true()) == 0;
    b->name.n = n;
    if (!buf_printf(&b->name, "-%zu", ++count)) return false;
  }
}

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
  bool ok = nameof(f, json_object_get(line, "id"));
  buf_clear(&b->text);
  json_array_foreach(json_object_get(line, "records"), i, record) {
    const char *type = json_string_value(json_object_get(record, "type"));
    if (type && format_type(f, type))
      ok = ok && putrecord(&b->text, ++n, text, record);
  }
  if (!ok) return diag_memory(&f->diag);
  return putfile(f, b->name.p, ".txt", text) &&
         putfile(f, b->name.p, ".ann", buf_str(&b->text));
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
  return ok ? putfile(f, "annotation", ".conf", buf_str(&b->text))
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
