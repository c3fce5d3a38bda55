/*
** meter.c: how far a long run is.
*/
#include "meter.h"

#include <string.h>
#include <time.h>

/* Milliseconds before anything is shown, and between two times. */
enum { FIRST = 1000, STEP = 250 };

static uint64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void meter_start(Meter *m) { m->begun = m->shown = now(); }

bool meter_due(Meter *m) {
  uint64_t t;
  if (!m->on) return false;
  t = now();
  if (t - m->begun < FIRST || t - m->shown < STEP) return false;
  m->shown = t;
  return true;
}

/* "7 documents" */
static bool put(Buf *out, size_t n, const char *what) {
  return buf_printf(out, "%zu %s%s", n, what, n == 1 ? "" : "s");
}

static double speed(const Meter *m, uint64_t t) {
  return (double)m->bytes / 1e3 / (double)(t > m->begun ? t - m->begun : 1);
}

static bool putcounts(const Meter *m, size_t failed, Buf *out) {
  return put(out, m->documents, "document") &&
         (!m->records_known ||
          (buf_puts(out, ", ") && put(out, m->records, "record"))) &&
         (!failed || (buf_puts(out, ", ") && put(out, failed, "error")));
}

static bool puttime(Buf *out, uint64_t ms) {
  uint64_t s = ms / 1000;
  if (s >= 3600)
    return buf_printf(out, "%d:%02d:%02d", (int)(s / 3600),
                      (int)(s / 60 % 60), (int)(s % 60));
  return buf_printf(out, "%d:%02d", (int)(s / 60), (int)(s % 60));
}

bool meter_progress(const Meter *m, uint64_t at, size_t failed, Buf *out) {
  uint64_t t = now(), spent = t - m->begun, done = m->before + at;
  bool ok = putcounts(m, failed, out) &&
            buf_printf(out, ", %.1f MB/s", speed(m, t));
  if (!ok || !m->total || !done || done > m->total) return ok;
  return buf_printf(out, ", %d %%, ", (int)(done * 100 / m->total)) &&
         puttime(out, (uint64_t)((double)spent / (double)done *
                                 (double)(m->total - done))) &&
         buf_puts(out, " left");
}

bool meter_summary(const Meter *m, size_t failed, Buf *out) {
  uint64_t t = now();
  return t - m->begun >= FIRST && putcounts(m, failed, out) &&
         buf_puts(out, " in ") &&
         buf_printf(out, "%.1f s", (double)(t - m->begun) / 1000) &&
         buf_printf(out, ", %.1f MB/s", speed(m, t));
}
