/*
** progress.h: how far a document has come. Match (match.h) writes it; where it
** lies in memory that another process sees, that one can tell what was at work
** when the process ended.
*/
#ifndef PROGRESS_H
#define PROGRESS_H
#include <stdint.h>

typedef struct Progress {
  volatile uint32_t at;   /* the byte of the view where the block at work
                             begins: those before it are done */
  volatile uint32_t rule; /* number of the rule or link at work, from 1; 0: none */
} Progress;

#endif
