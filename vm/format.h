/*
** format.h: output for other programs than readers of JSON Lines. A format
** takes the lines that the engine gives, so that every one of them holds for
** every way in which lines come about.
**
**   csv, tsv   a table for each record type, or of one type
**   sqlite     a database
**   conll      a token a line, with the record it belongs to
**   brat       standoff annotation: a text and its records, a pair of files
**   html       a report to look at
*/
#ifndef FORMAT_H
#define FORMAT_H
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "sink.h"

typedef struct FormatOptions {
  const char *name;   /* of the format */
  const char *out;    /* the file or folder of -o; NULL: standard output */
  const char *types;  /* of --type; NULL: all */
  bool folder;        /* of html: -o is a folder, for the marked pages, too */
  const char *schema; /* as `trich schema` prints it */
  Sink *sink;         /* of standard output, or of the file where it is one */
} FormatOptions;

/* A record type of the schema, with its fields as they are declared. */
typedef struct FormatType {
  const char *name;
  VEC(const char *) fields;
} FormatType;

typedef VEC(FormatType) FormatTypes;

typedef struct FormatClass FormatClass;

typedef struct Format {
  const FormatClass *class;
  FormatOptions options;
  json_t *schema;
  FormatTypes types; /* those that are wanted */
  void *state;       /* the format's own */
  Diag diag;         /* why format_line or format_finish gave false */
} Format;

/* What a format is. All may set f->diag and return false. */
struct FormatClass {
  const char *name;
  bool article; /* needs the article's text in the lines */
  bool file;    /* writes one file, through the sink; of one type always */
  bool grows;   /* may be opened again over what it wrote, with more types */
  bool (*start)(Format *f);
  bool (*document)(Format *f, json_t *line);
  bool (*pause)(Format *f);  /* nothing comes for now: others may want to see
                                what is there; or NULL */
  bool (*finish)(Format *f); /* all went well: make it last */
  void (*free)(Format *f);
};

/* NULL where there is no such format. */
const FormatClass *format_find(const char *name);
/* Whether it writes to one stream: options->sink. `types` and `folder` as in
** FormatOptions. */
bool format_isstream(const FormatClass *c, const char *types, bool folder);
/* On false f->diag tells why. Always leaves f ready for format_free. */
bool format_open(Format *f, const FormatOptions *options);
/* Takes bytes that are one line. */
bool format_line(Format *f, const char *line, size_t n);
bool format_pause(Format *f);
bool format_finish(Format *f);
void format_free(Format *f);

/* ---- for the formats ---- */

const FormatType *format_type(const Format *f, const char *name);
/* A value as text: strings as they are, numbers in plain notation, lists with
** "; " between. False without memory. */
bool format_text(const json_t *value, Buf *out);
/* The same with white space folded to single spaces, within one line. */
bool format_oneline(const json_t *value, Buf *out);
/* The column of a field: its name, or "field_text" where every record has a
** column of that name. */
bool format_column(const char *field, Buf *out);
/* A name for a file in the folder of -o, made of any text. */
bool format_filename(const char *text, Buf *out);
/* The document's name as that of a file, without an end, NUL-terminated, each
** given once: "a", "a-2"; `taken` has those given so far. */
bool format_name(json_t *taken, const json_t *id, Buf *name);
/* A whole file in the folder of -o. */
bool format_file(Format *f, const char *name, const char *end, Str bytes);
/* Makes the folder of -o where it is not there. */
bool format_folder(Format *f);

extern const FormatClass format_csv, format_tsv, format_sqlite, format_conll,
    format_brat, format_html;

#endif
