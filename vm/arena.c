/*
** arena.c: an allocator whose blocks can be dropped at once. Blocks made while a
** jump is set are held in a ring:
**
**   ring <-> block <-> block <-> ...      a block: | Block | bytes |
**
** Others, which the library keeps for its lifetime, are in none.
*/
#include "arena.h"

#include <stdint.h>
#include <string.h>

#include "mem.h"

typedef struct Block {
  struct Block *prev, *next; /* NULL of a block in no ring */
  max_align_t bytes[];
} Block;

static _Thread_local Block ring;
static _Thread_local jmp_buf *escape;

static Block *blockof(void *p) {
  return (Block *)((char *)p - offsetof(Block, bytes));
}

static void link_(Block *b) {
  b->prev = &ring;
  b->next = ring.next;
  b->next->prev = b;
  ring.next = b;
}

static void unlink_(Block *b) {
  if (!b->next) return;
  b->prev->next = b->next;
  b->next->prev = b->prev;
}

static void *failed(void) {
  if (escape) longjmp(*escape, 1);
  return NULL;
}

void *arena_alloc(size_t n) {
  Block *b = NULL;
  if (n <= SIZE_MAX / 2) b = mem_alloc(sizeof *b + n);
  if (!b) return failed();
  b->prev = b->next = NULL;
  if (escape) link_(b);
  return b->bytes;
}

void *arena_resize(void *p, size_t n) {
  Block *b, *moved;
  if (!p) return arena_alloc(n);
  b = blockof(p);
  moved = n <= SIZE_MAX / 2 ? mem_realloc(b, sizeof *b + n) : NULL;
  if (!moved) return failed();
  if (moved->next) {
    moved->prev->next = moved;
    moved->next->prev = moved;
  }
  return moved->bytes;
}

char *arena_copy(const char *s) {
  size_t n = strlen(s) + 1;
  char *copy = arena_alloc(n);
  if (copy) memcpy(copy, s, n);
  return copy;
}

void arena_free(void *p) {
  if (!p) return;
  unlink_(blockof(p));
  mem_free(blockof(p));
}

/* What an earlier ring still holds is kept: the library means to. */
static void release(void) {
  while (ring.next && ring.next != &ring) {
    Block *b = ring.next;
    unlink_(b);
    b->prev = b->next = NULL;
  }
}

void arena_jump(jmp_buf *jump) {
  escape = jump;
  if (!jump) return;
  release();
  ring.prev = ring.next = &ring;
}

void arena_drop(void) {
  while (ring.next != &ring) {
    Block *b = ring.next;
    unlink_(b);
    mem_free(b);
  }
}
