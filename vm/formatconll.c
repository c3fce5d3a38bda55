/*
** formatconll.c: tables of tokens for tools of annotation and training. A token
** a line: its text, its start and end in the article's text (code points), then
** a column for each record type with B-, I- or O. An empty line between blocks,
** "# id = ..." before each document. Of records of one type that overlap, the
** first has the tokens.
*/
#include <string.h>
#include <utf8proc.h>

#include "format.h"
#include "mem.h"
#include "utf8.h"

typedef struct Conll {
  Buf line;
} Conll;

/* A record's span, in code points. */
typedef struct Span {
  size_t start, end, type;
} Span;

typedef VEC(Span) Spans;

/* ---- tokens ---- */

typedef enum Kind { KIND_SPACE, KIND_WORD, KIND_SIGN } Kind;

static Kind kindof(int32_t cp) {
  switch (utf8proc_category(cp)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND: return KIND_WORD;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC: return KIND_SPACE;
    default: return KIND_SIGN;
  }
}

static bool isdigitat(Str s, size_t at) {
  return at < s.n && s.p[at] >= '0' && s.p[at] <= '9';
}

/* The end of the token at s.p[at], which is no space; counts code points. A
** point or comma between digits is part of the number. */
static size_t token(Str s, size_t at, size_t *points) {
  int32_t cp;
  size_t end = at + utf8_next(s, at, &cp);
  *points = 1;
  if (kindof(cp) != KIND_WORD) return end;
  while (end < s.n) {
    size_t n = utf8_next(s, end, &cp);
    bool within = (cp == '.' || cp == ',') && isdigitat(s, end - 1) &&
                  isdigitat(s, end + 1);
    if (kindof(cp) != KIND_WORD && !within) break;
    end += n;
    ++*points;
  }
  return end;
}

/* ---- marks ---- */

static const char *mark(const Spans *spans, size_t type, size_t start,
                        size_t end) {
  for (size_t i = 0; i < spans->n; i++) {
    const Span *s = &spans->p[i];
    if (s->type != type || s->start >= end || s->end <= start) continue;
    return s->start >= start ? "B-" : "I-";
  }
  return NULL;
}

static bool puttoken(Format *f, Str text, size_t start, size_t end,
                     const Spans *spans) {
  Conll *c = f->state;
  bool ok = buf_putstr(&c->line, text) &&
            buf_printf(&c->line, "\t%zu\t%zu", start, end);
  for (size_t i = 0; i < f->types.n; i++) {
    const char *m = mark(spans, i, start, end);
    ok = ok && buf_putc(&c->line, '\t') && buf_puts(&c->line, m ? m : "O") &&
         (!m || buf_puts(&c->line, f->types.p[i].name));
  }
  return ok && buf_putc(&c->line, '\n');
}

/* Only what reaches into a block is asked for each of its tokens. */
static bool within(const Spans *all, size_t start, size_t end, Spans *some) {
  some->n = 0;
  for (size_t i = 0; i < all->n; i++)
    if (all->p[i].start < end && all->p[i].end > start &&
        !vec_push(some, all->p[i]))
      return false;
  return true;
}

static bool putblock(Format *f, Str text, size_t *at, const Spans *spans) {
  Conll *c = f->state;
  for (size_t i = 0; i < text.n;) {
    int32_t cp;
    size_t points, end = i + utf8_next(text, i, &cp);
    if (kindof(cp) == KIND_SPACE) {
      i = end;
      ++*at;
      continue;
    }
    end = token(text, i, &points);
    if (!puttoken(f, (Str){text.p + i, end - i}, *at, *at + points, spans))
      return false;
    i = end;
    *at += points;
  }
  return buf_putc(&c->line, '\n');
}

/* ---- documents ---- */

static size_t number(const json_t *list, size_t i) {
  return (size_t)json_integer_value(json_array_get(list, i));
}

static bool readspans(const Format *f, const json_t *line, Spans *spans) {
  size_t i;
  json_t *record;
  json_array_foreach(json_object_get(line, "records"), i, record) {
    const json_t *at = json_object_get(record, "at");
    const char *type = json_string_value(json_object_get(record, "type"));
    for (size_t k = 0; type && k < f->types.n; k++) {
      Span s = {number(at, 0), number(at, 1), k};
      if (!strcmp(f->types.p[k].name, type) && !vec_push(spans, s))
        return false;
    }
  }
  return true;
}

/* Blocks follow one another, each with one line feed behind it. */
static bool putblocks(Format *f, const json_t *article, const Spans *spans) {
  const json_t *text = json_object_get(article, "text");
  const char *p = json_string_value(text);
  size_t n = json_string_length(text), from = 0, at = 0;
  Spans some = {0};
  bool ok = true;
  for (size_t i = 0; ok && p && i < n; i++) {
    size_t points;
    if (p[i] != '\n') continue;
    points = utf8_count((Str){p + from, i - from});
    ok = within(spans, at, at + points, &some) &&
         putblock(f, (Str){p + from, i - from}, &at, &some);
    at++;
    from = i + 1;
  }
  vec_deinit(&some);
  return ok;
}

static bool put(Format *f) {
  Conll *c = f->state;
  Sink *o = f->options.sink;
  bool ok = sink_write(o, c->line.p, c->line.n);
  if (!ok && !o->closed)
    diag_set(&f->diag, DIAG_SYSTEM, NULL, "%s", strerror(o->error));
  buf_clear(&c->line);
  return ok;
}

static bool document(Format *f, json_t *line) {
  Conll *c = f->state;
  Spans spans = {0};
  bool ok = buf_puts(&c->line, "# id = ") &&
            format_oneline(json_object_get(line, "id"), &c->line) &&
            buf_putc(&c->line, '\n') && readspans(f, line, &spans) &&
            putblocks(f, json_object_get(line, "article"), &spans);
  vec_deinit(&spans);
  return ok ? put(f) : diag_memory(&f->diag);
}

static bool start(Format *f) {
  Conll *c = mem_alloc(sizeof *c);
  bool ok;
  if (!c) return diag_memory(&f->diag);
  buf_init(&c->line);
  f->state = c;
  ok = buf_puts(&c->line, "# columns = token start end");
  for (size_t i = 0; i < f->types.n; i++)
    ok = ok && buf_putc(&c->line, ' ') &&
         buf_puts(&c->line, f->types.p[i].name);
  return ok && buf_putc(&c->line, '\n') ? put(f) : diag_memory(&f->diag);
}

static bool finish(Format *f) {
  (void)f;
  return true;
}

static void freeconll(Format *f) {
  Conll *c = f->state;
  if (!c) return;
  buf_deinit(&c->line);
  mem_free(c);
}

const FormatClass format_conll = {.name = "conll", .article = true,
                                  .file = true, .start = start,
                                  .document = document, .finish = finish,
                                  .free = freeconll};
