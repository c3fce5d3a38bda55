/*
** formathtml.c: a report to look at: one HTML file that needs nothing else. The
** lines go into it as they are; the script within draws them.
*/
#include <stdlib.h>
#include <string.h>

#include "baked.h"
#include "format.h"
#include "mem.h"

static const char REPORT[] = "vm/report/report.html";
static const char MARKER[] = "<!-- documents -->\n";

typedef struct Report {
  Str tail; /* what follows the documents */
  Buf text;
} Report;

static bool put(Format *f, const char *p, size_t n) {
  Sink *o = f->options.sink;
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

static bool start(Format *f) {
  Report *r = mem_alloc(sizeof *r);
  const char *page = NULL, *marker;
  if (!r) return diag_memory(&f->diag);
  *r = (Report){{NULL, 0}, {NULL, 0, 0}};
  f->state = r;
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

/* Only the types that are wanted are in the line already. */
static bool document(Format *f, json_t *line) {
  return putjson(f, "<script type=\"application/json\" class=\"document\">",
                 line);
}

static bool finish(Format *f) {
  Report *r = f->state;
  return put(f, r->tail.p, r->tail.n);
}

static void freereport(Format *f) {
  Report *r = f->state;
  if (!r) return;
  buf_deinit(&r->text);
  mem_free(r);
}

const FormatClass format_html = {.name = "html", .article = true,
                                 .file = true, .start = start,
                                 .document = document, .finish = finish,
                                 .free = freereport};
