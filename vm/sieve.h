/*
** sieve.h: does a term match at a token, and up to where? Asked of every rule
** at every token where its head stands, so that LPeg runs only where something
** matches. Used by match.c; fed by stdlib/sieve.lua with the trees that
** stdlib/pattern.lua makes LPeg patterns of, and always of one mind with those:
** --reference runs LPeg everywhere, and must print the same.
**
** Patterns are trees of operations over tokens: no bytes, no captures, nothing
** of Lua but the guards of terms. A place is a token, and whether the white
** space before it is passed:
**
**   place = 2 * token + passed     one byte of the view; where there is no
**                                  white space `passed` is 1
**
** What a term gave at a token is kept: whether it failed as a bit in the row of
** the token, for the last SIEVE_ROWS tokens asked, where it matched in a table.
*/
#ifndef SIEVE_H
#define SIEVE_H
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "memo.h"
#include "scan.h"
#include "stages.h"
#include "tokenset.h"

typedef enum SieveKind {
  SIEVE_SEQ,      /* n parts from `a` in `parts`, one after another */
  SIEVE_CHOICE,   /* n parts from `a`: the first that matches */
  SIEVE_REPEAT,   /* a, then b again and again: from min to max (0: no end) */
  SIEVE_NOT,      /* a does not match; consumes nothing */
  SIEVE_AND,      /* a matches; consumes nothing */
  SIEVE_GAP,      /* at most max tokens of the sentence up to a */
  SIEVE_SKIP,     /* nothing but the white space */
  SIEVE_TOKEN,    /* a token with one of the marks (bits) of `a` */
  SIEVE_LETTER,   /* a word of one letter */
  SIEVE_ROMAN,    /* a number in Roman digits */
  SIEVE_REST,     /* all up to the end of the sentence */
  SIEVE_QUOTED,   /* a text in quotes, with them; b: captured without them */
  SIEVE_LITERAL,  /* n tokens: from `a` in `parts` the word and the marks, and
                     whether white space must stand before it (bit 31) */
  SIEVE_EXACT,    /* the literal `a`, in the original written as string b */
  SIEVE_TERM,     /* the term a */
  SIEVE_PHRASE,   /* of the vocabulary whose set is a */
  SIEVE_ANCHOR,   /* after a byte of the view that is a bit of `a`; \n: bit 0,
                     BLOCK_BODY + i: bit i + 1 */
  SIEVE_END,      /* a block ends here */
  SIEVE_AFTERLETTER,  /* directly after a letter */
  SIEVE_AFTERPHRASE,  /* after a phrase of the set a */
  SIEVE_AFTERLITERAL, /* after string a: \1 is any word's mark, a space any */
  SIEVE_AFTEREXACT,   /* after n tokens whose original is string a */
  SIEVE_KINDS
} SieveKind;

/* What of the white space before it an operation takes along. */
typedef enum SievePre {
  SIEVE_NOTHING,
  SIEVE_SPACE, /* any */
  SIEVE_INNER  /* but no end of a sentence */
} SievePre;

typedef struct SieveOp {
  uint8_t kind, pre;
  uint16_t min; /* of a repetition */
  uint32_t n, a, b; /* n: parts, tokens, or the most of a repetition or gap */
  /* made by sievebegin.c: */
  uint32_t gate; /* column of `begins`: a match may begin with the token */
  uint32_t pass; /* where the token is not in this one, it takes nothing */
} SieveOp;

/* What an operation captures; see vm/capture.h. */
typedef struct SieveCapture {
  uint32_t number; /* of the capture that it is; 0: none */
  bool captures;   /* it is one, or has some in it */
  bool nodes;      /* it is a term or a phrase, or has some in it */
} SieveCapture;

/* What a term is. */
typedef struct SieveTerm {
  uint32_t op;  /* SIEVE_FAIL: none */
  bool guarded; /* `holds` is asked where the pattern matches */
  bool settled; /* ... and what it says hangs on the text alone */
} SieveTerm;

typedef struct SieveToken {
  const uint64_t *begins, *marks; /* its word's row, its mark's */
  uint32_t word, end;
  uint8_t mark, space; /* before it: 0, ' ', '\n', or a block's byte */
  uint8_t kind;        /* scan_kind */
} SieveToken;

typedef struct SievePhrase {
  uint32_t set, value;
} SievePhrase;

/* What begins with the phrase that ends at a node of the lexicon. */
typedef struct SieveNode {
  uint64_t sets;    /* lexicon_bit of the sets of `asked` */
  uint32_t row;     /* in `starts`: the terms; SIEVE_FAIL: none */
  uint32_t from, n; /* in `asked`: the phrases of vocabularies */
} SieveNode;

/* Phrases of n tokens. */
typedef struct SievePhrases {
  uint32_t node, n;
} SievePhrases;

/* What is known at one token. */
typedef struct SieveRow {
  size_t token;
  uint64_t *heads; /* the terms that may begin here */
  uint64_t *open;  /* of those, the ones not yet asked */
  uint64_t *hit;   /* of those, the ones that matched */
  uint64_t sets; /* lexicon_bit of the sets of `phrases` */
  VEC(SievePhrases) phrases; /* that begin here, the longest last */
} SieveRow;

#define SIEVE_ROWS 512u /* more tokens than most patterns reach ahead */
#define SIEVE_FAIL UINT32_MAX

typedef enum SieveLimit {
  SIEVE_STOP, SIEVE_DEPTH, SIEVE_BUDGET, SIEVE_STEPS, SIEVE_MEMORY
} SieveLimit;

typedef struct Sieve {
  const Lexicon *lexicon;
  const Heads *heads;
  VEC(SieveOp) ops;
  VEC(SieveCapture) captures; /* of each operation */
  VEC(uint32_t) parts;
  Buf strings;
  VEC(uint32_t) string; /* where each begins; one more */
  VEC(SieveTerm) terms;
  /* made of all this at the first page: */
  bool ready;
  TokenRows begins;     /* with which tokens operations may begin: columns for
                           what may stand second and third in each term, then
                           those of operations */
  uint32_t always;      /* the column that holds everywhere */
  size_t narrowed;      /* words of rows that have terms with an operation */
  VEC(SieveNode) nodes; /* as many as the lexicon's */
  VEC(uint64_t) starts; /* rows of terms: of each kind of token, of nodes */
  VEC(uint32_t) first;  /* of each word: the node behind the root, or none */
  VEC(SievePhrase) asked; /* phrases of vocabularies that patterns name */
  /* of the open page */
  const Scan *scan;
  SieveToken *tokens; /* one more behind the last */
  SieveRow *rows;     /* and one more, for what is asked while `quiet` */
  size_t base;        /* the token whose row is the first: a block's first, so
                         that small blocks share few rows */
  uint64_t *bits;     /* of all rows */
  Memo memo;          /* of (token, term) that matched: the place behind */
  Memo asides;        /* of what was asked while `quiet`: the place behind */
  uint32_t quiet;     /* captures are looked for: how often depends on what
                         guards were asked before, also on other pages; so
                         nothing is counted or kept */
  uint64_t depth, deepest; /* terms inside terms: now, and at most */
  uint64_t entries;   /* of terms so far */
  uint64_t budget;    /* ... and how many there may be */
  uint64_t steps;     /* operations so far, and tokens passed by one */
  uint64_t maxsteps;  /* ... and how many there may be */
  Stages *stages;
  volatile sig_atomic_t *stop;
  /* Asked of a guarded term that matched up to `end`; may leave by a jump. */
  bool (*holds)(void *ud, uint32_t term, uint32_t token, uint32_t end);
  void (*limit)(void *ud, SieveLimit which); /* leaves by a jump */
  void *ud;
} Sieve;

bool sieve_init(Sieve *s, const Lexicon *x, const Heads *h);
void sieve_deinit(Sieve *s);
/* Adds an operation and gives its number by *at; its parts come before it. */
bool sieve_add(Sieve *s, SieveOp op, const uint32_t *parts, uint32_t *at);
/* What the operation takes is the capture of that number, not 0; *at becomes
** another operation where it was one before. What begins with an operation SKIP
** is captured behind the white space that its own `pre` tells. */
bool sieve_capture(Sieve *s, uint32_t number, uint32_t *at);
bool sieve_addstring(Sieve *s, Str text, uint32_t *at);
/* The term matches where the operation does. */
void sieve_setterm(Sieve *s, uint32_t term, SieveTerm as);

bool sieve_open(Sieve *s, const Scan *scan);
void sieve_close(Sieve *s);
/* The place behind the term, or SIEVE_FAIL. */
uint32_t sieve_term(Sieve *s, uint32_t term, size_t token);
/* The row of the token; until another is asked for. */
SieveRow *sieve_newrow(Sieve *s, size_t token);
static inline SieveRow *sieve_row(Sieve *s, size_t token) {
  SieveRow *row = &s->rows[(token - s->base) % SIEVE_ROWS];
  return row->token == token ? row : sieve_newrow(s, token);
}
/* The longest phrase of the set at the token: how many tokens it has (0: there
** is none), and its value. */
uint32_t sieve_phrase(Sieve *s, uint32_t set, size_t token, uint32_t *value);
/* The text of the page up to `end` that a match at the token took. */
Str sieve_taken(const Sieve *s, size_t token, uint32_t end);
/* Whether a letter stands directly before the token. */
bool sieve_afterletter(const Sieve *s, size_t token);
/* The byte of the view where the place is. */
uint32_t sieve_byte(const Sieve *s, uint32_t place);

#endif
