/*
** mark.c: a page with its records marked.
**
** The page's text maps to pieces of the source: runs of text without a tag
** between. Marks stand within a piece: all that are open are closed where it
** ends, and opened again where the next one begins.
*/
#include "mark.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

typedef struct Marker {
  const Page *page;
  Str source;
  Buf *out;
  size_t copied; /* bytes of the source that stand in out */
  const MarkSpan *spans;
  size_t n, next;   /* spans; the first that has not begun */
  VEC(size_t) open; /* spans: each within the one before, or open again */
  bool *begun;      /* of each span: its first mark is there */
} Marker;

/* Soft colours on which dark text can be read. */
static const char *const colours[] = {"#cfe4fb", "#fde0cc", "#d3f0d9",
                                      "#e5dcfb", "#fbd6e4", "#cdeeea",
                                      "#f6e7b8", "#dfe4ea"};
enum { NCOLOURS = sizeof colours / sizeof *colours };

static const char *colourof(Str type) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < type.n; i++)
    h = (h ^ (unsigned char)type.p[i]) * 16777619u;
  return colours[(h ^ h >> 15) % NCOLOURS];
}

/* ---- HTML ---- */

static bool escaped(Buf *out, Str s) {
  bool ok = true;
  for (size_t i = 0; ok && i < s.n; i++) {
    switch (s.p[i]) {
      case '&': ok = buf_puts(out, "&amp;"); break;
      case '<': ok = buf_puts(out, "&lt;"); break;
      case '>': ok = buf_puts(out, "&gt;"); break;
      case '"': ok = buf_puts(out, "&quot;"); break;
      default: ok = buf_putc(out, s.p[i]);
    }
  }
  return ok;
}

/* What stands before `to` of the source and is not copied yet; of plain text it
** is no HTML. */
static bool copy(Marker *m, size_t to) {
  Str s = {m->source.p + m->copied, to - m->copied};
  m->copied = to;
  return m->page->html ? buf_putstr(m->out, s) : escaped(m->out, s);
}

static bool putopen(Marker *m, size_t i) {
  const MarkSpan *s = &m->spans[i];
  bool ok = buf_puts(m->out, "<mark ");
  if (ok && !m->begun[i])
    ok = buf_printf(m->out, "id=\"trich-%zu\" ", s->record);
  m->begun[i] = true;
  ok = ok && buf_printf(m->out, "data-trich-record=\"%zu\" data-trich-type=\"",
                        s->record);
  ok = ok && escaped(m->out, s->type) && buf_puts(m->out, "\" title=\"");
  return ok && escaped(m->out, s->type) &&
         buf_printf(m->out, "\" style=\"color:inherit;background-color:%s\">",
                    colourof(s->type));
}

/* Those that are open from the i-th on. */
static bool openfrom(Marker *m, size_t i) {
  for (; i < m->open.n; i++)
    if (!putopen(m, m->open.p[i])) return false;
  return true;
}

static bool closefrom(Marker *m, size_t i) {
  for (; i < m->open.n; i++)
    if (!buf_puts(m->out, "</mark>")) return false;
  return true;
}

/* ---- pieces ---- */

/* Spans that end at `at` or before go; what is within them is opened again. */
static bool endspans(Marker *m, uint32_t at, bool within) {
  size_t first = 0, kept;
  while (first < m->open.n && m->spans[m->open.p[first]].end > at) first++;
  if (first == m->open.n) return true;
  if (within && !closefrom(m, first)) return false;
  kept = first;
  for (size_t i = first; i < m->open.n; i++)
    if (m->spans[m->open.p[i]].end > at) m->open.p[kept++] = m->open.p[i];
  m->open.n = kept;
  return !within || openfrom(m, first);
}

/* Spans that begin at `at` or before. */
static bool beginspans(Marker *m, uint32_t at, bool within) {
  size_t first = m->open.n;
  for (; m->next < m->n && m->spans[m->next].start <= at; m->next++)
    if (m->spans[m->next].end > at && !vec_push(&m->open, m->next))
      return false;
  return !within || openfrom(m, first);
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

/* Where, behind `at` and before `end`, the next span begins or ends. */
static uint32_t nextcut(const Marker *m, uint32_t at, uint32_t end) {
  uint32_t cut = end;
  for (size_t i = 0; i < m->open.n; i++)
    cut = least(cut, m->spans[m->open.p[i]].end);
  if (m->next < m->n) cut = least(cut, m->spans[m->next].start);
  return cut > at ? cut : end;
}

static bool iswhite(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* White space between tags gets no mark: in a table it would be moved. */
static bool isempty(Str s, size_t from, size_t to) {
  while (from < to && iswhite(s.p[from])) from++;
  return from == to;
}

/* Text [start, end), which stands in one piece of the source. */
static bool putpiece(Marker *m, uint32_t start, uint32_t end) {
  const Map *map = &m->page->map;
  size_t from = map_start(map, start), to = map_end(map, end);
  bool ok = endspans(m, start, false) && beginspans(m, start, false);
  if (!ok || from < m->copied || isempty(m->source, from, to)) return ok;
  if (m->open.n == 0 && nextcut(m, start, end) == end) return true;
  ok = copy(m, from) && openfrom(m, 0);
  while (ok && start < end) {
    start = nextcut(m, start, end);
    ok = copy(m, start < end ? map_start(map, start) : to);
    if (ok && start < end)
      ok = endspans(m, start, true) && beginspans(m, start, true);
  }
  return ok && closefrom(m, 0);
}

/* Whether the i-th span of the map is the text that it stands for, or an
** entity; a <br> is neither, nor is what libxml2 made up. */
static bool istext(const Marker *m, size_t i, uint32_t n) {
  const Page *page = m->page;
  const MapSpan *s = &page->map.p[i];
  Str source = m->source;
  if (s->in > source.n || s->len > source.n - s->in || s->len == 0)
    return false;
  if (s->len == n && !memcmp(source.p + s->in, page->text.p + s->out, n))
    return true;
  return source.p[s->in] == '&' && source.p[s->in + s->len - 1] == ';';
}

/* The pieces of a block. */
static bool putblock(Marker *m, const Block *b) {
  const Map *map = &m->page->map;
  uint32_t start = b->start, end = b->start, behind = 0;
  for (size_t i = map_find(map, b->start);
       i < map->n && map->p[i].out < b->end; i++) {
    const MapSpan *s = &map->p[i];
    uint32_t next = i + 1 < map->n ? s[1].out : map->end;
    bool text = istext(m, i, next - s->out);
    if (!text || s->in != behind) {
      if (start < end && !putpiece(m, start, end)) return false;
      start = s->out > b->start ? s->out : b->start;
    }
    end = least(next, b->end);
    behind = s->in + s->len;
    if (!text) start = end;
  }
  return start >= end || putpiece(m, start, end);
}

/* ---- the page ---- */

static int byplace(const void *a, const void *b) {
  const MarkSpan *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  if (x->end != y->end) return x->end > y->end ? -1 : 1;
  return x->record < y->record ? -1 : x->record > y->record;
}

/* It outdoes what the page says of its encoding. */
#define UTF8_MARK "\xEF\xBB\xBF"

/* What stands before plain text. HTML drops a first line feed. */
static bool puthead(Marker *m, Str title) {
  bool feed = m->source.n && m->source.p[0] == '\n';
  if (m->page->html) return true;
  return buf_puts(m->out, "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n") &&
         buf_puts(m->out, "<title>") &&
         escaped(m->out, title) &&
         buf_puts(m->out, "</title>\n<pre style=\"white-space:pre-wrap\">") &&
         (!feed || buf_putc(m->out, '\n'));
}

static bool putall(Marker *m, Str title) {
  bool ok = buf_puts(m->out, UTF8_MARK) && puthead(m, title);
  for (size_t i = 0; ok && i < m->page->nblocks; i++)
    ok = putblock(m, &m->page->blocks[i]);
  return ok && copy(m, m->source.n) &&
         (m->page->html || buf_puts(m->out, "</pre>\n"));
}

bool mark_page(const Page *page, MarkSpan *spans, size_t n, Str title,
               Buf *out) {
  Marker m = {.page = page, .source = page->decoded->text, .out = out,
              .spans = spans, .n = n};
  bool ok;
  if (n) qsort(spans, n, sizeof *spans, byplace);
  m.begun = mem_alloc(n + 1);
  if (!m.begun) return false;
  memset(m.begun, 0, n + 1);
  ok = putall(&m, title);
  vec_deinit(&m.open);
  mem_free(m.begun);
  return ok;
}
