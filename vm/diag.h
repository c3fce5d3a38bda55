/*
** diag.h: an error as data. Layers 1 to 3 fill one and return false; they
** never print and never exit.
*/
#ifndef DIAG_H
#define DIAG_H
#include <stdbool.h>
#include <stddef.h>

/* The first ones are the error kinds of a document's line (OUTPUT contract). */
typedef enum DiagKind {
  DIAG_NONE,    /* no error */
  DIAG_INPUT,   /* the input cannot be read or is not what it says */
  DIAG_RULE,    /* an expression of a rule failed */
  DIAG_DEPTH,   /* nested too deep */
  DIAG_BUDGET,  /* a counted limit */
  DIAG_TIMEOUT, /* the clock of the parent */
  DIAG_MEMORY,  /* no memory */
  DIAG_CRASH,   /* a worker died */
  DIAG_USAGE,   /* the command line */
  DIAG_SYSTEM   /* a system call failed */
} DiagKind;

typedef struct Diag {
  DiagKind kind;
  const char *limit; /* name of the limit that was hit, or NULL; static */
  char message[512]; /* one sentence, no final newline */
} Diag;

void diag_init(Diag *d);
/* Fills d and returns false, so that `return diag_set(...)` reads well. */
bool diag_set(Diag *d, DiagKind kind, const char *limit, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
bool diag_memory(Diag *d);
const char *diag_kindname(DiagKind kind); /* "input", "budget", ... */

#endif
