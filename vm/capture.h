/*
** capture.h: what the captures of a match took. The sieve tells whether a term
** matches, and keeps nothing on the way; of a match of which something is made
** its pattern is run once more, and what the captures take is written down.
** Used by match.c; LPeg tells the same on the reference path.
*/
#ifndef CAPTURE_H
#define CAPTURE_H
#include "sieve.h"

typedef enum Filling { FILLING_TEXT, FILLING_TERM, FILLING_PHRASE } Filling;

/* A capture, in bytes of the view, and what alone stands in it, from end to
** end: a term, a phrase of a set with its value, or else just text. */
typedef struct Capture {
  uint32_t number;
  uint32_t start, end;
  Filling filling;
  uint32_t id, value; /* of the term; of the set, and of its phrase */
  uint32_t node;      /* for match.c; 0 here */
} Capture;

typedef VEC(Capture) Captures;

/* Adds the captures of the operation at the token, in the order of their ends;
** nothing where it does not match, which the sieve knew before. */
void capture_take(Sieve *s, uint32_t op, size_t token, Captures *out);

#endif
