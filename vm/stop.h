/*
** stop.h: signals that ask the program to stop (INT, TERM, HUP). The first one
** is only noted, so that the run can end in order; the second one kills. One of
** each process: signals are.
*/
#ifndef STOP_H
#define STOP_H
#include <stdbool.h>

/* From now on; a signal that is ignored already (nohup) stays so. */
bool stop_catch(void);
int stop_signal(void); /* the one that came, or 0 */
int stop_fd(void);     /* can be read when one has come; -1: none is caught */
void stop_forget(void); /* it was what the run waited for: all is in order */
void stop_die(void);   /* ends the process as the signal would have */

#endif
