/*
** stages.h: how long each stage of the way through took, over all documents:
** `trich run --stages`. One clock, of the processor's time, that is always in
** exactly one stage; while it is off it costs a test of a flag. Used by host.c, match.c, core.c, trich.c.
*/
#ifndef STAGES_H
#define STAGES_H
#include <stdbool.h>
#include <stdint.h>

typedef enum Stage {
  STAGE_READ,    /* files, gzip, JSON Lines; and writing the output */
  STAGE_DECODE,  /* bytes to valid UTF-8 */
  STAGE_PAGE,    /* HTML or text to blocks */
  STAGE_VIEW,    /* folding */
  STAGE_SCAN,    /* words, and which terms may begin where */
  STAGE_MATCH,   /* patterns at those places */
  STAGE_RECORDS, /* matches to mentions, records, `adds` */
  STAGE_LINKS,   /* links and merges */
  STAGE_OUT,     /* records to a line or table */
  STAGE_GARBAGE, /* Lua's garbage of a page, collected when it is done */
  STAGE_COUNT
} Stage;

typedef struct Stages {
  bool on;
  Stage now;
  uint64_t since; /* nanoseconds: when this stage was entered */
  uint64_t spent[STAGE_COUNT];
} Stages;

/* Starts the clock, in STAGE_READ. */
void stages_start(Stages *s);
/* The stage from here on. */
void stages_enter(Stages *s, Stage stage);
/* For what is done at every token, where asking the processor's clock takes as
** long as the work: what has passed since the tick is of `stage` rather than of
** the present one. */
uint64_t stages_tick(const Stages *s);
void stages_since(Stages *s, uint64_t tick, Stage stage);
const char *stages_name(Stage stage);
/* The stage of that name; STAGE_COUNT where there is none. */
Stage stages_find(const char *name);

#endif
