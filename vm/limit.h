/*
** limit.h: what a run may cost. The limits of conf.h with their defaults,
** changed by --limit before anything is read, and the process's own from then
** on: one of the two things here that are not an engine's (mem.h is the other).
*/
#ifndef LIMIT_H
#define LIMIT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conf.h"
#include "diag.h"

#define LIMIT_ID(name, value, least, most, why) LIMIT_##name,
typedef enum LimitId { CONF_LIMITS(LIMIT_ID) LIMIT_COUNT } LimitId;
#undef LIMIT_ID

typedef struct Limit {
  const char *name; /* as an error of a page names it */
  uint64_t value, least, most;
  const char *why; /* what is counted, and why so many */
} Limit;

/* LIMIT(HTML_MAX_DEPTH) is its value. */
#define LIMIT(name) limit_of(LIMIT_##name)->value

const Limit *limit_of(LimitId id);
const Limit *limit_find(const char *name); /* NULL: there is none */
/* "NAME=N". False: a usage error. */
bool limit_set(const char *text, Diag *diag);

#endif
