/*
** emitmark.c: the page with its records marked, in the line of output.
*/
#include "emitmark.h"

#include <string.h>

#include "mem.h"

void emitmark_init(EmitMark *m, const Page *page, Str id, size_t records) {
  *m = (EmitMark){.page = page, .id = id};
  m->ok = fragment_init(&m->fragments, page, records);
}

void emitmark_deinit(EmitMark *m) {
  fragment_deinit(&m->fragments);
  vec_deinit(&m->spans);
  buf_deinit(&m->text);
  *m = (EmitMark){0}; /* a page that lacked memory is ended twice */
}

void emitmark_record(EmitMark *m, Out *o, size_t start, size_t end, Str type) {
  MarkSpan span = {(uint32_t)start, (uint32_t)end, m->spans.n, type};
  buf_clear(&m->text);
  if (!m->ok || !vec_push(&m->spans, span) ||
      !fragment_put(&m->fragments, span.start, span.end, &m->text))
    o->ok = false;
  out_key(o, "fragment");
  out_string(o, buf_str(&m->text));
}

void emitmark_put(EmitMark *m, Out *o) {
  buf_clear(&m->text);
  if (!mark_page(m->page, m->spans.p, m->spans.n, m->id, &m->text))
    o->ok = false;
  out_key(o, "marked");
  out_string(o, buf_str(&m->text));
}
