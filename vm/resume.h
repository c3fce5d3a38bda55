/*
** resume.h: a run that can be stopped at any moment and gone on with. Its lines
** collect in FILE.part (sink.h); FILE.resume holds what the run is and an entry
** for each line, so that the next run knows which documents are done, and that
** they are the same. Both are cut to what both have.
**
**   FILE.resume:  trich-resume 1
**                 program ...      a line for each thing that must be the same
**                 .
**                 1c291ca3 5120 830  checksum and bytes of a document, bytes of
**                 d27d6d17 77 90 !   its line; !: it carries an error
*/
#ifndef RESUME_H
#define RESUME_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "sink.h"

typedef struct ResumeEntry {
  uint32_t sum;
  uint64_t bytes, line;
  bool failed;
} ResumeEntry;

typedef struct Resume {
  Sink *sink; /* of sink_resume; borrowed */
  int fd;
  char *path;
  VEC(ResumeEntry) done; /* of the run before */
  size_t failed;         /* of which with an error */
  size_t asked;          /* documents that resume_isdone was asked about */
  VEC(ResumeEntry) asking; /* given out, and not written yet: a queue ... */
  size_t first;            /* ... that begins here */
  Buf entries;           /* not written to the file yet */
  uint64_t wrote;        /* when they were, in milliseconds */
} Resume;

/* `what`: lines that say what the run is. On false diag tells why: the system,
** or a run that was another (kind usage). Always leaves r ready for
** resume_close. */
bool resume_open(Resume *r, Sink *sink, const char *what, Diag *diag);
/* Whether the next document's line is there already. On false with diag of a
** kind: it is another document than then. */
bool resume_isdone(Resume *r, const Str *parts, size_t n, Diag *diag);
/* The next line goes to the sink: that of the oldest document that was not
** done. False: the sink or the system failed. */
bool resume_line(Resume *r, const char *bytes, size_t n, bool failed,
                 Diag *diag);
/* What is there is written. */
bool resume_flush(Resume *r, Diag *diag);
/* All is done: FILE.resume goes, after sink_finish. */
void resume_finish(Resume *r);
void resume_close(Resume *r);

#endif
