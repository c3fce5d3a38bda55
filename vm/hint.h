/*
** hint.h: what the names that authors give to elements (class, id, role,
** itemprop) say of their contents.
*/
#ifndef HINT_H
#define HINT_H
#include <stdint.h>

#include "buf.h"

enum {
  HINT_BODY = 1 << 0,    /* the article's text: article-body, entry-content */
  HINT_DROP = 1 << 1,    /* beside the article: related, share, comments */
  HINT_HIDDEN = 1 << 2,  /* not shown */
  HINT_CAPTION = 1 << 3, /* of a picture */
  HINT_TITLE = 1 << 4,   /* the headline */
  HINT_DATE = 1 << 5,    /* when it was published */
  HINT_BYLINE = 1 << 6,  /* who wrote it */
  HINT_LEAD = 1 << 7,    /* the summary above the text: sapo, standfirst */
  HINT_MAYBE = 1 << 8,   /* beside the article more often than not */
  HINT_ARTICLE = 1 << 9 /* the page declares it to be the text: never struck */
};

/* Of one attribute's value: `name` is class, id, role, itemprop and so on. */
uint32_t hint_of(Str name, Str value);

#endif
