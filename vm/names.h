/*
** names.h: names of files on standard input, with a byte between.
*/
#ifndef NAMES_H
#define NAMES_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "file.h"

typedef struct Names {
  File file;
  Buf bytes;       /* read and not yet given */
  size_t at, seen; /* given; searched for the end of a name */
  char separator;
} Names;

void names_init(Names *names, char separator, FileWait wait, void *ud);
/* The next name that is not empty, borrowed until the next call. False: there
** is none, or diag tells what is wrong (kind usage: with the list). */
bool names_next(Names *names, const char **name, Diag *diag);
void names_deinit(Names *names);

#endif
