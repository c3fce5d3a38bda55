/*
** judge.h: the chunks and elements of a page, measured, and what follows from
** that: which parts are struck out, where the headline is and which element
** holds the article's text. article.c decides on each chunk in its light.
*/
#ifndef JUDGE_H
#define JUDGE_H
#include <stdbool.h>
#include <stdint.h>

#include "flow.h"
#include "page.h"

/* A chunk, measured. */
typedef struct Measure {
  uint32_t words;
  uint32_t ends;  /* full stops, commas and the like */
  bool closed;    /* ends as a sentence does */
  bool linky;     /* mostly links */
  bool prose;     /* reads like a sentence or more */
  bool keep;      /* it belongs to the article */
  Role role;
} Measure;

/* An element with what it holds, itself and below. */
typedef struct Weight {
  uint32_t prose;  /* words of prose */
  uint32_t words;  /* all words */
  uint32_t linked; /* words in links */
  uint32_t chunks;
  uint32_t links;  /* chunks with a link in them */
  uint64_t bytes, linkbytes; /* of chunks, of links in them */
  uint32_t images;
  uint32_t direct; /* chunks of prose straight in it */
  uint32_t kids;   /* of its children, not <p>, those with prose straight in */
  uint32_t first;  /* the first chunk in it or below; n where there is none */
  uint32_t named;  /* words of prose in elements named as the article's text */
  uint32_t heads;  /* chunks in <h1> */
  uint32_t articles; /* <article> with prose, outermost ones */
  uint32_t last;   /* the last element below it; itself where there is none */
  bool struck;     /* it or an ancestor is no part of the article */
} Weight;

typedef struct Judge {
  Flow *f;
  Measure *m; /* one for each chunk */
  Weight *w;  /* one for each element */
  size_t n, nelements;
  uint32_t container; /* the element of the article's text */
  size_t title;       /* chunk of the headline; n where there is none */
  bool vietnamese;    /* the prose in the container is */
} Judge;

/* Borrows f for its lifetime. `title` is what the page's head calls the page.
** False without memory; ready for judge_deinit anyway. */
bool judge_init(Judge *j, Flow *f, Str title);
void judge_deinit(Judge *j);

const Chunk *judge_chunk(const Judge *j, size_t i);
uint32_t judge_parent(const Judge *j, uint32_t element);
Tag judge_tag(const Judge *j, uint32_t element);
uint32_t judge_hints(const Judge *j, uint32_t element);
/* The deepest element that holds both chunks. */
uint32_t judge_common(const Judge *j, size_t a, size_t b);
/* Whether `element` is `top` or stands below it. */
bool judge_isinside(const Judge *j, uint32_t element, uint32_t top);

#endif
