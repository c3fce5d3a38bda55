/*
** sink.h: where output goes: standard output, a device, or a file that
** appears whole or not at all (as FILE.part until it is done). What is written
** in one call is a number of whole lines: a stream ends on one, also where a
** signal or an error ends it.
*/
#ifndef SINK_H
#define SINK_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

typedef struct Sink {
  int fd;
  bool eager;  /* each document goes out at once: somebody is waiting */
  bool keep;   /* FILE.part stays when it was not finished (resume.h) */
  bool closed; /* the reader has gone: nothing wrong, nothing more to do */
  int error;   /* errno of what failed */
  Buf pending;
  char *path, *part; /* of a file: its final name and the one meanwhile */
} Sink;

/* NULL or "-" is standard output. On false o->error tells why; always leaves
** o ready for sink_close. */
bool sink_open(Sink *o, const char *path);
/* A file, whose FILE.part may be there already and is kept where it is not
** finished. */
bool sink_resume(Sink *o, const char *path);
/* As TrichWrite, ud being the sink. False: closed, or an error. */
bool sink_write(void *ud, const char *bytes, size_t n);
bool sink_flush(Sink *o);
void sink_finish(Sink *o); /* all is there: puts the file in its place */
void sink_close(Sink *o);  /* a file that was not finished is removed */

#endif
