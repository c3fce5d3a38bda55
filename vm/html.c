/*
** html.c: HTML to the page's blocks.
*/
#include "html.h"

bool html_is(Str text) {
  (void)text;
  return false;
}

bool html_parse(Page *page, Str text, Diag *diag) {
  (void)page;
  (void)text;
  return diag_set(diag, DIAG_INPUT, NULL, "HTML is not read yet");
}
