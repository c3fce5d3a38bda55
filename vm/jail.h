/*
** jail.h: what a worker may still ask of the kernel while strangers' pages and
** rules run in it: memory, the clock, its three open descriptors, its end.
** (seccomp.h is the name of the library's header.)
*/
#ifndef JAIL_H
#define JAIL_H
#include <stdbool.h>

/* From here on this process can open nothing, connect nowhere, start nothing:
** such calls fail, or end it (SIGSYS). There is no way back. Under sanitizers,
** which open files themselves, the list is wider. False where the kernel has no
** such thing: the process then goes on as it was. */
bool jail_enter(void);

#endif
