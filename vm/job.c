/*
** job.c: see job.h.
*/
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "console.h"
#include "file.h"
#include "jobstate.h"
#include "limit.h"
#include "stop.h"

/* ---- documents ---- */

/* Documents with an error. */
static size_t failures(const Job *job) {
  return job->earlier + trich_failed(job->t);
}

/* How far it is, in place of what stood there. */
static void showprogress(Job *job) {
  Buf text;
  if (!meter_due(&job->meter)) return;
  buf_init(&text);
  if (meter_progress(&job->meter, job->reading ? job->reading->file.taken : 0,
                     failures(job), &text))
    console_progress(text.p, text.n);
  buf_deinit(&text);
}

static void showsummary(const Job *job, size_t failed) {
  Buf text;
  if (!job->meter.on) return;
  console_clear();
  buf_init(&text);
  if (meter_summary(&job->meter, failed, &text) && buf_putc(&text, '\0'))
    console_say("%s", text.p);
  buf_deinit(&text);
}

/* What a format could not do; a reader that has gone is no error. */
static bool formatfailed(Job *job) {
  const Diag *d = &job->formatted->diag;
  if (d->kind == DIAG_NONE) return false;
  console_say("%s", d->message);
  job->status = d->kind == DIAG_USAGE ? TRICH_USAGE : TRICH_SYSTEM;
  return false;
}

/* What is there goes out at once where somebody waits for it. */
static bool idle(void *ud) {
  Job *job = ud;
  showprogress(job);
  if (job->resting && job->formatted && job->given == job->taken &&
      !format_pause(job->formatted))
    return formatfailed(job);
  return !job->out->eager || sink_flush(job->out);
}

/* The resume's diag says why it failed, or the sink does. */
static bool resumefailed(Job *job, const Diag *diag) {
  if (diag->kind == DIAG_NONE) return false;
  console_say("%s", diag->message);
  job->status = diag->kind == DIAG_USAGE ? TRICH_USAGE : TRICH_SYSTEM;
  return false;
}

static bool writeline(void *ud, const char *bytes, size_t n) {
  Job *job = ud;
  size_t before = job->failed;
  Diag diag;
  job->failed = failures(job);
  job->taken++;
  job->meter.documents++;
  job->meter.records = job->before + trich_records(job->t);
  showprogress(job);
  if (job->formatted) return format_line(job->formatted, bytes, n);
  if (!job->resume) return sink_write(job->out, bytes, n);
  diag_init(&diag);
  return resume_line(job->resume, bytes, n, job->failed > before, &diag) ||
         resumefailed(job, &diag);
}

static Str strof(const char *s) { return (Str){s, s ? strlen(s) : 0}; }

/* Whether the document was done by the run that was stopped. False, too, where
** job->status then ends this one. */
static bool isdone(Job *job, const TrichDocument *d) {
  const Str parts[] = {strof(d->id), {d->bytes, d->n}, strof(d->published),
                       strof(d->outlet), strof(d->error)};
  Diag diag;
  if (!job->resume) return false;
  return resume_isdone(job->resume, parts, sizeof parts / sizeof *parts,
                       &diag) ||
         resumefailed(job, &diag);
}

bool job_document(Job *job, const InputDocument *doc) {
  const Args *a = job->args;
  TrichDocument d = {
      .id = doc->id,
      .bytes = doc->bytes,
      .n = doc->n,
      .published = doc->published ? doc->published : a->published,
      .outlet = doc->outlet ? doc->outlet : a->outlet,
      .encoding = doc->encoding,
      .error = doc->error,
      .limit = doc->limit};
  if (stop_signal()) return false;
  job->given++;
  job->meter.bytes += doc->n;
  if (!isdone(job, &d) && (job->status > TRICH_FAILED ||
                           !trich_batch_put(job->batch, &d)))
    return false;
  if (doc->error) {
    job->status = TRICH_FAILED;
    if (doc->whole) {
      console_say("%s: %s", doc->id, doc->error);
      job->told++;
    }
  }
  return job->workers || idle(job);
}

/* ---- formats ---- */

const FormatClass *job_format(const Args *a) {
  return a->task == ARGS_RUN && a->format ? format_find(a->format) : NULL;
}

bool job_infolder(const Args *a) {
  size_t n = a->out ? strlen(a->out) : 0;
  return job_format(a) == &format_html && n &&
         (a->mark || a->out[n - 1] == '/' || file_isfolder(a->out));
}

static bool openformat(Job *job) {
  FormatOptions o = {.name = job->format, .out = job->args->out,
                     .types = job->args->types,
                     .folder = job_infolder(job->args),
                     .sink = job->out};
  if (!job_format(job->args)) return true;
  o.schema = trich_schema(job->t);
  if (!o.schema) {
    job->status = console_failed(job->t);
    return false;
  }
  job->formatted = &job->opened;
  return format_open(job->formatted, &o);
}

/* `ok`: all documents are done. */
static bool closeformat(Job *job, bool ok) {
  if (!job->formatted) return ok;
  if (ok) ok = format_finish(job->formatted) || formatfailed(job);
  else formatfailed(job);
  format_free(job->formatted);
  job->formatted = NULL;
  return ok;
}

/* ---- the batch ---- */

static bool openbatch(Job *job) {
  TrichBatchOptions options = {
      .workers = job->workers, .stopfd = job->args->watch ? -1 : stop_fd(),
      .write = writeline, .idle = idle, .ud = job,
      .text = job->args->task == ARGS_TEXT ? job->format : NULL};
  job->batch = trich_batch_new(job->t, &options);
  return job->batch;
}

/* The engine with other rules takes over from the one at work. */
bool job_takeover(Job *job, Trich *t) {
  if (!trich_batch_end(job->batch)) return false;
  job->earlier = failures(job);
  job->before += trich_records(job->t);
  trich_batch_free(job->batch);
  job->batch = NULL;
  trich_free(job->t);
  job->t = t;
  if (job->formatted && job->formatted->class->grows) {
    if (!closeformat(job, true) || !openformat(job)) return false;
  }
  return openbatch(job);
}

/* ---- a run that can be gone on with ---- */

/* A value stays on its line. */
static bool putoption(Buf *b, const char *name, const char *value) {
  bool ok = !value || buf_printf(b, " %s=", name);
  for (; ok && value && *value; value++)
    ok = buf_putc(b, (unsigned char)*value < ' ' ? '?' : *value);
  return ok;
}

/* What must be the same for a run to be gone on with, in lines. */
static bool describe(const Job *job, Buf *b) {
  const Args *a = job->args;
  const char *identity = trich_identity(job->t);
  bool ok = identity && buf_puts(b, identity) && buf_puts(b, "options") &&
            putoption(b, "to", job->format) &&
            putoption(b, "type", a->types) &&
            putoption(b, "where", a->where) &&
            putoption(b, "fields", a->fields) &&
            putoption(b, "offsets", a->offsets) &&
            putoption(b, "encoding", a->encoding) &&
            putoption(b, "published", a->published) &&
            putoption(b, "outlet", a->outlet) &&
            putoption(b, "field", a->field) &&
            putoption(b, "id-field", a->idfield) &&
            buf_printf(b, " task=%d reference=%d article=%d listed=%d",
                       (int)a->task, a->reference, a->article, a->listed);
  for (int i = 0; ok && i < LIMIT_COUNT; i++)
    ok = buf_printf(b, " %" PRIu64, limit_of((LimitId)i)->value);
  ok = ok && buf_puts(b, "\ninputs");
  for (size_t i = 0; ok && i < a->operands.n; i++)
    ok = putoption(b, "name", a->operands.p[i]);
  return ok && buf_puts(b, "\n") && buf_putc(b, '\0');
}

static bool openresume(Job *job, Resume *r) {
  Diag diag;
  Buf what;
  bool ok;
  diag_init(&diag);
  buf_init(&what);
  ok = describe(job, &what) || diag_memory(&diag);
  if (ok && !resume_open(r, job->out, what.p, &diag)) {
    resume_close(r);
    ok = false;
  }
  buf_deinit(&what);
  if (!ok) return resumefailed(job, &diag);
  job->resume = r;
  if (r->done.n)
    console_say("%zu document%s done before", r->done.n, job_plural(r->done.n));
  return true;
}

/* `ok`: all documents are done. */
static bool closeresume(Job *job, bool ok) {
  Diag diag;
  if (!job->resume) return ok;
  diag_init(&diag);
  if (!resume_flush(job->resume, &diag)) ok = resumefailed(job, &diag);
  if (ok) sink_finish(job->out);
  if (ok && !job->out->error) resume_finish(job->resume);
  resume_close(job->resume);
  return ok;
}

/* ---- the run ---- */

/* The time of each stage, and all together. */
static void tellstages(const Trich *t) {
  double us, sum = 0;
  for (size_t i = 0; trich_stage(t, i, &us); i++) sum += us;
  if (sum == 0) return;
  fprintf(stderr, "stage        us/KB   share\n");
  for (size_t i = 0; trich_stage(t, i, &us); i++)
    fprintf(stderr, "%-8s %9.3f %6.1f%%\n", trich_stage(t, i, &us), us,
            us / sum * 100);
  fprintf(stderr, "%-8s %9.3f %6.1f%%\n", "all", sum, 100.0);
}

/* Where somebody looks on, and nothing else is written there. */
static void startmeter(Job *job) {
  job->meter.on = isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) != 1 &&
                  !job->args->stages;
  if (!job->meter.on) return;
  job->meter.total = job_size(job->args);
  job->meter.records_known = job->args->task == ARGS_RUN;
  meter_start(&job->meter);
}

static size_t cores(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) ? 1 : (size_t)CPU_COUNT(&set);
}

/* All documents; false where the run ended before, with job->status. */
static bool runbatch(Job *job) {
  bool ok = openbatch(job) && job_inputs(job) && trich_batch_end(job->batch);
  trich_batch_free(job->batch);
  if (ok && job->args->watch) stop_forget();
  if (!ok && job->status <= TRICH_FAILED && trich_status(job->t) != TRICH_DONE)
    job->status = console_failed(job->t);
  return ok;
}

int job_run(Trich **t, const Args *a, Sink *out, const char *format,
            JobEngine *again) {
  Job job = {.t = *t,
             .args = a,
             .again = again,
             .input = {a->field, a->idfield, job_await, &job},
             .workers = a->stages ? 0 : a->workers,
             .out = out,
             .format = format,
             .status = TRICH_DONE};
  Resume resume;
  size_t failed, before = 0;
  bool ok;
  if (a->task == ARGS_RUN && !trich_compile(*t)) return console_failed(*t);
  if (job.workers == SIZE_MAX) job.workers = cores();
  if (a->resume && !openresume(&job, &resume)) return job.status;
  if (a->resume) before = resume.failed;
  startmeter(&job);
  ok = openformat(&job) && runbatch(&job);
  *t = job.t;
  ok = closeresume(&job, ok);
  if (!closeformat(&job, ok)) return job.status;
  tellstages(*t);
  failed = failures(&job) + before;
  console_clear();
  if (failed > job.told)
    console_say("%zu document%s with an error", failed - job.told,
        job_plural(failed - job.told));
  showsummary(&job, failed);
  return failed && job.status == TRICH_DONE ? TRICH_FAILED : job.status;
}
