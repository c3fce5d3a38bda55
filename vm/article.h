/*
** article.h: which chunks of a page are the article.
*/
#ifndef ARTICLE_H
#define ARTICLE_H
#include <stdbool.h>

#include "diag.h"
#include "flow.h"
#include "page.h"

/* Writes the article's blocks to the page: text, blocks, map and the runs of
** f->tree, which then tells where the page's text stands. */
bool article_write(Page *page, Flow *f, Str title);

#endif
