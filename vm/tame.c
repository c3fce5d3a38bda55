/*
** tame.c: the pre-pass over HTML. libxml2 compares each attribute of a tag with
** all before it, so what stands behind the 256th, or 64 KB into a tag, is
** blanked; offsets stay as they are.
*/
#include "tame.h"

#include <string.h>

#include "conf.h"

static bool isletter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

static bool isblank_(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Behind the tag that begins at `at`; *cut is where it grows too long, or 0. */
static size_t scantag(Str s, size_t at, size_t *cut) {
  size_t start = at, attributes = 0;
  bool inname = true;
  *cut = 0;
  for (at++; at < s.n && s.p[at] != '>'; at++) {
    char c = s.p[at];
    if (isblank_(c) || c == '/') {
      inname = false;
    } else if ((c == '"' || c == '\'') && s.p[at - 1] == '=') {
      const char *q = memchr(s.p + at + 1, c, s.n - at - 1);
      at = q ? (size_t)(q - s.p) : s.n - 1;
      inname = false;
    } else if (!inname) {
      inname = true;
      if (++attributes > HTML_MAX_ATTRIBUTES && !*cut) *cut = at;
    }
    if (at - start > HTML_MAX_TAG_BYTES && !*cut)
      *cut = start + HTML_MAX_TAG_BYTES;
  }
  return at;
}

static bool samename(Str s, size_t at, const char *name) {
  size_t i;
  for (i = 0; name[i]; i++)
    if (at + i >= s.n || (s.p[at + i] | 0x20) != name[i]) return false;
  return true;
}

/* Behind the element whose text is no markup, if one begins at `at`. Sets *odd
** where that text holds what looks like the end of another element. */
static size_t skipraw(Str s, size_t at, size_t next, bool *odd) {
  static const char *const raws[] = {"script", "style", NULL};
  size_t i;
  for (i = 0; raws[i]; i++) {
    if (!samename(s, at + 1, raws[i])) continue;
    while (next < s.n) {
      const char *lt = memchr(s.p + next, '<', s.n - next);
      if (!lt) return s.n;
      next = (size_t)(lt - s.p);
      if (next + 2 < s.n && s.p[next + 1] == '/') {
        if (samename(s, next + 2, raws[i])) return next;
        if (isletter(s.p[next + 2])) *odd = true;
      }
      next++;
    }
  }
  return next;
}

static size_t skipcomment(Str s, size_t at) {
  for (at += 4; at + 2 < s.n; at++)
    if (s.p[at] == '-' && s.p[at + 1] == '-' && s.p[at + 2] == '>')
      return at + 3;
  return s.n;
}

bool tame_source(Str *source, Buf *copy, bool *odd) {
  Str s = *source;
  size_t at = 0, cut, next;
  while (at < s.n) {
    const char *lt = memchr(s.p + at, '<', s.n - at);
    if (!lt) break;
    at = (size_t)(lt - s.p);
    if (s.n - at >= 4 && memcmp(s.p + at, "<!--", 4) == 0) {
      at = skipcomment(s, at);
      continue;
    }
    if (at + 1 >= s.n || !(isletter(s.p[at + 1]) || s.p[at + 1] == '/')) {
      at++;
      continue;
    }
    next = scantag(s, at, &cut);
    if (cut) {
      if (copy->n == 0 && !buf_put(copy, s.p, s.n)) return false;
      memset(copy->p + cut, ' ', next - cut);
    }
    at = skipraw(s, at, next, odd);
  }
  if (copy->n) *source = buf_str(copy);
  return true;
}
