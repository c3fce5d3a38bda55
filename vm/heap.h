/*
** heap.h: the memory of one Lua state. Lua tells the size of what it gives
** back, so small blocks need no header: they are cut from chunks and go into
** one list for each size, which costs a few instructions where malloc costs a
** hundred. Used by host.c.
**
**   chunk:  | next chunk | block | block | block ... cursor -> ... end |
*/
#ifndef HEAP_H
#define HEAP_H
#include <stddef.h>

#define HEAP_STEP 16u    /* sizes are rounded up to these */
#ifdef __SANITIZE_ADDRESS__
#define HEAP_SMALL 0u    /* every block is malloc's, and so is watched */
#else
#define HEAP_SMALL 512u  /* larger blocks are malloc's */
#endif

typedef struct HeapBlock {
  struct HeapBlock *next;
} HeapBlock;

typedef struct Heap {
  HeapBlock *free[HEAP_SMALL / HEAP_STEP + 1]; /* by size in steps */
  char *cursor, *end;                          /* of the last chunk */
  HeapBlock *chunks;
} Heap;

/* From mem_alloc; NULL without memory. */
Heap *heap_new(void);
/* Frees the heap and every small block; large ones must be free already. */
void heap_free(Heap *h);
/* As lua_Alloc: p with `old` bytes gets n; n == 0 frees. */
void *heap_resize(Heap *h, void *p, size_t old, size_t n);
/* Free places are forgotten: the blocks in use will not be mixed with later
** ones. */
void heap_seal(Heap *h);

#endif
