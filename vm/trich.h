/*
** trich.h: the public interface. An engine is one handle with no globals
** behind it; a thread may use one handle at a time. Errors are values: a
** function that can fail returns false and trich_error tells why.
*/
#ifndef TRICH_H
#define TRICH_H
#include <stdbool.h>
#include <stddef.h>

/* Public in the shared library, which hides all else. */
#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif
#ifdef __cplusplus
extern "C" {
#endif

typedef struct Trich Trich;

/* Exit statuses of the program, and what a failed call amounts to. */
typedef enum TrichStatus {
  TRICH_DONE = 0,   /* all went well */
  TRICH_FAILED = 1, /* some document or test failed, or check found something */
  TRICH_USAGE = 2,  /* called wrongly */
  TRICH_RULES = 3,  /* a rule does not compile */
  TRICH_SYSTEM = 5  /* memory, or the system, failed */
} TrichStatus;

/* A step of the build: compiles the shipped rules and writes what they are then
** in memory to a file, which the program is linked with (vm/image.h). */
bool trich_image(const char *path);

/* One document. All pointers are borrowed for the call; NULL where unknown. */
typedef struct TrichDocument {
  const char *id;        /* as printed; NUL-terminated UTF-8 */
  const char *bytes;     /* raw bytes of text or HTML, any encoding */
  size_t n;
  const char *published; /* ISO 8601, what the caller knows of it */
  const char *outlet;
  const char *encoding;  /* name of the bytes' encoding where the caller knows
                            it ("utf-8"); NULL: as the option says */
  const char *error;     /* not NULL: the document could not be read; gives a
                            line with an error of kind input */
  const char *limit;     /* ... about this limit */
} TrichDocument;

/* Takes n bytes of output; returns false to stop (a closed pipe). */
typedef bool (*TrichWrite)(void *ud, const char *bytes, size_t n);

Trich *trich_new(void); /* NULL: no memory */
void trich_free(Trich *t);

/* Options, by name, before trich_compile; `offsets` and `types` may change
** before any document:
**   shipped    "yes" (default) or "no": load the rules that come with trich
**   format     "jsonl" (default) or "table"
**   offsets    "bytes" (default), "chars" or "utf16"
**   types      comma-separated record types to print; "" for all
**   where      a condition on the records that are given: "value > 1e9"
**   fields     comma-separated fields of records to give; "" for all
**   encoding   name of the documents' encoding; "" to detect
**   color      "yes" or "no" (default): escape sequences in tables
**   width      columns of the terminal, for tables (default "100")
**   search     folders with ':' between, where a package that stands neither
**              beside the file that uses it nor among the shipped is looked for
**   article    "yes" or "no" (default): the article's text in each line
**   mark       "yes" or "no" (default): the page with its records marked, HTML,
**              in each line
**   path       "fast" (default) or "reference": every rule at every token
**   stages     "yes" or "no" (default): take the time of each stage */
bool trich_option(Trich *t, const char *name, const char *value);

/* Adds a rule file, or all *.rule files of a folder. Compiled by trich_compile. */
bool trich_rules(Trich *t, const char *path);
bool trich_compile(Trich *t);

/* Extracts one document and writes its line (or table). False when the write
** stopped or the system failed; a bad document is an error in its line, and
** trich_failed then counts it. */
bool trich_extract(Trich *t, const TrichDocument *doc, TrichWrite write, void *ud);
/* Extracts one document and keeps its records, to be walked with trich_next
** until the next call that takes a document. Offsets are in the unit of the
** option. False as trich_extract; an error of the document is
** trich_problem's. */
typedef struct TrichRecord {
  const char *type, *rule; /* "indicator", "indicator.level" */
  size_t start, end;       /* half-open, of the document as given */
  const char *text;        /* the words, UTF-8 */
  const char *json;        /* all of it, as in a line of output */
  size_t index;            /* for trich_field */
} TrichRecord;
bool trich_find(Trich *t, const TrichDocument *doc);
/* NULL behind the last one. Strings are borrowed, as is the record. */
const TrichRecord *trich_next(Trich *t);
/* A field of the record: text as it is, numbers in plain notation, lists as
** JSON; NULL where the record has none of the name. Borrowed until the next
** call that takes a document. */
const char *trich_field(Trich *t, const TrichRecord *record, const char *name);
/* What the page says of itself: "title", "published", "byline", "outlet",
** "views", "language"; NULL where it does not. Borrowed likewise. */
const char *trich_meta(Trich *t, const char *name);
/* Why the document could not be done whole ("budget: ..."); NULL: it was. */
const char *trich_problem(Trich *t);
/* The article's text: format "text" or "jsonl". */
bool trich_text(Trich *t, const TrichDocument *doc, const char *format,
                TrichWrite write, void *ud);
size_t trich_failed(const Trich *t); /* documents with an error so far */
size_t trich_records(const Trich *t); /* records that were given so far */
/* Two lines that tell the program and the rules that are loaded from others:
** "program ...", "rules ...". NULL: memory. Borrowed until the next call. */
const char *trich_identity(Trich *t);

/* The files, other than shipped ones, that the rules were read from or looked
** for in, also by a trich_compile that failed: each with a NUL behind, and at the
** end an empty one. NULL: memory. Borrowed until the next call. */
const char *trich_sources(Trich *t);

/* Documents through worker processes: each costs its own line at most, whatever
** it does. Lines are written in the order of the documents. The rules are to be
** compiled before, the handle is to be used for nothing else meanwhile. */
typedef struct TrichBatch TrichBatch;
typedef struct TrichBatchOptions {
  size_t workers;   /* processes; 0: none, all is done in this one */
  const char *text; /* NULL: extract; else the article's text in this format */
  int stopfd;       /* when it can be read, all ends; -1: none */
  TrichWrite write; /* one line, or the table of one page */
  bool (*idle)(void *ud); /* before it waits; false to stop; NULL: nothing */
  void *ud;
} TrichBatchOptions;
TrichBatch *trich_batch_new(Trich *t, const TrichBatchOptions *options);
void trich_batch_free(TrichBatch *b); /* what is not written yet is lost */
/* All false when the run is to end: `write`, `idle` or stopfd said so (then
** trich_status is TRICH_DONE), or the system failed. A document is copied. */
bool trich_batch_put(TrichBatch *b, const TrichDocument *doc);
bool trich_batch_wait(TrichBatch *b, int fd); /* until fd can be read */
bool trich_batch_end(TrichBatch *b);          /* until all is written */
/* With the option "stages": the name of the i-th stage, and the microseconds
** that a KB of the documents so far took there; NULL behind the last one. */
const char *trich_stage(const Trich *t, size_t i, double *us);

/* A command written in Lua: "test", "eval", "repl", "script" and the like.
** Output goes to `out`, messages to `err`. */
TrichStatus trich_command(Trich *t, const char *name, int argc, char **argv,
                          TrichWrite out, TrichWrite err, void *ud);

/* A JSON Schema of a line of output with the record types of the rules, after
** trich_compile; NULL: as trich_error says. Borrowed until the next call. */
const char *trich_schema(Trich *t);

/* The number of that schema, which every line carries as `schema`: another one
** where a program that reads the lines has to be changed. */
int trich_schemanumber(void);

/* Of the last call that failed: its status and message, ready to print, with
** the quoted line of a rule file where there is one. Valid until the next call. */
TrichStatus trich_status(const Trich *t);
const char *trich_error(const Trich *t);
const char *trich_version(void);
/* The help text of a command, of "script" or of "trich"; "" where none is. */
const char *trich_help(const char *topic);

#ifdef __cplusplus
}
#endif
#ifdef __GNUC__
#pragma GCC visibility pop
#endif
#endif
