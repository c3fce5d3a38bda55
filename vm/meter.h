/*
** meter.h: how far a long run is: what was done, how fast, and how long the
** rest may take. Makes the words; console.c shows them.
*/
#ifndef METER_H
#define METER_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

typedef struct Meter {
  bool on;
  bool records_known;    /* what is done has records */
  uint64_t begun, shown; /* milliseconds of the clock */
  size_t documents, records; /* done */
  size_t bytes;              /* of documents read */
  uint64_t total;        /* bytes of the inputs' files; 0: not known */
  uint64_t before;       /* ... of those that are read whole */
} Meter;

void meter_start(Meter *m);
/* Whether something should be shown now; that is then done. */
bool meter_due(Meter *m);
/* `at`: bytes of the current input's file that are read; `failed`: documents
** with an error. */
bool meter_progress(const Meter *m, uint64_t at, size_t failed, Buf *out);
/* False, too, of a run that was too short to wait for. */
bool meter_summary(const Meter *m, size_t failed, Buf *out);

#endif
