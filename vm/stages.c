/*
** stages.c: one clock over the stages.
*/
#include "stages.h"

#include <string.h>
#include <time.h>

static const char *const names[STAGE_COUNT] = {
    [STAGE_READ] = "read",       [STAGE_DECODE] = "decode",
    [STAGE_PAGE] = "page",       [STAGE_VIEW] = "view",
    [STAGE_SCAN] = "scan",       [STAGE_MATCH] = "match",
    [STAGE_RECORDS] = "records", [STAGE_LINKS] = "links",
    [STAGE_OUT] = "out",         [STAGE_GARBAGE] = "garbage"};

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void stages_start(Stages *s) {
  memset(s, 0, sizeof *s);
  s->on = true;
  s->since = now();
}

Stage stages_enter(Stages *s, Stage stage) {
  Stage before = s->now;
  uint64_t at;
  if (!s->on || stage == before) return before;
  at = now();
  s->spent[before] += at - s->since;
  s->since = at;
  s->now = stage;
  return before;
}

const char *stages_name(Stage stage) { return names[stage]; }

Stage stages_find(const char *name) {
  size_t i = 0;
  while (i < STAGE_COUNT && strcmp(names[i], name) != 0) i++;
  return (Stage)i;
}
