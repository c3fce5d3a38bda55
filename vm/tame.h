/*
** tame.h: HTML made harmless for libxml2.
*/
#ifndef TAME_H
#define TAME_H
#include <stdbool.h>

#include "buf.h"

/* Blanks what would take libxml2 a square of the time: in a copy, which *source
** then borrows, where there is something to blank. With `rough` not NULL it
** blanks what would end its push parser too early as well, and sets *rough where
** its pull parser would then make another tree of the page, as it does where
** scripts hold end tags. False only without memory. */
bool tame_source(Str *source, Buf *copy, bool *rough);

#endif
