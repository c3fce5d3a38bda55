/*
** diag.c: errors as data.
*/
#include "diag.h"

#include <stdarg.h>
#include <stdio.h>

void diag_init(Diag *d) {
  d->kind = DIAG_NONE;
  d->limit = NULL;
  d->message[0] = '\0';
}

bool diag_set(Diag *d, DiagKind kind, const char *limit, const char *fmt, ...) {
  va_list ap;
  d->kind = kind;
  d->limit = limit;
  va_start(ap, fmt);
  vsnprintf(d->message, sizeof d->message, fmt, ap);
  va_end(ap);
  return false;
}

bool diag_memory(Diag *d) {
  return diag_set(d, DIAG_MEMORY, NULL, "not enough memory");
}

const char *diag_kindname(DiagKind kind) {
  static const char *const names[] = {
      [DIAG_NONE] = "none",       [DIAG_INPUT] = "input",
      [DIAG_RULE] = "rule",       [DIAG_DEPTH] = "depth",
      [DIAG_BUDGET] = "budget",   [DIAG_TIMEOUT] = "timeout",
      [DIAG_MEMORY] = "memory",   [DIAG_CRASH] = "crash",
      [DIAG_USAGE] = "usage",     [DIAG_SYSTEM] = "system"};
  return names[kind];
}
