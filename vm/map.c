/*
** map.c: where each byte of a produced text came from.
*/
#include "map.h"

#include "mem.h"

void map_init(Map *m) { *m = (Map){NULL, 0, 0, 0}; }

void map_deinit(Map *m) {
  mem_free(m->p);
  map_init(m);
}

static uint32_t outlen(const Map *m, size_t i) {
  return (i + 1 < m->n ? m->p[i + 1].out : m->end) - m->p[i].out;
}

bool map_add(Map *m, uint32_t len_out, uint32_t in, uint32_t len) {
  if (len_out == 0) return true;
  if (m->n && len_out == len) {
    MapSpan *last = &m->p[m->n - 1];
    if (outlen(m, m->n - 1) == last->len && last->in + last->len == in) {
      last->len += len;
      m->end += len_out;
      return true;
    }
  }
  if (!vec_push(m, ((MapSpan){m->end, in, len}))) return false;
  m->end += len_out;
  return true;
}

size_t map_find(const Map *m, uint32_t at) {
  size_t low = 0, high = m->n;
  while (high - low > 1) {
    size_t mid = low + (high - low) / 2;
    if (m->p[mid].out <= at) low = mid;
    else high = mid;
  }
  return low;
}

uint32_t map_start(const Map *m, uint32_t at) {
  const MapSpan *s;
  size_t i;
  if (m->n == 0) return 0;
  if (at >= m->end) return m->p[m->n - 1].in + m->p[m->n - 1].len;
  i = map_find(m, at);
  s = &m->p[i];
  return outlen(m, i) == s->len ? s->in + (at - s->out) : s->in;
}

uint32_t map_end(const Map *m, uint32_t at) {
  const MapSpan *s;
  size_t i;
  if (m->n == 0 || at == 0) return 0;
  i = map_find(m, at - 1);
  s = &m->p[i];
  return outlen(m, i) == s->len ? s->in + (at - s->out) : s->in + s->len;
}
