/*
** flow.h: a whole HTML page as it reads from top to bottom: elements, the
** chunks of text between block boundaries, and what the page says of itself.
** html.c fills it; article.c picks the article; meta.c reads the rest.
*/
#ifndef FLOW_H
#define FLOW_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "map.h"
#include "tag.h"
#include "tree.h"

/* What is known of an element, beside its place in the tree. */
typedef struct Node {
  uint16_t tag;   /* a Tag */
  uint32_t block; /* the nearest block element, itself included */
  uint32_t look;  /* a hash of its class: equal for elements made alike */
  uint32_t hints; /* what its class, id, role and the like say (hint.h) */
} Node;

/* A run of text without a block boundary inside. */
typedef struct Chunk {
  uint32_t start, end; /* in Flow.text, trimmed, never empty */
  uint32_t element;    /* the block element that it stands in */
  uint32_t linked;     /* bytes of it that stand in links */
} Chunk;

typedef enum FactKind {
  FACT_META, /* <meta>: key is name, property or itemprop; value its content */
  FACT_TITLE, /* <title> */
  FACT_LD,    /* JSON-LD, as it stands */
  FACT_TIME,  /* the datetime of <time>, or an itemprop date */
  FACT_LANG   /* the lang of <html> */
} FactKind;

typedef struct Fact {
  FactKind kind;
  uint32_t key, keylen;     /* in Flow.strings */
  uint32_t value, valuelen; /* in Flow.strings */
  uint32_t element;
} Fact;

typedef struct Flow {
  Tree *tree;
  VEC(Node) nodes; /* one for each element */
  Buf text;        /* the chunks' text and some white space between */
  Map map;         /* text -> the decoded page */
  VEC(Chunk) chunks;
  VEC(Fact) facts;
  Buf strings;
} Flow;

bool flow_init(Flow *f); /* false without memory; ready for deinit anyway */
void flow_deinit(Flow *f);
Str flow_key(const Flow *f, const Fact *fact);
Str flow_value(const Flow *f, const Fact *fact);
/* Whether s[start, end) ends as a sentence does: with a full stop or the like,
** quotes and brackets behind it or not. */
bool flow_isclosed(Str s, size_t start, size_t end);

#endif
