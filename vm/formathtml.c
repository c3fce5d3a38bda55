/*
** formathtml.c: a report to look at: one HTML file that needs nothing else. The
** lines go into it as they are; the script within draws them. Or it is index.html
** of a folder, where with --mark the pages are, too, with their records marked.
*/
#include <stdlib.h>
#include <string.h>

#include "baked.h"
#include "format.h"
#include "mem.h"

static const char REPORT[] = "vm/report/report.html";
static const char MARKER[] = "<!-- documents -->\n";

typedef struct Report {
  Str tail;      /* what follows the documents */
  Sink own;      /* index.html */
  Sink *sink;    /* where the report goes: own, or that of the output */
  json_t *taken; /* names of pages so far */
  Buf text, name;
} Report;

static bool put(Format *f, const char *p, size_t n) {
  const Report *r = f->state;
  Sink *o = r->sink;
  if (sink_write(o, p, n)) return true;
  return !o->closed && diag_set(&f->diag, DIAG_SYSTEM, NULL, "%s",
                                strerror(o->error));
}

/* JSON within a script element: "<" stands in strings alone, and "</script>"
** must not stand at all. */
static bool putjson(Format *f, const char *tag, const json_t *j) {
  Report *r = f->state;
  char *json = json_dumps(j, JSON_COMPACT | JSON_REAL_PRECISION(15));
  bool ok = json && buf_puts(&r->text, tag);
  for (const char *p = json; ok && *p; p++)
    ok = *p == '<' ? buf_puts(&r->text, "\\u003c") : buf_putc(&r->text, *p);
  free(json);
  ok = ok && buf_puts(&r->text, "</script>\n");
  ok = ok ? put(f, r->text.p, r->text.n) : diag_memory(&f->diag);
  buf_clear(&r->text);
  return ok;
}

/* index.html in the folder of -o. */
static bool openindex(Format *f) {
  Report *r = f->state;
  bool ok;
  r->sink = &r->own;
  if (!format_folder(f)) return false;
  ok = buf_printf(&r->name, "%s/index.html", f->options.out) &&
       buf_putc(&r->name, '\0');
  r->taken = json_object();
  if (!ok || json_object_set_new(r->taken, "index", json_integer(1)) != 0)
    return diag_memory(&f->diag);
  return sink_open(&r->own, r->name.p) ||
         diag_set(&f->diag, DIAG_SYSTEM, NULL, "%s: %s", r->name.p,
                  strerror(r->own.error));
}

static bool start(Format *f) {
  Report *r = mem_alloc(sizeof *r);
  const char *page = NULL, *marker;
  if (!r) return diag_memory(&f->diag);
  *r = (Report){.own = {.fd = -1}, .sink = f->options.sink};
  f->state = r;
  if (f->options.folder && !openindex(f)) return false;
  for (size_t i = 0; i < nbaked; i++)
    if (!strcmp(baked[i].name, REPORT)) page = (const char *)baked[i].bytes;
  marker = page ? strstr(page, MARKER) : NULL;
  if (!marker)
    return diag_set(&f->diag, DIAG_SYSTEM, NULL, "%s is not as it was",
                    REPORT);
  r->tail.p = marker + sizeof MARKER - 1;
  r->tail.n = strlen(r->tail.p);
  return put(f, page, (size_t)(marker - page)) &&
         putjson(f, "<script type=\"application/json\" id=\"schema\">",
                 f->schema);
}

/* The marked page goes from the line to a file, whose name it gets. */
static bool putpage(Format *f, json_t *line) {
  Report *r = f->state;
  const json_t *marked = json_object_get(line, "marked");
  Str page = {json_string_value(marked), json_string_length(marked)};
  if (!marked) return true; /* it could not be read */
  if (!format_name(r->taken, json_object_get(line, "id"), &r->name))
    return diag_memory(&f->diag);
  if (!format_file(f, r->name.p, ".html", page)) return false;
  r->name.n--;
  if (!buf_puts(&r->name, ".html") ||
      json_object_set_new(line, "marked",
                          json_stringn(r->name.p, r->name.n)) != 0)
    return diag_memory(&f->diag);
  return true;
}

/* Only the types that are wanted are in the line already. */
static bool document(Format *f, json_t *line) {
  if (f->options.folder && !putpage(f, line)) return false;
  return putjson(f, "<script type=\"application/json\" class=\"document\">",
                 line);
}

static bool finish(Format *f) {
  Report *r = f->state;
  if (!put(f, r->tail.p, r->tail.n)) return false;
  if (r->sink != &r->own) return true;
  sink_finish(&r->own);
  return !r->own.error || diag_set(&f->diag, DIAG_SYSTEM, NULL, "%s: %s",
                                   r->own.path, strerror(r->own.error));
}

static void freereport(Format *f) {
  Report *r = f->state;
  if (!r) return;
  if (f->options.folder) sink_close(&r->own);
  json_decref(r->taken);
  buf_deinit(&r->text);
  buf_deinit(&r->name);
  mem_free(r);
}

const FormatClass format_html = {.name = "html", .article = true,
                                 .file = true, .start = start,
                                 .document = document, .finish = finish,
                                 .free = freereport};
