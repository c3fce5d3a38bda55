/*
** pager.h: a program that shows long output page by page, as git has it:
** $PAGER, else less, which ends by itself where all fits on the screen.
*/
#ifndef PAGER_H
#define PAGER_H
#include <stdbool.h>
#include <sys/types.h>

typedef struct Pager {
  pid_t pid; /* 0: none runs */
} Pager;

/* Sets *fd to what it reads from. False: none is wanted, or none can be
** started; p is then ready for pager_wait all the same. */
bool pager_start(Pager *p, int *fd);
void pager_wait(Pager *p); /* until it ends; close what it reads before */

#endif
