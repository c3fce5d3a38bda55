/*
** seek.h: which things of a list a step looks at, and in which order: the flat
** spans of what links and rules look among, and the ways through them. Used by
** links.c; knows neither what a thing is nor whether it suits.
**
**   previous | next | inside | first | nearest | respective
*/
#ifndef SEEK_H
#define SEEK_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEEK_NONE SIZE_MAX

typedef struct Span {
  uint32_t start, end; /* in the view's bytes */
} Span;

/* In order of start; lists only grow. */
typedef struct Spans {
  uint32_t n, cap;
  uint32_t last; /* where the last search ended: the next begins there */
  Span at[];
} Spans;

typedef enum Way {
  WAY_PREVIOUS,   /* before it, the last one first */
  WAY_NEXT,       /* behind it, the first one first */
  WAY_INSIDE,     /* in it, the first one first */
  WAY_FIRST,      /* of the scope, the first one first */
  WAY_NEAREST,    /* fewest bytes between, before on a tie; 0 where they meet */
  WAY_RESPECTIVE, /* before the match of an `each`, the last one first */
  WAY_COUNT
} Way;

typedef enum Scope {
  SCOPE_DOCUMENT,
  SCOPE_PARAGRAPH,
  SCOPE_SENTENCE,
  SCOPE_COUNT
} Scope;

typedef struct Seek {
  Spans *spans;
  Way way;
  Span asking;        /* that things are sought around */
  uint32_t low, high; /* a thing starts in these bytes */
  size_t left, right; /* the next ones to look at; left is one more */
  uint64_t rest;      /* so many may still be looked at */
} Seek;

/* The number of a way, of a scope by its name; that of the count: none. */
Way seek_way(const char *name);
Scope seek_scope(const char *name);

/* Asks for the things around a span that start in the scope; all of the page is
** 0, UINT32_MAX. At most `most` are looked at. The spans must live until the
** last seek_next. */
void seek_start(Seek *k, Spans *spans, Way way, Span asking, Span scope,
                uint64_t most);
/* The next thing to look at, from 0, or SEEK_NONE. */
size_t seek_next(Seek *k);

#endif
