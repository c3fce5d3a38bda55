/*
** plain.h: the blocks of plain text.
*/
#ifndef PLAIN_H
#define PLAIN_H
#include <stdbool.h>

#include "page.h"

/* Appends the blocks of `text` to the page's text, blocks and map: a block is
** a line or, where the file is hard-wrapped, the lines up to an empty one.
** False only without memory. */
bool plain_parse(Page *page, Str text);

/* Appends text[start, end), which becomes one block, and a '\n' that maps to
** the place behind it. */
bool plain_block(Page *page, Str text, size_t start, size_t end, Role role);

#endif
