/*
** limit.c: what a run may cost.
*/
#include "limit.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define ROW(name, value, least, most, why) {#name, value, least, most, why},
static Limit limits[] = {CONF_LIMITS(ROW)};
#undef ROW

const Limit *limit_of(LimitId id) { return &limits[id]; }

static Limit *find(const char *name, size_t n) {
  for (size_t i = 0; i < LIMIT_COUNT; i++)
    if (strlen(limits[i].name) == n && !memcmp(limits[i].name, name, n))
      return &limits[i];
  return NULL;
}

const Limit *limit_find(const char *name) { return find(name, strlen(name)); }

bool limit_set(const char *text, Diag *diag) {
  const char *digits = strchr(text, '=');
  Limit *limit;
  uint64_t value;
  char *end;
  if (!digits)
    return diag_set(diag, DIAG_USAGE, NULL,
                    "--limit needs NAME=N, not '%s' (see trich limits)", text);
  limit = find(text, (size_t)(digits - text));
  if (!limit)
    return diag_set(diag, DIAG_USAGE, NULL,
                    "there is no limit '%.*s' (see trich limits)",
                    (int)(digits - text), text);
  digits++;
  errno = 0;
  value = strtoull(digits, &end, 10);
  if (*digits < '0' || *digits > '9' || *end || errno ||
      value < limit->least || value > limit->most)
    return diag_set(diag, DIAG_USAGE, limit->name,
                    "limit %s: a number from %" PRIu64 " to %" PRIu64
                    " expected, not '%s'",
                    limit->name, limit->least, limit->most, digits);
  limit->value = value;
  return true;
}
