/*
** memo.h: what each term gave at each place of a page, so that nothing is
** matched twice: a hash table from (place, term) to a node.
*/
#ifndef MEMO_H
#define MEMO_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A slot is free where its key is 0. Packed: a large page has millions. */
typedef struct __attribute__((packed, aligned(4))) MemoSlot {
  uint64_t key;
  uint32_t node;
} MemoSlot;

typedef struct Memo {
  MemoSlot *slots;
  size_t cap, count;
} Memo;

/* Slots that are kept from one page to the next: a large page's are given
** back. */
#define MEMO_KEEP (1u << 16)

/* The key of a term at a place; never 0. */
static inline uint64_t memo_key(uint32_t place, uint32_t term) {
  return ((uint64_t)place << 32 | term) + 1;
}
/* The node that was put there; false where none was. */
bool memo_get(const Memo *m, uint64_t key, uint32_t *node);
bool memo_put(Memo *m, uint64_t key, uint32_t node); /* false: no memory */
void memo_clear(Memo *m);
void memo_deinit(Memo *m);

#endif
