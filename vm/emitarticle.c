/*
** emitarticle.c: the article's text in the line of output.
*/
#include "emitarticle.h"

#include <string.h>

#include "utf8.h"

void emitarticle_init(EmitArticle *a, const Page *page) {
  *a = (EmitArticle){.page = page};
}

/* Code points before a byte of the text. Records come in the order of the
** text, so that counting goes on where it stopped; now and then, back. */
static size_t place(EmitArticle *a, size_t byte) {
  const char *p = a->page->text.p;
  if (byte >= a->byte)
    a->chars += utf8_count((Str){p + a->byte, byte - a->byte});
  else
    a->chars -= utf8_count((Str){p + byte, a->byte - byte});
  a->byte = byte;
  return a->chars;
}

void emitarticle_at(EmitArticle *a, Out *o, size_t start, size_t end) {
  out_key(o, "at");
  out_open(o, '[');
  out_size(o, place(a, start));
  out_size(o, place(a, end));
  out_close(o, ']');
}

void emitarticle_put(EmitArticle *a, Out *o) {
  const Page *page = a->page;
  out_key(o, "article");
  out_open(o, '{');
  out_key(o, "text");
  out_string(o, buf_str(&page->text));
  out_key(o, "blocks");
  out_open(o, '[');
  for (size_t i = 0; i < page->nblocks; i++) {
    const Block *b = &page->blocks[i];
    const char *role = page_rolename(b->role);
    out_open(o, '{');
    out_key(o, "role");
    out_string(o, (Str){role, strlen(role)});
    out_key(o, "start");
    out_size(o, place(a, b->start));
    out_key(o, "end");
    out_size(o, place(a, b->end));
    out_close(o, '}');
  }
  out_close(o, ']');
  out_close(o, '}');
}
