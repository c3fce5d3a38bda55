/*
** article.c: which chunks of a page are the article. First the parts that name
** themselves something else are struck out, then the element is looked for that
** holds the prose, then each chunk in it is judged.
*/
#include "article.h"

#include <string.h>

#include "hint.h"
#include "label.h"
#include "mem.h"
#include "meta.h"
#include "space.h"

/* Bytes of the page's title that are looked at. */
#define TITLE_MAX 400

/* Words of prose that a page is left with, or more has been struck out than was
** meant. */
#define LEFT_MIN 60

/* A chunk, measured. */
typedef struct Measure {
  uint32_t words;
  uint32_t ends;  /* full stops, commas and the like */
  bool closed;    /* ends as a sentence does */
  bool linky;     /* mostly links */
  bool prose;     /* reads like a sentence or more */
  bool keep;
  Role role;
} Measure;

/* An element with what it holds, itself and below. */
typedef struct Weight {
  uint32_t prose;  /* words of prose */
  uint32_t words;  /* all words */
  uint32_t linked; /* words in links */
  uint32_t chunks;
  uint32_t links;  /* chunks with a link in them */
  uint64_t bytes, linkbytes; /* of chunks, of links in them */
  uint32_t images;
  uint32_t direct; /* chunks of prose straight in it */
  uint32_t named;  /* words of prose in elements named as the article's text */
  uint32_t heads;  /* chunks in <h1> */
  uint32_t articles; /* <article> with prose, outermost ones */
  uint32_t last;   /* the last element below it; itself where there is none */
  bool struck; /* it or an ancestor is no part of the article */
} Weight;

typedef struct Judge {
  Flow *f;
  Measure *m; /* one for each chunk */
  Weight *w;  /* one for each element */
  size_t n, nelements;
  uint32_t container; /* the element of the article's text */
  size_t title;       /* chunk of the headline; n where there is none */
  bool vietnamese;
} Judge;

static uint32_t parentof(const Judge *j, uint32_t e) {
  return j->f->tree->elements.p[e].parent;
}

static const Node *node(const Judge *j, uint32_t e) { return &j->f->nodes.p[e]; }

static Tag tagof(const Judge *j, uint32_t e) { return (Tag)node(j, e)->tag; }

static const Chunk *chunk(const Judge *j, size_t i) {
  return &j->f->chunks.p[i];
}

static bool isinside(const Judge *j, uint32_t e, uint32_t top) {
  return e >= top && e <= j->w[top].last;
}

static bool iscontainer(const Judge *j, uint32_t e) {
  Tag tag = tagof(j, e);
  return node(j, e)->block == e && tag != TAG_P && tag != TAG_LI &&
         tag != TAG_BLOCKQUOTE && tag != TAG_UL && tag != TAG_OL &&
         !tag_heading(tag);
}

/* Named by its author as the article's text. */
static bool isnamed(const Judge *j, uint32_t e) {
  return (node(j, e)->hints & HINT_BODY) && !j->w[e].struck &&
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
  const Chunk *c = chunk(j, i);
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
    Weight *w = &j->w[e], *p = &j->w[parentof(j, (uint32_t)e)];
    if (isnamed(j, (uint32_t)e)) w->named = w->prose;
    if (tagof(j, (uint32_t)e) == TAG_ARTICLE && w->prose >= 40) w->articles = 1;
    p->articles += w->articles;
    p->heads += w->heads;
    if (w->last > p->last) p->last = w->last;
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
  size_t i, e;
  for (e = 0; e < j->nelements; e++) {
    bool struck = j->w[e].struck;
    j->w[e] = (Weight){.struck = struck, .last = (uint32_t)e};
    j->w[e].images = tagof(j, (uint32_t)e) == TAG_IMG;
  }
  for (i = 0; i < j->n; i++) {
    const Measure *m = &j->m[i];
    Weight *w = &j->w[chunk(j, i)->element];
    if (w->struck) continue;
    w->words += m->words;
    w->chunks++;
    w->links += chunk(j, i)->linked > 0;
    w->bytes += chunk(j, i)->end - chunk(j, i)->start;
    w->linkbytes += chunk(j, i)->linked;
    if (m->linky) w->linked += m->words;
    if (tagof(j, chunk(j, i)->element) == TAG_H1 && !m->linky) w->heads++;
    if (!m->prose) continue;
    w->prose += m->words;
    w->direct++;
  }
  addup(j);
}

/*
** Striking out
*/

/* How sure the element's own names make it that it is no article: of how many
** quarters of the page's prose it may hold and still be struck out; 0 where they
** say nothing. */
static uint32_t aside(const Judge *j, uint32_t e) {
  const Node *n = node(j, e);
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
    uint32_t quarters = aside(j, e), p = parentof(j, e);
    if (sure && quarters < 3) quarters = 0;
    j->w[e].struck = j->w[p].struck ||
                     (quarters && j->w[e].prose * 4 <= whole * quarters);
  }
}

/* What is left of the page's prose; where nearly nothing is, its author has
** names of his own, and only tags are believed. */
static void clear(Judge *j) {
  uint32_t whole, e;
  weigh(j);
  whole = j->w[0].prose;
  strike(j, false);
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
  const Chunk *c = chunk(j, i);
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

/* A heading or a line named so that says what the page's head says: the first
** of those that say it best. */
static size_t findtitle(const Judge *j, Str title) {
  size_t i, best = j->n;
  unsigned most = 0;
  for (i = 0; i < j->n; i++) {
    const Chunk *c = chunk(j, i);
    int level = tag_heading(tagof(j, c->element));
    unsigned score = likeness(j, i, title);
    bool named = node(j, c->element)->hints & HINT_TITLE;
    if (level == 1) score += 40;
    else if (level == 2 || named) score += 20;
    else if (score < 90 || j->m[i].linky) continue;
    if (score > most && score >= 90) {
      most = score;
      best = i;
    }
  }
  return best;
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
  return j->title < j->n ? chunk(j, j->title)->element : TREE_NONE;
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
  if (title == TREE_NONE || !isinside(j, title, at)) return at;
  for (e = at + 1; e <= title && isseveral(j, at); e++) {
    if (!isinside(j, title, e) || !iscontainer(j, e)) continue;
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
    if (parentof(j, e) != at || j->w[e].struck || !iscontainer(j, e)) continue;
    if (j->w[e].prose * 4 >= j->w[at].prose * 3 ||
        (j->w[e].prose * 3 >= j->w[at].prose && title != TREE_NONE &&
         isinside(j, title, e)))
      at = e;
  }
  return at;
}

/* Up again, where what comes with the parent is prose as well: the text stands
** in several parts then. */
static uint32_t ascend(const Judge *j, uint32_t at, bool named) {
  uint32_t p, best = at;
  bool sure = named && j->w[at].prose * 2 >= j->w[0].prose;
  for (p = parentof(j, at); p != TREE_NONE; p = parentof(j, p)) {
    uint32_t more = j->w[p].prose - j->w[best].prose;
    uint32_t words = j->w[p].words - j->w[best].words;
    if (tagof(j, p) == TAG_BODY || tagof(j, p) == TAG_HTML) break;
    if (sure) more = j->w[p].named - j->w[best].named;
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

/*
** Chunk by chunk
*/

/* A line of text straight in a container that has no prose of that kind. */
static bool isloose(const Judge *j, size_t i) {
  if (j->w[chunk(j, i)->element].direct) return false;
  switch (tagof(j, chunk(j, i)->element)) {
    case TAG_P: case TAG_LI: case TAG_TD: case TAG_TH: case TAG_BLOCKQUOTE:
    case TAG_PRE: case TAG_DD: case TAG_DT: return false;
    default: return true;
  }
}

/* Text that begins as the credit of a picture does. */
static bool iscredit(const Judge *j, size_t i) {
  static const char *const marks[] = {
      "\xC2\xA9", "(Photo", "Photo:", "Photograph:", "Image:", "\xE1\xBA\xA2nh:",
      "(\xE1\xBA\xA2nh", NULL};
  const Chunk *c = chunk(j, i);
  size_t k, n;
  if (!isloose(j, i) && j->m[i].words >= 15) return false;
  for (k = 0; marks[k]; k++) {
    n = strlen(marks[k]);
    if (c->end - c->start > n &&
        memcmp(j->f->text.p + c->start, marks[k], n) == 0)
      return true;
  }
  return false;
}

static bool iscaption(const Judge *j, size_t i) {
  uint32_t e = chunk(j, i)->element, up;
  for (up = 0; up < 5 && e != TREE_NONE && e != j->container; up++) {
    const Weight *w = &j->w[e];
    Tag tag = tagof(j, e);
    if (tag == TAG_FIGCAPTION || tag == TAG_FIGURE) return true;
    if (node(j, e)->hints & HINT_CAPTION) return true;
    if (w->images && w->images >= w->chunks && w->words < 80) return true;
    e = parentof(j, e);
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
  uint32_t e = chunk(j, i)->element;
  for (; e != TREE_NONE && e != j->container; e = parentof(j, e)) {
    Tag tag = tagof(j, e);
    if (tag == TAG_UL || tag == TAG_OL || tag == TAG_TABLE || tag == TAG_DL)
      return islinks(&j->w[e]);
  }
  return false;
}

static Role roleof(const Judge *j, size_t i) {
  uint32_t e = chunk(j, i)->element;
  if (i == j->title) return ROLE_TITLE;
  if (iscaption(j, i)) return ROLE_CAPTION;
  for (; e != TREE_NONE && e != j->container; e = parentof(j, e)) {
    Tag tag = tagof(j, e);
    if (tag_heading(tag)) return ROLE_HEADING;
    if (tag == TAG_LI) return ROLE_ITEM;
    if (tag == TAG_TD || tag == TAG_TH) return ROLE_CELL;
  }
  return ROLE_PARAGRAPH;
}

/* The hints of the chunk's element and the one above it. */
static uint32_t hintsabout(const Judge *j, size_t i) {
  uint32_t e = chunk(j, i)->element, p = parentof(j, e);
  return node(j, e)->hints | (p == TREE_NONE ? 0 : node(j, p)->hints);
}

/* Holds a date in digits, as Vietnamese pages print it: 21/12/2023. */
static bool hasdate(const Judge *j, size_t i) {
  const Chunk *c = chunk(j, i);
  const char *s = j->f->text.p;
  uint32_t at;
  for (at = c->start + 2; at + 4 < c->end; at++)
    if (s[at] && strchr("/-.", s[at]) && s[at + 1] == '2' && s[at + 2] == '0' &&
        s[at - 1] >= '0' && s[at - 1] <= '9')
      return true;
  return false;
}

static bool worthy(const Judge *j, size_t i) {
  const Measure *m = &j->m[i];
  if (isloose(j, i) && m->role == ROLE_PARAGRAPH && m->words < 20 &&
      (hintsabout(j, i) & HINT_DATE))
    return hasdate(j, i);
  if (m->role == ROLE_CAPTION && !j->vietnamese) return false;
  if (m->prose) return !inlinks(j, i);
  if (m->linky || inlinks(j, i)) return false;
  if (m->role == ROLE_CAPTION) return m->words >= 3;
  if (isloose(j, i) && m->role != ROLE_HEADING)
    return m->closed || m->words >= 5;
  return true;
}

/* What a label over a part that is no article announces: nothing of the kind,
** something in a box, or what only stands below articles. */
static Label labelof(const Judge *j, size_t i) {
  const Chunk *c = chunk(j, i);
  Str text = {j->f->text.p + c->start, c->end - c->start};
  return j->m[i].words <= 8 && !j->m[i].closed ? label_of(text) : LABEL_NONE;
}

/* Drops what stands below such labels: to the end of their box, or, below the
** last of the text, to the end of all. */
static void dropsections(Judge *j) {
  uint32_t whole = j->w[j->container].prose;
  size_t i, k;
  for (i = 0; i < j->n; i++) {
    uint32_t e = chunk(j, i)->element, box, prose = 0;
    Label label;
    if (!isinside(j, e, j->container) || i == j->title) continue;
    label = labelof(j, i);
    if (label == LABEL_NONE) continue;
    j->m[i].keep = false;
    box = isloose(j, i) && !tag_heading(tagof(j, e)) ? e : parentof(j, e);
    if (box == TREE_NONE || !isinside(j, box, j->container)) continue;
    if (box == j->container && label != LABEL_END) continue;
    for (k = i + 1; k < j->n && isinside(j, chunk(j, k)->element, box); k++)
      if (j->m[k].keep && j->m[k].prose) prose += j->m[k].words;
    if (prose * 3 > whole) continue;
    for (k = i + 1; k < j->n && isinside(j, chunk(j, k)->element, box); k++)
      if (k != j->title) j->m[k].keep = false;
    i = k - 1;
  }
}

/* 1 to 6 of a chunk in a heading, else 0. */
static int levelof(const Judge *j, size_t i) {
  uint32_t e = chunk(j, i)->element;
  for (; e != TREE_NONE && e != j->container; e = parentof(j, e))
    if (tag_heading(tagof(j, e))) return tag_heading(tagof(j, e));
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

/* Whether the prose is Vietnamese, by the letters that few others have. The
** papers of Vietnam begin an article in its summary and go on in captions, so
** that both are text there; elsewhere they only repeat it. */
static bool isvietnamese(const Judge *j) {
  size_t letters = 0, own = 0, i;
  for (i = 0; i < j->n; i++) {
    const Chunk *c = chunk(j, i);
    const unsigned char *p = (const unsigned char *)j->f->text.p;
    uint32_t at;
    if (!j->m[i].prose || !isinside(j, c->element, j->container)) continue;
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

/* The article's head outside of its container: what stands between headline
** and text, if it is the summary or the date. */
static void keephead(Judge *j) {
  size_t first = 0, i;
  uint32_t top;
  while (first < j->n && !(j->m[first].keep && first != j->title)) first++;
  if (!j->vietnamese || j->title == j->n || first == j->n || first <= j->title)
    return;
  top = tree_common(j->f->tree, chunk(j, j->title)->element,
                    chunk(j, first)->element);
  for (i = j->title + 1; i < first; i++) {
    Measure *m = &j->m[i];
    const Chunk *c = chunk(j, i);
    if (j->w[c->element].struck || !isinside(j, c->element, top)) continue;
    if (m->role == ROLE_CAPTION || m->linky) continue;
    m->keep = m->prose ? !hasdate(j, i) : m->words <= 12 && hasdate(j, i);
    if (m->keep && m->role == ROLE_HEADING) m->role = ROLE_PARAGRAPH;
  }
}

static void judge(Judge *j) {
  size_t i;
  for (i = 0; i < j->n; i++) {
    const Chunk *c = chunk(j, i);
    Measure *m = &j->m[i];
    m->role = roleof(j, i);
    m->keep = !j->w[c->element].struck &&
              isinside(j, c->element, j->container) && worthy(j, i);
    if (i == j->title) m->keep = true;
  }
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
        !writeblock(page, j->f, chunk(j, i), j->m[i].role))
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
    top = tree_common(j->f->tree, chunk(j, j->title)->element,
                      chunk(j, first)->element);
  if (!meta_printed(meta, j->f, from, first)) return false;
  for (end = from; from > 0 && end - from < 4; from--)
    if (!isinside(j, chunk(j, from - 1)->element, top)) break;
  return meta_printed(meta, j->f, from, end);
}

bool article_write(Page *page, Flow *f, Str title) {
  Judge j = {.f = f, .n = f->chunks.n, .nelements = f->nodes.n};
  bool ok = false;
  size_t i;
  if (j.n == 0) return true;
  j.m = mem_alloc(j.n * sizeof *j.m);
  j.w = mem_alloc(j.nelements * sizeof *j.w);
  if (j.m && j.w) {
    memset(j.m, 0, j.n * sizeof *j.m);
    memset(j.w, 0, j.nelements * sizeof *j.w);
    for (i = 0; i < j.n; i++) measure(&j, i);
    clear(&j);
    j.title = findtitle(&j, title);
    j.container = findcontainer(&j);
    j.vietnamese = isvietnamese(&j);
    judge(&j);
    ok = write(page, &j) && printed(&j, &page->meta);
  }
  mem_free(j.m);
  mem_free(j.w);
  return ok;
}
