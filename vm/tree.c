/*
** tree.c: the elements of an HTML page.
*/
#include "tree.h"

#include <string.h>

#include "mem.h"

/* One table holds two kinds of entries: names (parent NAMES, value the place of
** the name) and counts of siblings (value the number so far). */
typedef struct TreeKey {
  uint32_t parent, name, value;
} TreeKey;

#define EMPTY UINT32_MAX
#define NAMES (TREE_NONE - 1)

Tree *tree_new(void) {
  Tree *t = mem_alloc(sizeof *t);
  if (t) *t = (Tree){.keys = NULL};
  return t;
}

void tree_free(Tree *t) {
  if (!t) return;
  vec_deinit(&t->elements);
  vec_deinit(&t->runs);
  buf_deinit(&t->names);
  mem_free(t->keys);
  mem_free(t);
}

static uint32_t hashname(const char *s) {
  uint32_t h = 2166136261u;
  for (; *s; s++) h = (h ^ (unsigned char)*s) * 16777619u;
  return h;
}

static uint32_t mix(uint32_t parent, uint32_t name) {
  uint64_t h = ((uint64_t)parent << 32 | name) * 0x9E3779B97F4A7C15u;
  return (uint32_t)(h >> 32);
}

static uint32_t hashkey(const Tree *t, const TreeKey *k) {
  return k->parent == NAMES ? hashname(t->names.p + k->name)
                                : mix(k->parent, k->name);
}

static bool grow(Tree *t) {
  size_t cap = t->capkeys ? t->capkeys * 2 : 64, i, at;
  TreeKey *keys = mem_alloc(cap * sizeof *keys);
  if (!keys) return false;
  for (i = 0; i < cap; i++) keys[i].value = EMPTY;
  for (i = 0; i < t->capkeys; i++) {
    if (t->keys[i].value == EMPTY) continue;
    at = hashkey(t, &t->keys[i]) & (cap - 1);
    while (keys[at].value != EMPTY) at = (at + 1) & (cap - 1);
    keys[at] = t->keys[i];
  }
  mem_free(t->keys);
  t->keys = keys;
  t->capkeys = cap;
  return true;
}

/* Place of the name in `names`; TREE_NONE without memory. */
static uint32_t intern(Tree *t, const char *name) {
  size_t at;
  uint32_t place = (uint32_t)t->names.n;
  if (t->nkeys * 2 >= t->capkeys && !grow(t)) return TREE_NONE;
  at = hashname(name) & (t->capkeys - 1);
  for (; t->keys[at].value != EMPTY; at = (at + 1) & (t->capkeys - 1))
    if (t->keys[at].parent == NAMES &&
        strcmp(t->names.p + t->keys[at].name, name) == 0)
      return t->keys[at].name;
  if (!buf_put(&t->names, name, strlen(name) + 1)) return TREE_NONE;
  t->keys[at] = (TreeKey){NAMES, place, place};
  t->nkeys++;
  return place;
}

/* Counts one more child of that name; 0 without memory. */
static uint32_t countchild(Tree *t, uint32_t parent, uint32_t name) {
  size_t at;
  if (t->nkeys * 2 >= t->capkeys && !grow(t)) return 0;
  at = mix(parent, name) & (t->capkeys - 1);
  for (; t->keys[at].value != EMPTY; at = (at + 1) & (t->capkeys - 1))
    if (t->keys[at].parent == parent && t->keys[at].name == name)
      return ++t->keys[at].value;
  t->keys[at] = (TreeKey){parent, name, 1};
  t->nkeys++;
  return 1;
}

bool tree_add(Tree *t, uint32_t parent, const char *name) {
  Element e = {parent, intern(t, name), 0, 0};
  if (e.name == TREE_NONE) return false;
  e.index = countchild(t, parent, e.name);
  if (e.index == 0) return false;
  if (parent != TREE_NONE) e.depth = t->elements.p[parent].depth + 1;
  else t->roots++;
  return vec_push(&t->elements, e);
}

Str tree_name(const Tree *t, uint32_t element) {
  const char *s = t->names.p + t->elements.p[element].name;
  return (Str){s, strlen(s)};
}

bool tree_run(Tree *t, uint32_t at, uint32_t element) {
  Run *last = t->runs.n ? &t->runs.p[t->runs.n - 1] : NULL;
  if (last && last->element == element) return true;
  if (last && at < last->at) at = last->at;
  if (last && last->at == at) {
    last->element = element;
    return true;
  }
  return vec_push(&t->runs, ((Run){at, element}));
}

uint32_t tree_common(const Tree *t, uint32_t a, uint32_t b) {
  const Element *e = t->elements.p;
  while (a != b) {
    if (a == TREE_NONE || b == TREE_NONE) return TREE_NONE;
    if (e[a].depth >= e[b].depth) a = e[a].parent;
    else b = e[b].parent;
  }
  return a;
}

/* A name that XPath reads as a name; libxml2 lets others pass. */
static bool isplain(Str name) {
  size_t i;
  char c = name.p[0];
  if (c == '.' || c == '-' || (c >= '0' && c <= '9')) return false;
  for (i = 0; i < name.n; i++)
    if (name.p[i] == ':') return false;
  return true;
}

/* A page has one root; broken ones may have more. */
static bool putstep(const Tree *t, uint32_t element, Buf *out) {
  Str name = tree_name(t, element);
  if (t->elements.p[element].parent == TREE_NONE && t->roots == 1)
    return buf_putc(out, '/') && buf_putstr(out, name);
  return buf_puts(out, isplain(name) ? "/" : "/*[name()='") &&
         buf_putstr(out, name) && buf_puts(out, isplain(name) ? "" : "']") &&
         buf_printf(out, "[%u]", t->elements.p[element].index);
}

bool tree_xpath(const Tree *t, uint32_t start, uint32_t end, Buf *out) {
  size_t low = 0, high = t->runs.n, depth, i;
  uint32_t common, at;
  if (high == 0) return false;
  while (high - low > 1) {
    size_t mid = low + (high - low) / 2;
    if (t->runs.p[mid].at <= start) low = mid;
    else high = mid;
  }
  common = t->runs.p[low].element;
  for (i = low + 1; i < t->runs.n && t->runs.p[i].at < end; i++)
    common = tree_common(t, common, t->runs.p[i].element);
  if (common == TREE_NONE) common = t->runs.p[low].element; /* two roots */
  /* From the root down: the path is short, so each step is looked up anew. */
  for (depth = 0; depth <= t->elements.p[common].depth; depth++) {
    for (at = common; t->elements.p[at].depth > depth;)
      at = t->elements.p[at].parent;
    if (!putstep(t, at, out)) return false;
  }
  return true;
}
