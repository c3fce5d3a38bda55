/*
** mem.c: the one allocator.
*/
#include "mem.h"

#include <stdlib.h>
#include <string.h>

static long budget = -1; /* allocations left before all fail; < 0: no limit */


bool mem_refused(void) {
  if (budget < 0) return false;
  if (budget == 0) return true;
  budget--;
  return false;
}

void mem_failafter(long count) { budget = count; }

void *mem_alloc(size_t n) { return mem_refused() ? NULL : malloc(n ? n : 1); }

void *mem_realloc(void *p, size_t n) {
  if (n == 0) {
    free(p);
    return NULL;
  }
  return mem_refused() ? NULL : realloc(p, n);
}

void mem_free(void *p) { free(p); }

char *mem_strndup(const char *s, size_t n) {
  char *copy = mem_alloc(n + 1);
  if (copy) {
    memcpy(copy, s, n);
    copy[n] = '\0';
  }
  return copy;
}
