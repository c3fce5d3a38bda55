/*
** source.h: the text of a rule file as lines, for error messages:
**
**   mine.rule:7:11: error: 'word+' also takes "đạt"
**      7 |   label:word+ "đạt" amount:Money
**        |         ^^^^^
**     say where it stops: (!"đạt" word)+
**
** Columns are counted in characters; the carets stand where a terminal shows
** the characters.
*/
#ifndef SOURCE_H
#define SOURCE_H
#include <stdbool.h>

#include "buf.h"

typedef struct Source {
  const char *name;  /* borrowed, as it is printed */
  Str text;          /* borrowed; any bytes */
  VEC(size_t) lines; /* where each line begins */
} Source;

typedef struct SourceError {
  const char *severity; /* "error" or "warning" */
  size_t start, end;    /* bytes of the text; an empty span gets one caret */
  Str message;          /* one line */
  Str hint;             /* what to do; may be empty, may have several lines */
} SourceError;

/* False without memory. Always leaves s ready for source_deinit. */
bool source_init(Source *s, const char *name, Str text);
void source_deinit(Source *s);
/* Line and column of a byte, both from 1; behind the end: the end's. */
void source_place(const Source *s, size_t at, size_t *line, size_t *column);
/* Appends the message as above; each of its lines ends with a line feed. */
bool source_render(const Source *s, const SourceError *e, Buf *out);

#endif
