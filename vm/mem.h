/*
** mem.h: the one allocator. It can be told to fail, so that tests reach
** every error path.
*/
#ifndef MEM_H
#define MEM_H
#include <stdbool.h>
#include <stddef.h>

void *mem_alloc(size_t n);            /* NULL when there is none */
void *mem_realloc(void *p, size_t n); /* as realloc; n == 0 frees */
void mem_free(void *p);
char *mem_strndup(const char *s, size_t n); /* NUL-terminated copy */

/* After `count` more successful allocations every one fails; count < 0
** (the default) never fails. */
void mem_failafter(long count);
/* Counts one allocation that somebody else makes; true: it has to fail. */
bool mem_refused(void);

#endif
