/*
** tame.c: the pre-pass over HTML. libxml2 compares each attribute of a tag with
** all before it, so what stands behind the 256th, or 64 KB into a tag, is
** blanked. Its push parser ends at </html>, whatever follows, so that tag goes
** where text does follow. Form feeds, which it drops, become blanks. Offsets stay
** as they are.
*/
#include "tame.h"

#include <string.h>

#include "limit.h"
#include "space.h"

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
      if (++attributes > LIMIT(HTML_MAX_ATTRIBUTES) && !*cut) *cut = at;
    }
    if (at - start > LIMIT(HTML_MAX_TAG_BYTES) && !*cut)
      *cut = start + LIMIT(HTML_MAX_TAG_BYTES);
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

typedef struct Walk {
  Str s;
  Buf *copy;
  bool odd;   /* a script holds the end tag of another element */
  bool ended; /* </html> has been seen */
  bool late;  /* and text behind it */
  bool mend;  /* blank </html> */
} Walk;

static bool blank(Walk *w, size_t from, size_t to) {
  if (w->copy->n == 0 && !buf_put(w->copy, w->s.p, w->s.n)) return false;
  memset(w->copy->p + from, ' ', to - from);
  return true;
}

/* A tag becomes a comment, so that a word around it stays whole. */
static bool silence(Walk *w, size_t from, size_t to) {
  if (!blank(w, from, to)) return false;
  if (to - from >= 7) {
    memcpy(w->copy->p + from, "<!--", 4);
    memcpy(w->copy->p + to - 3, "-->", 3);
  }
  return true;
}

/* One tag at `at`; returns where to go on, 0 without memory. */
static size_t visit(Walk *w, size_t at) {
  size_t cut, next = scantag(w->s, at, &cut);
  if (cut && !blank(w, cut, next)) return 0;
  if (samename(w->s, at, "</html")) {
    w->ended = true;
    if (w->mend && !silence(w, at, next < w->s.n ? next + 1 : next)) return 0;
  }
  return skipraw(w->s, at, next, &w->odd);
}

static bool walk(Walk *w) {
  Str s = w->s;
  size_t at = 0, text;
  while (at < s.n) {
    const char *lt = memchr(s.p + at, '<', s.n - at);
    text = s.p[at] == '>' ? at + 1 : at;
    at = lt ? (size_t)(lt - s.p) : s.n;
    if (w->ended && space_skip(s, text, at) < at) w->late = true;
    if (at == s.n) break;
    if (s.n - at >= 4 && memcmp(s.p + at, "<!--", 4) == 0) {
      at = skipcomment(s, at);
    } else if (at + 1 < s.n && (isletter(s.p[at + 1]) || s.p[at + 1] == '/')) {
      at = visit(w, at);
      if (at == 0) return false;
    } else {
      at++;
    }
  }
  return true;
}

/* libxml2 drops form feeds, which are white space of HTML. */
static bool blankfeeds(Walk *w) {
  const char *p = w->s.p, *end = p + w->s.n;
  while (p < end && (p = memchr(p, '\f', (size_t)(end - p)))) {
    size_t at = (size_t)(p++ - w->s.p);
    if (!blank(w, at, at + 1)) return false;
  }
  return true;
}

bool tame_source(Str *source, Buf *copy, bool *rough) {
  Walk w = {.s = *source, .copy = copy};
  bool ok = blankfeeds(&w) && walk(&w);
  if (ok && rough) {
    *rough = w.odd || w.late;
    w.mend = w.late;
    if (w.late) ok = walk(&w);
  }
  if (ok && copy->n) *source = buf_str(copy);
  return ok;
}
