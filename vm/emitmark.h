/*
** emitmark.h: the page with its records marked, in the line of output:
** "marked":HTML, in which the marks of the n-th record, from 0, have its
** number, the first of them as id="trich-n"; and "fragment" of each record, by which a
** link leads to it (fragment.h).
*/
#ifndef EMITMARK_H
#define EMITMARK_H
#include "fragment.h"
#include "mark.h"
#include "out.h"

typedef struct EmitMark {
  const Page *page; /* borrowed */
  Str id;           /* of the document */
  Fragments fragments;
  bool ok;          /* there was memory for them */
  VEC(MarkSpan) spans;
  Buf text;
} EmitMark;

/* `records`: how many there may be. */
void emitmark_init(EmitMark *m, const Page *page, Str id, size_t records);
void emitmark_deinit(EmitMark *m);
/* "fragment" of the next record, text[start, end) of the page; its type lives
** until emitmark_put. */
void emitmark_record(EmitMark *m, Out *o, size_t start, size_t end, Str type);
void emitmark_put(EmitMark *m, Out *o);

#endif
