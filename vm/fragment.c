/*
** fragment.c: text fragments of the words of a page.
*/
#include "fragment.h"

#include <string.h>
#include <utf8proc.h>

#include "mem.h"
#include "space.h"
#include "utf8.h"

/* Words of a long span's start and end, bytes from which a span is long. */
enum { EDGE_WORDS = 6, LONG_BYTES = 200 };
/* Words on both sides, at first and at most. */
enum { CONTEXT_WORDS = 3, CONTEXT_MAX_WORDS = 24 };
/* Bytes that are looked through for words that stand twice: some hundredths of
** a second. */
#define LOOKED_MAX ((size_t)64 * 1024 * 1024)

static bool iswhite(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* "-", "," and "&" have a meaning there. */
static bool isplain(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '~';
}

static bool putwords(Buf *out, Str s) {
  bool ok = true, gap = false, any = false;
  for (size_t i = 0; ok && i < s.n;) {
    unsigned char c = (unsigned char)s.p[i];
    size_t white = space_at(s, i, s.n);
    gap = gap || white;
    i += white ? white : 1;
    if (white) continue;
    if (gap && any) ok = buf_puts(out, "%20");
    gap = false;
    any = true;
    ok = ok && (isplain(c) ? buf_putc(out, c) : buf_printf(out, "%%%02X", c));
  }
  return ok;
}

/* ---- as a browser compares ---- */

/* One character without case and accents; nothing of a mark alone. */
static bool putfolded(Buf *out, int32_t c) {
  utf8proc_int32_t folded[8];
  int last = 0;
  utf8proc_ssize_t n = utf8proc_decompose_char(
      c, folded, 8, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK,
      &last);
  for (utf8proc_ssize_t i = 0; i < n && i < 8; i++)
    if (!utf8_put(out, folded[i])) return false;
  return true;
}

/* `at`: see Fragments; or NULL. */
static bool fold(Str s, Buf *out, uint32_t *at) {
  bool ok = true;
  for (size_t i = 0; ok && i < s.n;) {
    size_t n = space_at(s, i, s.n), from = out->n;
    int32_t c;
    if (n) {
      if (from && out->p[from - 1] != ' ') ok = buf_putc(out, ' ');
    } else {
      n = utf8_next(s, i, &c);
      ok = putfolded(out, c);
    }
    for (size_t k = 0; at && k < n; k++) at[i + k] = (uint32_t)from;
    i += n;
  }
  if (at) at[s.n] = (uint32_t)out->n;
  return ok;
}

bool fragment_init(Fragments *f, const Page *page, size_t n) {
  Str source = page->decoded->text;
  size_t size = page->text.n + source.n;
  *f = (Fragments){.page = page, .crowded = size && n > LOOKED_MAX / size};
  if (f->crowded || n == 0) return true;
  f->at = mem_alloc((page->text.n + 1) * sizeof *f->at);
  return f->at && fold(buf_str(&page->text), &f->text, f->at) &&
         fold(source, &f->source, NULL);
}

void fragment_deinit(Fragments *f) {
  mem_free(f->at);
  buf_deinit(&f->text);
  buf_deinit(&f->source);
}

static bool twice(const Buf *text, Str words) {
  const char *first = memmem(text->p, text->n, words.p, words.n), *rest;
  if (!first) return false;
  rest = first + 1;
  return memmem(rest, text->n - (size_t)(rest - text->p), words.p, words.n);
}

/* Whether text[start, end) of the page is the only such in the page. */
static bool isonly(const Fragments *f, size_t start, size_t end, bool source) {
  Str words = {f->text.p + f->at[start], f->at[end] - f->at[start]};
  return !twice(&f->text, words) && !(source && twice(&f->source, words));
}

/* ---- words ---- */

/* Before n words that end at `at`, within [low, at). */
static size_t wordsback(Str s, size_t low, size_t at, size_t n) {
  size_t from = at;
  while (n-- > 0) {
    while (from > low && iswhite(s.p[from - 1])) from--;
    while (from > low && !iswhite(s.p[from - 1])) from--;
  }
  while (from < at && iswhite(s.p[from])) from++;
  return from;
}

/* Behind n words that begin at `at`, within [at, high). */
static size_t wordson(Str s, size_t at, size_t high, size_t n) {
  size_t to = at;
  while (n-- > 0) {
    while (to < high && iswhite(s.p[to])) to++;
    while (to < high && !iswhite(s.p[to])) to++;
  }
  while (to > at && iswhite(s.p[to - 1])) to--;
  return to;
}

/* The block that holds the byte. */
static const Block *blockof(const Page *page, uint32_t at) {
  size_t low = 0, high = page->nblocks;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (page->blocks[middle].start <= at) low = middle;
    else high = middle;
  }
  return &page->blocks[low];
}

/* Words on both sides of [start, end): as many as make it the only one, if
** that can be. */
static void around(const Fragments *f, size_t start, size_t end, size_t *from,
                   size_t *to) {
  const Block *first = blockof(f->page, (uint32_t)start);
  const Block *last = blockof(f->page, (uint32_t)end - 1);
  Str text = buf_str(&f->page->text);
  *from = start;
  *to = end;
  if (!f->crowded && isonly(f, start, end, true)) return;
  for (size_t n = CONTEXT_WORDS; n <= CONTEXT_MAX_WORDS; n *= 2) {
    *from = wordsback(text, first->start, start, n);
    *to = wordson(text, end, last->end, n);
    if (f->crowded || isonly(f, *from, *to, false)) return;
  }
}

/* The ends of what stands for a long span. */
static bool putspan(const Page *page, size_t start, size_t end, Buf *out) {
  const Block *first = blockof(page, (uint32_t)start);
  const Block *last = blockof(page, (uint32_t)end - 1);
  Str s = buf_str(&page->text);
  size_t stop, from;
  if (first == last && end - start < LONG_BYTES)
    return putwords(out, (Str){s.p + start, end - start});
  stop = wordson(s, start, end < first->end ? end : first->end, EDGE_WORDS);
  from = wordsback(s, start > last->start ? start : last->start, end,
                   EDGE_WORDS);
  return putwords(out, (Str){s.p + start, stop - start}) &&
         buf_putc(out, ',') && putwords(out, (Str){s.p + from, end - from});
}

bool fragment_put(const Fragments *f, uint32_t start, uint32_t end, Buf *out) {
  Str s = buf_str(&f->page->text);
  size_t from, to;
  bool ok;
  if (start >= end || end > s.n) return true;
  around(f, start, end, &from, &to);
  ok = buf_puts(out, ":~:text=");
  if (from < start)
    ok = ok && putwords(out, (Str){s.p + from, start - from}) &&
         buf_puts(out, "-,");
  ok = ok && putspan(f->page, start, end, out);
  if (to > end)
    ok = ok && buf_puts(out, ",-") &&
         putwords(out, (Str){s.p + end, to - end});
  return ok;
}
