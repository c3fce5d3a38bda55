/*
** worker.h: what a forked process of ours does first, whoever forked it
** (pool.c, child.c).
*/
#ifndef WORKER_H
#define WORKER_H
#include <stdint.h>
#include <sys/types.h>

/* It ends when its parent does (whose process number is given), leaves no core
** file, and can map so many bytes beside what it has. */
void worker_enter(pid_t parent, uint64_t bytes);
/* Called once all is open that it needs: orders on descriptor 0, replies on 1,
** messages on 2, documents in memory. From here on it asks the system for
** nothing but memory, the clock and its end. */
void worker_confine(void);

#endif
