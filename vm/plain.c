/*
** plain.c: the blocks of plain text. A file whose lines were broken by a
** program at some column is joined again; in any other a line is a block.
*/
#include "plain.h"

#include <string.h>

#include "space.h"

/* Columns between which the lines of a hard-wrapped file end. */
#define WRAP_MIN 50
#define WRAP_MAX 100

/* What the lines of a file look like. An inner line is one with text right
** below it. */
typedef struct Shape {
  size_t inner;   /* inner lines */
  size_t similar; /* of those, lines of 50 to 100 columns */
  size_t open;    /* of those, lines that end inside a sentence */
  size_t longest; /* columns of the longest line, inner or not */
} Shape;

typedef struct Line {
  size_t start, end; /* trimmed; equal for an empty one */
  size_t next;       /* first byte behind its line end */
} Line;

static Line readline_(Str text, size_t at) {
  Line line;
  size_t end = at, width = 0;
  while (end < text.n && (width = space_lineend(text, end)) == 0) end++;
  line.start = space_skip(text, at, end);
  line.end = space_trim(text, line.start, end);
  line.next = end < text.n ? end + width : end;
  return line;
}

/* Columns, as far as it matters here: characters without combining marks. */
static size_t columns(Str text, size_t start, size_t end) {
  size_t n = 0;
  for (; start < end; start++) {
    unsigned char c = (unsigned char)text.p[start];
    if ((c & 0xC0) == 0x80 || c == 0xCC) continue; /* 0xCC: U+0300..U+033F */
    n++;
  }
  return n;
}

/* Whether the sentence goes on behind the line. */
static bool isopen(Str text, Line line) {
  static const char *const closers[] = {"\xE2\x80\xA6", "\xE2\x80\x9D", NULL};
  char last = text.p[line.end - 1];
  size_t i;
  if (strchr(".?!:;\"", last) && last) return false;
  for (i = 0; closers[i]; i++) {
    size_t n = strlen(closers[i]);
    if (line.end - line.start >= n &&
        memcmp(text.p + line.end - n, closers[i], n) == 0)
      return false;
  }
  return true;
}

static Shape measure(Str text) {
  Shape shape = {0, 0, 0, 0};
  Line line = {0, 0, 0}, next;
  if (text.n) line = readline_(text, 0);
  while (line.next < text.n) {
    next = readline_(text, line.next);
    if (line.end > line.start) {
      size_t n = columns(text, line.start, line.end);
      if (n > shape.longest) shape.longest = n;
      if (next.end > next.start) {
        shape.inner++;
        if (n >= WRAP_MIN && n <= WRAP_MAX) shape.similar++;
        if (isopen(text, line)) shape.open++;
      }
    }
    line = next;
  }
  return shape;
}

static bool iswrapped(const Shape *s) {
  return s->inner >= 3 && s->longest <= WRAP_MAX + WRAP_MAX / 4 &&
         s->similar * 10 >= s->inner * 7 && s->open * 10 >= s->inner * 6;
}

/* Whether the line was ended on purpose: the word below it had ample room. */
static bool hasroom(Str text, Line line, Line next, size_t width) {
  size_t end = next.start;
  while (end < next.end && text.p[end] != ' ') end++;
  return columns(text, line.start, line.end) + 1 +
             columns(text, next.start, end) <= width * 7 / 10;
}

bool plain_block(Page *page, Str text, size_t start, size_t end, Role role) {
  uint32_t from = (uint32_t)page->text.n, len = (uint32_t)(end - start);
  if (!vec_grow_((void **)&page->blocks, &page->capblocks, page->nblocks + 1,
                 sizeof *page->blocks) ||
      !buf_put(&page->text, text.p + start, len) ||
      !buf_putc(&page->text, '\n') ||
      !map_add(&page->map, len, (uint32_t)start, len) ||
      !map_add(&page->map, 1, (uint32_t)end, end < text.n ? 1 : 0))
    return false;
  page->blocks[page->nblocks++] = (Block){from, from + len, role};
  return true;
}

bool plain_parse(Page *page, Str text) {
  Shape shape = measure(text);
  bool wrapped = iswrapped(&shape);
  size_t at = 0;
  while (at < text.n) {
    Line line = readline_(text, at), next = line;
    at = line.next;
    if (line.start == line.end) continue;
    while (wrapped && at < text.n) {
      Line below = readline_(text, at);
      if (below.start == below.end || hasroom(text, next, below, shape.longest))
        break;
      next = below;
      at = below.next;
    }
    if (!plain_block(page, text, line.start, next.end, ROLE_PARAGRAPH))
      return false;
  }
  return true;
}
