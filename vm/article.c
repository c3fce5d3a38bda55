/*
** article.c: which chunks of a page are the article, and as what. The judge
** knows the container and the headline; here each chunk is decided on, and the
** blocks are written.
*/
#include "article.h"

#include <string.h>

#include "hint.h"
#include "judge.h"
#include "label.h"
#include "mem.h"
#include "meta.h"
#include "space.h"

/*
** Chunk by chunk
*/

static bool isin(const Judge *j, size_t i, uint32_t element) {
  return judge_isinside(j, judge_chunk(j, i)->element, element);
}

/* A line of text straight in a container that has no prose of that kind. */
static bool isloose(const Judge *j, size_t i) {
  uint32_t e = judge_chunk(j, i)->element, parent = judge_parent(j, e);
  if (j->w[e].direct || (parent != TREE_NONE && j->w[parent].kids >= 2))
    return false;
  switch (judge_tag(j, judge_chunk(j, i)->element)) {
    case TAG_P: case TAG_LI: case TAG_TD: case TAG_TH: case TAG_BLOCKQUOTE:
    case TAG_PRE: case TAG_DD: case TAG_DT: return false;
    default: return true;
  }
}

/* Text that begins as the credit of a picture does. */
static bool iscredit(const Judge *j, size_t i) {
  static const char *const marks[] = {
      "\u00A9", "(Photo", "Photo:", "Photograph:", "Image:", "\u1EA2nh:",
      "(\u1EA2nh", NULL};
  const Chunk *c = judge_chunk(j, i);
  size_t k, n;
  if (judge_tag(j, c->element) == TAG_P && j->m[i].words >= 15) return false;
  for (k = 0; marks[k]; k++) {
    n = strlen(marks[k]);
    if (c->end - c->start > n &&
        memcmp(j->f->text.p + c->start, marks[k], n) == 0)
      return true;
  }
  return false;
}

static bool iscaption(const Judge *j, size_t i) {
  uint32_t e = judge_chunk(j, i)->element, up;
  for (up = 0; up < 5 && e != TREE_NONE && e != j->container; up++) {
    const Weight *w = &j->w[e];
    Tag tag = judge_tag(j, e);
    if (tag == TAG_FIGCAPTION || tag == TAG_FIGURE) return true;
    if (judge_hints(j, e) & HINT_CAPTION) return true;
    if (w->images && w->images >= w->chunks && w->words < 80) return true;
    e = judge_parent(j, e);
  }
  return j->m[i].words < 60 && iscredit(j, i);
}

/* A list of links: by their words, or a link in each item and little beside. */
static bool islinks(const Weight *w) {
  if (w->linked * 2 > w->words) return true;
  return w->chunks >= 3 && w->links == w->chunks &&
         w->linkbytes * 10 >= w->bytes * 3;
}

/* The list that chunk i stands in is one of links. */
static bool inlinks(const Judge *j, size_t i) {
  uint32_t e = judge_chunk(j, i)->element;
  for (; e != TREE_NONE && e != j->container; e = judge_parent(j, e)) {
    Tag tag = judge_tag(j, e);
    if (tag == TAG_UL || tag == TAG_OL || tag == TAG_TABLE || tag == TAG_DL)
      return islinks(&j->w[e]);
  }
  return false;
}

static Role roleof(const Judge *j, size_t i) {
  uint32_t e = judge_chunk(j, i)->element;
  if (i == j->title) return ROLE_TITLE;
  if (iscaption(j, i)) return ROLE_CAPTION;
  for (; e != TREE_NONE && e != j->container; e = judge_parent(j, e)) {
    Tag tag = judge_tag(j, e);
    if (tag_heading(tag)) return ROLE_HEADING;
    if (tag == TAG_LI) return ROLE_ITEM;
    if (tag == TAG_TD || tag == TAG_TH) return ROLE_CELL;
  }
  return ROLE_PARAGRAPH;
}

/* The hints of the chunk's element and the one above it. */
static uint32_t hintsabout(const Judge *j, size_t i) {
  uint32_t e = judge_chunk(j, i)->element, p = judge_parent(j, e);
  return judge_hints(j, e) | (p == TREE_NONE ? 0 : judge_hints(j, p));
}

static bool isdigit_(char c) { return c >= '0' && c <= '9'; }

/* Holds a date in digits, as Vietnamese pages print it: 21/12/2023, and now and
** then 2023-12-21. */
static bool hasdate(const Judge *j, size_t i) {
  const Chunk *c = judge_chunk(j, i);
  const char *s = j->f->text.p;
  uint32_t at;
  for (at = c->start; at + 4 <= c->end; at++) {
    if (s[at] != '2' || s[at + 1] != '0') continue;
    if (at > c->start + 1 && strchr("/-.", s[at - 1]) && isdigit_(s[at - 2]))
      return true;
    if (at + 7 <= c->end && s[at + 4] == '-' && isdigit_(s[at + 5]))
      return true;
  }
  return false;
}

static bool worthy(const Judge *j, size_t i) {
  const Measure *m = &j->m[i];
  if (isloose(j, i) && m->role == ROLE_PARAGRAPH && m->words < 20 &&
      (hintsabout(j, i) & HINT_DATE))
    return hasdate(j, i);
  if (m->role == ROLE_CAPTION && !j->vietnamese) return false;
  if (m->prose) return !inlinks(j, i);
  if (inlinks(j, i) || (m->linky && m->role != ROLE_ITEM)) return false;
  if (m->role == ROLE_CAPTION) return m->words >= 2;
  if (isloose(j, i) && m->role != ROLE_HEADING)
    return m->closed || m->words >= 5;
  return true;
}

/* What the chunk announces as a label. Sentences announce nothing but the foot
** of the page. */
static Label labelof(const Judge *j, size_t i) {
  const Chunk *c = judge_chunk(j, i);
  const Measure *m = &j->m[i];
  Label label = label_of((Str){j->f->text.p + c->start, c->end - c->start});
  if (label == LABEL_FOOT) return label;
  return m->words <= 8 && !m->closed ? label : LABEL_NONE;
}

/* Words of kept prose behind chunk i in `box`; *end is behind its last chunk. */
static uint32_t prosebelow(const Judge *j, size_t i, uint32_t box,
                           size_t *end) {
  uint32_t prose = 0;
  size_t k;
  for (k = i + 1; k < j->n && isin(j, k, box); k++)
    if (j->m[k].keep && j->m[k].prose) prose += j->m[k].words;
  *end = k;
  return prose;
}

/* Drops what stands below such labels: to the end of their box or, below the
** last of the text, to the end of all. */
static void dropsections(Judge *j) {
  uint32_t whole = j->w[j->container].prose;
  size_t i, end;
  for (i = 0; i < j->n; i++) {
    uint32_t e = judge_chunk(j, i)->element, box, prose;
    Label label;
    if (i == j->title || j->w[e].struck || !isin(j, i, j->container)) continue;
    label = labelof(j, i);
    if (label == LABEL_NONE) continue;
    box = isloose(j, i) && !tag_heading(judge_tag(j, e)) ? e
                                                         : judge_parent(j, e);
    if (!judge_isinside(j, box, j->container)) box = j->container;
    prose = prosebelow(j, i, box, &end);
    if (label == LABEL_FOOT && prose * 6 > whole) continue;
    j->m[i].keep = false;
    if (prose * 3 > whole || (box == j->container && label == LABEL_BOX))
      continue;
    while (++i < end)
      if (i != j->title) j->m[i].keep = false;
    i--;
  }
}

/* What stands before the headline is no text, but perhaps the date. */
static void dropbefore(Judge *j) {
  uint32_t prose = 0;
  size_t i;
  if (j->title == j->n) return;
  for (i = 0; i < j->title; i++)
    if (j->m[i].keep && j->m[i].prose) prose += j->m[i].words;
  if (prose * 5 > j->w[j->container].prose) return;
  for (i = 0; i < j->title; i++)
    if (j->m[i].words > 12 || !hasdate(j, i)) j->m[i].keep = false;
}

/* 1 to 6 of a chunk in a heading, else 0. */
static int levelof(const Judge *j, size_t i) {
  uint32_t e = judge_chunk(j, i)->element;
  for (; e != TREE_NONE && e != j->container; e = judge_parent(j, e))
    if (tag_heading(judge_tag(j, e))) return tag_heading(judge_tag(j, e));
  return 0;
}

/* Headings stay where text follows them, or a lower heading that stays. */
static void dropheadings(Judge *j) {
  int below = 0; /* level of what follows: 9 for text, 0 for nothing */
  size_t i;
  for (i = j->n; i-- > 0;) {
    Measure *m = &j->m[i];
    int level;
    if (!m->keep || m->role == ROLE_TITLE || m->role == ROLE_CAPTION) continue;
    level = m->role == ROLE_HEADING ? levelof(j, i) : 9;
    if (level < 9 && level >= below) m->keep = false;
    else below = level;
  }
}

static bool islead(const Judge *j, size_t i) {
  return j->m[i].words >= 4 && (hintsabout(j, i) & HINT_LEAD);
}

/* The article's head outside of its container: what stands between headline
** and text, if it is the summary or the date. */
static void keephead(Judge *j) {
  size_t first = 0, i;
  uint32_t top;
  while (first < j->n && !(j->m[first].keep && first != j->title)) first++;
  if (!j->vietnamese || j->title == j->n || first == j->n || first <= j->title)
    return;
  top = judge_common(j, j->title, first);
  for (i = j->title + 1; i < first; i++) {
    Measure *m = &j->m[i];
    const Chunk *c = judge_chunk(j, i);
    if (j->w[c->element].struck || !isin(j, i, top)) continue;
    if (m->role == ROLE_CAPTION || m->linky) continue;
    if (m->prose) m->keep = m->words >= 20 || !hasdate(j, i);
    else m->keep = m->words <= 12 && (hasdate(j, i) || islead(j, i));
    if (m->keep && m->role == ROLE_HEADING) m->role = ROLE_PARAGRAPH;
  }
}

static void decide(Judge *j) {
  size_t i;
  for (i = 0; i < j->n; i++) {
    const Chunk *c = judge_chunk(j, i);
    Measure *m = &j->m[i];
    m->role = roleof(j, i);
    m->keep = !j->w[c->element].struck &&
              isin(j, i, j->container) && worthy(j, i);
    if (i == j->title) m->keep = true;
  }
  dropbefore(j);
  dropsections(j);
  dropheadings(j);
  keephead(j);
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

static bool write(Page *page, Judge *j) {
  size_t i;
  for (i = 0; i < j->n; i++)
    if (j->m[i].keep &&
        !writeblock(page, j->f, judge_chunk(j, i), j->m[i].role))
      return false;
  return true;
}

/* The chunks about the headline that may print date, by-line and counter: from
** it to the text, and the few before it that stand in the same part. */
static bool printed(Judge *j, Meta *meta) {
  size_t first = 0, from, end;
  uint32_t top = j->container;
  while (first < j->n &&
         !(j->m[first].keep && j->m[first].prose && first != j->title))
    first++;
  from = j->title < first ? j->title : first > 6 ? first - 6 : 0;
  if (j->title < first && first < j->n)
    top = judge_common(j, j->title, first);
  if (!meta_printed(meta, j->f, from, first)) return false;
  for (end = from; from > 0 && end - from < 4; from--)
    if (!isin(j, from - 1, top)) break;
  return meta_printed(meta, j->f, from, end);
}

bool article_write(Page *page, Flow *f, Str title) {
  Judge j;
  bool ok;
  if (f->chunks.n == 0) return true;
  ok = judge_init(&j, f, title);
  if (ok) {
    decide(&j);
    ok = write(page, &j) && printed(&j, &page->meta);
  }
  judge_deinit(&j);
  return ok;
}
