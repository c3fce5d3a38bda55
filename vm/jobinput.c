/*
** jobinput.c: the inputs of a run, one after the other.
*/
#include <string.h>
#include <sys/stat.h>

#include "console.h"
#include "file.h"
#include "jobstate.h"
#include "names.h"
#include "stop.h"

bool job_await(void *ud, int fd) {
  const Job *job = ud;
  return trich_batch_wait(job->batch, fd);
}

const char *job_plural(size_t n) { return n == 1 ? "" : "s"; }

/* All documents of an input; `opened` is false without memory. */
static bool readdocs(Job *job, Input *in, bool opened) {
  InputDocument doc;
  bool ok = opened;
  if (!opened) {
    console_say("not enough memory");
    job->status = TRICH_SYSTEM;
  }
  job->reading = in;
  while (ok && input_next(in, &doc)) ok = job_document(job, &doc);
  job->reading = NULL;
  if (ok && input_skipped(in))
    console_say("%s: %zu part%s skipped: no page of text or HTML", in->name.p,
        input_skipped(in), job_plural(input_skipped(in)));
  input_close(in);
  return ok;
}

/* Bytes of a file, also of one that is packed; 0 where it has no end. */
static uint64_t sizeoffile(const char *path) {
  struct stat st;
  return stat(path, &st) || !S_ISREG(st.st_mode) ? 0 : (uint64_t)st.st_size;
}

bool job_input(void *ud, const char *path) {
  Job *job = ud;
  Input in;
  bool ok = readdocs(job, &in, input_open(&in, path, path, &job->input));
  if (job->meter.on) job->meter.before += sizeoffile(path);
  return ok;
}

static bool unreadable(void *ud, const char *path, const Diag *why) {
  Input in;
  return readdocs(ud, &in, input_refuse(&in, path, why));
}

static bool enterfolder(void *ud, const char *path) {
  Job *job = ud;
  Diag diag;
  return !job->watch || watch_folder(job->watch, path, &diag) ||
         job_unwatched(job, &diag);
}

static bool readpage(void *ud, const char *path) {
  Job *job = ud;
  if (job->watch && !watch_wants(job->watch, path, false))
    return !stop_signal();
  return job_input(job, path);
}

bool job_folder(Job *job, const char *folder) {
  FileVisitor v = {.ud = job, .document = readpage, .unreadable = unreadable,
                   .folder = enterfolder};
  Diag diag;
  diag_init(&diag);
  if (!file_walk(folder, &v, &diag)) {
    if (diag.kind == DIAG_NONE) return false;
    console_say("%s: %s", folder, diag.message);
    job->status = TRICH_SYSTEM;
    return false;
  }
  if (v.skipped)
    console_say("%s: %zu file%s skipped: not .txt .html .htm .jsonl .warc or "
                ".gz", folder, v.skipped, job_plural(v.skipped));
  if (v.links)
    console_say("%s: %zu link%s not followed", folder, v.links,
                job_plural(v.links));
  return true;
}

static bool readnamed(Job *job, const char *path) {
  return strcmp(path, "-") && file_isfolder(path) ? job_folder(job, path)
                                                  : job_input(job, path);
}

/* Standard input has the names. */
static bool readlisted(Job *job) {
  Names names;
  const char *path;
  Diag diag;
  bool ok = true;
  diag_init(&diag);
  names_init(&names, job->args->separator, job_await, job);
  while (ok && names_next(&names, &path, &diag)) {
    if (!strcmp(path, "-"))
      ok = unreadable(job, path, &(Diag){.kind = DIAG_INPUT,
                      .message = "standard input has the names of inputs"});
    else ok = readnamed(job, path);
  }
  names_deinit(&names);
  if (diag.kind == DIAG_NONE) return ok;
  console_say("%s", diag.message);
  job->status = diag.kind == DIAG_USAGE ? TRICH_USAGE : TRICH_SYSTEM;
  return false;
}

bool job_names(Job *job) {
  const Args *a = job->args;
  for (size_t i = 0; i < a->operands.n; i++)
    if (!readnamed(job, a->operands.p[i])) return false;
  return true;
}

bool job_inputs(Job *job) {
  if (job->args->watch) return job_watched(job);
  if (job->args->listed) return readlisted(job);
  return job->args->operands.n ? job_names(job) : job_input(job, "-");
}

static bool addsize(void *ud, const char *path) {
  *(uint64_t *)ud += sizeoffile(path);
  return true;
}

static bool addnothing(void *ud, const char *path, const Diag *why) {
  return (void)ud, (void)path, (void)why, true;
}

/* Bytes of all inputs; 0: not known. */
uint64_t job_size(const Args *a) {
  uint64_t sum = 0;
  FileVisitor v = {.ud = &sum, .document = addsize, .unreadable = addnothing};
  Diag diag;
  for (size_t i = 0; i < a->operands.n; i++) {
    const char *path = a->operands.p[i];
    if (!strcmp(path, "-")) return 0;
    if (!file_isfolder(path)) addsize(&sum, path);
    else if (!file_walk(path, &v, &diag)) return 0;
  }
  return sum;
}
