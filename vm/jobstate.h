/*
** jobstate.h: a run at work: what job.c, which gives documents out and writes
** lines, jobinput.c, which reads inputs, and jobwatch.c, which waits for others,
** know of it. Used by these alone.
*/
#ifndef JOBSTATE_H
#define JOBSTATE_H
#include "args.h"
#include "format.h"
#include "input.h"
#include "job.h"
#include "meter.h"
#include "resume.h"
#include "sink.h"
#include "trich.h"
#include "watch.h"

typedef struct Job {
  Trich *t;
  JobEngine *again; /* makes another one, with rules that were changed */
  TrichBatch *batch;
  const Args *args;
  InputOptions input;
  Sink *out;
  const char *format;
  Format *formatted; /* what becomes of the lines; NULL: they go out as such */
  Format opened;     /* ... where there is one */
  Resume *resume;    /* of a run that can be gone on with, or NULL */
  Watch watching;    /* of folders where pages come ... */
  Watch *watch;      /* ... while it goes on, or NULL */
  bool resting;      /* it waits for such */
  size_t failed;     /* documents with an error so far ... */
  size_t earlier;    /* ... of engines before the one at work */
  size_t before;     /* records of such */
  size_t given, taken; /* documents; lines of them */
  size_t workers;
  Meter meter;
  const Input *reading; /* the current input, or NULL */
  size_t told; /* documents whose error was told on standard error */
  int status;  /* exit status so far; > TRICH_FAILED ends the run */
} Job;

/* All below give false where the run is to end, with job->status. */

/* job.c: one document to the workers. */
bool job_document(Job *job, const InputDocument *doc);
/* The engine with other rules takes over from the one at work. */
bool job_takeover(Job *job, Trich *t);

/* jobinput.c: all that the arguments name. */
bool job_inputs(Job *job);
/* What they name but standard input; one of them; a folder. */
bool job_names(Job *job);
bool job_input(void *ud, const char *path);
bool job_folder(Job *job, const char *folder);
/* Until fd can be read, while lines go out; ud is the Job. */
bool job_await(void *ud, int fd);
/* Bytes of all inputs; 0: not known. */
uint64_t job_size(const Args *a);
/* The ending of a noun behind n. */
const char *job_plural(size_t n);

/* jobwatch.c: reads what is there, then what comes, until a signal. */
bool job_watched(Job *job);
/* Says what is wrong with watching; true where the run goes on to its end. */
bool job_unwatched(Job *job, const Diag *diag);

#endif
