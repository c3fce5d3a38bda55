/*
** view.c: the folded text that rules match on. One pass over each block cuts
** tokens, folds them and finds the ends of sentences; the place bytes of the
** blocks are written when all are known.
*/
#include "view.h"

#include <string.h>

#include "mem.h"
#include "text.h"

/* A block is prose where a sentence of at least PROSE_WORDS words and numbers
** ends in it: "1. Nội dung", "Ảnh: V.H." and a lone "." are none. */
enum { PROSE_WORDS = 5, TITLE_WORDS = 5 };

/* What a block turned out to be, kept in its place byte until all are known. */
enum { FOUND_OTHER = 'o', FOUND_PROSE = 'p', FOUND_TITLE = 't' };

/* Of the sentence and the block under way. */
typedef struct Sentence {
  bool ended;   /* a stop stands behind, with only closing signs since */
  bool full;    /* that stop was . or … and not ! or ? */
  bool low;     /* a lower-case letter stood right before that stop */
  bool lastlow; /* the last token is a word that ends with a small letter */
  size_t words; /* and numbers, since the last end */
  size_t firstword;              /* tokens before the first word */
  size_t allwords, alldigits;    /* of the block */
  size_t first;                  /* token of the block */
  bool prose;
} Sentence;

typedef struct Builder {
  View *v;
  Str abbreviations;
  const char *base; /* offsets count from here */
  size_t cap;       /* of v->at, start and end */
  bool breaks;      /* write VIEW_BREAK */
  Sentence s;
} Builder;

/* One token as read. */
typedef struct Token {
  const char *start, *end;
  TextChar head; /* its first character */
  bool spaced;   /* white space stands before it */
} Token;

/* ======================================================================
** Tokens: each function appends the folded text and sets t->end
** ====================================================================== */

static bool growtokens(Builder *b, size_t need) {
  size_t cap = b->cap ? b->cap : need + 16, i; /* the first is a good guess */
  uint32_t **all[3] = {&b->v->at, &b->v->start, &b->v->end};
  if (need <= b->cap) return true;
  while (cap < need) cap += cap / 2;
  for (i = 0; i < 3; i++) {
    uint32_t *grown = mem_realloc(*all[i], cap * sizeof **all[i]);
    if (!grown) return false;
    *all[i] = grown;
  }
  b->cap = cap;
  return true;
}

static bool slowly(Builder *b, const Token *t, size_t mark) {
  b->v->bytes.n = mark + 1;
  return text_fold(&b->v->bytes,
                   (Str){t->start, (size_t)(t->end - t->start)});
}

/* Puts the syllable of n letters that was just written into its one form. */
static void onespelling(Buf *out, size_t at, uint32_t *c, size_t n) {
  size_t i;
  if (!text_syllable(c, n)) return;
  out->n = at;
  for (i = 0; i < n; i++) out->n += text_encode(c[i], out->p + out->n);
}

static char wordmark(uint8_t first, uint8_t all) {
  if (!(first & TEXT_UPPER)) return MARK_LOWER;
  return all & TEXT_UPPER ? MARK_UPPER : MARK_CAPITAL;
}

static bool word(Builder *b, Token *t, const char *end) {
  Buf *out = &b->v->bytes;
  size_t mark = out->n - 1, n = 0, vowels = 0;
  uint32_t c, letters[TEXT_SYLLABLE];
  uint8_t all = 0xff, any = 0, last = 0;
  bool slow = false, gap = false;
  for (const char *p = t->start; p < end;) {
    size_t len = text_decode(p, end, &c);
    TextChar k = text_char(c);
    p += len;
    if (k.kind > TEXT_LETTER && k.kind < TEXT_MARK) break;
    if (k.kind == TEXT_IGNORED) {
      gap = true; /* part of the word only if more of it follows */
      continue;
    }
    slow |= gap || (k.flags & TEXT_SLOW);
    t->end = p;
    if (k.kind == TEXT_MARK) continue;
    all &= k.flags;
    any |= k.flags;
    last = k.flags;
    if (!slow) {
      /* one letter and what onespelling may need for seven */
      if (out->cap - out->n < 24 && !buf_reserve(out, 24)) return false;
      out->n += text_encode(k.fold, out->p + out->n);
      if (n < TEXT_SYLLABLE) letters[n] = k.fold;
      vowels += (k.flags & TEXT_VOWEL) != 0;
    }
    n++;
  }
  if (slow && !slowly(b, t, mark)) return false;
  if (!slow && ((n <= TEXT_SYLLABLE && vowels > 1 && (any & TEXT_TONED)) ||
                (n <= 3 && vowels > 0)))
    onespelling(out, mark + 1, letters, n);
  out->p[mark] = wordmark(t->head.flags, all);
  b->s.lastlow = last & TEXT_LOWER;
  return true;
}

/* Whether a digit is the next that is not ignored. */
static bool digitfollows(const char *p, const char *end) {
  uint32_t c;
  TextChar k = {0, TEXT_SPACE, 0};
  while (p < end) {
    p += text_decode(p, end, &c);
    k = text_char(c);
    if (k.kind != TEXT_IGNORED) break;
  }
  return k.kind == TEXT_DIGIT;
}

static bool ispoint(uint32_t c) {
  return c == '.' || c == ',' || c == 0xff0e || c == 0xff0c; /* full-width */
}

static bool digits(Builder *b, Token *t, const char *end) {
  Buf *out = &b->v->bytes;
  size_t mark = out->n - 1;
  bool slow = false, gap = false;
  uint32_t c;
  for (const char *p = t->start; p < end;) {
    TextChar k;
    p += text_decode(p, end, &c);
    k = text_char(c);
    if (k.kind == TEXT_IGNORED) {
      gap = true;
      continue;
    }
    if (k.kind != TEXT_DIGIT && !(ispoint(c) && digitfollows(p, end))) break;
    slow |= gap || (k.flags & TEXT_SLOW);
    t->end = p;
    if (!slow && !buf_putc(out, (int)c)) return false;
  }
  if (slow && !slowly(b, t, mark)) return false;
  out->p[mark] = MARK_DIGITS;
  return true;
}

static bool sign(Builder *b, Token *t, const char *end) {
  Buf *out = &b->v->bytes;
  size_t mark = out->n - 1;
  bool slow = t->head.flags & TEXT_SLOW;
  uint32_t c;
  for (const char *p = t->end; p < end && (unsigned char)*p >= 0x80;) {
    TextChar k;
    p += text_decode(p, end, &c);
    k = text_char(c);
    if (k.kind == TEXT_IGNORED) continue;
    if (k.kind != TEXT_MARK) break;
    slow = true;
    t->end = p;
  }
  out->p[mark] = MARK_SIGN;
  if (slow) return slowly(b, t, mark);
  if (!buf_reserve(out, 3)) return false;
  out->n += text_encode(t->head.fold, out->p + out->n);
  return true;
}

/* ======================================================================
** Sentences
** ====================================================================== */

/* The folded text of token i, which must be the last one. */
static Str lasttext(const View *v, size_t i) {
  size_t at = v->at[i] + 1u;
  return (Str){v->bytes.p + at, v->bytes.n - at};
}

/* In "th.s\n" both "th" and "s" are abbreviations. */
static bool isabbreviation(Str list, Str text) {
  size_t at = 0, i;
  for (i = 0; i < list.n; i++) {
    if (list.p[i] != '\n' && list.p[i] != '.') continue;
    if (str_eq((Str){list.p + at, i - at}, text)) return true;
    at = i + 1;
  }
  return at < list.n && str_eq((Str){list.p + at, list.n - at}, text);
}

static bool issingle(Str text) {
  uint32_t c;
  return text.n && text_decode(text.p, text.p + text.n, &c) == text.n;
}

/* Whether the '.' about to be written follows right on an abbreviation or one
** capital letter. `before` ends where the separator of the '.' begins. */
static bool abbreviated(const Builder *b, const Token *t, size_t before) {
  const View *v = b->v;
  size_t at;
  Str text;
  if (t->spaced || v->ntokens == b->s.first) return false;
  at = v->at[v->ntokens - 1];
  if (v->bytes.p[at] > MARK_UPPER) return false;
  text = (Str){v->bytes.p + at + 1, before - at - 1};
  return (v->bytes.p[at] == MARK_UPPER && issingle(text)) ||
         isabbreviation(b->abbreviations, text);
}

static bool isstop(Str text) {
  return (text.n == 1 && strchr(".!?", text.p[0])) || str_is(text, "…");
}

/* Takes note of the sign that was just read; `before` as in abbreviated. */
static void notesign(Builder *b, const Token *t, size_t before) {
  Sentence *s = &b->s;
  Str text = lasttext(b->v, b->v->ntokens);
  if (isstop(text)) {
    bool full = text.p[0] != '!' && text.p[0] != '?';
    if (str_is(text, ".") && abbreviated(b, t, before)) {
      s->ended = false;
    } else {
      s->low = !t->spaced && (s->lastlow || (s->ended && s->low));
      s->full = full || (s->ended && s->full);
      s->ended = true;
    }
  } else if (!(t->head.flags & TEXT_CLOSE) &&
             !(t->head.flags & TEXT_QUOTE && !t->spaced)) {
    s->ended = false;
  }
  s->lastlow = false;
}

static void endsentence(Sentence *s) {
  if (s->full && s->words >= PROSE_WORDS) s->prose = true;
  s->words = 0;
  s->ended = s->full = false;
}

/* Whether a new sentence begins with the token. */
static bool begins(const Sentence *s, const Token *t) {
  bool capital = t->head.kind == TEXT_LETTER && t->head.flags & TEXT_UPPER;
  if (!s->ended) return false;
  if (!t->spaced) return s->low && capital;
  return capital || t->head.kind == TEXT_DIGIT ||
         t->head.flags & (TEXT_OPEN | TEXT_QUOTE);
}

/* ======================================================================
** Blocks
** ====================================================================== */

static bool separate(Builder *b, const Token *t) {
  if (b->v->ntokens == b->s.first) return true;
  if (b->breaks && begins(&b->s, t)) {
    endsentence(&b->s);
    return buf_putc(&b->v->bytes, VIEW_BREAK);
  }
  return !t->spaced || buf_putc(&b->v->bytes, ' ');
}

static void noteword(Builder *b, bool number) {
  Sentence *s = &b->s;
  if (!number && s->allwords == 0) s->firstword = b->v->ntokens - s->first;
  s->words++;
  s->allwords += !number;
  s->alldigits += number;
  s->ended = s->full = false;
  if (number) s->lastlow = false;
}

/* Reads one token: separator, mark, folded text, and its place. */
static bool token(Builder *b, Token *t, const char *end) {
  View *v = b->v;
  size_t before = v->bytes.n, mark;
  if (!growtokens(b, v->ntokens + 1) || !separate(b, t)) return false;
  mark = v->bytes.n;
  if (!buf_putc(&v->bytes, MARK_SIGN)) return false;
  v->at[v->ntokens] = (uint32_t)mark;
  if (t->head.kind == TEXT_LETTER) {
    if (!word(b, t, end)) return false;
    noteword(b, false);
  } else if (t->head.kind == TEXT_DIGIT) {
    if (!digits(b, t, end)) return false;
    noteword(b, true);
  } else {
    if (!sign(b, t, end)) return false;
    notesign(b, t, before);
  }
  v->start[v->ntokens] = (uint32_t)(t->start - b->base);
  v->end[v->ntokens] = (uint32_t)(t->end - b->base);
  v->ntokens++;
  return true;
}

static bool tokens(Builder *b, const char *p, const char *end) {
  bool spaced = false;
  b->s = (Sentence){.first = b->v->ntokens};
  while (p < end) {
    uint32_t c;
    size_t len = text_decode(p, end, &c);
    Token t = {p, p + len, text_char(c), spaced};
    p += len;
    if (t.head.kind == TEXT_SPACE) spaced = true;
    if (t.head.kind == TEXT_SPACE || t.head.kind == TEXT_IGNORED) continue;
    if (!token(b, &t, end)) return false;
    p = t.end;
    spaced = false;
  }
  return true;
}

/* A line of plain text that reads like a title: enough words, which begin at
** once and are not the few of a date line ("Thứ hai, ngày 3 tháng 7 năm 2023"),
** and no full stop at its end. */
static bool istitle(const Sentence *s) {
  return s->allwords >= TITLE_WORDS && s->allwords >= 2 * s->alldigits &&
         s->firstword <= 1 && !(s->ended && s->full);
}

static bool block(Builder *b, const Page *page, size_t i) {
  const Block *k = &page->blocks[i];
  Buf *out = &b->v->bytes;
  size_t place = out->n;
  char found = FOUND_OTHER;
  bool title;
  b->v->block[i] = (uint32_t)place;
  if (!buf_putc(out, FOUND_OTHER)) return false;
  if (!tokens(b, b->base + k->start, b->base + k->end)) return false;
  title = !page->html && istitle(&b->s);
  endsentence(&b->s);
  if (page->html && k->role == ROLE_TITLE) found = BLOCK_TITLE;
  else if (page->html && k->role == ROLE_CAPTION) found = BLOCK_CAPTION;
  else if (b->s.prose) found = FOUND_PROSE;
  else if (title) found = FOUND_TITLE;
  out->p[place] = found;
  return true;
}

/* Writes the place bytes: head, body, tail, and the first title of the head. */
static void placeblocks(View *v) {
  size_t first = v->nblocks, last = v->nblocks, i;
  bool titled = false;
  for (i = 0; i < v->nblocks; i++)
    if (v->bytes.p[v->block[i]] == FOUND_PROSE) {
      if (first == v->nblocks) first = i;
      last = i;
    }
  for (i = 0; i < v->nblocks; i++) {
    char *place = &v->bytes.p[v->block[i]];
    bool title = *place == FOUND_TITLE && i < first && !titled;
    if (*place < ' ') continue; /* settled by the page */
    *place = title ? BLOCK_TITLE
             : i < first ? BLOCK_HEAD
             : i > last ? BLOCK_TAIL : BLOCK_BODY;
    titled |= title;
  }
}

/* ======================================================================
** Public
** ====================================================================== */

static void view_init(View *v) {
  *v = (View){0};
  buf_init(&v->bytes);
}

void view_deinit(View *v) {
  buf_deinit(&v->bytes);
  mem_free(v->at);
  mem_free(v->start);
  mem_free(v->end);
  mem_free(v->block);
  view_init(v);
}

bool view_build(View *v, const Page *page, Str abbreviations, Diag *diag) {
  Builder b = {v, abbreviations, buf_str(&page->text).p, 0, true, {0}};
  size_t i;
  view_init(v);
  v->page = page;
  v->block = mem_alloc((page->nblocks + 1) * sizeof *v->block);
  /* real pages have a token for each 5.3 bytes, and 1.18 bytes of view */
  if (!v->block || !growtokens(&b, page->text.n / 5) ||
      !buf_reserve(&v->bytes, page->text.n + page->text.n / 4))
    return diag_memory(diag);
  for (i = 0; i < page->nblocks; i++)
    if (!block(&b, page, i)) return diag_memory(diag);
  v->nblocks = page->nblocks;
  v->block[v->nblocks] = (uint32_t)v->bytes.n;
  if (!buf_putc(&v->bytes, VIEW_END)) return diag_memory(diag);
  placeblocks(v);
  return true;
}

bool view_literal(View *v, Str utf8, Diag *diag) {
  Builder b = {v, {"", 0}, utf8.p, 0, false, {0}};
  view_init(v);
  if (utf8.n && !tokens(&b, utf8.p, utf8.p + utf8.n)) return diag_memory(diag);
  return true;
}

size_t view_token(const View *v, uint32_t at) {
  size_t low = 0, high = v->ntokens;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    if (v->at[mid] < at) low = mid + 1;
    else high = mid;
  }
  return low;
}

/* The end of the run of characters that begins at p and is white space, or is
** none; ignored characters belong to both. */
static const char *runof(const char *p, const char *end, bool space,
                         bool *slow) {
  uint32_t c;
  while (p < end) {
    size_t len = text_decode(p, end, &c);
    TextChar k = text_char(c);
    if (k.kind != TEXT_IGNORED && (k.kind == TEXT_SPACE) != space) break;
    *slow |= k.flags & TEXT_SLOW || c == UTF8_REPLACEMENT;
    p += len;
  }
  return p;
}

bool view_tidy(Buf *out, Str utf8) {
  const char *p = utf8.p, *end = p + utf8.n;
  size_t begun = out->n;
  while (p < end) {
    bool slow = false;
    const char *from = runof(p, end, true, &slow);
    Str run = {from, 0};
    if (from == end) break;
    slow = false;
    p = runof(from, end, false, &slow);
    run.n = (size_t)(p - from);
    if ((out->n > begun && !buf_putc(out, ' ')) ||
        !(slow ? text_nfc(out, run) : buf_putstr(out, run)))
      return out->n = begun, false;
  }
  return true;
}
