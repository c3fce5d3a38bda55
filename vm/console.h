/*
** console.h: what is said on standard error: messages, and the line of progress
** that they stand in place of.
*/
#ifndef CONSOLE_H
#define CONSOLE_H
#include <stdbool.h>
#include <stddef.h>

#include "trich.h"

/* One message, of any length, after "trich: ". */
void console_tell(const char *text);
/* The same, of at most 8 KB. */
__attribute__((format(printf, 1, 2))) void console_say(const char *fmt, ...);
/* Tells the engine's last error; the exit status that it stands for. */
int console_failed(const Trich *t);
/* `n` bytes of one line, in place of the last that was shown so. */
void console_progress(const char *text, size_t n);
/* Takes that line away. */
void console_clear(void);

#endif
