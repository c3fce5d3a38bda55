/*
** jobwatch.c: a run that waits for pages that come into folders, and for rule
** files that change.
*/
#include <string.h>

#include "console.h"
#include "jobstate.h"
#include "stop.h"

/* A folder that cannot be watched ends the run, as does the last one's end:
** that, in order. */
bool job_unwatched(Job *job, const Diag *diag) {
  bool over = diag->kind == DIAG_INPUT;
  console_say("%s", diag->message);
  job->status = over ? TRICH_FAILED : TRICH_SYSTEM;
  return over;
}

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
    return job_unwatched(job, &diag);
  }
  console_say(ok ? "the rules have changed" : "the rules stay as they were");
  if (ok) return job_takeover(job, t);
  trich_free(t);
  return true;
}

/* What happened in the folders; `path` where. */
static bool happened(Job *job, WatchKind kind, const char *path) {
  switch (kind) {
    case WATCH_PAGE:
      return !watch_wants(job->watch, path, true) || job_input(job, path);
    case WATCH_FOLDER: return job_folder(job, path);
    case WATCH_RULES: return newrules(job);
    default:
      console_say("too much happened at once: the folders are read again");
      return job_names(job);
  }
}

/* Until a signal comes, which is the end of the run that was asked for. */
bool job_watched(Job *job) {
  Watch *w = &job->watching;
  WatchKind kind = WATCH_PAGE;
  const char *path = "";
  Diag diag;
  bool ok = watch_open(w, stop_fd(), &diag), over;
  w->wait = awaitpage;
  w->ud = job;
  job->watch = w;
  ok = (ok && watchrules(job, job->t, &diag)) || job_unwatched(job, &diag);
  ok = ok && job_names(job);
  while (ok) {
    kind = watch_next(w, &path, &diag);
    if (kind == WATCH_END) break;
    ok = happened(job, kind, path);
  }
  over = ok && diag.kind != DIAG_NONE && job_unwatched(job, &diag);
  watch_close(w);
  job->watch = NULL;
  return over || (job->status <= TRICH_FAILED && stop_signal());
}
