/*
** input.h: documents out of one named input. Text and HTML are one document;
** of JSON Lines every line is one, of a WARC archive every page, and the files
** of a tar or zip archive are read likewise, as they come. Which it is, and
** whether it is packed with gzip, is told by the content.
*/
#ifndef INPUT_H
#define INPUT_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "bundle.h"
#include "diag.h"
#include "file.h"
#include "warc.h"

/* Of JSON Lines: where an object has the text and the id. A name is that of a
** field, or a path of names with dots between ("page.body"). NULL: the first
** that is there of text, body, html, content; id. */
typedef struct InputOptions {
  const char *field;
  const char *idfield;
  FileWait wait; /* see file.h; or NULL */
  void *ud;
} InputOptions;

/* Borrowed from the input until its next call. */
typedef struct InputDocument {
  const char *id;    /* valid UTF-8, NUL-terminated */
  const char *bytes; /* raw bytes; of JSON Lines the decoded string */
  size_t n;
  const char *published, *outlet; /* of a JSON Lines object, or NULL */
  const char *encoding;           /* "utf-8" of JSON Lines; of a page of a
                                     WARC what its server said; or NULL */
  const char *error;              /* not NULL: it could not be read */
  const char *limit;              /* ... because of this limit, or NULL */
  bool whole;                     /* the error is that of the whole input */
} InputDocument;

typedef struct Input {
  InputOptions options;
  File file;                 /* what it is read from */
  Bundle bundle;             /* where the file is a tar or zip */
  bool end;                  /* of the bundle's current file */
  size_t stem;               /* bytes of the bundle's own name */
  Buf name;                  /* as printed: valid UTF-8, NUL-terminated; of a
                                bundle that of its current file */
  Buf bytes;                 /* read and not yet handed out */
  size_t at, seen;           /* bytes handed out; searched for a line's end */
  size_t line;               /* number of the last line */
  struct json_t *object;     /* the current line's */
  Warc warc;                 /* where the file is one */
  Buf charset;               /* of the current page of a WARC */
  Buf line_fixed;            /* the current line, mended */
  Buf id, published, outlet; /* of the current document */
  Diag diag;                 /* why the current document is an error */
  Diag broken;               /* why the rest of the file cannot be read */
  Buf message;               /* the text of diag as valid UTF-8 */
  enum { INPUT_START, INPUT_BUNDLE, INPUT_LINES, INPUT_WHOLE,
         INPUT_WARC, INPUT_DONE } state;
} Input;

/* path "-" is standard input; `name` is what its documents are called. False
** only without memory; what cannot be read is a document with an error.
** Always leaves in ready for input_close. */
bool input_open(Input *in, const char *path, const char *name,
                const InputOptions *options);
/* An input that is known to be unreadable: its one document says why. */
bool input_refuse(Input *in, const char *name, const Diag *why);
/* The next document; false when there is no more. Without memory the last
** document is an error that says so. */
bool input_next(Input *in, InputDocument *doc);
/* Parts of it so far that are no pages: records, files of an archive. */
size_t input_skipped(const Input *in);
void input_close(Input *in);

/* A date of ISO 8601 as it may stand for `published`: 2023, 2023-04,
** 2023-04-01, 2023-04-01T08:30 and so on. */
bool input_isdate(Str s);

#endif
