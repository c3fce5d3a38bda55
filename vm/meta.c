/*
** meta.c: what a page says of itself.
*/
#include "meta.h"

bool meta_read(Meta *m, const Flow *f) {
  (void)m;
  (void)f;
  return true;
}
