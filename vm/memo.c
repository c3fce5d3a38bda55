/*
** memo.c: a hash table from (place, term) to a node.
*/
#include "memo.h"

#include <string.h>

#include "mem.h"

#define FIRST_CAP 1024u /* a power of two */

static MemoSlot *slot(const Memo *m, uint64_t key) {
  uint64_t h = key * 0x9E3779B97F4A7C15u;
  size_t i = (size_t)(h >> 32) & (m->cap - 1);
  while (m->slots[i].key && m->slots[i].key != key) i = (i + 1) & (m->cap - 1);
  return &m->slots[i];
}

static bool grow(Memo *m) {
  Memo old = *m;
  if (m->cap && m->count * 4 < m->cap * 3) return true;
  m->cap = old.cap ? old.cap * 2 : FIRST_CAP;
  m->slots = mem_alloc(m->cap * sizeof *m->slots);
  if (!m->slots) {
    *m = old;
    return false;
  }
  memset(m->slots, 0, m->cap * sizeof *m->slots);
  for (size_t i = 0; i < old.cap; i++)
    if (old.slots[i].key) *slot(m, old.slots[i].key) = old.slots[i];
  mem_free(old.slots);
  return true;
}

bool memo_get(const Memo *m, uint64_t key, uint32_t *node) {
  const MemoSlot *s;
  if (m->cap == 0) return false;
  s = slot(m, key);
  if (!s->key) return false;
  *node = s->node;
  return true;
}

bool memo_put(Memo *m, uint64_t key, uint32_t node) {
  MemoSlot *s;
  if (!grow(m)) return false;
  s = slot(m, key);
  if (!s->key) m->count++;
  *s = (MemoSlot){key, node};
  return true;
}

void memo_clear(Memo *m) {
  if (m->cap > MEMO_KEEP) memo_deinit(m);
  else if (m->count) memset(m->slots, 0, m->cap * sizeof *m->slots);
  m->count = 0;
}

void memo_deinit(Memo *m) {
  mem_free(m->slots);
  *m = (Memo){NULL, 0, 0};
}
