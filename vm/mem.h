/*
** mem.h: the one allocator. Tests put their own in its place, which fails when
** told to (tests/unit/faults.c).
*/
#ifndef MEM_H
#define MEM_H
#include <stddef.h>

void *mem_alloc(size_t n);            /* NULL when there is none */
void *mem_realloc(void *p, size_t n); /* as realloc; n == 0 frees */
void mem_free(void *p);
char *mem_strndup(const char *s, size_t n); /* NUL-terminated copy */

#endif
