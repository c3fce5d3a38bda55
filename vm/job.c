/*
** job.c: see job.h.
*/
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "console.h"
#include "file.h"
#include "input.h"
#include "job.h"
#include "limit.h"
#include "meter.h"
#include "names.h"
#include "resume.h"
#include "stop.h"
#include "watch.h"

/* ---- documents ---- */

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

static bool awaitinput(void *ud, int fd) {
  const Job *job = ud;
  return trich_batch_wait(job->batch, fd);
}

static bool extract(Job *job, const InputDocument *doc) {
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

static const char *plural(size_t n) { return n == 1 ? "" : "s"; }

/* All documents of an input; `opened` is false without memory. */
static bool readdocs(Job *job, Input *in, bool opened) {
  InputDocument doc;
  bool ok = opened;
  if (!opened) {
    console_say("not enough memory");
    job->status = TRICH_SYSTEM;
  }
  job->reading = in;
  while (ok && input_next(in, &doc)) ok = extract(job, &doc);
  job->reading = NULL;
  if (ok && input_skipped(in))
    console_say("%s: %zu part%s skipped: no page of text or HTML", in->name.p,
        input_skipped(in), plural(input_skipped(in)));
  input_close(in);
  return ok;
}

/* Bytes of a file, also of one that is packed; 0 where it has no end. */
static uint64_t sizeoffile(const char *path) {
  struct stat st;
  return stat(path, &st) || !S_ISREG(st.st_mode) ? 0 : (uint64_t)st.st_size;
}

static bool readinput(void *ud, const char *path) {
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

/* A folder that cannot be watched ends the run, as does the last one's end:
** that, in order. */
static bool unwatched(Job *job, const Diag *diag) {
  bool over = diag->kind == DIAG_INPUT;
  console_say("%s", diag->message);
  job->status = over ? TRICH_FAILED : TRICH_SYSTEM;
  return over;
}

static bool enterfolder(void *ud, const char *path) {
  Job *job = ud;
  Diag diag;
  return !job->watch || watch_folder(job->watch, path, &diag) ||
         unwatched(job, &diag);
}

static bool readpage(void *ud, const char *path) {
  Job *job = ud;
  if (job->watch && !watch_wants(job->watch, path, false))
    return !stop_signal();
  return readinput(job, path);
}

static bool readfolder(Job *job, const char *folder) {
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
                ".gz", folder, v.skipped, plural(v.skipped));
  if (v.links)
    console_say("%s: %zu link%s not followed", folder, v.links,
                plural(v.links));
  return true;
}

static bool addsize(void *ud, const char *path) {
  *(uint64_t *)ud += sizeoffile(path);
  return true;
}

static bool addnothing(void *ud, const char *path, const Diag *why) {
  return (void)ud, (void)path, (void)why, true;
}

/* Bytes of all inputs; 0: not known. */
static uint64_t sizeofall(const Args *a) {
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

static bool readnamed(Job *job, const char *path) {
  return strcmp(path, "-") && file_isfolder(path) ? readfolder(job, path)
                                                  : readinput(job, path);
}

/* Standard input has the names. */
static bool readlisted(Job *job) {
  Names names;
  const char *path;
  Diag diag;
  bool ok = true;
  diag_init(&diag);
  names_init(&names, job->args->separator, awaitinput, job);
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

static bool readnames(Job *job) {
  const Args *a = job->args;
  for (size_t i = 0; i < a->operands.n; i++)
    if (!readnamed(job, a->operands.p[i])) return false;
  return true;
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
                     .types = job->args->types, .folder = job_infolder(job->args),
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
static bool takeover(Job *job, Trich *t) {
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

/* ---- folders that are watched ---- */

/* While the run waits for pages others may look at what is there. */
static bool awaitpage(void *ud, int fd) {
  Job *job = ud;
  bool ok;
  job->resting = true;
  ok = trich_batch_wait(job->batch, fd);
  job->resting = false;
  return ok;
}

/* The files that the rules of the engine were read from. */
static bool watchrules(Job *job, Trich *t, Diag *diag) {
  const Args *a = job->args;
  const char *list = trich_sources(t);
  if (!list) return diag_memory(diag);
  for (; *list; list += strlen(list) + 1)
    if (!watch_rules(job->watch, list, diag)) return false;
  for (size_t i = 0; i < a->rules.n; i++)
    if (!watch_rules(job->watch, a->rules.p[i], diag)) return false;
  return true;
}

/* Whether lines by these rules fit the format, which has its columns. */
static bool fits(const Job *job, Trich *t) {
  const Format *f = job->formatted;
  const char *schema = f && !f->class->grows ? trich_schema(t) : NULL;
  json_t *now;
  bool same;
  if (!schema) return !f || f->class->grows;
  now = json_loads(schema, 0, NULL);
  same = now && json_equal(now, f->schema);
  json_decref(now);
  return same;
}

/* Rule files have changed: all pages from now on by the new rules, or by those
** that were in use where the new ones do not compile. */
static bool newrules(Job *job) {
  Trich *t = job->again(job->args, job->out);
  bool ok = t && trich_compile(t);
  Diag diag;
  if (t && !ok) console_tell(trich_error(t));
  if (ok && !fits(job, t)) {
    console_say("the changed rules have record types or fields that the output "
                "was not begun with");
    ok = false;
  }
  if (t && !watchrules(job, t, &diag)) {
    trich_free(t);
    return unwatched(job, &diag);
  }
  console_say(ok ? "the rules have changed" : "the rules stay as they were");
  if (ok) return takeover(job, t);
  trich_free(t);
  return true;
}

/* What happened in the folders; `path` where. */
static bool happened(Job *job, WatchKind kind, const char *path) {
  switch (kind) {
    case WATCH_PAGE:
      return !watch_wants(job->watch, path, true) || readinput(job, path);
    case WATCH_FOLDER: return readfolder(job, path);
    case WATCH_RULES: return newrules(job);
    default:
      console_say("too much happened at once: the folders are read again");
      return readnames(job);
  }
}

/* Until a signal comes, which is the end of the run that was asked for. */
static bool readwatched(Job *job) {
  Watch *w = &job->watching;
  WatchKind kind = WATCH_PAGE;
  const char *path = "";
  Diag diag;
  bool ok = watch_open(w, stop_fd(), &diag), over;
  w->wait = awaitpage;
  w->ud = job;
  job->watch = w;
  ok = (ok && watchrules(job, job->t, &diag)) || unwatched(job, &diag);
  ok = ok && readnames(job);
  while (ok) {
    kind = watch_next(w, &path, &diag);
    if (kind == WATCH_END) break;
    ok = happened(job, kind, path);
  }
  over = ok && diag.kind != DIAG_NONE && unwatched(job, &diag);
  watch_close(w);
  job->watch = NULL;
  return over || (job->status <= TRICH_FAILED && stop_signal());
}

static bool readall(Job *job) {
  if (job->args->watch) return readwatched(job);
  if (job->args->listed) return readlisted(job);
  return job->args->operands.n ? readnames(job) : readinput(job, "-");
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
    console_say("%zu document%s done before", r->done.n, plural(r->done.n));
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
  job->meter.total = sizeofall(job->args);
  job->meter.records_known = job->args->task == ARGS_RUN;
  meter_start(&job->meter);
}

static size_t cores(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) ? 1 : (size_t)CPU_COUNT(&set);
}

/* All documents; false where the run ended before, with job->status. */
static bool runbatch(Job *job) {
  bool ok = openbatch(job) && readall(job) && trich_batch_end(job->batch);
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
             .input = {a->field, a->idfield, awaitinput, &job},
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
        plural(failed - job.told));
  showsummary(&job, failed);
  return failed && job.status == TRICH_DONE ? TRICH_FAILED : job.status;
}
