/*
** heap.c: the memory of one Lua state.
*/
#include "heap.h"

#include <string.h>

#include "mem.h"

#define CHUNK_BYTES (64u * 1024u)

Heap *heap_new(void) {
  Heap *h = mem_alloc(sizeof *h);
  if (h) memset(h, 0, sizeof *h);
  return h;
}

void heap_free(Heap *h) {
  while (h->chunks) {
    HeapBlock *chunk = h->chunks;
    h->chunks = chunk->next;
    mem_free(chunk);
  }
  mem_free(h);
}

void heap_seal(Heap *h) {
  memset(h->free, 0, sizeof h->free);
  h->cursor = h->end = NULL;
}

static size_t stepsof(size_t n) { return (n + HEAP_STEP - 1) / HEAP_STEP; }

/* What is left of the last chunk is lost: less than the smallest block that
** did not fit. */
static void *cut(Heap *h, size_t bytes) {
  void *p;
  if ((size_t)(h->end - h->cursor) < bytes) {
    HeapBlock *chunk = mem_alloc(CHUNK_BYTES);
    if (!chunk) return NULL;
    chunk->next = h->chunks;
    h->chunks = chunk;
    h->cursor = (char *)chunk + HEAP_STEP;
    h->end = (char *)chunk + CHUNK_BYTES;
  }
  p = h->cursor;
  h->cursor += bytes;
  return p;
}

static void *take(Heap *h, size_t n) {
  HeapBlock *block;
  if (n > HEAP_SMALL) return mem_alloc(n);
  block = h->free[stepsof(n)];
  if (!block) return cut(h, stepsof(n) * HEAP_STEP);
  h->free[stepsof(n)] = block->next;
  return block;
}

static void give(Heap *h, void *p, size_t n) {
  HeapBlock *block = p;
  if (n > HEAP_SMALL) {
    mem_free(p);
    return;
  }
  block->next = h->free[stepsof(n)];
  h->free[stepsof(n)] = block;
}

void *heap_resize(Heap *h, void *p, size_t old, size_t n) {
  void *moved;
  if (!p) return n ? take(h, n) : NULL;
  if (n == 0) {
    give(h, p, old);
    return NULL;
  }
  if (old > HEAP_SMALL && n > HEAP_SMALL) {
    moved = mem_realloc(p, n);
    return moved || n > old ? moved : p; /* Lua counts on it */
  }
  if (n <= HEAP_SMALL && old <= HEAP_SMALL && stepsof(old) == stepsof(n))
    return p;
  moved = take(h, n);
  if (!moved) return n < old ? p : NULL;
  memcpy(moved, p, old < n ? old : n);
  give(h, p, old);
  return moved;
}
