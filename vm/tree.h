/*
** tree.h: the elements of an HTML page, and which of them each piece of its
** source stands in. Made while parsing; enough for XPath and for telling
** the article from the rest.
*/
#ifndef TREE_H
#define TREE_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

#define TREE_NONE UINT32_MAX

typedef struct Element {
  uint32_t parent; /* TREE_NONE of the root */
  uint32_t name;   /* place in Tree.names of its NUL-terminated name */
  uint32_t index;  /* among the siblings of the same name, from 1 */
  uint32_t depth;  /* 0 of the root */
} Element;

/* Text from the byte `at` of the source on stands in `element`. */
typedef struct Run {
  uint32_t at, element;
} Run;

typedef struct Tree {
  VEC(Element) elements; /* in the order of their start tags */
  VEC(Run) runs;         /* sorted by at */
  Buf names;
  struct TreeKey *keys;  /* hash: name -> place, (parent, name) -> count */
  size_t nkeys, capkeys;
  size_t roots; /* elements without a parent */
  bool rough; /* not yet as xmllint has it: html_retree mends that */
} Tree;

Tree *tree_new(void); /* NULL without memory */
void tree_free(Tree *t);
/* Adds an element; its number is elements.n - 1 then. */
bool tree_add(Tree *t, uint32_t parent, const char *name);
Str tree_name(const Tree *t, uint32_t element);
/* Text of the source from `at` on stands in `element`. */
bool tree_run(Tree *t, uint32_t at, uint32_t element);
/* The path of the deepest element that holds the source's [start, end); false
** without memory or where there is none. */
bool tree_xpath(const Tree *t, uint32_t start, uint32_t end, Buf *out);
/* The deepest element that holds both; TREE_NONE where there is none. */
uint32_t tree_common(const Tree *t, uint32_t a, uint32_t b);

#endif
