/*
** faults.h: allocations that fail when a test says so. The linker puts these
** functions in place of those of mem.h (-Wl,--wrap), in unit tests alone.
*/
#ifndef FAULTS_H
#define FAULTS_H
#include <stdbool.h>

/* After `count` more allocations the next `many` fail; count < 0 (the default):
** none does. */
void faults_set(long count, long many);
/* As faults_set, but all that follow fail. */
void mem_failafter(long count);
/* Whether one has failed since they were set; none fails from now on. */
bool faults_end(void);

#endif
