/*
** emitarticle.h: the article's text in the line of output, for programs that
** show records in it: "article":{"text":...,"blocks":[{"role","start","end"}]},
** and "at":[start,end] of each record. Both count code points of that text.
*/
#ifndef EMITARTICLE_H
#define EMITARTICLE_H
#include "out.h"
#include "page.h"

typedef struct EmitArticle {
  const Page *page;   /* borrowed; NULL where there is none */
  size_t byte, chars; /* a place of its text, counted so far */
} EmitArticle;

void emitarticle_init(EmitArticle *a, const Page *page);
/* "at" of text[start, end), bytes of the page's text. */
void emitarticle_at(EmitArticle *a, Out *o, size_t start, size_t end);
void emitarticle_put(EmitArticle *a, Out *o);

#endif
