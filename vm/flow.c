/*
** flow.c: a whole HTML page as it reads from top to bottom.
*/
#include "flow.h"

#include <string.h>

#include "mem.h"

bool flow_init(Flow *f) {
  *f = (Flow){.tree = NULL};
  buf_init(&f->text);
  buf_init(&f->strings);
  map_init(&f->map);
  f->tree = tree_new();
  return f->tree != NULL;
}

void flow_deinit(Flow *f) {
  tree_free(f->tree);
  f->tree = NULL;
  vec_deinit(&f->nodes);
  buf_deinit(&f->text);
  map_deinit(&f->map);
  vec_deinit(&f->chunks);
  vec_deinit(&f->facts);
  buf_deinit(&f->strings);
}

static Str stringat(const Flow *f, uint32_t at, uint32_t n) {
  return n ? (Str){f->strings.p + at, n} : STR_LIT("");
}

Str flow_key(const Flow *f, const Fact *fact) {
  return stringat(f, fact->key, fact->keylen);
}

Str flow_value(const Flow *f, const Fact *fact) {
  return stringat(f, fact->value, fact->valuelen);
}

bool flow_isclosed(Str s, size_t start, size_t end) {
  static const char *const signs[] = {".", "!", "?", ":", ";", "\xE2\x80\xA6",
                                      "\xE3\x80\x82", NULL};
  static const char *const closers[] = {"\"", "'", ")", "]", "\xE2\x80\x9D",
                                        "\xE2\x80\x99", "\xC2\xBB", NULL};
  size_t i, n;
  for (i = 0; closers[i]; i++) {
    n = strlen(closers[i]);
    if (end - start < n || memcmp(s.p + end - n, closers[i], n) != 0) continue;
    end -= n;
    break;
  }
  for (i = 0; signs[i]; i++) {
    n = strlen(signs[i]);
    if (end - start >= n && memcmp(s.p + end - n, signs[i], n) == 0)
      return true;
  }
  return false;
}
