/*
** buf.h: growing bytes, and the borrowed view of some.
*/
#ifndef BUF_H
#define BUF_H
#include <stdbool.h>
#include <stddef.h>

/* Borrowed bytes: never freed through this, may hold NUL, not terminated. */
typedef struct Str {
  const char *p;
  size_t n;
} Str;

#define STR_LIT(s) ((Str){(s), sizeof(s) - 1})
bool str_eq(Str a, Str b);
bool str_is(Str a, const char *s); /* equal to a C string */

/* Owned bytes. All functions return false, and change nothing, when memory
** is short. p is NULL while empty and cap is 0. */
typedef struct Buf {
  char *p;
  size_t n, cap;
} Buf;

void buf_init(Buf *b);
void buf_deinit(Buf *b);
void buf_clear(Buf *b); /* keeps the memory */
bool buf_reserve(Buf *b, size_t more);
bool buf_put(Buf *b, const void *p, size_t n);
bool buf_putc(Buf *b, int c);
bool buf_puts(Buf *b, const char *s);
bool buf_putstr(Buf *b, Str s);
bool buf_printf(Buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
Str buf_str(const Buf *b);   /* valid until the next change of b */
char *buf_detach(Buf *b);    /* gives the bytes away, NUL added; NULL: no memory */

/* An array of any type that grows: VEC(uint32_t) v; vec_push(&v, x). */
#define VEC(T) struct { T *p; size_t n, cap; }
bool vec_grow_(void **p, size_t *cap, size_t need, size_t size);
#define vec_reserve(v, more) \
  vec_grow_((void **)&(v)->p, &(v)->cap, (v)->n + (more), sizeof *(v)->p)
#define vec_push(v, x) (vec_reserve(v, 1) ? ((v)->p[(v)->n++] = (x), true) : false)
#define vec_deinit(v) (mem_free((v)->p), (v)->p = NULL, (v)->n = (v)->cap = 0)

#endif
