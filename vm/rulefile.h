/*
** rulefile.h: the bytes of a rule file, and of what it names beside itself. A
** stranger's rule file reads regular files of its own folder: no links that
** lead out of it, no pipes, no devices, nothing endless.
*/
#ifndef RULEFILE_H
#define RULEFILE_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"

/* Appends the file's bytes to out. The first `folder` bytes of the path name a
** folder that is taken as it is; below it no link is followed. With folder ==
** RULEFILE_NAMED the user named the whole path, and it may be what it likes.
** At most RULE_FILE_MAX_BYTES in either case. On false diag has the reason;
** *missing tells whether it is that there is no such file. */
#define RULEFILE_NAMED ((size_t)-1)
bool rulefile_read(const char *path, size_t folder, Buf *out, bool *missing,
                   Diag *diag);

#endif
