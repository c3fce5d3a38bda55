/*
** faults.c: allocations that fail when a test says so.
*/
#include "faults.h"

#include <limits.h>

#include "heap.h"

static long left = -1, burst;
static bool hit;

void faults_set(long count, long many) {
  left = count;
  burst = many;
  hit = false;
}

void mem_failafter(long count) { faults_set(count, LONG_MAX); }

bool faults_end(void) {
  left = -1;
  return hit;
}

static bool refused(void) {
  if (left < 0) return false;
  if (left > 0) {
    left--;
    return false;
  }
  hit = true;
  if (--burst == 0) left = -1;
  return true;
}

void *__real_mem_alloc(size_t n);
void *__real_mem_realloc(void *p, size_t n);
char *__real_mem_strndup(const char *s, size_t n);
void *__real_heap_resize(Heap *h, void *p, size_t old, size_t n);
void *__wrap_mem_alloc(size_t n);
void *__wrap_mem_realloc(void *p, size_t n);
char *__wrap_mem_strndup(const char *s, size_t n);
void *__wrap_heap_resize(Heap *h, void *p, size_t old, size_t n);

void *__wrap_mem_alloc(size_t n) {
  return refused() ? NULL : __real_mem_alloc(n);
}

void *__wrap_mem_realloc(void *p, size_t n) {
  return n && refused() ? NULL : __real_mem_realloc(p, n);
}

char *__wrap_mem_strndup(const char *s, size_t n) {
  return refused() ? NULL : __real_mem_strndup(s, n);
}

/* Of Lua; `old` of a new block is no size. */
void *__wrap_heap_resize(Heap *h, void *p, size_t old, size_t n) {
  return (p ? n > old : n > 0) && refused() ? NULL
                                            : __real_heap_resize(h, p, old, n);
}
