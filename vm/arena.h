/*
** arena.h: an allocator for a library that does not survive a failed
** allocation: while a jump is set, a failure leaves the library for good, and
** all that it had allocated since is freed. One jump a thread.
*/
#ifndef ARENA_H
#define ARENA_H
#include <setjmp.h>
#include <stddef.h>

void *arena_alloc(size_t n);
void *arena_resize(void *p, size_t n);
char *arena_copy(const char *s);
void arena_free(void *p);

/* From now on a failure is longjmp(*jump, 1); NULL: it returns NULL again. */
void arena_jump(jmp_buf *jump);
/* Frees what has been allocated since the last arena_jump. */
void arena_drop(void);

#endif
