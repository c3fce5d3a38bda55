/*
** textout.c: the article's text, block by block, as the rules see it.
*/
#include "textout.h"

#include <string.h>

#include "conf.h"
#include "out.h"

static void putmeta(Out *o, const Meta *meta) {
  const struct {
    const char *name;
    const Buf *value;
  } fields[] = {{"title", &meta->title},   {"published", &meta->published},
                {"byline", &meta->byline}, {"outlet", &meta->outlet},
                {"views", &meta->views},   {"language", &meta->language}};
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    Str value = buf_str(fields[i].value);
    if (value.n == 0) continue;
    if (!strcmp(fields[i].name, "views")) {
      out_count(o, "views", value);
    } else {
      out_key(o, fields[i].name);
      out_text(o, value);
    }
  }
}

static void putoffset(Out *o, const char *name, uint32_t raw,
                      const TextOptions *options) {
  out_key(o, name);
  out_size(o, options->offset ? options->offset(options->ud, raw) : raw);
}

static void putblock(Out *o, const Page *page, const Decoded *d,
                     const Block *b, const TextOptions *options) {
  const char *role = page_rolename(b->role);
  out_open(o, '{');
  out_key(o, "role");
  out_string(o, (Str){role, strlen(role)});
  putoffset(o, "start", map_start(&d->map, map_start(&page->map, b->start)),
            options);
  putoffset(o, "end", map_end(&d->map, map_end(&page->map, b->end)), options);
  out_key(o, "text");
  out_string(o, (Str){page->text.p + b->start, b->end - b->start});
  out_close(o, '}');
}

static void puterror(Out *o, const Diag *error) {
  const char *kind = diag_kindname(error->kind);
  out_key(o, "error");
  out_open(o, '{');
  out_key(o, "kind");
  out_string(o, (Str){kind, strlen(kind)});
  if (error->limit) {
    out_key(o, "limit");
    out_string(o, (Str){error->limit, strlen(error->limit)});
  }
  out_key(o, "message");
  out_text(o, (Str){error->message, strlen(error->message)});
  out_close(o, '}');
}

bool textout_line(const Page *page, const Decoded *d, Str id,
                  const Diag *error, const TextOptions *options, Buf *out) {
  Out o;
  out_init(&o, out);
  out_open(&o, '{');
  out_key(&o, "id");
  out_string(&o, id);
  out_key(&o, "meta");
  out_open(&o, '{');
  if (page) putmeta(&o, &page->meta);
  out_close(&o, '}');
  out_key(&o, "blocks");
  out_open(&o, '[');
  for (size_t i = 0; page && i < page->nblocks; i++)
    putblock(&o, page, d, &page->blocks[i], options);
  out_close(&o, ']');
  if (error && error->kind != DIAG_NONE) puterror(&o, error);
  out_key(&o, "schema");
  out_int(&o, SCHEMA_NUMBER);
  out_close(&o, '}');
  return out_end(&o);
}

/* Hard-wrapped text has line feeds inside its blocks. */
static bool putline(Buf *out, Str s) {
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (!buf_putc(out, c == '\n' || c == '\r' ? ' ' : c)) return false;
  }
  return buf_putc(out, '\n');
}

bool textout_plain(const Page *page, Buf *out) {
  for (size_t i = 0; i < page->nblocks; i++) {
    const Block *b = &page->blocks[i];
    if (!putline(out, (Str){page->text.p + b->start, b->end - b->start}))
      return false;
  }
  return true;
}
