/*
** main.c: from arguments to exit status. The only file that prints to the
** terminal or exits; it knows the engine by trich.h alone.
*/
#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "args.h"
#include "file.h"
#include "format.h"
#include "input.h"
#include "limit.h"
#include "meter.h"
#include "names.h"
#include "pager.h"
#include "resume.h"
#include "sink.h"
#include "stop.h"
#include "trich.h"

/* ---- messages ---- */

/* Columns of the line of progress that stands there now. */
static int progress_shown;

static void clearprogress(void) {
  if (progress_shown) fprintf(stderr, "\r%*s\r", progress_shown, "");
  progress_shown = 0;
}

/* One message on standard error, of any length. File names and pages may hold
** escape sequences: they are not for the terminal. */
static void tell(const char *text) {
  char last = '\n';
  clearprogress();
  fputs("trich: ", stderr);
  for (; *text; text++) {
    bool control = (unsigned char)*text < ' ' && !strchr("\n\t", *text);
    last = control || *text == 0x7f ? '?' : *text;
    putc(last, stderr);
  }
  if (last != '\n') putc('\n', stderr);
}

__attribute__((format(printf, 1, 2))) static void say(const char *fmt, ...) {
  char text[8192];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  tell(text);
}

/* The engine's last error, and the exit status it stands for. */
static int enginefailed(const Trich *t) {
  TrichStatus status = trich_status(t);
  tell(trich_error(t));
  return status == TRICH_DONE ? TRICH_SYSTEM : (int)status;
}

static bool error_write(void *ud, const char *bytes, size_t n) {
  (void)ud;
  return fwrite(bytes, 1, n, stderr) == n;
}

/* ---- documents ---- */

typedef struct Job {
  Trich *t;
  TrichBatch *batch;
  const Args *args;
  InputOptions input;
  Sink *out;
  const char *format;
  Format *formatted; /* what becomes of the lines; NULL: they go out as such */
  Resume *resume;    /* of a run that can be gone on with, or NULL */
  size_t failed;     /* documents with an error so far */
  size_t workers;
  Meter meter;
  const Input *reading; /* the current input, or NULL */
  size_t told; /* documents whose error was told on standard error */
  int status;  /* exit status so far; > TRICH_FAILED ends the run */
} Job;

/* How far it is, in place of what stood there. */
static void showprogress(Job *job) {
  int before = progress_shown;
  Buf text;
  if (!meter_due(&job->meter)) return;
  buf_init(&text);
  if (meter_progress(&job->meter, job->reading ? job->reading->file.taken : 0,
                     trich_failed(job->t), &text)) {
    progress_shown = (int)text.n;
    fprintf(stderr, "\r%.*s%*s", (int)text.n, text.p,
            before > (int)text.n ? before - (int)text.n : 0, "");
  }
  buf_deinit(&text);
}

static void showsummary(const Job *job, size_t failed) {
  Buf text;
  if (!job->meter.on) return;
  clearprogress();
  buf_init(&text);
  if (meter_summary(&job->meter, failed, &text) && buf_putc(&text, '\0'))
    say("%s", text.p);
  buf_deinit(&text);
}

/* What is there goes out at once where somebody waits for it. */
static bool idle(void *ud) {
  Job *job = ud;
  showprogress(job);
  return !job->out->eager || sink_flush(job->out);
}

/* The resume's diag says why it failed, or the sink does. */
static bool resumefailed(Job *job, const Diag *diag) {
  if (diag->kind == DIAG_NONE) return false;
  say("%s", diag->message);
  job->status = diag->kind == DIAG_USAGE ? TRICH_USAGE : TRICH_SYSTEM;
  return false;
}

static bool writeline(void *ud, const char *bytes, size_t n) {
  Job *job = ud;
  size_t before = job->failed;
  Diag diag;
  job->failed = trich_failed(job->t);
  meter_line(&job->meter, (Str){bytes, n});
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
  job->meter.bytes += doc->n;
  if (!isdone(job, &d) && (job->status > TRICH_FAILED ||
                           !trich_batch_put(job->batch, &d)))
    return false;
  if (doc->error) {
    job->status = TRICH_FAILED;
    if (doc->whole) {
      say("%s: %s", doc->id, doc->error);
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
    say("not enough memory");
    job->status = TRICH_SYSTEM;
  }
  job->reading = in;
  while (ok && input_next(in, &doc)) ok = extract(job, &doc);
  job->reading = NULL;
  if (ok && input_skipped(in))
    say("%s: %zu part%s skipped: no page of text or HTML", in->name.p,
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

static bool readfolder(Job *job, const char *folder) {
  FileVisitor v = {
      .ud = job, .document = readinput, .unreadable = unreadable};
  Diag diag;
  diag_init(&diag);
  if (!file_walk(folder, &v, &diag)) {
    if (diag.kind == DIAG_NONE) return false;
    say("%s: %s", folder, diag.message);
    job->status = TRICH_SYSTEM;
    return false;
  }
  if (v.skipped)
    say("%s: %zu file%s skipped: not .txt .html .htm .jsonl .warc or .gz",
        folder, v.skipped, plural(v.skipped));
  if (v.links)
    say("%s: %zu link%s not followed", folder, v.links, plural(v.links));
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
  say("%s", diag.message);
  job->status = diag.kind == DIAG_USAGE ? TRICH_USAGE : TRICH_SYSTEM;
  return false;
}

static bool readall(Job *job) {
  const Args *a = job->args;
  if (a->listed) return readlisted(job);
  if (a->operands.n == 0) return readinput(job, "-");
  for (size_t i = 0; i < a->operands.n; i++)
    if (!readnamed(job, a->operands.p[i])) return false;
  return true;
}

/* ---- the engine's options ---- */

static bool isterminal(const Sink *o) { return isatty(o->fd) == 1; }

static bool wantscolor(const Sink *o) {
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
  return isterminal(o) && !(no && *no) && !(term && !strcmp(term, "dumb"));
}

static bool setwidth(Trich *t, const Sink *o) {
  struct winsize size;
  char text[16];
  if (ioctl(o->fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return true;
  snprintf(text, sizeof text, "%u", (unsigned)size.ws_col);
  return trich_option(t, "width", text);
}

static bool setoption(Trich *t, const char *name, const char *value) {
  return !value || trich_option(t, name, value);
}

static const char *chooseformat(const Args *a, const Sink *o) {
  if (a->format) return a->format;
  if (a->task == ARGS_TEXT) return "text";
  return isterminal(o) ? "table" : "jsonl";
}

/* TRICH_PATH, and the user's own packages where the system keeps such. */
static bool setsearch(Trich *t) {
  const char *path = getenv("TRICH_PATH"), *data = getenv("XDG_DATA_HOME");
  const char *home = getenv("HOME"), *below = "/trich/rules";
  Buf b;
  bool ok;
  buf_init(&b);
  ok = !path || !*path || (buf_puts(&b, path) && buf_putc(&b, ':'));
  if (data && *data == '/') ok = ok && buf_puts(&b, data);
  else if (home && *home == '/')
    ok = ok && buf_puts(&b, home) && buf_puts(&b, "/.local/share");
  else below = "";
  ok = ok && buf_puts(&b, below) && buf_putc(&b, '\0') &&
       trich_option(t, "search", b.p);
  buf_deinit(&b);
  return ok;
}

/* The format of -t where it is one of format.h, else NULL. */
static const FormatClass *formatclass(const Args *a) {
  return a->task == ARGS_RUN && a->format ? format_find(a->format) : NULL;
}

static bool wantsarticle(const Args *a) {
  return a->article || (formatclass(a) && formatclass(a)->article);
}

static bool configure(Trich *t, const Args *a, const Sink *o) {
  bool ok = setoption(t, "shipped", a->shipped ? "yes" : "no") &&
            setoption(t, "article", wantsarticle(a) ? "yes" : "no") &&
            setoption(t, "stages", a->stages ? "yes" : "no") &&
            setoption(t, "path", a->reference ? "reference" : "fast") &&
            setoption(t, "color", wantscolor(o) ? "yes" : "no") &&
            setoption(t, "offsets", a->offsets) &&
            setoption(t, "types", a->types) &&
            setoption(t, "where", a->where) &&
            setoption(t, "fields", a->fields) &&
            setoption(t, "encoding", a->encoding) && setwidth(t, o) &&
            setsearch(t);
  if (ok && a->task == ARGS_RUN)
    ok = setoption(t, "format", formatclass(a) ? "jsonl" : chooseformat(a, o));
  for (size_t i = 0; ok && i < a->rules.n; i++)
    ok = trich_rules(t, a->rules.p[i]);
  return ok;
}

/* ---- tasks ---- */

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

/* What a format could not do; a reader that has gone is no error. */
static bool formatfailed(Job *job) {
  const Diag *d = &job->formatted->diag;
  if (d->kind == DIAG_NONE) return false;
  say("%s", d->message);
  job->status = d->kind == DIAG_USAGE ? TRICH_USAGE : TRICH_SYSTEM;
  return false;
}

static bool openformat(Job *job, Format *f) {
  FormatOptions o = {.name = job->format, .out = job->args->out,
                     .types = job->args->types, .sink = job->out};
  if (!formatclass(job->args)) return true;
  o.schema = trich_schema(job->t);
  if (!o.schema) {
    job->status = enginefailed(job->t);
    return false;
  }
  job->formatted = f;
  return format_open(f, &o);
}

/* `ok`: all documents are done. */
static bool closeformat(Job *job, bool ok) {
  if (!job->formatted) return ok;
  if (ok) ok = format_finish(job->formatted) || formatfailed(job);
  else formatfailed(job);
  format_free(job->formatted);
  return ok;
}

/* Where somebody looks on, and nothing else is written there. */
static void startmeter(Job *job) {
  job->meter.on = isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) != 1 &&
                  !job->args->stages;
  if (!job->meter.on) return;
  job->meter.total = sizeofall(job->args);
  job->meter.records_known = job->args->task == ARGS_RUN &&
                             strcmp(job->format, "table") != 0;
  meter_start(&job->meter);
}

static size_t cores(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) ? 1 : (size_t)CPU_COUNT(&set);
}

/* All documents; false where the run ended before, with job->status. */
static bool runbatch(Job *job) {
  TrichBatchOptions options = {
      .workers = job->workers, .stopfd = stop_fd(), .write = writeline,
      .idle = idle, .ud = job,
      .text = job->args->task == ARGS_TEXT ? job->format : NULL};
  bool ok;
  job->batch = trich_batch_new(job->t, &options);
  ok = job->batch && readall(job) && trich_batch_end(job->batch);
  trich_batch_free(job->batch);
  if (!ok && job->status <= TRICH_FAILED && trich_status(job->t) != TRICH_DONE)
    job->status = enginefailed(job->t);
  return ok;
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
    say("%zu document%s done before", r->done.n, plural(r->done.n));
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

static int readdocuments(Trich *t, const Args *a, Sink *out,
                         const char *format) {
  Job job = {.t = t,
             .args = a,
             .input = {a->field, a->idfield, awaitinput, &job},
             .workers = a->stages ? 0 : a->workers,
             .out = out,
             .format = format,
             .status = TRICH_DONE};
  Format formatted;
  Resume resume;
  size_t failed, before = 0;
  bool ok;
  if (a->task == ARGS_RUN && !trich_compile(t)) return enginefailed(t);
  if (job.workers == SIZE_MAX) job.workers = cores();
  if (a->resume && !openresume(&job, &resume)) return job.status;
  if (a->resume) before = resume.failed;
  startmeter(&job);
  ok = openformat(&job, &formatted) && runbatch(&job);
  ok = closeresume(&job, ok);
  if (!closeformat(&job, ok)) return job.status;
  tellstages(t);
  failed = trich_failed(t) + before;
  clearprogress();
  if (failed > job.told)
    say("%zu document%s with an error", failed - job.told,
        plural(failed - job.told));
  showsummary(&job, failed);
  return failed && job.status == TRICH_DONE ? TRICH_FAILED : job.status;
}

/* What a command says is meant for now: it may go on to ask a question. */
static bool command_write(void *ud, const char *bytes, size_t n) {
  Sink *o = ud;
  return sink_write(o, bytes, n) && (!o->eager || sink_flush(o));
}

static int command(Trich *t, const Args *a, Sink *out) {
  const char *name = a->task == ARGS_SCRIPT ? "script" : a->command;
  int status = trich_command(t, name, (int)a->operands.n, a->operands.p,
                             command_write, error_write, out);
  const char *message = trich_error(t);
  if (status > TRICH_FAILED && message && *message) tell(message);
  return status;
}

/* Errors of the output come last: they outdo what the documents gave. */
static int finish(Sink *out, int status) {
  if (status <= TRICH_FAILED && !stop_signal()) sink_finish(out);
  else sink_flush(out);
  if (out->closed) status = TRICH_DONE;
  if (out->error) {
    say("cannot write %s: %s", out->path ? out->path : "the output",
        strerror(out->error));
    status = TRICH_SYSTEM;
  }
  sink_close(out);
  return status;
}

static bool reads(const Args *a) {
  return a->task == ARGS_RUN || a->task == ARGS_TEXT;
}

/* Tables and text that would go to a terminal. */
static bool wantspager(const Args *a, const Sink *o) {
  const char *format = chooseformat(a, o);
  return reads(a) && isterminal(o) && !a->out && !formatclass(a) &&
         (!strcmp(format, "table") || !strcmp(format, "text"));
}

static int work(const Args *a) {
  const FormatClass *format = formatclass(a);
  bool stream = !format || format_isstream(format, a->types);
  Sink out;
  Pager pager = {0};
  Trich *t;
  int status;
  if (reads(a)) stop_catch();
  if (a->resume ? !sink_resume(&out, a->out)
                : !sink_open(&out, stream ? a->out : NULL)) {
    say("cannot write %s: %s", a->out, strerror(out.error));
    sink_close(&out);
    return TRICH_SYSTEM;
  }
  t = trich_new();
  if (!t) {
    say("not enough memory");
    return finish(&out, TRICH_SYSTEM);
  }
  if (!configure(t, a, &out)) status = enginefailed(t);
  else if (!reads(a))
    status = command(t, a, &out);
  else if (wantspager(a, &out) && pager_start(&pager, &out.fd))
    status = readdocuments(t, a, &out, a->task == ARGS_TEXT ? "text" : "table");
  else status = readdocuments(t, a, &out, chooseformat(a, &out));
  status = finish(&out, status);
  pager_wait(&pager);
  trich_free(t);
  return status;
}

static void listlimits(void) {
  for (int i = 0; i < LIMIT_COUNT; i++) {
    const Limit *limit = limit_of((LimitId)i);
    printf("%-22s %10" PRIu64 "  %s\n", limit->name, limit->value, limit->why);
  }
}

static int usage(const char *message) {
  say("%s", message);
  return TRICH_USAGE;
}

static int checked(const Args *a) {
  if (a->published &&
      !input_isdate((Str){a->published, strlen(a->published)}))
    return usage("--published needs a date such as 2023-04-01");
  if (a->resume && (!reads(a) || !a->out || !strcmp(a->out, "-") ||
                    (a->format && strcmp(a->format, "jsonl")) ||
                    (!a->format && a->task == ARGS_TEXT)))
    return usage("--resume goes with -o FILE and JSON Lines (-t jsonl)");
  if (a->out && a->task == ARGS_SCRIPT)
    return usage("-o does not go with a script, which writes by itself");
  if (a->listed && a->operands.n)
    return usage("--files reads the names of inputs from standard input: "
                 "name none here, or leave it out");
  if (reads(a) && !a->listed && a->operands.n == 0 && isatty(STDIN_FILENO) == 1) {
    fputs(trich_help(a->task == ARGS_TEXT ? "text" : "trich"), stderr);
    return TRICH_USAGE;
  }
  return work(a);
}

int main(int argc, char **argv) {
  Args args;
  Diag diag;
  int status = TRICH_DONE;
  signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of write(2) */
  signal(SIGXFSZ, SIG_IGN); /* a file that may not grow, likewise */
  diag_init(&diag);
  if (argc == 3 && !strcmp(argv[1], "--write-image")) { /* by the Makefile */
    if (trich_image(argv[2])) return TRICH_DONE;
    say("the image cannot be made");
    return TRICH_SYSTEM;
  }
  if (!args_parse(&args, argc, argv, &diag)) {
    status = usage(diag.message);
  } else if (args.task == ARGS_HELP) {
    fputs(trich_help(args.topic), stdout);
  } else if (args.task == ARGS_LIMITS) {
    listlimits();
  } else if (args.task == ARGS_VERSION) {
    printf("trich %s\n", trich_version());
  } else {
    status = checked(&args);
  }
  args_deinit(&args);
  if (stop_signal()) stop_die();
  return status;
}
