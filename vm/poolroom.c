/*
** poolroom.c: the memory that a pool shares with its workers.
*/
#include "poolroom.h"

#include <string.h>
#include <sys/mman.h>

#include "limit.h"

#define MB (1024u * 1024u)

enum { SMALL_BYTES = 2 * 1024 * 1024, SMALL_MAX_DOCUMENT = 256 * 1024 };

/* Maps what is shared: entries, marks, the small ring, the large one. Of the
** last only what is written takes memory; where the whole cannot be had, less
** will do. */
bool poolroom_map(PoolRoom *r, size_t workers) {
  size_t entries = (POOL_WAITING * sizeof(PoolEntry) + PAGE_ALIGN - 1) &
                   ~(size_t)(PAGE_ALIGN - 1);
  size_t marks = workers * sizeof(PoolMark);
  size_t large = LIMIT(DOC_MAX_BYTES) + LIMIT(WAITING_MAX_BYTES) + MB;
  void *memory;
  for (;; large /= 2) {
    r->size = entries + marks + SMALL_BYTES + large;
    memory = mmap(NULL, r->size, PROT_READ | PROT_WRITE,
                  MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory != MAP_FAILED) break;
    if (large < 4 * MB) return false;
  }
  r->entries = memory;
  r->marks = (PoolMark *)((char *)memory + entries);
  r->memory = (char *)memory + entries + marks;
  r->small.size = SMALL_BYTES;
  r->large.size = large;
  return true;
}

void poolroom_unmap(PoolRoom *r) {
  if (r->entries) munmap(r->entries, r->size);
}

void poolroom_guard(const PoolRoom *r, size_t place) {
  mprotect(r->entries, r->size, PROT_READ);
  mprotect(&r->marks[place], sizeof *r->marks, PROT_READ | PROT_WRITE);
}

PoolEntry *poolroom_entry(const PoolRoom *r, uint64_t document) {
  return &r->entries[document % POOL_WAITING];
}

bool poolroom_islarge(size_t n) { return n > SMALL_MAX_DOCUMENT; }

bool poolroom_take(PoolRoom *r, size_t n, size_t *at) {
  bool large = poolroom_islarge(n);
  if (!ring_take(large ? &r->large : &r->small, n, large ? PAGE_ALIGN : 16, at))
    return false;
  *at += large ? SMALL_BYTES : 0;
  return true;
}

void poolroom_put(PoolRoom *r, uint64_t document, const Str *parts,
                  size_t nparts, size_t at) {
  PoolEntry *e = poolroom_entry(r, document);
  memset(e, 0, offsetof(PoolEntry, why));
  e->at = at;
  for (size_t i = 0; i < nparts; i++) {
    if (parts[i].n) memcpy(r->memory + at, parts[i].p, parts[i].n);
    at += parts[i].n;
  }
  e->n = at - e->at;
  *(e->at < SMALL_BYTES ? &r->nsmall : &r->nlarge) += 1;
}

void poolroom_give(PoolRoom *r, const PoolEntry *e) {
  if (e->at < SMALL_BYTES) {
    ring_give(&r->small, e->at + e->n, --r->nsmall == 0);
  } else {
    size_t pages = (e->n + PAGE_ALIGN - 1) & ~(size_t)(PAGE_ALIGN - 1);
    madvise(r->memory + e->at, pages, MADV_REMOVE);
    ring_give(&r->large, e->at - SMALL_BYTES + pages, --r->nlarge == 0);
  }
}
