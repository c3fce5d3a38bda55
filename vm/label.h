/*
** label.h: lines that announce what is no part of an article.
*/
#ifndef LABEL_H
#define LABEL_H
#include <stdbool.h>

#include "buf.h"

typedef enum Label {
  LABEL_NONE,
  LABEL_BOX, /* of links or offers: they stand between paragraphs, too */
  LABEL_END, /* of comments and of further news: they stand below articles */
  LABEL_FOOT /* the beginning of what stands at the foot of each page of a site */
} Label;

/* Of a chunk of valid UTF-8. */
Label label_of(Str line);

#endif
