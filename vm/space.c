/*
** space.c: white space and line ends of valid UTF-8.
*/
#include "space.h"

#include <stdbool.h>

/* Beyond ASCII, as the bytes stand in UTF-8. */
static bool iswide(const unsigned char *p) {
  if (p[0] == 0xE2 && p[1] == 0x80) /* U+2000..U+200D, U+2028..U+202F */
    return p[2] <= 0x8D || (p[2] >= 0xA8 && p[2] <= 0xAF);
  if (p[0] == 0xE2 && p[1] == 0x81) return p[2] == 0x9F || p[2] == 0xA0;
  if (p[0] == 0xE3) return p[1] == 0x80 && p[2] == 0x80; /* U+3000 */
  return p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF;   /* U+FEFF */
}

size_t space_at(Str text, size_t at, size_t end) {
  const unsigned char *p = (const unsigned char *)text.p + at;
  if (p[0] < 0x80) return p[0] == ' ' || (p[0] >= '\t' && p[0] <= '\r');
  if (end - at >= 2 && p[0] == 0xC2 && (p[1] == 0xA0 || p[1] == 0x85)) return 2;
  return end - at >= 3 && iswide(p) ? 3 : 0;
}

size_t space_skip(Str text, size_t at, size_t end) {
  size_t n;
  while (at < end && (n = space_at(text, at, end)) != 0) at += n;
  return at;
}

size_t space_trim(Str text, size_t start, size_t end) {
  while (end > start) {
    size_t at = end - 1;
    while (at > start && (text.p[at] & 0xC0) == 0x80) at--;
    if (space_at(text, at, end) != end - at) break;
    end = at;
  }
  return end;
}

size_t space_lineend(Str text, size_t at) {
  const unsigned char *p = (const unsigned char *)text.p + at;
  size_t left = text.n - at;
  switch (p[0]) {
    case '\r': return left > 1 && p[1] == '\n' ? 2 : 1;
    case '\n': case '\f': return 1;
    case 0xC2: return left > 1 && p[1] == 0x85 ? 2 : 0;
    case 0xE2:
      return left > 2 && p[1] == 0x80 && (p[2] == 0xA8 || p[2] == 0xA9) ? 3 : 0;
    default: return 0;
  }
}
