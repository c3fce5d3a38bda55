/*
** article.h: which chunks of a page are the article.
*/
#ifndef ARTICLE_H
#define ARTICLE_H
#include <stdbool.h>

#include "diag.h"
#include "flow.h"
#include "page.h"

/* Writes the article's blocks to the page, and to its meta what is printed
** about the headline. `title` is what the page's head calls it. False only
** without memory. */
bool article_write(Page *page, Flow *f, Str title);

#endif
