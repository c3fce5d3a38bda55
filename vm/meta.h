/*
** meta.h: what a page says of itself.
*/
#ifndef META_H
#define META_H
#include <stdbool.h>

#include "flow.h"
#include "page.h"

/* From <title>, <meta>, JSON-LD, and a <time> that is named so. False only
** without memory. */
bool meta_read(Meta *m, const Flow *f);
/* From the lines printed about the title, where the page's head was silent:
** date, by-line and counter of chunks [first, last), and a <time> there. */
bool meta_printed(Meta *m, const Flow *f, size_t first, size_t last);
/* Appends the first date of s as ISO 8601, with time and zone where they stand:
** 2023-12-21T14:54+07:00 of "Thứ Năm, 21/12/2023, 14:54 (GMT+7)". Nothing where
** there is none; false only without memory. */
bool meta_date(Buf *out, Str s);

#endif
