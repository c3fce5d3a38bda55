/*
** buf.c: growing bytes.
*/
#include "buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "mem.h"

bool str_eq(Str a, Str b) {
  return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_is(Str a, const char *s) { return str_eq(a, (Str){s, strlen(s)}); }

void buf_init(Buf *b) { *b = (Buf){NULL, 0, 0}; }

void buf_deinit(Buf *b) {
  mem_free(b->p);
  buf_init(b);
}

void buf_clear(Buf *b) { b->n = 0; }

bool vec_grow_(void **p, size_t *cap, size_t need, size_t size) {
  size_t want = *cap;
  void *grown;
  if (need <= want) return true;
  if (want < 16) want = 16;
  while (want < need) {
    if (want > SIZE_MAX / 2) return false;
    want *= 2;
  }
  if (want > SIZE_MAX / size) return false;
  grown = mem_realloc(*p, want * size);
  if (!grown) return false;
  *p = grown;
  *cap = want;
  return true;
}

bool buf_reserve(Buf *b, size_t more) {
  if (more > SIZE_MAX - b->n) return false;
  return vec_grow_((void **)&b->p, &b->cap, b->n + more, 1);
}

bool buf_put(Buf *b, const void *p, size_t n) {
  if (!buf_reserve(b, n)) return false;
  if (n) memcpy(b->p + b->n, p, n);
  b->n += n;
  return true;
}

bool buf_putc(Buf *b, int c) {
  char one = (char)c;
  return buf_put(b, &one, 1);
}

bool buf_puts(Buf *b, const char *s) { return buf_put(b, s, strlen(s)); }

bool buf_putstr(Buf *b, Str s) { return buf_put(b, s.p, s.n); }

bool buf_printf(Buf *b, const char *fmt, ...) {
  va_list ap;
  int n;
  va_start(ap, fmt);
  n = vsnprintf(NULL, 0, fmt, ap);
  va_end(ap);
  if (n < 0 || !buf_reserve(b, (size_t)n + 1)) return false;
  va_start(ap, fmt);
  vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
  va_end(ap);
  b->n += (size_t)n;
  return true;
}

Str buf_str(const Buf *b) { return (Str){b->p ? b->p : "", b->n}; }

char *buf_detach(Buf *b) {
  char *p;
  if (!buf_putc(b, '\0')) return NULL;
  p = b->p;
  buf_init(b);
  return p;
}
