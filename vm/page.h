/*
** page.h: the article's blocks of text, each knowing where it came from.
** Menus, comments, related links, scripts and footers are left out.
*/
#ifndef PAGE_H
#define PAGE_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "decode.h"
#include "diag.h"
#include "map.h"

typedef enum Role {
  ROLE_TITLE,
  ROLE_HEADING,
  ROLE_PARAGRAPH,
  ROLE_CAPTION,
  ROLE_ITEM, /* of a list */
  ROLE_CELL  /* of a table */
} Role;

typedef struct Block {
  uint32_t start, end; /* in Page.text, half open; never empty, trimmed */
  Role role;
} Block;

/* What the page says of itself outside the text that rules read (HTML only;
** of plain text the rules of package `page` find it). Each may be empty. */
typedef struct Meta {
  Buf title, published /* ISO 8601 */, byline, outlet, views, language;
} Meta;

typedef struct Page {
  Buf text;      /* the blocks' text, each followed by one '\n', valid UTF-8;
                    entities decoded, tags dropped, otherwise untouched */
  Block *blocks; /* in the order of the page */
  size_t nblocks, capblocks;
  Map map;       /* text -> Decoded.text (a '\n' between blocks maps to some
                    place between them) */
  Meta meta;
  bool html;
  struct Tree *tree; /* of HTML: elements, for page_xpath; else NULL */
  const Decoded *decoded; /* borrowed */
} Page;

/* Plain text or HTML, told apart by content. Always leaves the page ready for
** page_deinit. `d` must outlive the page. */
bool page_parse(Page *page, const Decoded *d, Diag *diag);
void page_deinit(Page *page);
/* The deepest element that holds text[start, end), as `/html/body/div[2]/p[1]`;
** false without memory or of plain text. */
bool page_xpath(const Page *page, uint32_t start, uint32_t end, Buf *out);
const char *page_rolename(Role role);

#endif
