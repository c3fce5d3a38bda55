/*
** html.h: HTML to the page's blocks. html.c is the only file that includes
** libxml2.
*/
#ifndef HTML_H
#define HTML_H
#include <stdbool.h>

#include "page.h"
#include "tree.h"

/* Fills the page from valid UTF-8. On DIAG_DEPTH it holds the blocks before the
** place that was too deep. */
bool html_parse(Page *page, Str text, Diag *diag);
/* Makes a rough tree the one that xmllint makes of `text`, so that paths lead
** there, too. False without memory. */
bool html_retree(Tree *t, Str text);

#endif
