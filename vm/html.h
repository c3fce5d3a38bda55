/*
** html.h: HTML to the page's blocks. html.c is the only file that includes
** libxml2.
*/
#ifndef HTML_H
#define HTML_H
#include <stdbool.h>

#include "page.h"

/* Fills the page from valid UTF-8. On DIAG_DEPTH it holds the blocks before the
** place that was too deep. */
bool html_parse(Page *page, Str text, Diag *diag);

#endif
