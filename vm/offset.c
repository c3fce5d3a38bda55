/*
** offset.c: offsets in other units.
*/
#include "offset.h"

#include "mem.h"

/* Units of the bytes text[from, to): every lead byte is one code point, and
** four-byte characters are two units of UTF-16. */
static uint32_t count(const Offset *o, size_t from, size_t to) {
  const char *p = o->decoded->text.p;
  uint32_t n = 0;
  for (size_t i = from; i < to; i++) {
    unsigned char c = (unsigned char)p[i];
    if ((c & 0xc0) != 0x80) n += o->unit == OFFSET_UTF16 && c >= 0xf0 ? 2 : 1;
  }
  return n;
}

bool offset_init(Offset *o, const Decoded *d, OffsetUnit unit) {
  uint32_t n = 0;
  *o = (Offset){.decoded = d, .unit = unit};
  if (unit == OFFSET_BYTES) return true;
  for (size_t at = 0; at <= d->text.n; at += OFFSET_STEP) {
    size_t end = at + OFFSET_STEP < d->text.n ? at + OFFSET_STEP : d->text.n;
    if (!vec_push(&o->counts, n)) return false;
    n += count(o, at, end);
  }
  return true;
}

void offset_deinit(Offset *o) { vec_deinit(&o->counts); }

/* The place in the decoded text of a raw offset. */
static uint32_t decodedplace(const Map *m, uint32_t raw) {
  size_t low = 0, high = m->n;
  uint32_t at;
  if (m->n == 0 || raw <= m->p[0].in) return 0;
  while (high - low > 1) {
    size_t mid = low + (high - low) / 2;
    if (m->p[mid].in <= raw) low = mid;
    else high = mid;
  }
  at = raw - m->p[low].in;
  if (at >= m->p[low].len) /* at the end of the span, or in a gap behind it */
    return low + 1 < m->n ? m->p[low + 1].out : m->end;
  return m->p[low].out + at;
}

size_t offset_of(void *ud, size_t raw) {
  const Offset *o = ud;
  uint32_t at;
  if (o->unit == OFFSET_BYTES) return raw;
  at = decodedplace(&o->decoded->map, (uint32_t)raw);
  return o->counts.p[at / OFFSET_STEP] +
         count(o, at - at % OFFSET_STEP, at);
}
