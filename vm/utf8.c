/*
** utf8.c: code points of bytes that may be anything.
*/
#include "utf8.h"

#include <utf8proc.h>

size_t utf8_next(Str s, size_t at, int32_t *cp) {
  utf8proc_ssize_t n, left = (utf8proc_ssize_t)(s.n - at);
  unsigned char c = (unsigned char)s.p[at];
  if (c < 0x80) {
    *cp = c;
    return 1;
  }
  n = utf8proc_iterate((const utf8proc_uint8_t *)s.p + at, left < 4 ? left : 4,
                       cp);
  if (n > 0) return (size_t)n;
  *cp = UTF8_REPLACEMENT;
  return 1;
}

/* Length of the part that begins at `at` and is valid. */
static size_t validrun(Str s, size_t at) {
  size_t i = at;
  while (i < s.n) {
    int32_t cp;
    size_t n = utf8_next(s, i, &cp);
    if (n == 1 && cp == UTF8_REPLACEMENT) break;
    i += n;
  }
  return i - at;
}

bool utf8_valid(Str s) { return validrun(s, 0) == s.n; }

bool utf8_iscontrol(int32_t cp) {
  return cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
}

bool utf8_put(Buf *out, int32_t cp) {
  utf8proc_uint8_t bytes[4];
  utf8proc_ssize_t n = utf8proc_encode_char(cp, bytes);
  return buf_put(out, bytes, n > 0 ? (size_t)n : 0);
}

bool utf8_repair(Buf *out, Str s) {
  size_t at = 0;
  for (;;) {
    size_t n = validrun(s, at);
    if (!buf_put(out, s.p + at, n)) return false;
    at += n;
    if (at == s.n) return true;
    if (!utf8_put(out, UTF8_REPLACEMENT)) return false;
    at++;
  }
}

size_t utf8_columns(int32_t cp) {
  int n = cp < ' ' || cp == 0x7f ? 0 : utf8proc_charwidth(cp);
  return n > 0 ? (size_t)n : 0;
}

size_t utf8_width(Str s) {
  size_t width = 0;
  int32_t cp;
  for (size_t at = 0; at < s.n;) {
    at += utf8_next(s, at, &cp);
    width += utf8_columns(cp);
  }
  return width;
}

size_t utf8_count(Str s) {
  size_t count = 0;
  int32_t cp;
  for (size_t at = 0; at < s.n; count++) at += utf8_next(s, at, &cp);
  return count;
}
