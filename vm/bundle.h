/*
** bundle.h: the files of a tar or zip archive, one after another. libarchive
** reads them; nothing is written anywhere.
*/
#ifndef BUNDLE_H
#define BUNDLE_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "file.h"

typedef struct Bundle {
  struct archive *a; /* NULL: there is none */
  File *file;        /* borrowed */
  Buf raw;           /* read of it, and lent to libarchive */
  bool first;        /* raw has not been lent yet */
  size_t skipped;    /* files that are no documents */
  bool broken;       /* no more can be read */
  Diag why;          /* what the file's own reading failed with */
} Bundle;

typedef enum BundleResult {
  BUNDLE_FILE,
  BUNDLE_BAD,    /* this file cannot be read: diag says why */
  BUNDLE_BROKEN, /* nothing more can be read */
  BUNDLE_END
} BundleResult;

enum { BUNDLE_START = 512 }; /* bytes that tell an archive for sure */

bool bundle_is(Str start);
/* Takes the bytes that were read of the file so far out of `start`. Always
** leaves b ready for bundle_close. */
bool bundle_open(Bundle *b, File *file, Buf *start, Diag *diag);
/* The next document (file_ispage); its name is borrowed until the next call. */
BundleResult bundle_next(Bundle *b, const char **name, Diag *diag);
/* As file_more, of that document. On false b->broken tells whether it is the
** archive's end. */
bool bundle_more(Bundle *b, Buf *out, bool *end, Diag *diag);
void bundle_close(Bundle *b);

#endif
