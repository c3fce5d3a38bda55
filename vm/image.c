/*
** image.c: memory that is a part of the program.
*/
#include "image.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "conf.h"

typedef struct Block {
  size_t size; /* of what follows */
  struct Block *next; /* while it is free */
} Block;

/* Sizes of blocks are powers of two and three steps between them, so that what
** is freed while rules are compiled can be used again. */
enum { CLASSES = 4 * 31, SMALLEST = 32 };

typedef struct Header {
  char magic[16];
  const void *marks[3]; /* addresses that differ in any other program */
  size_t bytes;         /* of the image, this header too */
  void *root;
} Header;

#define STACK_BYTES (8u * 1024u * 1024u) /* behind the room for the image */
#define HEADER_BYTES 64u /* keeps the blocks aligned */
_Static_assert(sizeof(Header) <= HEADER_BYTES, "the header's place");

static const char magic[16] = "trich image 1";

/* Given by the linker; those of imagedata.S only where that is linked. */
extern char image_start[] __attribute__((weak));
extern char image_end[] __attribute__((weak));

static char *from, *to; /* the blocks that are the image's */
static bool building;
static Block *freed[CLASSES];

static void setmarks(const void *marks[3]) {
  marks[0] = (const void *)(uintptr_t)image_take;
  marks[1] = magic;
  marks[2] = freed;
}

static Block *blockof(const void *p) { return (Block *)p - 1; }

/* The class of a size, and the size that its blocks have. */
static size_t classof(size_t n, size_t *size) {
  size_t power = SMALLEST, k = 0;
  while (power < n) {
    power *= 2;
    k += 4;
  }
  *size = power;
  for (size_t step = power / 8; k > 0 && *size - step >= n; k--) *size -= step;
  return k;
}

static size_t room(void) {
  return (uintptr_t)image_end - (uintptr_t)image_start - STACK_BYTES;
}

/* Where the room for the image ends. */
static char *stack(void) { return image_start + room(); }

bool image_begin(void) {
  const Header *h = (const Header *)image_start;
  if (!h || memcmp(h->magic, magic, sizeof magic) == 0) return false;
  from = image_start;
  to = from + HEADER_BYTES;
  building = true;
  return true;
}

bool image_building(void) { return building; }

typedef struct Work {
  bool (*f)(void *ud);
  void *ud;
  bool ok;
} Work;

static void *work(void *ud) {
  Work *w = ud;
  w->ok = w->f(w->ud);
  return NULL;
}

bool image_work(bool (*f)(void *ud), void *ud) {
  Work w = {.f = f, .ud = ud};
  pthread_attr_t attributes;
  pthread_t thread;
  if (pthread_attr_init(&attributes) != 0) return false;
  if (pthread_attr_setstack(&attributes, stack(), STACK_BYTES) == 0 &&
      pthread_create(&thread, &attributes, work, &w) == 0)
    pthread_join(thread, NULL);
  pthread_attr_destroy(&attributes);
  return w.ok;
}

time_t __wrap_time(time_t *t);
/* Stands for time(), by which Lua's hashes differ each time. */
time_t __wrap_time(time_t *t) {
  struct timespec now = {0};
  if (!building) clock_gettime(CLOCK_REALTIME, &now);
  if (t) *t = now.tv_sec;
  return now.tv_sec;
}

/* Files a free block under the largest class whose size it has. */
static void file(Block *b) {
  size_t size, k = classof(b->size, &size);
  if (size > b->size) k--;
  b->next = freed[k];
  freed[k] = b;
}

/* A free block of the size at least, cut to it; NULL where there is none. */
static Block *reuse(size_t size, size_t k) {
  Block *b, *rest;
  while (k < CLASSES && !freed[k]) k++;
  if (k == CLASSES) return NULL;
  b = freed[k];
  freed[k] = b->next;
  if (b->size - size >= 2 * sizeof *b + SMALLEST) {
    rest = (Block *)((char *)(b + 1) + size);
    rest->size = b->size - size - sizeof *b;
    b->size = size;
    file(rest);
  }
  return b;
}

void *image_alloc(size_t n) {
  size_t size, k;
  Block *b;
  if (n > room() / 4) return NULL;
  k = classof(n, &size);
  b = reuse(size, k);
  if (!b) {
    if (size + sizeof *b > (size_t)(stack() - to)) return NULL;
    b = (Block *)to;
    to += sizeof *b + size;
    b->size = size;
  }
  b->next = NULL;
  return b + 1;
}

void image_free(void *p) {
  memset(p, 0, blockof(p)->size); /* the same rules give the same bytes */
  file(blockof(p));
}

bool image_save(const char *path, void *root) {
  Header *h = (Header *)image_start;
  FILE *f = fopen(path, "wb");
  bool ok;
  if (!f) return false;
  memcpy(h->magic, magic, sizeof magic);
  setmarks(h->marks);
  h->bytes = (size_t)(to - image_start);
  h->root = root;
  ok = fwrite(image_start, 1, h->bytes, f) == h->bytes;
  return fclose(f) == 0 && ok;
}

void *image_take(void) {
  const Header *h = (const Header *)image_start;
  const void *marks[3];
  static bool taken;
  setmarks(marks);
  if (taken || !h || memcmp(h->magic, magic, sizeof magic) != 0 ||
      memcmp(h->marks, marks, sizeof marks) != 0)
    return NULL;
  taken = true;
  from = image_start;
  to = image_end;
  return h->root;
}

bool image_has(const void *p) {
  return (const char *)p >= from && (const char *)p < to;
}

size_t image_sizeof(const void *p) { return blockof(p)->size; }
