/*
** judge.c: measuring a page. Chunks are measured, parts that name themselves
** something else are struck out, and the element is looked for that holds the
** prose: by its name, or down from the top, and up again where the text stands
** in several parts.
*/
#include "judge.h"

#include <string.h>

#include "hint.h"
#include "mem.h"
#include "space.h"

/* Bytes of the page's title that are looked at. */
#define TITLE_MAX 400

/* Words of prose that a page is left with, or more has been struck out than was
** meant. */
#define LEFT_MIN 60

const Chunk *judge_chunk(const Judge *j, size_t i) {
  return &j->f->chunks.p[i];
}

/* What stands behind the end of the page counts as part of it. */
uint32_t judge_parent(const Judge *j, uint32_t e) {
  uint32_t parent = j->f->tree->elements.p[e].parent;
  return parent == TREE_NONE && e > 0 ? 0 : parent;
}

uint32_t judge_common(const Judge *j, size_t a, size_t b) {
  uint32_t e = tree_common(j->f->tree, judge_chunk(j, a)->element,
                           judge_chunk(j, b)->element);
  return e == TREE_NONE ? 0 : e;
}

Tag judge_tag(const Judge *j, uint32_t e) { return (Tag)j->f->nodes.p[e].tag; }

uint32_t judge_hints(const Judge *j, uint32_t e) {
  return j->f->nodes.p[e].hints;
}

bool judge_isinside(const Judge *j, uint32_t e, uint32_t top) {
  return e >= top && e <= j->w[top].last;
}

/* May hold a text of several blocks. */
static bool iscontainer(const Judge *j, uint32_t e) {
  Tag tag = judge_tag(j, e);
  return j->f->nodes.p[e].block == e && tag != TAG_P && tag != TAG_LI &&
         tag != TAG_BLOCKQUOTE && tag != TAG_UL && tag != TAG_OL &&
         !tag_heading(tag);
}

/* Named by its author as the article's text. */
static bool isnamed(const Judge *j, uint32_t e) {
  return (judge_hints(j, e) & HINT_BODY) && !j->w[e].struck &&
         iscontainer(j, e);
}

/*
** Measuring
*/

/* First byte of a character of the blocks from U+3000 on. */
static bool iswide(const char *p) {
  unsigned char b = (unsigned char)*p;
  return b >= 0xE3 && b <= 0xEE;
}

/* Mostly links; a whole sentence may have more of them. */
static bool islinky(const Chunk *c, const Measure *m) {
  uint64_t linked = c->linked, whole = c->end - c->start;
  if (m->closed && m->words >= 8) return linked * 5 > whole * 4;
  return linked * 2 > whole;
}

static void measure(Judge *j, size_t i) {
  const Chunk *c = judge_chunk(j, i);
  Measure *m = &j->m[i];
  Str s = buf_str(&j->f->text);
  size_t at = c->start;
  bool inword = false;
  uint32_t wide = 0;
  while (at < c->end) {
    size_t space = space_at(s, at, c->end);
    if (space) {
      inword = false;
      at += space;
      continue;
    }
    if (!inword) m->words++;
    inword = true;
    if (s.p[at] && strchr(".!?,;", s.p[at])) m->ends++;
    if (iswide(s.p + at)) wide++;
    at++;
  }
  /* Chinese, Japanese and Korean put no blanks between words. */
  m->words += wide / 2;
  m->ends += wide / 12;
  m->closed = flow_isclosed(s, c->start, c->end);
  m->linky = islinky(c, m);
  m->prose = !m->linky && (m->words >= 15 || (m->words >= 8 && m->ends >= 1));
}

static void addup(Judge *j) {
  size_t e;
  for (e = j->nelements; e-- > 1;) {
    Weight *w = &j->w[e], *p = &j->w[judge_parent(j, (uint32_t)e)];
    if (isnamed(j, (uint32_t)e)) w->named = w->prose;
    if (judge_tag(j, (uint32_t)e) == TAG_ARTICLE && w->prose >= 40)
      w->articles = 1;
    p->articles += w->articles;
    p->heads += w->heads;
    if (w->last > p->last) p->last = w->last;
    if (w->first < p->first) p->first = w->first;
    p->kids += w->direct && judge_tag(j, (uint32_t)e) != TAG_P;
    p->named += w->named;
    p->prose += w->prose;
    p->words += w->words;
    p->linked += w->linked;
    p->chunks += w->chunks;
    p->links += w->links;
    p->bytes += w->bytes;
    p->linkbytes += w->linkbytes;
    p->images += w->images;
  }
}

/* Sums over all chunks that are not struck out. */
static void weigh(Judge *j) {
  uint32_t n = (uint32_t)j->n;
  size_t i, e;
  for (e = 0; e < j->nelements; e++) {
    bool struck = j->w[e].struck;
    j->w[e] = (Weight){.struck = struck, .last = (uint32_t)e, .first = n};
    j->w[e].images = judge_tag(j, (uint32_t)e) == TAG_IMG;
  }
  for (i = 0; i < j->n; i++) {
    const Measure *m = &j->m[i];
    Weight *w = &j->w[judge_chunk(j, i)->element];
    if (w->struck) continue;
    if (i < w->first) w->first = (uint32_t)i;
    w->words += m->words;
    w->chunks++;
    w->links += judge_chunk(j, i)->linked > 0;
    w->bytes += judge_chunk(j, i)->end - judge_chunk(j, i)->start;
    w->linkbytes += judge_chunk(j, i)->linked;
    if (m->linky) w->linked += m->words;
    w->heads += !m->linky &&
                judge_tag(j, judge_chunk(j, i)->element) == TAG_H1;
    if (!m->prose) continue;
    w->prose += m->words;
    w->direct++;
  }
  addup(j);
}

/*
** Striking out
*/

/* How sure the element's own names make it that it is no article: how many
** quarters of the page's prose it may hold and still be struck out; 0 where
** they say nothing. */
static uint32_t aside(const Judge *j, uint32_t e) {
  const Node *n = &j->f->nodes.p[e];
  switch ((Tag)n->tag) {
    case TAG_HTML: case TAG_BODY: case TAG_MAIN: case TAG_ARTICLE: return 0;
    case TAG_NAV: case TAG_FOOTER: case TAG_MENU: return 3;
    case TAG_ASIDE: return 2;
    default: break;
  }
  if (n->hints & HINT_ARTICLE) return 0;
  if (n->tag == TAG_BLOCKQUOTE && !(n->hints & HINT_HIDDEN)) return 0;
  if (n->hints & (HINT_DROP | HINT_HIDDEN)) return 2;
  return n->hints & HINT_MAYBE ? 1 : 0;
}

/* Strikes out what holds no more of the prose than its names allow; with
** `sure` only what its tag tells. */
static void strike(Judge *j, bool sure) {
  uint32_t e, whole = j->w[0].prose;
  for (e = 1; e < j->nelements; e++) {
    uint32_t quarters = aside(j, e), p = judge_parent(j, e);
    if (sure && quarters < 3) quarters = 0;
    j->w[e].struck = j->w[p].struck ||
                     (quarters && j->w[e].prose * 4 <= whole * quarters);
  }
}

/* An entry of a list of news or of comments: a link or a name, and then what it
** is about. A time of day is no name: running reports are made like that. */
static bool isentry(const Judge *j, uint32_t e) {
  const Weight *w = &j->w[e];
  const Measure *m = &j->m[w->first];
  Tag tag;
  char c;
  if (w->struck || w->chunks < 2 || w->chunks > 8) return false;
  if (w->prose == 0 || w->words > 200) return false;
  tag = judge_tag(j, judge_chunk(j, w->first)->element);
  if (m->linky) return true;
  c = j->f->text.p[judge_chunk(j, w->first)->start];
  return m->words <= 4 && !m->closed && !tag_heading(tag) &&
         !(c >= '0' && c <= '9');
}

/* Whether the element says nothing about how its neighbours are alike. */
static bool isfiller(const Judge *j, uint32_t e) {
  Tag tag = judge_tag(j, e);
  return tag_isskipped(tag) || tag == TAG_BR || tag == TAG_HR ||
         j->w[e].chunks == 0;
}

/* Strikes out children first..last of one parent that look alike, where nearly
** all of them are entries. */
static void strikerun(Judge *j, uint32_t first, uint32_t last, uint32_t count,
                      uint32_t entries) {
  uint32_t e;
  if (count < 3 || entries * 5 < count * 4) return;
  for (e = first; e <= j->w[last].last; e++) j->w[e].struck = true;
}

/* Lists of news and of comments, by their making: neighbours of one look. */
static void strikeentries(Judge *j, uint32_t parent) {
  uint32_t e, first = 0, last = 0, count = 0, entries = 0;
  for (e = parent + 1; e <= j->w[parent].last; e = j->w[e].last + 1) {
    const Node *n = &j->f->nodes.p[e], *f = &j->f->nodes.p[first];
    if (isfiller(j, e)) continue;
    if (count == 0 || n->tag != f->tag || n->look != f->look) {
      strikerun(j, first, last, count, entries);
      first = e;
      count = entries = 0;
    }
    last = e;
    count++;
    entries += n->tag != TAG_TR && isentry(j, e);
  }
  strikerun(j, first, last, count, entries);
}

/* What is left of the page's prose; where nearly nothing is, its author has
** names of his own, and only tags are believed. */
static void clear(Judge *j) {
  uint32_t whole, e;
  weigh(j);
  whole = j->w[0].prose;
  strike(j, false);
  weigh(j);
  for (e = 0; e < j->nelements; e++)
    if (j->w[e].chunks >= 6 && !j->w[e].struck) strikeentries(j, e);
  weigh(j);
  if (j->w[0].prose >= LEFT_MIN || j->w[0].prose * 10 >= whole) return;
  for (e = 0; e < j->nelements; e++) j->w[e].struck = false;
  weigh(j);
  strike(j, true);
  weigh(j);
}

/*
** The headline
*/

/* How many of the words of chunk i stand in the title, in hundredths. */
static unsigned likeness(const Judge *j, size_t i, Str title) {
  const Chunk *c = judge_chunk(j, i);
  Str s = buf_str(&j->f->text);
  size_t at = c->start, words = 0, common = 0;
  if (title.n > TITLE_MAX) title.n = TITLE_MAX;
  if (c->end - c->start > title.n * 2 || (c->end - c->start) * 3 < title.n)
    return 0;
  while ((at = space_skip(s, at, c->end)) < c->end) {
    size_t end = at;
    while (end < c->end && !space_at(s, end, c->end)) end++;
    words++;
    if (memmem(title.p, title.n, s.p + at, end - at)) common++;
    at = end;
  }
  return words < 2 ? 0 : (unsigned)(common * 100 / words);
}

/* The first <h1> of the page, where nothing says what its title is. */
static size_t firstheading(const Judge *j) {
  size_t i;
  for (i = 0; i < j->n; i++) {
    uint32_t e = judge_chunk(j, i)->element;
    if (judge_tag(j, e) == TAG_H1 && !j->w[e].struck && !j->m[i].linky &&
        j->m[i].words >= 3)
      return i;
  }
  return j->n;
}

/* A heading or a line named so that says what the page's head says: the first
** of those that say it best. */
static size_t findtitle(const Judge *j, Str title) {
  size_t i, best = j->n;
  unsigned most = 0;
  for (i = 0; i < j->n; i++) {
    const Chunk *c = judge_chunk(j, i);
    int level = tag_heading(judge_tag(j, c->element));
    unsigned score = likeness(j, i, title);
    bool named = judge_hints(j, c->element) & HINT_TITLE;
    if (level == 1) score += 40;
    else if (level == 2 || named) score += 20;
    else if (score < 90 || j->m[i].linky) continue;
    if (score > most && score >= 90) {
      most = score;
      best = i;
    }
  }
  return best < j->n ? best : firstheading(j);
}

/*
** The container
*/

/* Of named elements in each other the innermost with nearly all the prose. */
static uint32_t innermost(const Judge *j, uint32_t at) {
  uint32_t e;
  for (e = at + 1; e <= j->w[at].last; e++)
    if (isnamed(j, e) && j->w[e].prose * 10 >= j->w[at].prose * 9) at = e;
  return at;
}

/* The element that holds the headline; TREE_NONE where there is none. */
static uint32_t titleelement(const Judge *j) {
  return j->title < j->n ? judge_chunk(j, j->title)->element : TREE_NONE;
}

/* The element named as the article's text, if it holds a good part of the page:
** the one with the most prose or, where pages follow each other, the first of
** that size that does not end before the headline. */
static uint32_t namedbody(const Judge *j) {
  uint32_t e, most = 0, title = titleelement(j);
  for (e = 0; e < j->nelements; e++)
    if (isnamed(j, e) && j->w[e].prose > most) most = j->w[e].prose;
  if (most == 0 || most * 4 < j->w[0].prose) return TREE_NONE;
  for (e = 0; e < j->nelements; e++)
    if (isnamed(j, e) && j->w[e].prose * 2 >= most &&
        (title == TREE_NONE || j->w[e].last >= title))
      return innermost(j, e);
  for (e = 0; j->w[e].prose != most || !isnamed(j, e);) e++;
  return e;
}

/* Whether the element holds more articles than one. */
static bool isseveral(const Judge *j, uint32_t e) {
  return j->w[e].heads >= 2 || j->w[e].articles >= 2;
}

/* Of several articles the one with the headline. */
static uint32_t single(const Judge *j, uint32_t at) {
  uint32_t title = titleelement(j), e;
  if (title == TREE_NONE || !judge_isinside(j, title, at)) return at;
  for (e = at + 1; e <= title && isseveral(j, at); e++) {
    if (!judge_isinside(j, title, e) || !iscontainer(j, e)) continue;
    if (j->w[e].prose < 40) break;
    at = e;
  }
  return at;
}

/* Down from the top, as long as one child holds most of the prose, or a good
** part of it and the headline. */
static uint32_t descend(const Judge *j, uint32_t at) {
  uint32_t e, title = titleelement(j);
  for (e = at + 1; e < j->nelements; e++) {
    if (judge_parent(j, e) != at || j->w[e].struck) continue;
    if (!iscontainer(j, e) || j->w[e].prose == 0) continue;
    if (j->w[e].prose * 4 >= j->w[at].prose * 3 ||
        (j->w[e].prose * 3 >= j->w[at].prose && title != TREE_NONE &&
         judge_isinside(j, title, e)))
      at = e;
  }
  return at;
}

/* Up again, where what comes with the parent is prose as well: the text stands
** in several parts then. */
static uint32_t ascend(const Judge *j, uint32_t at, bool named) {
  uint32_t p, best = at;
  for (p = judge_parent(j, at); p != TREE_NONE; p = judge_parent(j, p)) {
    uint32_t more = j->w[p].prose - j->w[best].prose;
    uint32_t words = j->w[p].words - j->w[best].words;
    if (judge_tag(j, p) == TAG_BODY || judge_tag(j, p) == TAG_HTML) break;
    if (named) more = j->w[p].named - j->w[best].named;
    if (j->w[p].heads > j->w[best].heads && isseveral(j, p)) break;
    if (more * 10 >= j->w[best].prose && more * 5 >= words * 4) best = p;
  }
  return best;
}

static uint32_t findcontainer(const Judge *j) {
  uint32_t e = namedbody(j);
  bool named = e != TREE_NONE;
  return ascend(j, single(j, named ? e : descend(j, 0)), named);
}

/* Whether the prose is Vietnamese, by the letters that few others have. The
** papers of Vietnam begin an article in its summary and go on in captions, so
** that both are text there; elsewhere they only repeat it. */
static bool isvietnamese(const Judge *j) {
  size_t letters = 0, own = 0, i;
  for (i = 0; i < j->n; i++) {
    const Chunk *c = judge_chunk(j, i);
    const unsigned char *p = (const unsigned char *)j->f->text.p;
    uint32_t at;
    if (!j->m[i].prose) continue;
    if (!judge_isinside(j, c->element, j->container)) continue;
    for (at = c->start; at < c->end; at++) {
      if ((p[at] & 0xC0) != 0x80) letters++;
      if (p[at] == 0xE1 && p[at + 1] >= 0xBA && p[at + 1] <= 0xBB) own++;
      if (p[at] == 0xC6 && (p[at + 1] == 0xA1 || p[at + 1] == 0xB0)) own++;
      if (p[at] == 0xC4 && p[at + 1] == 0x91) own++;
      if (p[at] == 0xCC || (p[at] == 0xCD && p[at + 1] < 0xB0)) own++;
    }
  }
  return own * 25 > letters;
}

bool judge_init(Judge *j, Flow *f, Str title) {
  size_t i;
  *j = (Judge){.f = f, .n = f->chunks.n, .nelements = f->nodes.n};
  j->m = mem_alloc(j->n * sizeof *j->m);
  j->w = mem_alloc(j->nelements * sizeof *j->w);
  if (!j->m || !j->w) return false;
  memset(j->m, 0, j->n * sizeof *j->m);
  memset(j->w, 0, j->nelements * sizeof *j->w);
  for (i = 0; i < j->n; i++) measure(j, i);
  clear(j);
  j->title = findtitle(j, title);
  j->container = findcontainer(j);
  j->vietnamese = isvietnamese(j);
  return true;
}

void judge_deinit(Judge *j) {
  mem_free(j->m);
  mem_free(j->w);
}
