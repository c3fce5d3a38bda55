/*
** html.c: HTML to a flow, by libxml2's push parser. The only file that
** includes libxml2. The parser gets valid UTF-8 that we made, its own detection
** is off, and no tree of it is kept.
**
** Where text came from is worked out from the parser's place in its input and
** checked against the text itself; its own accounting is wrong in push mode.
*/
#include "html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <setjmp.h>
#include <string.h>
#include <utf8proc.h>

#include "arena.h"
#include "article.h"
#include "conf.h"
#include "flow.h"
#include "hint.h"
#include "limit.h"
#include "mem.h"
#include "meta.h"
#include "space.h"
#include "tag.h"
#include "tame.h"
#include "utf8.h"

/* Facts of one page; a hostile one repeats them. */
#define FACTS_MAX 4096

/*
** Memory of libxml2. It goes on after a failed allocation, makes another text
** of the page, crashes or never ends: so it is left at the first one.
*/

static void setup(void) {
  xmlMemSetup(arena_free, arena_alloc, arena_resize, arena_copy);
  xmlInitParser();
}

static void setuponce(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, setup);
}

/*
** The reader: what the callbacks work on
*/

/* Pages repeat few class names on many elements: what they hint at is kept. */
#define CACHE_SIZE 512
typedef struct Cached {
  uint64_t key; /* a hash of the attribute; 0 while free */
  uint32_t hints;
} Cached;

typedef struct Reader {
  htmlParserCtxtPtr parser;
  Flow *flow;
  Str source;        /* the decoded page */
  size_t placed;     /* end of the last piece of text that was placed */
  uint32_t current;  /* the open element; TREE_NONE outside of all */
  size_t depth;      /* open elements */
  unsigned skipped;  /* open elements whose text is not read */
  unsigned linked;   /* open links */
  bool open;         /* a chunk is being filled: the last of flow->chunks */
  bool soft;         /* a <br> stands before the next chunk */
  bool prolog;       /* a doctype or a comment stands before the root */
  bool collecting;   /* the text of <title> or JSON-LD goes to flow->strings */
  bool failed;       /* no memory */
  bool toodeep;
  Cached cache[CACHE_SIZE];
} Reader;

static void fail(Reader *r) {
  r->failed = true;
  xmlStopParser(r->parser);
}

/*
** Where text came from
*/

static bool standsat(const Reader *r, size_t at, const xmlChar *text,
                     size_t n) {
  return at <= r->source.n && n <= r->source.n - at &&
         memcmp(r->source.p + at, text, n) == 0;
}

/* The place where the parser is, in the source. */
static size_t here(const Reader *r) {
  const xmlParserInput *in = r->parser->input;
  size_t at = in->consumed + (size_t)(in->cur - in->base);
  return at < r->source.n ? at : r->source.n;
}

/* Whether an entity may begin at the '&' at `at` that is `text`. */
static bool isentity(Str s, size_t at, const xmlChar *text, size_t n) {
  static const char *const less[] = {"lt", "LT", "#60", "#060", "#x3c", "#x3C",
                                     "#X3C", NULL};
  size_t i;
  if (n != 1 || text[0] != '<') return true;
  for (i = 0; less[i]; i++)
    if (s.n - at > strlen(less[i]) &&
        memcmp(s.p + at + 1, less[i], strlen(less[i])) == 0)
      return true;
  return false;
}

#define AMPERSAND ((const xmlChar *)"&amp;")
#define NUMBERED ((const xmlChar *)"&#")

/* The entity that the parser has just read, as far back as `placed`: its place,
** and its length as the result; 0 where there is none. */
static size_t entity(const Reader *r, size_t end, const xmlChar *text,
                     size_t n, size_t *at) {
  Str s = r->source;
  size_t back;
  for (back = 1; end >= r->placed + back; back++) {
    if (s.p[end - back] != '&') continue;
    *at = end - back;
    /* a bare sign, or one of a name that is no entity's: libxml2 takes none
    ** without its semicolon */
    if (n == 1 && text[0] == '&' && !standsat(r, *at, AMPERSAND, 5) &&
        !standsat(r, *at, NUMBERED, 2))
      return 1;
    return isentity(s, *at, text, n) ? back : 0;
  }
  return 0;
}

/* The parser hands over long text in pieces, and is then one character behind
** its own count. */
static bool ahead(const Reader *r, size_t end, const xmlChar *text, size_t n,
                  size_t *at) {
  size_t step;
  for (step = 1; step <= 4; step++) {
    if (end + step < n) continue;
    *at = end + step - n;
    if (standsat(r, *at, text, n)) return true;
  }
  return false;
}

/* For text that is found nowhere: all that was read since the last piece, or the
** character before where that is nothing, so that no text is without a place. */
static size_t whatsread(const Reader *r, size_t end, size_t *at) {
  *at = r->placed;
  if (end > r->placed) return end - r->placed;
  while (*at > 0 && (r->source.p[--*at] & 0xC0) == 0x80) continue;
  return r->placed - *at;
}

/* Sets *at to where `text` stands in the source, and returns how many bytes it
** is there: n where it stands as it is, another number for an entity. */
static size_t place(const Reader *r, const xmlChar *text, size_t n,
                    size_t *at) {
  size_t end = here(r), back, length;
  bool sign = n == 1 && text[0] == '&'; /* the first byte of its own entity */
  for (back = 0; !sign && back <= 8 && n + back + r->placed <= end; back++) {
    *at = end - n - back;
    if (standsat(r, *at, text, n)) return n;
  }
  if (n > 8 && ahead(r, end, text, n, at)) return n;
  length = entity(r, end, text, n, at);
  if (length) return length;
  if (ahead(r, end, text, n, at)) return n;
  return whatsread(r, end, at);
}

/*
** Chunks
*/

static void closechunk(Reader *r) {
  Flow *f = r->flow;
  Chunk *c;
  if (!r->open) return;
  c = &f->chunks.p[f->chunks.n - 1];
  c->end = (uint32_t)space_trim(buf_str(&f->text), c->start, f->text.n);
  r->open = false;
  r->soft = false;
}

static void openchunk(Reader *r) {
  Flow *f = r->flow;
  uint32_t start = (uint32_t)f->text.n;
  Chunk c = {start, start, f->nodes.p[r->current].block, 0};
  if (!vec_push(&f->chunks, c)) fail(r);
  r->open = !r->failed;
  r->soft = false;
}

static void addtext(Reader *r, const char *text, size_t n, size_t at,
                    size_t len) {
  Flow *f = r->flow;
  Chunk *c = &f->chunks.p[f->chunks.n - 1];
  if (r->linked) c->linked += (uint32_t)n;
  if (!tree_run(f->tree, (uint32_t)at, r->current) ||
      !buf_put(&f->text, text, n) ||
      !map_add(&f->map, (uint32_t)n, (uint32_t)at, (uint32_t)len))
    fail(r);
}

/* One <br> is white space and perhaps the end of a block; a second one, with
** nothing between, is the end. */
static void linebreak(Reader *r) {
  size_t end = here(r);
  bool open = r->open;
  if (open) {
    if (end < r->source.n && r->source.p[end] == '>') end++;
    addtext(r, "\n", 1, r->placed, end - r->placed);
    closechunk(r);
  }
  r->soft = open;
}

/* Behind a single <br> the text goes on in the chunk before: in a heading, or
** where the line was not ended and the next begins with a small letter. */
static bool goeson(const Reader *r, Str s, size_t first) {
  const Flow *f = r->flow;
  const Chunk *c;
  uint32_t block = f->nodes.p[r->current].block;
  int32_t cp;
  if (!r->soft) return false;
  c = &f->chunks.p[f->chunks.n - 1];
  if (c->element != block) return false;
  if (tag_heading((Tag)f->nodes.p[block].tag)) return true;
  if (flow_isclosed(buf_str(&f->text), c->start, c->end)) return false;
  utf8_next(s, first, &cp);
  return utf8proc_category(cp) == UTF8PROC_CATEGORY_LL;
}

static void ontext(void *ud, const xmlChar *text, int len) {
  Reader *r = ud;
  size_t n = (size_t)len, at = 0, first, length;
  Str s = {(const char *)text, n};
  if (r->failed || len <= 0) return;
  if (r->collecting) {
    if (!buf_put(&r->flow->strings, text, n)) fail(r);
    return;
  }
  if (r->skipped || r->current == TREE_NONE) {
    r->placed = here(r);
    return;
  }
  length = place(r, text, n, &at);
  if (at + length > r->placed) r->placed = at + length;
  if (!r->open) {
    first = space_skip(s, 0, n);
    if (first == n) return;
    if (goeson(r, s, first)) r->open = true;
    else openchunk(r);
    if (r->failed) return;
    r->soft = false;
    if (length == n) {
      at += first;
      length -= first;
      s = (Str){s.p + first, n - first};
    }
  }
  addtext(r, s.p, s.n, at, length);
}

/*
** Elements
*/

static uint32_t keep(Reader *r, const char *s, uint32_t *n) {
  uint32_t at = (uint32_t)r->flow->strings.n;
  *n = s ? (uint32_t)strlen(s) : 0;
  if (s && !buf_put(&r->flow->strings, s, *n)) fail(r);
  return at;
}

static void addfact(Reader *r, FactKind kind, const char *key,
                    const char *value) {
  Fact fact = {kind, 0, 0, 0, 0, r->current};
  if (r->flow->facts.n >= FACTS_MAX) return;
  fact.key = keep(r, key, &fact.keylen);
  fact.value = keep(r, value, &fact.valuelen);
  if (!r->failed && !vec_push(&r->flow->facts, fact)) fail(r);
}

static const char *attribute(const xmlChar **atts, const char *name) {
  for (; atts && atts[0]; atts += 2)
    if (strcmp((const char *)atts[0], name) == 0)
      return atts[1] ? (const char *)atts[1] : "";
  return NULL;
}

static uint64_t hash(uint64_t h, const char *s) {
  for (; *s; s++) h = (h ^ (unsigned char)*s) * 1099511628211u;
  return h;
}

#define HASH_START 14695981039346656037u

static uint32_t hintof(Reader *r, const char *name, const char *value) {
  uint64_t key = hash(hash(HASH_START, name) * 31, value);
  Cached *c = &r->cache[(key >> 32) % CACHE_SIZE];
  if (key == 0 || c->key != key) {
    c->key = key;
    c->hints = hint_of((Str){name, strlen(name)}, (Str){value, strlen(value)});
  }
  return c->hints;
}

static uint32_t hintsof(Reader *r, const xmlChar **atts) {
  uint32_t hints = 0;
  for (; atts && atts[0]; atts += 2)
    hints |= hintof(r, (const char *)atts[0],
                    atts[1] ? (const char *)atts[1] : "");
  return hints;
}

/* The facts that stand in attributes; those of text are begun here. */
static void notefacts(Reader *r, Tag tag, const xmlChar **atts) {
  const char *key, *value;
  if (tag == TAG_META) {
    key = attribute(atts, "property");
    if (!key) key = attribute(atts, "name");
    if (!key) key = attribute(atts, "itemprop");
    value = attribute(atts, "content");
    if (key && value) addfact(r, FACT_META, key, value);
  } else if (tag == TAG_TIME) {
    value = attribute(atts, "datetime");
    key = attribute(atts, "itemprop");
    if (value) addfact(r, FACT_TIME, key ? key : "", value);
  } else if (tag == TAG_HTML) {
    value = attribute(atts, "lang");
    if (value) addfact(r, FACT_LANG, "", value);
  } else if (tag == TAG_SCRIPT) {
    value = attribute(atts, "type");
    if (value && strcmp(value, "application/ld+json") == 0)
      addfact(r, FACT_LD, "", NULL), r->collecting = true;
  } else if (tag == TAG_TITLE) {
    if (r->skipped == 0)
      addfact(r, FACT_TITLE, "", NULL), r->collecting = true;
  }
}

/* Collected text ends with its element. */
static void endfact(Reader *r) {
  Flow *f = r->flow;
  if (r->collecting && f->facts.n) {
    Fact *fact = &f->facts.p[f->facts.n - 1];
    fact->valuelen = (uint32_t)f->strings.n - fact->value;
  }
  r->collecting = false;
}

/* An element behind the end of the root: libxml2 puts it into the root or, when
** something else is first in the page, beside it. */
static uint32_t parentof(const Reader *r) {
  if (r->current != TREE_NONE || r->prolog) return r->current;
  return r->flow->tree->elements.n ? 0 : TREE_NONE;
}

static void onprolog(void *ud, const xmlChar *text) {
  Reader *r = ud;
  (void)text;
  if (r->flow->tree->elements.n == 0) r->prolog = true;
}

static void oninstruction(void *ud, const xmlChar *name, const xmlChar *data) {
  (void)data;
  onprolog(ud, name);
}

static void ondoctype(void *ud, const xmlChar *name, const xmlChar *external,
                      const xmlChar *system) {
  (void)external;
  (void)system;
  onprolog(ud, name);
}

static void onstart(void *ud, const xmlChar *name, const xmlChar **atts) {
  Reader *r = ud;
  Flow *f = r->flow;
  uint32_t parent = parentof(r);
  Node node = {.tag = TAG_OTHER};
  const char *look;
  Tag tag;
  bool block;
  if (r->failed || r->toodeep) return;
  if (!tree_add(f->tree, parent, (const char *)name)) {
    fail(r);
    return;
  }
  r->current = (uint32_t)f->tree->elements.n - 1;
  r->depth++;
  if (f->tree->elements.p[r->current].depth > LIMIT(HTML_MAX_DEPTH)) {
    r->toodeep = true;
    xmlStopParser(r->parser);
  }
  tag = tag_of(tree_name(f->tree, r->current));
  node.tag = (uint16_t)tag;
  node.hints = hintsof(r, atts);
  look = attribute(atts, "class");
  node.look = look ? (uint32_t)hash(HASH_START, look) : 0;
  block = tag_isblock(tag) || (node.hints & HINT_HIDDEN);
  node.block = block || parent == TREE_NONE ? r->current
                                            : f->nodes.p[parent].block;
  if (!vec_push(&f->nodes, node)) {
    fail(r);
    return;
  }
  if (block) closechunk(r);
  if (tag == TAG_BR) linebreak(r);
  notefacts(r, tag, atts);
  r->skipped += tag_isskipped(tag);
  r->linked += tag == TAG_A;
}

/* As libxml2's own tree builder: an end closes the open element, whatever it is
** called. */
static void onend(void *ud, const xmlChar *name) {
  Reader *r = ud;
  Tag tag;
  (void)name;
  if (r->failed || r->toodeep || r->current == TREE_NONE) return;
  tag = (Tag)r->flow->nodes.p[r->current].tag;
  if (tag == TAG_TITLE || tag == TAG_SCRIPT) endfact(r);
  r->skipped -= tag_isskipped(tag);
  r->linked -= tag == TAG_A;
  if (r->flow->nodes.p[r->current].block == r->current) closechunk(r);
  r->current = r->flow->tree->elements.p[r->current].parent;
  if (--r->depth == 0) r->current = TREE_NONE;
}

/*
** The parser
*/

/* Bytes of the next piece: whole characters, for libxml2 takes the rest of a
** page for Latin-1 where a piece ends within one. */
static size_t piece(Str s, size_t at) {
  size_t n = s.n - at;
  if (n <= HTML_CHUNK_BYTES) return n;
  n = HTML_CHUNK_BYTES;
  while ((s.p[at + n] & 0xC0) == 0x80) n--;
  return n;
}

static void feed(Reader *r) {
  htmlParserCtxtPtr p = r->parser;
  size_t at = 0;
  while (at < r->source.n && !r->failed && !r->toodeep) {
    size_t n = piece(r->source, at);
    htmlParseChunk(p, r->source.p + at, (int)n, 0);
    at += n;
  }
  if (!r->failed && !r->toodeep) htmlParseChunk(p, NULL, 0, 1);
  closechunk(r);
}

static const int options = HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                           HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC;

static void setcallbacks(htmlSAXHandler *sax) {
  memset(sax, 0, sizeof *sax);
  sax->startElement = onstart;
  sax->endElement = onend;
  sax->characters = ontext;
  sax->ignorableWhitespace = ontext;
  sax->cdataBlock = ontext;
  sax->comment = onprolog;
  sax->processingInstruction = oninstruction;
  sax->internalSubset = ondoctype;
}

/* By the push parser, the fastest; a script ends at its own end tag. */
static void push(Reader *r) {
  htmlSAXHandler sax;
  setcallbacks(&sax);
  r->parser = htmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL,
                                       XML_CHAR_ENCODING_UTF8);
  r->failed = !r->parser;
  if (r->failed) return;
  htmlCtxtUseOptions(r->parser, options | HTML_PARSE_RECOVER);
  feed(r);
  htmlFreeParserCtxt(r->parser);
}

/* By the pull parser, as xmllint does: a script ends at the first end tag of
** whatever name, and the page goes on behind its end. */
static void pull(Reader *r) {
  r->parser = htmlCreateMemoryParserCtxt(r->source.p, (int)r->source.n);
  r->failed = !r->parser;
  if (r->failed) return;
  setcallbacks(r->parser->sax);
  r->parser->userData = r;
  htmlCtxtUseOptions(r->parser, options);
  xmlSwitchEncoding(r->parser, XML_CHAR_ENCODING_UTF8);
  htmlParseDocument(r->parser);
  closechunk(r);
  htmlFreeParserCtxt(r->parser);
}

/* Whether libxml2 had the memory that it asked for; its error is forgotten. */
static bool survives(void (*work)(Reader *), Reader *r) {
  jmp_buf jump;
  bool lost = setjmp(jump) != 0;
  if (!lost) {
    arena_jump(&jump);
    work(r);
  }
  arena_jump(NULL);
  xmlResetLastError();
  if (lost) arena_drop();
  return !lost;
}

static bool readpage(Flow *f, Str source, void (*work)(Reader *), Diag *diag) {
  Reader r = {.flow = f, .source = source, .current = TREE_NONE};
  setuponce();
  if (!survives(work, &r) || r.failed) return diag_memory(diag);
  if (r.toodeep)
    return diag_set(diag, DIAG_DEPTH, "HTML_MAX_DEPTH",
                    "elements are nested more than %d deep",
                    (int)LIMIT(HTML_MAX_DEPTH));
  return true;
}

/* Reads the page once more, only for its elements. */
bool html_retree(Tree *t, Str text) {
  Flow f;
  Buf copy;
  Diag diag;
  bool ok = flow_init(&f);
  buf_init(&copy);
  diag_init(&diag);
  ok = ok && tame_source(&text, &copy, NULL);
  ok = ok && (readpage(&f, text, pull, &diag) || diag.kind == DIAG_DEPTH);
  if (ok) {
    Tree old = *t;
    *t = *f.tree;
    *f.tree = old;
  }
  flow_deinit(&f);
  buf_deinit(&copy);
  return ok;
}

bool html_parse(Page *page, Str text, Diag *diag) {
  Flow f;
  Buf copy;
  bool ok = flow_init(&f), rough = false;
  buf_init(&copy);
  if (!ok || !tame_source(&text, &copy, &rough)) {
    ok = diag_memory(diag);
    goto done;
  }
  ok = readpage(&f, text, push, diag);
  if (!ok && diag->kind != DIAG_DEPTH) goto done;
  if (!meta_read(&page->meta, &f) ||
      !article_write(page, &f, buf_str(&page->meta.title)))
    ok = diag_memory(diag);
  page->tree = f.tree;
  page->tree->rough = rough;
  f.tree = NULL;
done:
  flow_deinit(&f);
  buf_deinit(&copy);
  return ok;
}
