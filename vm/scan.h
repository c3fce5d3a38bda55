/*
** scan.h: where could which term begin? At a token the heads of all terms (a
** rule is one, too) are found at once; and a phrase of a set is looked up at one
** token.
*/
#ifndef SCAN_H
#define SCAN_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "lexicon.h"
#include "view.h"

/* What a term can begin with, apart from phrases. */
typedef enum Head {
  HEAD_DIGITS,
  HEAD_CAPITAL, /* a word with a capital first letter */
  HEAD_LETTER,  /* a word of one letter */
  HEAD_BLOCK,   /* the first token of a block */
  HEAD_SENTENCE, /* the first token of a sentence (of a block too) */
  HEAD_ANY,     /* any token: the slow way */
  HEAD_COUNT
} Head;

#define SCAN_KINDS 48u /* 8 marks, one letter or more, three places */

/* The heads of all terms: which terms does a phrase of a set, or a kind of
** token, start? Sets of terms are bit strings of `width` words, a multiple of
** HEADS_STEP: rows of them are put together some words at once. */
#define HEADS_STEP 4u
typedef struct Heads {
  size_t nterms, width;
  uint64_t *kinds;    /* HEAD_COUNT rows */
  VEC(uint64_t) sets; /* one row a set of the lexicon */
} Heads;

bool heads_init(Heads *h, size_t nterms);
void heads_deinit(Heads *h);
void heads_addkind(Heads *h, uint32_t term, Head kind);
bool heads_addset(Heads *h, uint32_t term, uint32_t set);
/* Adds the terms of one row to another. */
static inline void heads_join(uint64_t *to, const uint64_t *from,
                              size_t width) {
  typedef uint64_t Step
      __attribute__((vector_size(HEADS_STEP * 8), aligned(8), may_alias));
  for (size_t i = 0; i < width; i += HEADS_STEP)
    *(Step *)(to + i) |= *(const Step *)(from + i);
}

/* The words of a view by their ids in the lexicon, and the way from a place in
** the view's bytes to its token. */
typedef struct Scan {
  const View *view;
  const Lexicon *lexicon;
  uint32_t *word;  /* of each token: its id, or LEXICON_NONE */
  uint64_t *first; /* bit i: token i is the first of its block */
  uint64_t *starts; /* bit at: a token's mark stands at byte `at` */
  uint32_t *rank;  /* tokens before each 64 bytes of the view */
} Scan;

bool scan_init(Scan *s, const View *view, const Lexicon *lexicon);
void scan_deinit(Scan *s);
/* Index of the token whose mark stands at `at`; ntokens where none does. */
size_t scan_token(const Scan *s, uint32_t at);
/* How many tokens begin before the byte `at`. */
size_t scan_before(const Scan *s, uint32_t at);
bool scan_isfirst(const Scan *s, size_t token);
/* What kinds of beginning a token is, as one number; and the terms that could
** begin at such a token, whatever its word (bits; cleared first). */
unsigned scan_kind(const Scan *s, size_t token);
void heads_ofkind(const Heads *h, unsigned kind, uint64_t *terms);
/* Whether the token, a word, has one letter; is a number in Roman digits, as
** the original has it. */
bool scan_isletter(const Scan *s, size_t token);
bool scan_isroman(const Scan *s, size_t token);
/* *same: whether the original of tokens [a, b) reads as the text. False only
** without memory. */
bool scan_reads(const Scan *s, size_t a, size_t b, Str text, bool *same);
/* Does a phrase of the set end before the byte `at`, white space apart? */
bool scan_after(const Scan *s, uint32_t set, uint32_t at);
/* The longest phrase of the set that begins at the token: how many tokens it
** has (0: none), and its value. */
size_t scan_phrase(const Scan *s, uint32_t set, size_t token, uint32_t *value);
/* As above, of the phrases that end just before the token. */
size_t scan_phrasebefore(const Scan *s, uint32_t set, size_t token,
                         uint32_t *value);

#endif
