/*
** table.h: a table for a terminal. Columns get a fair share of its width, and
** cells wrap: nothing is cut. Where that becomes taller than a list of fields
** row by row, it is such a list. Widths are display columns, so that marks and
** wide characters keep the table straight.
**
** A table keeps its texts itself. After a failure (no memory) all calls do
** nothing and table_print gives false.
*/
#ifndef TABLE_H
#define TABLE_H
#include <stdbool.h>

#include "buf.h"

/* Spaces between two columns. */
#define TABLE_GAP 2
/* No column of words becomes narrower, however many there are. */
#define TABLE_NARROWEST 8

typedef struct TableCell {
  size_t at, n; /* its text in Table.text */
} TableCell;

typedef struct Table {
  Buf text;
  VEC(TableCell) cells; /* the head's, then row by row */
  size_t columns;
  bool ok;
} Table;

typedef struct TableStyle {
  size_t width;  /* of the terminal; the table stays within where it can */
  size_t indent;
  bool color;    /* the head is dim */
} TableStyle;

void table_init(Table *t, size_t columns);
void table_deinit(Table *t);
/* The next cell: first those of the head, then those of the rows. Control
** characters become spaces. A column whose cells are all numbers is set flush
** right and never wrapped. */
void table_cell(Table *t, Str text);
bool table_print(const Table *t, const TableStyle *style, Buf *out);

/* Appends s as it may be shown on a terminal: no control characters, nothing
** that turns the direction of what follows. */
bool table_plain(Buf *out, Str s);
/* Appends s wrapped to `width` columns, each further line indented. */
bool table_wrap(Buf *out, Str s, size_t width, size_t indent);

#endif
