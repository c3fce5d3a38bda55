/*
** page.c: what kind of page it is, and its blocks.
*/
#include "page.h"

#include "html.h"
#include "mem.h"
#include "plain.h"
#include "tree.h"

static void initmeta(Meta *m) {
  buf_init(&m->title);
  buf_init(&m->published);
  buf_init(&m->byline);
  buf_init(&m->outlet);
  buf_init(&m->views);
  buf_init(&m->language);
}

static void deinitmeta(Meta *m) {
  buf_deinit(&m->title);
  buf_deinit(&m->published);
  buf_deinit(&m->byline);
  buf_deinit(&m->outlet);
  buf_deinit(&m->views);
  buf_deinit(&m->language);
}

bool page_parse(Page *page, const Decoded *d, Diag *diag) {
  Str text = buf_str(&d->text);
  *page = (Page){.blocks = NULL};
  buf_init(&page->text);
  map_init(&page->map);
  initmeta(&page->meta);
  page->html = html_is(text);
  if (page->html) return html_parse(page, text, diag);
  return plain_parse(page, text) || diag_memory(diag);
}

void page_deinit(Page *page) {
  buf_deinit(&page->text);
  mem_free(page->blocks);
  page->blocks = NULL;
  page->nblocks = page->capblocks = 0;
  map_deinit(&page->map);
  deinitmeta(&page->meta);
  tree_free(page->tree);
  page->tree = NULL;
}

bool page_xpath(const Page *page, uint32_t start, uint32_t end, Buf *out) {
  return page->tree && tree_xpath(page->tree, map_start(&page->map, start),
                                  map_end(&page->map, end), out);
}

const char *page_rolename(Role role) {
  static const char *const names[] = {
      [ROLE_TITLE] = "title",         [ROLE_HEADING] = "heading",
      [ROLE_PARAGRAPH] = "paragraph", [ROLE_CAPTION] = "caption",
      [ROLE_ITEM] = "item",           [ROLE_CELL] = "cell"};
  return names[role];
}
