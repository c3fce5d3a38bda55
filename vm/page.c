/*
** page.c: what kind of page it is, and its blocks.
*/
#include "page.h"

#include <string.h>

#include "html.h"
#include "mem.h"
#include "plain.h"
#include "space.h"
#include "tag.h"
#include "tree.h"

/*
** Is it HTML at all?
*/

static bool begins(Str s, size_t at, const char *word) {
  size_t i;
  for (i = 0; word[i]; i++) {
    char c = at + i < s.n ? s.p[at + i] : '\0';
    if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
    if (c != word[i]) return false;
  }
  return true;
}

/* A tag that is known, open or closing, at the '<' at `at`. */
static bool knowntag(Str s, size_t at) {
  char name[12];
  size_t n = 0;
  at++;
  if (at < s.n && s.p[at] == '/') at++;
  while (at < s.n && n < sizeof name) {
    char c = s.p[at];
    if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
    if (!((c >= 'a' && c <= 'z') || (n && c >= '1' && c <= '6'))) break;
    name[n++] = c;
    at++;
  }
  if (n == 0 || at >= s.n || !(space_at(s, at, s.n) || strchr(">/", s.p[at])))
    return false;
  return tag_of((Str){name, n}) != TAG_OTHER ||
         str_is((Str){name, n}, "span") || str_is((Str){name, n}, "i") ||
         str_is((Str){name, n}, "font") || str_is((Str){name, n}, "link");
}

static bool ishtml(Str s) {
  size_t at = space_skip(s, 0, s.n), tags = 0, end;
  if (at == s.n) return false;
  if (s.p[at] == '<' &&
      (begins(s, at + 1, "!doctype html") || begins(s, at + 1, "html") ||
       begins(s, at + 1, "!--") || begins(s, at + 1, "?xml") ||
       knowntag(s, at)))
    return true;
  end = s.n < 65536 ? s.n : 65536;
  for (; at < end; at++)
    if (s.p[at] == '<' && knowntag(s, at) && ++tags >= 3) return true;
  return false;
}

/*
** The page
*/

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
  Str text = d->text;
  *page = (Page){.decoded = d};
  buf_init(&page->text);
  map_init(&page->map);
  initmeta(&page->meta);
  page->html = ishtml(text);
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
  Tree *t = page->tree;
  if (!t) return false;
  if (t->rough && !html_retree(t, page->decoded->text)) return false;
  return tree_xpath(t, map_start(&page->map, start), map_end(&page->map, end),
                    out);
}

const char *page_rolename(Role role) {
  static const char *const names[] = {
      [ROLE_TITLE] = "title",         [ROLE_HEADING] = "heading",
      [ROLE_PARAGRAPH] = "paragraph", [ROLE_CAPTION] = "caption",
      [ROLE_ITEM] = "item",           [ROLE_CELL] = "cell"};
  return names[role];
}
