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

#define TICK_MAX 100000u /* nanoseconds: longer, and another program ran */

static uint64_t now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void stages_start(Stages *s) {
  memset(s, 0, sizeof *s);
  s->on = true;
  s->since = now(CLOCK_PROCESS_CPUTIME_ID);
}

void stages_enter(Stages *s, Stage stage) {
  uint64_t at;
  if (!s->on || stage == s->now) return;
  at = now(CLOCK_PROCESS_CPUTIME_ID);
  s->spent[s->now] += at - s->since;
  s->since = at;
  s->now = stage;
}

uint64_t stages_tick(const Stages *s) {
  return s->on ? now(CLOCK_MONOTONIC) : 0;
}

void stages_since(Stages *s, uint64_t tick, Stage stage) {
  uint64_t passed;
  if (!s->on) return;
  passed = now(CLOCK_MONOTONIC) - tick;
  if (passed > TICK_MAX) return;
  s->spent[stage] += passed;
  s->since += passed;
}

const char *stages_name(Stage stage) { return names[stage]; }

Stage stages_find(const char *name) {
  size_t i = 0;
  while (i < STAGE_COUNT && strcmp(names[i], name) != 0) i++;
  return (Stage)i;
}
