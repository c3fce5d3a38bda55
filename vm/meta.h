/*
** meta.h: what a page says of itself.
*/
#ifndef META_H
#define META_H
#include <stdbool.h>

#include "flow.h"
#include "page.h"

/* From <title>, <meta>, JSON-LD, <time>. False only without memory. */
bool meta_read(Meta *m, const Flow *f);

#endif
