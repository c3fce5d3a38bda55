/*
** space.h: white space and line ends of valid UTF-8.
*/
#ifndef SPACE_H
#define SPACE_H
#include "buf.h"

/* Bytes of the white space character at `at` < end, no-break and zero-width
** ones included; 0 where there is none. */
size_t space_at(Str text, size_t at, size_t end);
/* First byte of [at, end) that is no white space; end where there is none. */
size_t space_skip(Str text, size_t at, size_t end);
/* End of [start, end) without its final white space. */
size_t space_trim(Str text, size_t start, size_t end);
/* Bytes of the line end at `at` < text.n (CR LF are one); 0 where none is. */
size_t space_lineend(Str text, size_t at);

#endif
