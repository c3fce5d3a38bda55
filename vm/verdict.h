/*
** verdict.h: what guards answered, by the term and the text that it took: the
** same words stand on many pages. Kept from page to page, of bounded size. Used
** by match.c for guards that nothing but the text can sway
** (stdlib/settled.lua).
*/
#ifndef VERDICT_H
#define VERDICT_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

#define VERDICT_MAX_TEXT 256u     /* bytes of a text that is kept */
#define VERDICT_SLOTS (1u << 15)  /* half of them are used, then all is dropped */

typedef struct VerdictSlot {
  uint32_t hash; /* 0: free */
  uint32_t term; /* the highest bit: what the guard answered */
  uint32_t at, n; /* its text in Verdicts.text */
} VerdictSlot;

typedef struct Verdicts {
  VerdictSlot *slots; /* NULL before the first */
  size_t count;
  Buf text;
} Verdicts;

/* What the guard of the term answered for the text; `context` is part of the
** text. False where that is not known. */
bool verdict_get(const Verdicts *v, uint32_t term, Str text, bool *holds);
/* Without memory nothing is kept. */
void verdict_put(Verdicts *v, uint32_t term, Str text, bool holds);
void verdict_clear(Verdicts *v);
void verdict_deinit(Verdicts *v);

#endif
