/*
** textout.h: the article's text, block by block, as the rules see it.
*/
#ifndef TEXTOUT_H
#define TEXTOUT_H
#include <stdbool.h>

#include "buf.h"
#include "decode.h"
#include "diag.h"
#include "page.h"

typedef struct TextOptions {
  /* Offsets into the raw bytes to those that are printed; NULL: the same. */
  size_t (*offset)(void *ud, size_t raw);
  void *ud;
} TextOptions;

/* {"id":..., "meta":{...}, "blocks":[{"role":..., "start":..., "end":...,
** "text":...}]} and a line feed. `id` is valid UTF-8. With an error the page
** may be NULL; what there is of it is printed. False without memory. */
bool textout_line(const Page *page, const Decoded *d, Str id,
                  const Diag *error, const TextOptions *options, Buf *out);
/* The text of the blocks, one a line. */
bool textout_plain(const Page *page, Buf *out);

#endif
