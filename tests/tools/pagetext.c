/*
** pagetext.c: prints the blocks of files as the rules see them, for measuring
** and for tests. Usage: pagetext [-l|-b] FILE...; with -l each block goes with
** its role, its offsets in the raw bytes and its path; with -b titles and
** captions are left out.
*/
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "../../vm/page.h"
#include "../../vm/space.h"

static bool readfile(const char *name, Buf *raw) {
  gzFile f = gzopen(name, "rb");
  char chunk[65536];
  int n;
  if (!f) return false;
  while ((n = gzread(f, chunk, sizeof chunk)) > 0)
    if (!buf_put(raw, chunk, (size_t)n)) n = -1;
  gzclose(f);
  return n == 0;
}

/* One block, white space folded to single blanks. */
static void printblock(Str text, uint32_t start, uint32_t end) {
  size_t at = start;
  while (at < end) {
    size_t space = space_at(text, at, end);
    if (space) {
      putchar(' ');
      at = space_skip(text, at, end);
    } else {
      putchar(text.p[at++]);
    }
  }
  putchar('\n');
}

static void printpage(const Page *page, const Decoded *d, bool full,
                      bool body) {
  size_t i;
  for (i = 0; i < page->nblocks; i++) {
    const Block *b = &page->blocks[i];
    if (body && (b->role == ROLE_TITLE || b->role == ROLE_CAPTION)) continue;
    if (full) {
      Buf path;
      buf_init(&path);
      page_xpath(page, b->start, b->end, &path);
      buf_putc(&path, '\0');
      printf("%s\t%u\t%u\t%s\t", page_rolename(b->role),
             map_start(&d->map, map_start(&page->map, b->start)),
             map_end(&d->map, map_end(&page->map, b->end)), path.p);
      buf_deinit(&path);
    }
    printblock(buf_str(&page->text), b->start, b->end);
  }
}

static void printmeta(const char *name, const Buf *value) {
  if (value->n) printf("%s\t%.*s\n", name, (int)value->n, value->p);
}

static bool show(const char *name, bool full, bool body) {
  Buf raw;
  Decoded d;
  Page page;
  Diag diag;
  bool ok;
  buf_init(&raw);
  diag_init(&diag);
  if (!readfile(name, &raw)) {
    fprintf(stderr, "%s: cannot be read\n", name);
    buf_deinit(&raw);
    return false;
  }
  ok = decode(&d, buf_str(&raw), ENC_DETECT, &diag);
  if (ok) {
    ok = page_parse(&page, &d, &diag);
    if (full) {
      printf("encoding\t%s%s\n", decode_name(d.encoding),
             d.guessed ? " (guessed)" : "");
      printmeta("title", &page.meta.title);
      printmeta("published", &page.meta.published);
      printmeta("byline", &page.meta.byline);
      printmeta("outlet", &page.meta.outlet);
      printmeta("views", &page.meta.views);
      printmeta("language", &page.meta.language);
      putchar('\n');
    }
    printpage(&page, &d, full, body);
    page_deinit(&page);
  }
  if (!ok) fprintf(stderr, "%s: %s\n", name, diag.message);
  decode_deinit(&d);
  buf_deinit(&raw);
  return ok;
}

int main(int argc, char **argv) {
  int i, first = 1;
  bool full = argc > 1 && strcmp(argv[1], "-l") == 0, ok = true;
  bool body = argc > 1 && strcmp(argv[1], "-b") == 0;
  first += full || body;
  for (i = first; i < argc; i++) {
    if (argc - first > 1) printf("==> %s\n", argv[i]);
    ok = show(argv[i], full, body) && ok;
  }
  return !ok;
}
