/*
** article.c: which chunks of a page are the article. First the parts that name
** themselves something else are struck out, then the element is looked for that
** holds the prose, then each chunk in it is judged.
*/
#include "article.h"

#include <string.h>

#include "hint.h"
#include "mem.h"
#include "space.h"

/* A chunk, measured. */
typedef struct Measure {
  uint32_t words;
  uint32_t ends;  /* full stops and the like */
  bool prose;     /* reads like a sentence or more */
  bool dropped;   /* stands in a part that is struck out */
  bool keep;
} Measure;

/* An element with what it holds. */
typedef struct Weight {
  uint32_t prose;  /* words of prose */
  uint32_t words;  /* all words */
  uint32_t linked; /* words in links */
  uint32_t chunks;
  bool dropped;    /* by itself */
  bool struck;     /* by itself or an ancestor */
} Weight;

typedef struct Judge {
  Flow *f;
  Measure *m; /* one for each chunk */
  Weight *w;  /* one for each element */
  size_t n, nelements;
  uint32_t container, title; /* title: chunk or TREE_NONE */
} Judge;

static uint32_t parentof(const Judge *j, uint32_t e) {
  return j->f->tree->elements.p[e].parent;
}

static const Node *node(const Judge *j, uint32_t e) { return &j->f->nodes.p[e]; }

static bool isinside(const Judge *j, uint32_t e, uint32_t top) {
  while (e != TREE_NONE && e > top) e = parentof(j, e);
  return e == top;
}

/* First byte of a character of the blocks from U+3000 on. */
static bool iswide(const char *p) {
  unsigned char b = (unsigned char)*p;
  return b >= 0xE3 && b <= 0xEE;
}

static void measure(Judge *j, size_t i) {
  const Chunk *c = &j->f->chunks.p[i];
  Measure *m = &j->m[i];
  Str s = buf_str(&j->f->text);
  size_t at = c->start;
  bool inword = false;
  uint32_t wide = 0;
  while (at < c->end) {
    size_t space = space_at(s, at, c->end);
    char ch = s.p[at];
    if (space) {
      inword = false;
      at += space;
      continue;
    }
    if (!inword) m->words++;
    inword = true;
    if (strchr(".!?,;", ch) && ch) m->ends++;
    if (iswide(s.p + at)) wide++;
    at++;
  }
  /* Chinese, Japanese and Korean put no blanks between words. */
  m->words += wide / 2;
  m->ends += wide / 12;
}

static bool linky(const Chunk *c) {
  return c->linked * 2 > c->end - c->start;
}

static void weigh(Judge *j) {
  size_t i, e;
  for (i = 0; i < j->n; i++) {
    const Chunk *c = &j->f->chunks.p[i];
    Measure *m = &j->m[i];
    Weight *w = &j->w[c->element];
    measure(j, i);
    m->prose = !linky(c) && (m->words >= 15 || (m->words >= 8 && m->ends >= 1));
    w->words += m->words;
    w->chunks++;
    if (linky(c)) w->linked += m->words;
    if (m->prose) w->prose += m->words;
  }
  for (e = j->nelements; e-- > 1;) {
    Weight *w = &j->w[e], *p = &j->w[parentof(j, (uint32_t)e)];
    p->prose += w->prose;
    p->words += w->words;
    p->linked += w->linked;
    p->chunks += w->chunks;
  }
}

/* Whether the element says of itself that it is no article. */
static bool isaside(const Judge *j, uint32_t e) {
  const Node *n = node(j, e);
  switch ((Tag)n->tag) {
    case TAG_HTML: case TAG_BODY: case TAG_MAIN: case TAG_ARTICLE: return false;
    case TAG_NAV: case TAG_FOOTER: case TAG_ASIDE: case TAG_MENU: return true;
    default: break;
  }
  if (n->hints & HINT_ARTICLE) return false;
  return (n->hints & (HINT_DROP | HINT_HIDDEN)) != 0;
}

static void strike(Judge *j) {
  uint32_t e, whole = j->nelements ? j->w[0].prose : 0;
  for (e = 0; e < j->nelements; e++) {
    Weight *w = &j->w[e];
    uint32_t p = parentof(j, e);
    w->dropped = isaside(j, e) && w->prose * 2 <= whole;
    w->struck = w->dropped || (p != TREE_NONE && j->w[p].struck);
  }
}

/* Prose again, without what is struck out. */
static void reweigh(Judge *j) {
  size_t i, e;
  for (e = 0; e < j->nelements; e++) j->w[e].prose = 0;
  for (i = 0; i < j->n; i++) {
    Measure *m = &j->m[i];
    uint32_t el = j->f->chunks.p[i].element;
    m->dropped = j->w[el].struck;
    if (m->prose && !m->dropped) j->w[el].prose += m->words;
  }
  for (e = j->nelements; e-- > 1;)
    j->w[parentof(j, (uint32_t)e)].prose += j->w[e].prose;
}

/* The element named as the article's text that holds the most of it, if that
** is a good part of the page. */
static uint32_t namedbody(const Judge *j) {
  uint32_t e, best = TREE_NONE;
  for (e = 0; e < j->nelements; e++) {
    if (!(node(j, e)->hints & HINT_BODY) || j->w[e].struck) continue;
    if (best == TREE_NONE || j->w[e].prose > j->w[best].prose) best = e;
  }
  if (best != TREE_NONE && j->w[best].prose * 3 < j->w[0].prose)
    best = TREE_NONE;
  return best;
}

static uint32_t descend(const Judge *j) {
  uint32_t at = 0, e;
  for (e = 1; e < j->nelements; e++) {
    if (parentof(j, e) != at || j->w[e].struck) continue;
    if (j->w[e].prose * 4 >= j->w[at].prose * 3 && node(j, e)->block == e)
      at = e;
  }
  /* A container holds more than one chunk of prose. */
  while (at && (node(j, at)->tag == TAG_P || node(j, at)->tag == TAG_LI))
    at = parentof(j, at);
  return at;
}

static void judge(Judge *j) {
  size_t i;
  for (i = 0; i < j->n; i++) {
    const Chunk *c = &j->f->chunks.p[i];
    Measure *m = &j->m[i];
    m->keep = !m->dropped && isinside(j, c->element, j->container) &&
              !(linky(c) && m->words < 30);
  }
}

/*
** Writing
*/

/* Copies spans of the flow's map for text[start, end). */
static bool copymap(Map *to, const Map *from, uint32_t start, uint32_t end) {
  size_t i = map_find(from, start);
  for (; start < end; i++) {
    const MapSpan *s = &from->p[i];
    uint32_t next = i + 1 < from->n ? s[1].out : from->end;
    uint32_t stop = next < end ? next : end;
    bool linear = next - s->out == s->len;
    uint32_t skip = linear ? start - s->out : 0;
    if (!map_add(to, stop - start, s->in + skip,
                 linear ? stop - start : s->len))
      return false;
    start = stop;
  }
  return true;
}

static bool writeblock(Page *page, Flow *f, const Chunk *c, Role role) {
  uint32_t from = (uint32_t)page->text.n, len = c->end - c->start;
  if (!vec_grow_((void **)&page->blocks, &page->capblocks, page->nblocks + 1,
                 sizeof *page->blocks) ||
      !buf_put(&page->text, f->text.p + c->start, len) ||
      !copymap(&page->map, &f->map, c->start, c->end) ||
      !buf_putc(&page->text, '\n') ||
      !map_add(&page->map, 1, map_end(&f->map, c->end), 0))
    return false;
  page->blocks[page->nblocks++] = (Block){from, from + len, role};
  return true;
}

static Role roleof(const Judge *j, size_t i) {
  uint32_t e = j->f->chunks.p[i].element;
  Tag tag = (Tag)node(j, e)->tag;
  if (tag_heading(tag)) return ROLE_HEADING;
  if (tag == TAG_LI || flow_within(j->f, e, TAG_LI) != TREE_NONE)
    return ROLE_ITEM;
  if (flow_within(j->f, e, TAG_FIGCAPTION) != TREE_NONE) return ROLE_CAPTION;
  return ROLE_PARAGRAPH;
}

/* The runs of the blocks' text, made of those of the flow's. */
static bool moveruns(Page *page, Judge *j) {
  Tree *t = j->f->tree;
  VEC(Run) moved = {NULL, 0, 0};
  size_t i, k = 0, b = 0;
  for (i = 0; i < j->n; i++) {
    const Chunk *c = &j->f->chunks.p[i];
    if (!j->m[i].keep) continue;
    while (k + 1 < t->runs.n && t->runs.p[k + 1].out <= c->start) k++;
    for (; k < t->runs.n && t->runs.p[k].out < c->end; k++) {
      uint32_t at = t->runs.p[k].out;
      Run run = {page->blocks[b].start, t->runs.p[k].element};
      if (at > c->start) run.out += at - c->start;
      if (!vec_push(&moved, run)) {
        vec_deinit(&moved);
        return false;
      }
    }
    if (k) k--;
    b++;
  }
  vec_deinit(&t->runs);
  t->runs.p = moved.p;
  t->runs.n = moved.n;
  t->runs.cap = moved.cap;
  return true;
}

static bool write(Page *page, Judge *j) {
  size_t i;
  for (i = 0; i < j->n; i++)
    if (j->m[i].keep &&
        !writeblock(page, j->f, &j->f->chunks.p[i], roleof(j, i)))
      return false;
  return moveruns(page, j);
}

bool article_write(Page *page, Flow *f, Str title) {
  Judge j = {.f = f, .n = f->chunks.n, .nelements = f->nodes.n};
  bool ok = false;
  (void)title;
  if (j.n == 0) return true;
  j.m = mem_alloc(j.n * sizeof *j.m);
  j.w = mem_alloc(j.nelements * sizeof *j.w);
  if (j.m && j.w) {
    memset(j.m, 0, j.n * sizeof *j.m);
    memset(j.w, 0, j.nelements * sizeof *j.w);
    weigh(&j);
    strike(&j);
    reweigh(&j);
    j.container = namedbody(&j);
    if (j.container == TREE_NONE) j.container = descend(&j);
    judge(&j);
    ok = write(page, &j);
  }
  mem_free(j.m);
  mem_free(j.w);
  return ok;
}
