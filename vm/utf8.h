/*
** utf8.h: code points of bytes that may be anything. A thin layer over
** utf8proc.
*/
#ifndef UTF8_H
#define UTF8_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

#define UTF8_REPLACEMENT 0xFFFD

/* Reads the code point at s.p[at] (at < s.n) and gives its length in bytes. An
** invalid byte is one UTF8_REPLACEMENT of length 1. */
size_t utf8_next(Str s, size_t at, int32_t *cp);
bool utf8_valid(Str s);
/* What may move the cursor of a terminal, or more: C0, DEL and C1. */
bool utf8_iscontrol(int32_t cp);
bool utf8_put(Buf *out, int32_t cp);
/* Appends s with each invalid byte made U+FFFD. */
bool utf8_repair(Buf *out, Str s);
/* Columns that s takes on a terminal; control characters take none. */
size_t utf8_width(Str s);
/* The columns of one code point. */
size_t utf8_columns(int32_t cp);
size_t utf8_count(Str s); /* code points */

#endif
