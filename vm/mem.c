/*
** mem.c: the one allocator.
*/
#include "mem.h"

#include <stdlib.h>
#include <string.h>

#include "image.h"

void *mem_alloc(size_t n) {
  return image_building() ? image_alloc(n) : malloc(n ? n : 1);
}

/* Blocks of the image stay where they are; what grows leaves it. */
static void *moved(void *p, size_t n) {
  void *copy = mem_alloc(n);
  size_t old = p ? image_sizeof(p) : 0;
  if (!copy) return NULL;
  if (old) memcpy(copy, p, old < n ? old : n);
  mem_free(p);
  return copy;
}

void *mem_realloc(void *p, size_t n) {
  if (n == 0) {
    mem_free(p);
    return NULL;
  }
  if (image_building() || image_has(p)) return moved(p, n);
  return realloc(p, n);
}

void mem_free(void *p) {
  if (!image_has(p)) free(p);
  else if (image_building()) image_free(p);
}

char *mem_strndup(const char *s, size_t n) {
  char *copy = mem_alloc(n + 1);
  if (copy) {
    memcpy(copy, s, n);
    copy[n] = '\0';
  }
  return copy;
}
