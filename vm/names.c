/*
** names.c: names of files on standard input.
*/
#include "names.h"

#include <limits.h>
#include <string.h>

#include "conf.h"

void names_init(Names *names, char separator, FileWait wait, void *ud) {
  Diag never;
  *names = (Names){.separator = separator};
  file_open(&names->file, NULL, &never); /* standard input is open */
  names->file.wait = wait;
  names->file.ud = ud;
}

void names_deinit(Names *names) {
  file_close(&names->file);
  buf_deinit(&names->bytes);
}

/* The system takes no longer names: a longer one has other separators. */
static bool toolong(const Names *names, Diag *diag) {
  return diag_set(diag, DIAG_USAGE, NULL,
                  "a name on standard input is longer than %d bytes; are they "
                  "separated by %s?",
                  PATH_MAX, names->separator ? "NUL (--files0)"
                                             : "line feeds (--files)");
}

/* Where the next name ends. False: there is no more, or diag is set. */
static bool findend(Names *names, size_t *stop, Diag *diag) {
  for (;;) {
    const Buf *b = &names->bytes;
    const char *end = names->seen < b->n ? memchr(b->p + names->seen,
                                                  names->separator,
                                                  b->n - names->seen)
                                         : NULL;
    *stop = end ? (size_t)(end - b->p) : b->n;
    if (*stop - names->at > PATH_MAX) return toolong(names, diag);
    if (end) return true;
    names->seen = b->n;
    if (names->file.end) break;
    if (!file_more(&names->file, &names->bytes, diag)) return false;
  }
  return *stop > names->at &&
         (buf_putc(&names->bytes, '\0') || diag_memory(diag));
}

static void compact(Names *names) {
  if (names->at < FILE_BLOCK_BYTES) return;
  memmove(names->bytes.p, names->bytes.p + names->at,
          names->bytes.n - names->at);
  names->bytes.n -= names->at;
  names->seen -= names->at;
  names->at = 0;
}

bool names_next(Names *names, const char **name, Diag *diag) {
  size_t stop;
  do {
    compact(names);
    if (!findend(names, &stop, diag)) return false;
    *name = names->bytes.p + names->at;
    names->bytes.p[stop] = '\0';
    if (strlen(*name) < stop - names->at)
      return diag_set(diag, DIAG_USAGE, NULL,
                      "a name on standard input has a NUL within; are they "
                      "separated by NUL (--files0)?");
    names->at = names->seen = stop + 1 < names->bytes.n ? stop + 1
                                                        : names->bytes.n;
  } while (!**name);
  return true;
}
