/*
** fragment.h: text fragments, by which a link leads a browser to words of a
** page:
**
**   :~:text=[prefix-,]start[,end][,-suffix]
**
** A browser looks for them in the page as it shows it: white space counts as
** one space, case and accents as nothing, and neither a start nor an end goes
** over the edge of a block. Words that stand there more than once get some
** around them.
*/
#ifndef FRAGMENT_H
#define FRAGMENT_H
#include <stdbool.h>
#include <stdint.h>

#include "page.h"

typedef struct Fragments {
  const Page *page; /* borrowed */
  Buf text, source; /* of the page, as a browser compares them */
  uint32_t *at;     /* where each byte of the page's text stands in `text` */
  bool crowded;     /* to look for all words would take too long: each gets
                       some around */
} Fragments;

/* `n`: how many will be asked for. False without memory; always leaves f ready
** for fragment_deinit. */
bool fragment_init(Fragments *f, const Page *page, size_t n);
void fragment_deinit(Fragments *f);
/* Appends the fragment of text[start, end) of the page; nothing of none. */
bool fragment_put(const Fragments *f, uint32_t start, uint32_t end, Buf *out);

#endif
