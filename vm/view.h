/*
** view.h: the folded text that rules match on, reversible to the original.
**
** The view of a page is one byte string. Each token is one mark byte and its
** folded text; the mark tells the kind and the letter case of the original:
**
**   \1 word, first letter small      \2 word, first letter capital
**   \3 word, all letters capital     \5 digits, with inner . , between digits
**   \6 one sign (any other character that is not white space)
**
** Between tokens: nothing, or one ' ' for any run of white space. Where a
** sentence ends inside a block the separator is '\n' instead, also where the
** original has nothing there. Before each block stands one byte that tells
** its place (BLOCK_*); after the last block stands VIEW_END. So every byte
** <= ' ' is structure and every other byte is folded text, and a token ends
** at the next byte <= ' '.
**
**   Hội nghị (FDI) đạt 8,7%.   ->   \x10 \2hội ' ' \1nghị ' ' \6( \3fdi \6)
**                                   ' ' \1đạt ' ' \5 8,7 \6% \6. \x1f
**
** Folding of words: NFC, lower case, one tone placement (hòa and hoà are
** both "hòa", thúy and thuý both "thúy"), i for y in the syllables that are
** one word (kỹ kĩ, tỷ tỉ, lý lí, mỹ mĩ, sỹ sĩ, hy hi, ...) but "quý" for quí,
** the old Ð as đ, ligatures apart, zero-width characters and soft hyphens
** dropped. Of signs: every dash is '-', every double quote
** is '"', every single quote is "'", full-width forms are narrow.
*/
#ifndef VIEW_H
#define VIEW_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "page.h"

enum {
  MARK_LOWER = 1,
  MARK_CAPITAL = 2,
  MARK_UPPER = 3, /* a word of one capital letter too */
  MARK_DIGITS = 5,
  MARK_SIGN = 6,
  VIEW_BREAK = '\n',
  BLOCK_BODY = 0x10,    /* from the first prose block to the last */
  BLOCK_HEAD = 0x11,    /* before the first prose block */
  BLOCK_TITLE = 0x12,   /* the title: of HTML the one so marked; of plain text
                           the first head block of 5 words or more with no
                           full stop at its end */
  BLOCK_TAIL = 0x13,    /* after the last prose block */
  BLOCK_CAPTION = 0x14, /* of HTML */
  VIEW_END = 0x1f
};

typedef struct View {
  const Page *page; /* borrowed; NULL for a view made of one literal */
  Buf bytes;        /* as above */
  /* one entry a token, in order */
  uint32_t *at;     /* of the mark byte in bytes */
  uint32_t *start;  /* of the token in page->text */
  uint32_t *end;    /* just behind it in page->text */
  size_t ntokens;
  uint32_t *block;  /* for each block of the page: place of its separator byte;
                       one entry more: the place of VIEW_END */
  size_t nblocks;
} View;

/* `abbreviations`: folded words after which a '.' ends no sentence ("ts",
** "tp"), each followed by '\n', in one string. A single capital letter needs no
** entry. Always leaves v ready for view_deinit. */
bool view_build(View *v, const Page *page, Str abbreviations, Diag *diag);
/* The view of one text as it would stand inside a sentence: no block bytes and
** no sentence breaks. For the literals and vocabulary phrases of rule files. */
bool view_literal(View *v, Str utf8, Diag *diag);
void view_deinit(View *v);
/* Index of the token whose mark byte stands at `at`, or of the next one. */
size_t view_token(const View *v, uint32_t at);
/* Appends the NFC of text with white space folded to single spaces and trimmed
** (fields of records); zero-width characters dropped. */
bool view_tidy(Buf *out, Str utf8);

#endif
