/*
** source.c: the text of a rule file as lines, for error messages.
*/
#include "source.h"

#include "mem.h"
#include "utf8.h"

/* Columns of a quoted line; of a longer one the part around the span. */
#define QUOTE_COLUMNS 160
/* ... of which so many before the span. */
#define QUOTE_BEFORE 60

bool source_init(Source *s, const char *name, Str text) {
  *s = (Source){.name = name, .text = text};
  if (!vec_push(&s->lines, 0)) return false;
  for (size_t i = 0; i < text.n; i++)
    if (text.p[i] == '\n' && !vec_push(&s->lines, i + 1)) return false;
  return true;
}

void source_deinit(Source *s) { vec_deinit(&s->lines); }

/* Index of the line that holds the byte. */
static size_t lineof(const Source *s, size_t at) {
  size_t low = 0, high = s->lines.n;
  while (high - low > 1) {
    size_t mid = low + (high - low) / 2;
    if (s->lines.p[mid] <= at) low = mid;
    else high = mid;
  }
  return low;
}

/* A line without its end. */
static Str linetext(const Source *s, size_t line) {
  size_t from = s->lines.p[line];
  size_t to = line + 1 < s->lines.n ? s->lines.p[line + 1] - 1 : s->text.n;
  if (to > from && s->text.p[to - 1] == '\r') to--;
  return (Str){s->text.p + from, to - from};
}

static size_t clamp(const Source *s, size_t at) {
  return at < s->text.n ? at : s->text.n;
}

void source_place(const Source *s, size_t at, size_t *line, size_t *column) {
  size_t i = lineof(s, clamp(s, at));
  size_t from = s->lines.p[i];
  *line = i + 1;
  *column = 1 + utf8_count((Str){s->text.p + from, clamp(s, at) - from});
}

/* The columns of a character as `quote` shows it. */
static size_t shown(int32_t cp) {
  return utf8_iscontrol(cp) ? 1 : utf8_columns(cp);
}

static size_t width(Str s) {
  size_t sum = 0;
  int32_t cp;
  for (size_t at = 0; at < s.n;) {
    at += utf8_next(s, at, &cp);
    sum += shown(cp);
  }
  return sum;
}

/* Tabs and other control characters become one space, so that the carets
** below stand right whatever the tab stops are. */
static bool quote(Buf *out, Str s) {
  int32_t cp;
  for (size_t at = 0; at < s.n;) {
    at += utf8_next(s, at, &cp);
    if (!utf8_put(out, utf8_iscontrol(cp) ? ' ' : cp)) return false;
  }
  return true;
}

/* Moves `at` to the start of the character that holds it: 3 bytes back at most,
** as a file may hold any bytes. */
static size_t charstart(Str s, size_t at) {
  size_t back;
  for (back = 0; back < 4 && back <= at && at < s.n; back++)
    if (((unsigned char)s.p[at - back] & 0xC0) != 0x80) return at - back;
  return at;
}

/* Of a long line the part around the span [*start, *end). */
static Str window(Str line, size_t *start, size_t *end) {
  size_t from = 0, to = line.n;
  if (width(line) <= QUOTE_COLUMNS) return line;
  if (*start > QUOTE_BEFORE) from = charstart(line, *start - QUOTE_BEFORE);
  if (to - from > QUOTE_COLUMNS) to = charstart(line, from + QUOTE_COLUMNS);
  *start -= from;
  *end = (*end < to ? *end : to) - from;
  return (Str){line.p + from, to - from};
}

static bool repeat(Buf *out, char c, size_t n) {
  while (n-- > 0)
    if (!buf_putc(out, c)) return false;
  return true;
}

static bool excerpt(const Source *s, size_t start, size_t end, Buf *out) {
  size_t index = lineof(s, start), from = s->lines.p[index];
  Str line = linetext(s, index);
  size_t a = start - from < line.n ? start - from : line.n;
  size_t b = end - from < line.n ? end - from : line.n;
  size_t carets;
  if (b < a) b = a;
  line = window(line, &a, &b);
  carets = width((Str){line.p + a, b - a});
  return buf_printf(out, "%4zu | ", index + 1) && quote(out, line) &&
         buf_puts(out, "\n     | ") &&
         repeat(out, ' ', width((Str){line.p, a})) &&
         repeat(out, '^', carets ? carets : 1) && buf_putc(out, '\n');
}

static bool hintlines(Str hint, Buf *out) {
  size_t from = 0;
  while (from < hint.n) {
    size_t to = from;
    while (to < hint.n && hint.p[to] != '\n') to++;
    if (!buf_puts(out, "  ") || !buf_put(out, hint.p + from, to - from) ||
        !buf_putc(out, '\n'))
      return false;
    from = to + 1;
  }
  return true;
}

bool source_render(const Source *s, const SourceError *e, Buf *out) {
  size_t start = clamp(s, e->start), end = clamp(s, e->end), line, column;
  source_place(s, start, &line, &column);
  return buf_printf(out, "%s:%zu:%zu: %s: ", s->name, line, column,
                    e->severity) &&
         buf_putstr(out, e->message) && buf_putc(out, '\n') &&
         excerpt(s, start, end, out) && hintlines(e->hint, out);
}
