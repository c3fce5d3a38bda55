/*
** main.c: from arguments to exit status. It alone exits, and with job.c and
** console.c is all that prints; they know the engine by trich.h alone.
*/
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "args.h"
#include "console.h"
#include "file.h"
#include "format.h"
#include "input.h"
#include "job.h"
#include "limit.h"
#include "pager.h"
#include "sink.h"
#include "stop.h"
#include "trich.h"

/* ---- the engine's options ---- */

static bool isterminal(const Sink *o) { return isatty(o->fd) == 1; }

static bool wantscolor(const Args *a, const Sink *o) {
  const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
  if (a->color && strcmp(a->color, "auto")) return !strcmp(a->color, "always");
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

static bool wantsarticle(const Args *a) {
  return a->article || (job_format(a) && job_format(a)->article);
}

static bool configure(Trich *t, const Args *a, const Sink *o) {
  bool ok = setoption(t, "shipped", a->shipped ? "yes" : "no") &&
            setoption(t, "article", wantsarticle(a) ? "yes" : "no") &&
            setoption(t, "mark", a->mark ? "yes" : "no") &&
            setoption(t, "stages", a->stages ? "yes" : "no") &&
            setoption(t, "path", a->reference ? "reference" : "fast") &&
            setoption(t, "color", wantscolor(a, o) ? "yes" : "no") &&
            setoption(t, "offsets", a->offsets) &&
            setoption(t, "types", a->types) &&
            setoption(t, "where", a->where) &&
            setoption(t, "fields", a->fields) &&
            setoption(t, "encoding", a->encoding) && setwidth(t, o) &&
            setsearch(t);
  if (ok && a->task == ARGS_RUN)
    ok = setoption(t, "format", job_format(a) ? "jsonl" : chooseformat(a, o));
  for (size_t i = 0; ok && i < a->rules.n; i++)
    ok = trich_rules(t, a->rules.p[i]);
  return ok;
}

/* Tells why, and gives the status that it stands for, where there is none. */
static Trich *newengine(const Args *a, const Sink *o, int *status) {
  Trich *t = trich_new();
  *status = TRICH_SYSTEM;
  if (!t) console_say("not enough memory");
  if (!t || configure(t, a, o)) return t;
  *status = console_failed(t);
  trich_free(t);
  return NULL;
}

static Trich *engineagain(const Args *a, const Sink *o) {
  int status;
  return newengine(a, o, &status);
}

/* ---- tasks ---- */

static bool error_write(void *ud, const char *bytes, size_t n) {
  (void)ud;
  return fwrite(bytes, 1, n, stderr) == n;
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
  if (status > TRICH_FAILED && message && *message) console_tell(message);
  return status;
}

/* Errors of the output come last: they outdo what the documents gave. */
static int finish(Sink *out, int status) {
  if (status <= TRICH_FAILED && !stop_signal()) sink_finish(out);
  else sink_flush(out);
  if (out->closed) status = TRICH_DONE;
  if (out->error) {
    console_say("cannot write %s: %s", out->path ? out->path : "the output",
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
  return reads(a) && !a->watch && isterminal(o) && !a->out && !job_format(a) &&
         (!strcmp(format, "table") || !strcmp(format, "text"));
}

static int work(const Args *a) {
  const FormatClass *format = job_format(a);
  bool stream = !format || format_isstream(format, a->types, job_infolder(a));
  Sink out;
  Pager pager = {0};
  Trich *t;
  int status;
  if (reads(a)) stop_catch();
  if (a->resume ? !sink_resume(&out, a->out)
                : !sink_open(&out, stream ? a->out : NULL)) {
    console_say("cannot write %s: %s", a->out, strerror(out.error));
    sink_close(&out);
    return TRICH_SYSTEM;
  }
  if (a->watch) out.eager = true;
  t = newengine(a, &out, &status);
  if (!t) return finish(&out, status);
  if (!reads(a))
    status = command(t, a, &out);
  else if (wantspager(a, &out) && pager_start(&pager, &out.fd))
    status = job_run(&t, a, &out, a->task == ARGS_TEXT ? "text" : "table",
                     engineagain);
  else status = job_run(&t, a, &out, chooseformat(a, &out), engineagain);
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
  console_say("%s", message);
  return TRICH_USAGE;
}

/* Tells what is wrong. */
static bool iswatchable(const Args *a) {
  if (!reads(a) || a->listed || a->resume || a->operands.n == 0) {
    console_say("--watch needs the names of folders, and goes with neither "
                "--files nor --resume");
    return false;
  }
  for (size_t i = 0; i < a->operands.n; i++)
    if (!file_isfolder(a->operands.p[i])) {
      console_say("%s is no folder, and --watch watches folders",
                  a->operands.p[i]);
      return false;
    }
  return true;
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
  if (a->mark && (a->task != ARGS_RUN || !a->out || !strcmp(a->out, "-") ||
                  strcmp(a->format ? a->format : "", "html")))
    return usage("--mark goes with -t html and -o FOLDER");
  if (a->watch && !iswatchable(a)) return TRICH_USAGE;
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
    console_say("the image cannot be made");
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
