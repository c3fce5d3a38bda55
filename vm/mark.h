/*
** mark.h: a page as it was written, with the records in it marked: <mark>
** around the words of each, in as many pieces as there are tags within. Nothing
** else is touched, so that the page has the same text as before. Of plain text
** it makes a page.
*/
#ifndef MARK_H
#define MARK_H
#include <stdbool.h>
#include <stdint.h>

#include "page.h"

typedef struct MarkSpan {
  uint32_t start, end; /* of Page.text, half open */
  size_t record;       /* the number that the marks bear */
  Str type;            /* borrowed: Lua's, as long as the result lives */
} MarkSpan;

/* Appends the page in UTF-8; `title` is that of plain text. Sorts the spans.
** False without memory. */
bool mark_page(const Page *page, MarkSpan *spans, size_t n, Str title,
               Buf *out);

#endif
