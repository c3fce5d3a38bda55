/*
** luapat.c: the matcher of Lua's patterns with its steps counted. It follows
** lstrlib.c of Lua 5.4 case by case (Copyright (C) 1994-2022 Lua.org, PUC-Rio;
** MIT licence, as ours), so that every pattern means what Lua's manual says.
*/
#include "luapat.h"

#include <ctype.h>
#include <string.h>

#define ESCAPE '%'
#define MAX_DEPTH 200 /* calls of C that one match may nest, as in Lua */

/* Bytes compared at the cost of one step. */
#define BYTES_PER_STEP 16

static const char *match(LuaPat *m, const char *s, const char *p);

/* Counts n steps; false where there are no more. */
static bool step(LuaPat *m, size_t n) {
  m->steps += n;
  if (m->steps <= m->maxsteps) return true;
  m->over = true;
  return false;
}

static const char *wrong(LuaPat *m, const char *message) {
  if (!m->error) m->error = message;
  return NULL;
}

static bool stopped(const LuaPat *m) { return m->over || m->error; }

/* ---------------------------------------------------------------- classes */

/* The place behind the single class that begins at p; NULL where it has no
** end. */
static const char *classend(LuaPat *m, const char *p) {
  const char *end = m->patternend;
  if (*p++ == ESCAPE) {
    if (p == end) return wrong(m, "malformed pattern (ends with '%')");
    return p + 1;
  }
  if (p[-1] != '[') return p;
  if (p < end && *p == '^') p++;
  do { /* look for a ']'; the first one stands for itself */
    if (p == end) return wrong(m, "malformed pattern (missing ']')");
    if (*p++ == ESCAPE) {
      if (p == end) return wrong(m, "malformed pattern (missing ']')");
      p++;
    }
  } while (p == end || *p != ']');
  return p + 1;
}

static bool inclass(int c, int class) {
  bool yes;
  switch (tolower(class)) {
    case 'a': yes = isalpha(c); break;
    case 'c': yes = iscntrl(c); break;
    case 'd': yes = isdigit(c); break;
    case 'g': yes = isgraph(c); break;
    case 'l': yes = islower(c); break;
    case 'p': yes = ispunct(c); break;
    case 's': yes = isspace(c); break;
    case 'u': yes = isupper(c); break;
    case 'w': yes = isalnum(c); break;
    case 'x': yes = isxdigit(c); break;
    default: return class == c;
  }
  return isupper(class) ? !yes : yes;
}

/* p is at '[', end at the ']' of the same set. */
static bool inset(int c, const char *p, const char *end) {
  bool yes = true;
  if (p[1] == '^') {
    yes = false;
    p++;
  }
  while (++p < end) {
    if (*p == ESCAPE) {
      p++;
      if (inclass(c, (unsigned char)*p)) return yes;
    } else if (p[1] == '-' && p + 2 < end) {
      p += 2;
      if ((unsigned char)p[-2] <= c && c <= (unsigned char)*p) return yes;
    } else if ((unsigned char)*p == c) {
      return yes;
    }
  }
  return !yes;
}

/* Whether the byte at s is in the class [p, end). Sets cost by their length. */
static bool single(LuaPat *m, const char *s, const char *p, const char *end) {
  int c;
  if (s >= m->textend) return false;
  c = (unsigned char)*s;
  switch (*p) {
    case '.': return true;
    case ESCAPE: return inclass(c, (unsigned char)p[1]);
    case '[':
      return step(m, (size_t)(end - p) / BYTES_PER_STEP) &&
             inset(c, p, end - 1);
    default: return (unsigned char)*p == c;
  }
}

/* ----------------------------------------------------------- repetitions */

static const char *balance(LuaPat *m, const char *s, const char *p) {
  char open, close;
  int level = 1;
  if (p + 1 >= m->patternend)
    return wrong(m, "malformed pattern (missing arguments to '%b')");
  if (s >= m->textend || *s != *p) return NULL;
  open = p[0];
  close = p[1];
  while (++s < m->textend && step(m, 1)) {
    if (*s == close) {
      if (--level == 0) return s + 1;
    } else if (*s == open) {
      level++;
    }
  }
  return NULL;
}

/* The longest run first; p is the class, end what follows it. */
static const char *longest(LuaPat *m, const char *s, const char *p,
                           const char *end) {
  ptrdiff_t n = 0;
  while (single(m, s + n, p, end) && step(m, 1)) n++;
  for (; n >= 0 && !stopped(m) && step(m, 1); n--) {
    const char *rest = match(m, s + n, end + 1);
    if (rest) return rest;
  }
  return NULL;
}

static const char *shortest(LuaPat *m, const char *s, const char *p,
                            const char *end) {
  for (;;) {
    const char *rest = match(m, s, end + 1);
    if (rest) return rest;
    if (stopped(m) || !step(m, 1) || !single(m, s, p, end)) return NULL;
    s++;
  }
}

/* --------------------------------------------------------------- captures */

static const char *opencapture(LuaPat *m, const char *s, const char *p,
                               ptrdiff_t what) {
  const char *rest;
  if (m->captures == LUAPAT_MAX_CAPTURES)
    return wrong(m, "too many captures");
  m->capture[m->captures].start = s;
  m->capture[m->captures].n = what;
  m->captures++;
  rest = match(m, s, p);
  if (!rest) m->captures--;
  return rest;
}

static const char *closecapture(LuaPat *m, const char *s, const char *p) {
  int i = m->captures - 1;
  const char *rest;
  while (i >= 0 && m->capture[i].n != LUAPAT_UNFINISHED) i--;
  if (i < 0) return wrong(m, "invalid pattern capture");
  m->capture[i].n = s - m->capture[i].start;
  rest = match(m, s, p);
  if (!rest) m->capture[i].n = LUAPAT_UNFINISHED;
  return rest;
}

/* What a capture held, once more. */
static const char *again(LuaPat *m, const char *s, char digit) {
  int i = digit - '1';
  size_t n;
  if (i < 0 || i >= m->captures || m->capture[i].n == LUAPAT_UNFINISHED)
    return wrong(m, "invalid capture index in pattern");
  if (m->capture[i].n == LUAPAT_POSITION) return NULL; /* as in Lua */
  n = (size_t)m->capture[i].n;
  if (!step(m, n / BYTES_PER_STEP)) return NULL;
  if ((size_t)(m->textend - s) < n || memcmp(m->capture[i].start, s, n) != 0)
    return NULL;
  return s + n;
}

/* ---------------------------------------------------------------- matching */

/* %f[set]: between a byte that is not in the set and one that is. */
static bool frontier(LuaPat *m, const char *s, const char *p,
                     const char *end) {
  int before = s == m->text ? 0 : (unsigned char)s[-1];
  int after = s < m->textend ? (unsigned char)*s : 0;
  return step(m, (size_t)(end - p) / BYTES_PER_STEP) &&
         !inset(before, p, end - 1) && inset(after, p, end - 1);
}

/* What the item at p matches at s; *next is the item behind it, or NULL where
** the match ends here, with what is returned. */
static const char *item(LuaPat *m, const char *s, const char *p,
                        const char **next) {
  const char *end = classend(m, p);
  char mark;
  *next = NULL;
  if (!end) return NULL;
  mark = end < m->patternend ? *end : '\0';
  if (mark == '*') return longest(m, s, p, end);
  if (mark == '-') return shortest(m, s, p, end);
  if (!single(m, s, p, end)) {
    if (mark != '?') return NULL;
    *next = end + 1;
    return s;
  }
  if (mark == '+') return longest(m, s + 1, p, end);
  if (mark == '?') {
    const char *rest = match(m, s + 1, end + 1);
    if (rest || stopped(m)) return rest;
    *next = end + 1;
    return s;
  }
  *next = end;
  return s + 1;
}

/* "%b()", "%f[set]", "%1": as item. */
static const char *escaped(LuaPat *m, const char *s, const char *p,
                           const char **next) {
  const char *end;
  *next = NULL;
  if (p + 1 >= m->patternend) return item(m, s, p, next);
  if (p[1] == 'b') {
    s = balance(m, s, p + 2);
    *next = s ? p + 4 : NULL;
    return s;
  }
  if (p[1] == 'f') {
    p += 2;
    if (p >= m->patternend || *p != '[')
      return wrong(m, "missing '[' after '%f' in pattern");
    end = classend(m, p);
    if (!end || !frontier(m, s, p, end)) return NULL;
    *next = end;
    return s;
  }
  if (!isdigit((unsigned char)p[1])) return item(m, s, p, next);
  s = again(m, s, p[1]);
  *next = s ? p + 2 : NULL;
  return s;
}

static const char *follow(LuaPat *m, const char *s, const char *p) {
  while (p < m->patternend) {
    const char *next = NULL;
    if (!step(m, 1)) return NULL;
    if (*p == '(')
      return p + 1 < m->patternend && p[1] == ')'
                 ? opencapture(m, s, p + 2, LUAPAT_POSITION)
                 : opencapture(m, s, p + 1, LUAPAT_UNFINISHED);
    if (*p == ')') return closecapture(m, s, p + 1);
    if (*p == '$' && p + 1 == m->patternend)
      return s == m->textend ? s : NULL;
    s = *p == ESCAPE ? escaped(m, s, p, &next) : item(m, s, p, &next);
    if (!s || !next) return s;
    p = next;
  }
  return s;
}

static const char *match(LuaPat *m, const char *s, const char *p) {
  const char *rest;
  if (m->depth == 0) return wrong(m, "pattern too complex");
  m->depth--;
  rest = follow(m, s, p);
  m->depth++;
  return rest;
}

void luapat_init(LuaPat *m, Str text, Str pattern, uint64_t maxsteps) {
  memset(m, 0, sizeof *m);
  m->text = text.p;
  m->textend = text.p + text.n;
  m->pattern = pattern.p;
  m->patternend = pattern.p + pattern.n;
  m->maxsteps = maxsteps;
}

const char *luapat_at(LuaPat *m, const char *place) {
  const char *end;
  m->captures = 0;
  m->depth = MAX_DEPTH;
  end = match(m, place, m->pattern);
  return stopped(m) ? NULL : end;
}

const char *luapat_plain(LuaPat *m, const char *place, Str bytes) {
  const char *last;
  if (bytes.n == 0) return place;
  if ((size_t)(m->textend - place) < bytes.n) return NULL;
  last = m->textend - bytes.n;
  while (place <= last) {
    const char *hit = memchr(place, bytes.p[0], (size_t)(last - place) + 1);
    size_t passed = (size_t)((hit ? hit : last) - place);
    if (!step(m, 1 + (passed + bytes.n) / BYTES_PER_STEP) || !hit) return NULL;
    if (memcmp(hit, bytes.p, bytes.n) == 0) return hit;
    place = hit + 1;
  }
  return NULL;
}

bool luapat_special(Str pattern) {
  for (size_t i = 0; i < pattern.n; i++)
    if (pattern.p[i] && strchr("^$*+?.([%-", pattern.p[i])) return true;
  return false;
}
