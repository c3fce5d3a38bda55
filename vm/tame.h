/*
** tame.h: HTML made harmless for libxml2.
*/
#ifndef TAME_H
#define TAME_H
#include <stdbool.h>

#include "buf.h"

/* Blanks what would take libxml2 a square of the time: in a copy, which *source
** then borrows, where there is something to blank. Sets *odd where a script
** holds what looks like the end tag of another element. False only without
** memory. */
bool tame_source(Str *source, Buf *copy, bool *odd);

#endif
