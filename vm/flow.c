/*
** flow.c: a whole HTML page as it reads from top to bottom.
*/
#include "flow.h"

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

Str flow_key(const Flow *f, const Fact *fact) {
  return (Str){f->strings.p + fact->key, fact->keylen};
}

Str flow_value(const Flow *f, const Fact *fact) {
  return (Str){f->strings.p + fact->value, fact->valuelen};
}

uint32_t flow_within(const Flow *f, uint32_t element, Tag tag) {
  while (element != TREE_NONE && f->nodes.p[element].tag != tag)
    element = f->tree->elements.p[element].parent;
  return element;
}
