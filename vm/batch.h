/*
** batch.h: what batch.c, where documents go through workers, needs of an engine
** beyond trich.h.
*/
#ifndef BATCH_H
#define BATCH_H
#include "diag.h"
#include "progress.h"
#include "trich.h"

/* Sets what trich_status and trich_error give; false. */
bool trich_fail(Trich *t, TrichStatus status, const char *message);
/* As trich_extract, or as trich_text where a format is given; `stop`, where it
** is not NULL, is the error that the line is to carry, with what was done
** before upto.at (0: nothing, the document is not read). */
bool trich_work(Trich *t, const TrichDocument *doc, const char *format,
                const Diag *stop, Progress upto, TrichWrite write, void *ud);
/* Opens the engine where it is not open yet, so that workers share it. */
bool trich_ready(Trich *t);
/* What a worker did of a document. */
void trich_count(Trich *t, size_t records, bool failed);

/* In a worker, before its first document: where its progress is kept; garbage
** is left to lie from now on. */
void trich_workbegin(Trich *t, Progress *progress);
size_t trich_garbage(const Trich *t); /* bytes of it since then, about */

#endif
