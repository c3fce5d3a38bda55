/*
** html.h: HTML to the page's blocks. html.c is the only file that includes
** libxml2.
*/
#ifndef HTML_H
#define HTML_H
#include <stdbool.h>

#include "page.h"

/* Whether the text looks like HTML (a whole page or a fragment of one). */
bool html_is(Str text);
/* Fills the page from valid UTF-8. */
bool html_parse(Page *page, Str text, Diag *diag);

#endif
