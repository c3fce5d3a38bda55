/*
** document.c: the public interface's way of one document: opened in the host,
** its records found by the engine, and written as a line or kept.
*/
#include <lauxlib.h>
#include <string.h>

#include "batch.h"
#include "emit.h"
#include "emitvalue.h"
#include "engine.h"
#include "limit.h"
#include "match.h"
#include "offset.h"
#include "textout.h"

typedef struct Job {
  Trich *t;
  const TrichDocument *doc;
  const Diag *error; /* why the document is not open (diag), or NULL */
  Diag diag;
  const Diag *stop;  /* NULL, or the error to give, with what was done ... */
  Progress upto;     /* ... before that place; at 0: nothing */
  bool keep;         /* the records, for trich_next, instead of a line */
  Offset offset;
  EmitMark mark; /* of one that is open, where that is asked for */
} Job;

static void setstring(lua_State *L, const char *name, const char *value) {
  if (!value) return;
  lua_pushstring(L, value);
  lua_setfield(L, -2, name);
}

/* What a worker may map is its page's limit of memory, whoever was refused. */
static void namelimit(const Trich *t, Diag *d) {
  if (d->kind == DIAG_MEMORY && !d->limit && t->born)
    diag_set(d, DIAG_MEMORY, limit_of(LIMIT_PAGE_MAX_MB)->name,
             "not enough memory: a worker may take PAGE_MAX_MB (%u) and "
             "PAGE_MAX_MB_PER_MB (%u) for each MB of the page",
             (unsigned)LIMIT(PAGE_MAX_MB), (unsigned)LIMIT(PAGE_MAX_MB_PER_MB));
}

/* Sets t.error of the table on top; `rule` is a number of core.working. */
static void seterror(lua_State *L, const Diag *d, uint32_t rule) {
  lua_newtable(L);
  setstring(L, "kind", diag_kindname(d->kind));
  setstring(L, "limit", d->limit);
  setstring(L, "message", d->message);
  if (rule) {
    engine_push(L, "engine", "rule_name");
    lua_pushinteger(L, rule);
    lua_call(L, 1, 1);
    lua_setfield(L, -2, "rule");
  }
  lua_setfield(L, -2, "error");
}

/* Pushes the result of a document that could not be opened. */
static void pushfailure(lua_State *L, const Job *job) {
  lua_newtable(L);
  setstring(L, "id", job->doc->id);
  lua_newtable(L);
  lua_setfield(L, -2, "meta");
  lua_newtable(L);
  lua_setfield(L, -2, "records");
  seterror(L, job->error, job->upto.rule);
}

/* The same of the result on top, whose error the engine set. */
static void namelimitof(lua_State *L, const Trich *t) {
  Diag d;
  bool memory;
  if (lua_getfield(L, -1, "error") == LUA_TTABLE) {
    lua_getfield(L, -1, "kind");
    memory = !strcmp(luaL_optstring(L, -1, ""), "memory");
    if (lua_getfield(L, -2, "limit") == LUA_TNIL && memory) {
      diag_init(&d);
      diag_memory(&d);
      namelimit(t, &d);
      lua_pop(L, 2);
      setstring(L, "limit", d.limit);
      setstring(L, "message", d.message);
    } else {
      lua_pop(L, 2);
    }
  }
  lua_pop(L, 1);
}

static void pushresult(lua_State *L, const Job *job) {
  engine_push(L, "engine", "run");
  lua_newtable(L);
  setstring(L, "id", job->doc->id);
  setstring(L, "published", job->doc->published);
  setstring(L, "outlet", job->doc->outlet);
  lua_pushboolean(L, job->t->reference);
  lua_setfield(L, -2, "reference");
  host_pushmeta(&job->t->host, L);
  lua_setfield(L, -2, "meta");
  if (job->t->host.cut.kind != DIAG_NONE) seterror(L, &job->t->host.cut, 0);
  if (job->stop) {
    seterror(L, job->stop, job->upto.rule);
    lua_pushinteger(L, job->upto.at);
    lua_setfield(L, -2, "upto");
  }
  lua_call(L, 1, 1);
}

/* The document's part of what is emitted; job->mark is the caller's to free. */
static EmitOptions emitoptions(Job *job, EmitArticle *article) {
  Trich *t = job->t;
  EmitOptions options = {.types = buf_str(&t->types), .width = t->width,
                         .color = t->color};
  if (t->offsets != OFFSET_BYTES && !job->error) {
    options.offset = offset_of;
    options.ud = &job->offset;
  }
  if (t->article && !job->error) {
    emitarticle_init(article, &t->host.page);
    options.article = article;
  }
  return options;
}

/* Records of the result on top that are given. */
static size_t countrecords(lua_State *L, const EmitOptions *options) {
  size_t n = 0;
  if (lua_getfield(L, -1, "records") == LUA_TTABLE)
    for (lua_Integer i = 1; emitvalue_next(L, -1, i); i++) {
      n += emitvalue_wanted(L, options->types);
      lua_pop(L, 1);
    }
  lua_pop(L, 1);
  return n;
}

/* The result on top is written or kept. */
static bool emitresult(lua_State *L, Job *job, EmitOptions *options) {
  Trich *t = job->t;
  const char *id = job->doc->id ? job->doc->id : "";
  if (job->keep) {
    bool ok = kept_fill(&t->kept, L, -1, options);
    lua_rawsetp(L, LUA_REGISTRYINDEX, t);
    return ok;
  }
  if (t->table) return emit_table(L, -1, options, &t->line);
  if (t->mark && !job->error) {
    lua_getfield(L, -1, "records");
    emitmark_init(&job->mark, &t->host.page, (Str){id, strlen(id)},
                  lua_rawlen(L, -1));
    options->mark = &job->mark;
    lua_pop(L, 1);
  }
  return emit_line(L, -1, options, &t->line);
}

static int doextract(lua_State *L) {
  Job *job = lua_touserdata(L, 1);
  EmitArticle article;
  EmitOptions options = emitoptions(job, &article);
  if (job->error) pushfailure(L, job);
  else pushresult(L, job);
  namelimitof(L, job->t);
  stages_enter(&match_of(L)->stages, STAGE_OUT);
  if (lua_getfield(L, -1, "error") != LUA_TNIL) job->t->failed++;
  lua_pop(L, 1);
  job->t->records += countrecords(L, &options);
  if (!emitresult(L, job, &options)) return luaL_error(L, "not enough memory");
  return 0;
}

/* Opens the document, for rules or for its text alone; on false diag tells
** why. */
static bool opendocument(Trich *t, const TrichDocument *doc, bool rules,
                         Diag *diag) {
  Str bytes = {doc->bytes, doc->n};
  Encoding encoding = t->encoding;
  if (doc->error)
    return diag_set(diag, DIAG_INPUT, doc->limit, "%s", doc->error);
  if (doc->encoding)
    encoding = decode_encoding((Str){doc->encoding, strlen(doc->encoding)});
  return rules ? host_open(&t->host, bytes, encoding, diag)
               : host_read(&t->host, bytes, encoding, diag);
}

static bool runjob(Trich *t, Job *job) {
  bool ok;
  buf_clear(&t->line);
  kept_clear(&t->kept);
  lua_pushcfunction(t->host.L, doextract);
  lua_pushlightuserdata(t->host.L, job);
  ok = engine_call(t, 1, 0);
  emitmark_deinit(&job->mark);
  return ok;
}

/* The garbage of a page goes with the page. What few things outlive two pages
** are old then, and only a whole collection finds them: after a quarter more. */
static void collect(Trich *t) {
  lua_State *L = t->host.L;
  size_t now;
  if (t->born) return; /* a worker goes before that */
  lua_gc(L, LUA_GCSTEP, 0);
  now = (size_t)lua_gc(L, LUA_GCCOUNT);
  if (t->settled && now > t->settled + t->settled / 4) {
    lua_gc(L, LUA_GCCOLLECT);
    t->settled = 0;
  } else if (!t->settled || now < t->settled) {
    t->settled = now;
  }
}

/* Runs the job, whose document is not open yet. Where memory was short, there
** is enough to say so when the page has gone. */
static bool extract(Trich *t, Job *job) {
  size_t before = t->failed;
  bool ok;
  if (!trich_ready(t)) return false;
  diag_init(&job->diag);
  t->bytes += job->doc->n;
  if (job->stop && job->upto.at == 0) job->error = job->stop;
  else if (!opendocument(t, job->doc, true, &job->diag))
    job->error = &job->diag;
  else if (!offset_init(&job->offset, &t->host.decoded, t->offsets)) {
    diag_memory(&job->diag);
    job->error = &job->diag;
  }
  namelimit(t, &job->diag);
  ok = runjob(t, job);
  offset_deinit(&job->offset);
  host_close(&t->host);
  stages_enter(&match_of(t->host.L)->stages, STAGE_GARBAGE);
  collect(t);
  if (!ok && !job->error && strstr(trich_error(t), NO_MEMORY)) {
    diag_memory(&job->diag);
    namelimit(t, &job->diag);
    job->error = &job->diag;
    t->failed = before;
    ok = runjob(t, job);
  }
  stages_enter(&match_of(t->host.L)->stages, STAGE_READ);
  if (ok) t->status = TRICH_DONE;
  return ok;
}

bool trich_extract(Trich *t, const TrichDocument *doc, TrichWrite write,
                   void *ud) {
  Job job = {.t = t, .doc = doc};
  return extract(t, &job) && write(ud, t->line.p, t->line.n);
}

bool trich_find(Trich *t, const TrichDocument *doc) {
  Job job = {.t = t, .doc = doc, .keep = true};
  return extract(t, &job);
}

const TrichRecord *trich_next(Trich *t) { return kept_next(&t->kept); }

/* What of the kept result is asked for. */
typedef struct Ask {
  Trich *t;
  const char *part, *name;
  const TrichRecord *record; /* NULL: of the part of the result itself */
  const char *answer;
} Ask;

static int doask(lua_State *L) {
  Ask *ask = lua_touserdata(L, 1);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, ask->t) != LUA_TTABLE) return 0;
  lua_getfield(L, -1, ask->part);
  if (!lua_istable(L, -1)) return 0;
  if (ask->record) lua_rawgeti(L, -1, (lua_Integer)ask->record->index);
  ask->answer = ask->record ? kept_field(&ask->t->kept, L, ask->name)
                            : kept_text(&ask->t->kept, L, ask->name);
  return 0;
}

static const char *answer(Ask *ask) {
  if (!ask->t->host.L) return NULL;
  lua_pushcfunction(ask->t->host.L, doask);
  lua_pushlightuserdata(ask->t->host.L, ask);
  return engine_call(ask->t, 1, 0) ? ask->answer : NULL;
}

const char *trich_field(Trich *t, const TrichRecord *record,
                        const char *name) {
  Ask ask = {.t = t, .part = "records", .name = name, .record = record};
  return answer(&ask);
}

const char *trich_meta(Trich *t, const char *name) {
  Ask ask = {.t = t, .part = "meta", .name = name};
  return answer(&ask);
}

const char *trich_problem(Trich *t) {
  Ask ask = {.t = t, .part = "error", .name = "message"};
  return answer(&ask);
}

static bool text(Trich *t, const TrichDocument *doc, const char *format,
                 const Diag *stop, TrichWrite write, void *ud) {
  TextOptions options = {NULL, NULL};
  Offset offset = {0};
  Diag diag;
  bool open, ok;
  if (!trich_ready(t)) return false;
  diag_init(&diag);
  buf_clear(&t->line);
  if (stop) diag = *stop;
  open = !stop && opendocument(t, doc, false, &diag);
  if (open && t->host.cut.kind != DIAG_NONE) diag = t->host.cut;
  namelimit(t, &diag);
  if (diag.kind != DIAG_NONE) t->failed++;
  if (open && t->offsets != OFFSET_BYTES) {
    options = (TextOptions){offset_of, &offset};
    ok = offset_init(&offset, &t->host.decoded, t->offsets);
  } else {
    ok = true;
  }
  if (ok && strcmp(format, "jsonl") == 0)
    ok = textout_line(open ? &t->host.page : NULL,
                      open ? &t->host.decoded : NULL,
                      (Str){doc->id, strlen(doc->id)},
                      diag.kind == DIAG_NONE ? NULL : &diag, &options,
                      &t->line);
  else if (ok && open)
    ok = textout_plain(&t->host.page, &t->line);
  offset_deinit(&offset);
  host_close(&t->host);
  if (!ok) return trich_fail(t, TRICH_SYSTEM, "not enough memory");
  t->status = TRICH_DONE;
  return t->line.n == 0 || write(ud, t->line.p, t->line.n);
}

bool trich_text(Trich *t, const TrichDocument *doc, const char *format,
                TrichWrite write, void *ud) {
  return text(t, doc, format, NULL, write, ud);
}

size_t trich_failed(const Trich *t) { return t->failed; }

size_t trich_records(const Trich *t) { return t->records; }

/* ---- in a worker ---- */

bool trich_work(Trich *t, const TrichDocument *doc, const char *format,
                const Diag *stop, Progress upto, TrichWrite write, void *ud) {
  Job job = {.t = t, .doc = doc, .stop = stop, .upto = upto};
  if (format) return text(t, doc, format, stop, write, ud);
  return extract(t, &job) && write(ud, t->line.p, t->line.n);
}

void trich_count(Trich *t, size_t records, bool failed) {
  t->records += records;
  t->failed += failed;
}

void trich_workbegin(Trich *t, Progress *progress) {
  lua_State *L = t->host.L;
  Match *m = match_of(L);
  m->progress = progress;
  t->born = (size_t)lua_gc(L, LUA_GCCOUNT);
  m->ceiling = t->born + LIMIT(WORKER_MAX_MB) * 4096;
  lua_gc(L, LUA_GCSTOP);
  heap_seal(t->host.budget->heap); /* the parent's pages stay shared */
}

size_t trich_garbage(const Trich *t) {
  return ((size_t)lua_gc(t->host.L, LUA_GCCOUNT) - t->born) * 1024;
}
