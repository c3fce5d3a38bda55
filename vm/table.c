/*
** table.c: a table for a terminal.
*/
#include "table.h"

#include <string.h>

#include "mem.h"
#include "utf8.h"

/* ---- text for a terminal ---- */

static bool turns(int32_t cp) {
  return (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069) ||
         cp == 0x200E || cp == 0x200F;
}

bool table_plain(Buf *out, Str s) {
  int32_t cp;
  for (size_t at = 0; at < s.n;) {
    size_t n = utf8_next(s, at, &cp);
    bool ok = true;
    if (utf8_iscontrol(cp)) ok = buf_putc(out, ' ');
    else if (!turns(cp)) ok = utf8_put(out, cp);
    if (!ok) return false;
    at += n;
  }
  return true;
}

/* The bytes of s from `at` that fit in `width` columns, broken at a space
** where there is one; at least one character. */
static size_t fitting(Str s, size_t at, size_t width) {
  size_t used = 0, space = 0, i = at;
  while (i < s.n) {
    int32_t cp;
    size_t n = utf8_next(s, i, &cp), columns = utf8_columns(cp);
    if (used + columns > width && i > at) break;
    if (s.p[i] == ' ') space = i;
    used += columns;
    i += n;
  }
  if (i == s.n || s.p[i] == ' ' || space <= at) return i - at;
  return space - at;
}

static size_t skipspaces(Str s, size_t at) {
  while (at < s.n && s.p[at] == ' ') at++;
  return at;
}

static bool pad(Buf *out, size_t n) {
  while (n-- > 0)
    if (!buf_putc(out, ' ')) return false;
  return true;
}

bool table_wrap(Buf *out, Str s, size_t width, size_t indent) {
  size_t at = skipspaces(s, 0);
  while (at < s.n) {
    size_t n = fitting(s, at, width);
    if (!buf_put(out, s.p + at, n)) return false;
    at = skipspaces(s, at + n);
    if (at < s.n && (!buf_putc(out, '\n') || !pad(out, indent))) return false;
  }
  return true;
}

/* ---- cells ---- */

void table_init(Table *t, size_t columns) {
  *t = (Table){.columns = columns, .ok = true};
}

void table_deinit(Table *t) {
  buf_deinit(&t->text);
  vec_deinit(&t->cells);
}

void table_cell(Table *t, Str text) {
  TableCell cell = {t->text.n, 0};
  t->ok = t->ok && table_plain(&t->text, text);
  cell.n = t->text.n - cell.at;
  t->ok = t->ok && vec_push(&t->cells, cell);
}

static Str celltext(const Table *t, size_t row, size_t column) {
  TableCell cell = t->cells.p[row * t->columns + column];
  return (Str){t->text.p + cell.at, cell.n};
}

/* ---- widths ---- */

typedef struct Shape {
  size_t width;   /* of a column */
  size_t natural; /* of its widest cell */
  size_t usual;   /* of its cells on average, the empty ones left out */
  bool number;    /* flush right, never wrapped */
} Shape;

static bool isnumber(Str s) {
  size_t digits = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] >= '0' && s.p[i] <= '9') digits++;
    else if (s.p[i] != ' ' && s.p[i] != '.' && s.p[i] != '-') return false;
  }
  return digits > 0 || s.n == 0;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

static size_t most(size_t a, size_t b) { return a > b ? a : b; }

/* Columns of the longest word. */
static size_t longest(Str s) {
  size_t best = 0, from = 0;
  for (size_t i = 0; i <= s.n; i++) {
    if (i < s.n && s.p[i] != ' ') continue;
    best = most(best, utf8_width((Str){s.p + from, i - from}));
    from = i + 1;
  }
  return best;
}

static Shape measure(const Table *t, size_t column, size_t rows) {
  Shape shape = {.number = rows > 1};
  size_t sum = 0, filled = 0, word = TABLE_NARROWEST;
  for (size_t row = 0; row < rows; row++) {
    Str s = celltext(t, row, column);
    size_t width = utf8_width(s);
    word = most(word, longest(s));
    shape.natural = most(shape.natural, width);
    if (row > 0 && !isnumber(s)) shape.number = false;
    if (row > 0 && width > 0) sum += width, filled++;
  }
  shape.usual = filled ? sum / filled : shape.natural;
  /* Words are best not broken. */
  shape.width = least(shape.natural, least(word, TABLE_NARROWEST * 2));
  if (shape.number) shape.width = shape.natural;
  return shape;
}

/* How tall the cells of a column are, about, in hundredths of a line. */
static size_t height(const Shape *s) {
  return (s->natural + s->usual) * 50 / most(s->width, 1);
}

static size_t sumwidths(const Shape *shapes, size_t n) {
  size_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += shapes[i].width;
  return sum;
}

/* Gives the room that is left, one by one, to the tallest column. */
static void widen(Shape *shapes, size_t n, size_t room) {
  size_t sum = sumwidths(shapes, n);
  if (sum > room) { /* then words must be broken */
    for (size_t i = 0; i < n; i++)
      if (!shapes[i].number)
        shapes[i].width = least(shapes[i].width, TABLE_NARROWEST);
    sum = sumwidths(shapes, n);
  }
  for (; sum < room; sum++) {
    Shape *tallest = NULL;
    for (size_t i = 0; i < n; i++)
      if (shapes[i].width < shapes[i].natural &&
          (!tallest || height(&shapes[i]) > height(tallest)))
        tallest = &shapes[i];
    if (!tallest) return;
    tallest->width++;
  }
}

/* ---- lines ---- */

/* The next line of a cell; *at moves on in its text. */
static bool cellline(Buf *out, Str s, size_t *at, Shape shape, bool last) {
  size_t from = skipspaces(s, *at);
  size_t n = shape.number ? s.n - from : fitting(s, from, shape.width);
  size_t width = utf8_width((Str){s.p + from, n});
  size_t rest = shape.width > width ? shape.width - width : 0;
  *at = skipspaces(s, from + n);
  if (shape.number && !pad(out, rest)) return false;
  if (!buf_put(out, s.p + from, n)) return false;
  return last || pad(out, (shape.number ? 0 : rest) + TABLE_GAP);
}

static void trimspaces(Buf *out) {
  while (out->n && out->p[out->n - 1] == ' ') out->n--;
}

static bool printrow(const Table *t, size_t row, const Shape *shapes,
                     size_t *ats, const TableStyle *style, Buf *out) {
  bool more = true;
  for (size_t i = 0; i < t->columns; i++) ats[i] = 0;
  while (more) {
    more = false;
    if (!pad(out, style->indent)) return false;
    for (size_t i = 0; i < t->columns; i++) {
      Str s = celltext(t, row, i);
      if (!cellline(out, s, &ats[i], shapes[i], i + 1 == t->columns))
        return false;
      more = more || ats[i] < s.n;
    }
    trimspaces(out);
    if (!buf_putc(out, '\n')) return false;
  }
  return true;
}

static bool printgrid(const Table *t, size_t rows, const TableStyle *style,
                      Buf *out) {
  size_t taken = style->indent + (t->columns ? t->columns - 1 : 0) * TABLE_GAP;
  Shape *shapes = mem_alloc(t->columns * sizeof *shapes);
  size_t *ats = mem_alloc(t->columns * sizeof *ats);
  bool ok = shapes && ats;
  if (ok) {
    for (size_t i = 0; i < t->columns; i++) shapes[i] = measure(t, i, rows);
    widen(shapes, t->columns, style->width > taken ? style->width - taken : 0);
  }
  for (size_t row = 0; ok && row < rows; row++) {
    bool head = row == 0 && style->color;
    ok = (!head || buf_puts(out, "\033[2m")) &&
         printrow(t, row, shapes, ats, style, out) &&
         (!head || buf_puts(out, "\033[0m"));
  }
  mem_free(shapes);
  mem_free(ats);
  return ok;
}

/* ---- cards ---- */

/* One cell with the name of its column in front. */
static bool printfield(Str name, Str text, size_t names,
                       const TableStyle *style, Buf *out) {
  size_t indent = style->indent + names + TABLE_GAP;
  size_t width = style->width > indent ? style->width - indent : 0;
  return pad(out, style->indent) &&
         (!style->color || buf_puts(out, "\033[2m")) && buf_putstr(out, name) &&
         (!style->color || buf_puts(out, "\033[0m")) &&
         pad(out, names - utf8_width(name) + TABLE_GAP) &&
         table_wrap(out, text, most(width, TABLE_NARROWEST), indent) &&
         buf_putc(out, '\n');
}

/* Each row as lines of its own, with an empty line between two rows. */
static bool printcards(const Table *t, size_t rows, const TableStyle *style,
                       Buf *out) {
  size_t names = 0;
  bool ok = true;
  for (size_t i = 0; i < t->columns; i++)
    names = most(names, utf8_width(celltext(t, 0, i)));
  for (size_t row = 1; ok && row < rows; row++) {
    ok = row == 1 || buf_putc(out, '\n');
    for (size_t i = 0; ok && i < t->columns; i++) {
      Str text = celltext(t, row, i);
      if (text.n) ok = printfield(celltext(t, 0, i), text, names, style, out);
    }
  }
  return ok;
}

static size_t countlines(const Buf *out, size_t from) {
  size_t n = 0;
  for (size_t i = from; i < out->n; i++) n += out->p[i] == '\n';
  return n;
}

bool table_print(const Table *t, const TableStyle *style, Buf *out) {
  size_t rows = t->columns ? t->cells.n / t->columns : 0;
  size_t grid = out->n, cards, lines;
  if (!t->ok || !printgrid(t, rows, style, out)) return false;
  cards = out->n;
  lines = countlines(out, grid);
  if (lines <= rows * 3) return true;
  if (!printcards(t, rows, style, out)) return false;
  if (countlines(out, cards) < lines) {
    memmove(out->p + grid, out->p + cards, out->n - cards);
    cards = grid + (out->n - cards);
  }
  out->n = cards;
  return true;
}
