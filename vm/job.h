/*
** job.h: a run over documents: inputs are read one after the other, lines
** written in their order, and how far it is shown.
*/
#ifndef JOB_H
#define JOB_H
#include "args.h"
#include "format.h"
#include "sink.h"
#include "trich.h"

/* The format of -t where it is one of format.h, else NULL. */
const FormatClass *job_format(const Args *a);
/* Whether -o names a folder for a format that could write one file as well. */
bool job_infolder(const Args *a);
/* Makes an engine with the options of `a`, whose rules are not compiled yet;
** NULL: it was said why there is none. */
typedef Trich *JobEngine(const Args *a, const Sink *out);
/* All inputs of `a`, as lines of `format` or by the format of `a`, to `out`;
** the exit status. While folders are watched `again` makes another engine where
** rule files change; *t is then the last one. */
int job_run(Trich **t, const Args *a, Sink *out, const char *format,
            JobEngine *again);

#endif
