/*
** charset.h: the eight-bit character sets of Vietnamese and Western pages,
** as own tables, and the guess which of them undeclared bytes are in.
*/
#ifndef CHARSET_H
#define CHARSET_H
#include <stdint.h>

#include "buf.h"

typedef enum Charset {
  CHARSET_1252,
  CHARSET_1258,
  CHARSET_TCVN3, /* ABC fonts: 0x80..0x9F hold the signs of windows-1252 */
  CHARSET_TCVN1, /* TCVN 5712 VN1: 0x80..0x9F and some C0 hold capitals */
  CHARSET_VISCII,
  CHARSET_VNI,
  CHARSET_COUNT
} Charset;

#define CHARSET_BAD 0xFFFDu

/* Decodes one character at p (n > 0) and returns how many bytes it took: 1, or
** 2 for the pairs of VNI. CHARSET_BAD for a byte that stands for none. */
unsigned charset_next(Charset c, const unsigned char *p, size_t n,
                      uint32_t *cp);

/* How many words of `text` hold a letter beyond ASCII when it is read as c, and
** how many of those are syllables of Vietnamese. Looks at the first 64 KB. */
typedef struct CharsetScore {
  unsigned words, syllables;
} CharsetScore;
CharsetScore charset_score(Charset c, Str text);

/* The set that makes the most Vietnamese of the text; windows-1252 where none
** does. */
Charset charset_guess(Str text);

#endif
