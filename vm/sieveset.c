/*
** sieveset.c: building a sieve: its operations as they are added, and what is
** found of them when the first page comes - with which tokens each may begin,
** and what begins with which phrase.
*/
#include <string.h>

#include "mem.h"
#include "sieverun.h"

#define ANYTHING UINT64_MAX

bool sieve_add(Sieve *s, SieveOp op, const uint32_t *parts, uint32_t *at) {
  bool listed = op.kind == SIEVE_SEQ || op.kind == SIEVE_CHOICE;
  size_t n = listed ? op.n : op.kind == SIEVE_LITERAL ? (size_t)op.n * 2 : 0;
  if (n) {
    op.a = (uint32_t)s->parts.n;
    if (!vec_reserve(&s->parts, n)) return false;
    memcpy(s->parts.p + s->parts.n, parts, n * sizeof *parts);
    s->parts.n += n;
  }
  *at = (uint32_t)s->ops.n;
  op.first = 0;
  s->ready = false;
  return vec_push(&s->ops, op) && vec_push(&s->captures, (SieveCapture){0});
}

bool sieve_capture(Sieve *s, uint32_t number, uint32_t *at) {
  SieveOp around = {.kind = SIEVE_SEQ, .n = 1, .pre = s->ops.p[*at].pre};
  if (s->captures.p[*at].number && !sieve_add(s, around, at, at)) return false;
  s->captures.p[*at].number = number;
  return true;
}

bool sieve_addstring(Sieve *s, Str text, uint32_t *at) {
  *at = (uint32_t)s->string.n - 1;
  return buf_putstr(&s->strings, text) &&
         vec_push(&s->string, (uint32_t)s->strings.n);
}

void sieve_setterm(Sieve *s, uint32_t term, SieveTerm as) {
  if (term < s->terms.n) s->terms.p[term] = as;
}

/*
** Captures
*/

static void addinside(const Sieve *s, SieveCapture *c, uint32_t part) {
  const SieveCapture *of = &s->captures.p[part];
  c->captures |= of->captures;
  c->nodes |= of->nodes;
}

/* What has captures in it, and nodes. Of what is looked for ahead nothing but
** captures counts; of what must not stand there nothing. */
static void inside(Sieve *s, uint32_t at) {
  const SieveOp *op = &s->ops.p[at];
  SieveCapture *c = &s->captures.p[at];
  c->captures = c->number != 0;
  c->nodes = op->kind == SIEVE_TERM || op->kind == SIEVE_PHRASE;
  switch ((SieveKind)op->kind) {
    case SIEVE_SEQ:
    case SIEVE_CHOICE:
      for (uint32_t i = 0; i < op->n; i++)
        addinside(s, c, s->parts.p[op->a + i]);
      break;
    case SIEVE_REPEAT: addinside(s, c, op->b); /* fall through */
    case SIEVE_GAP: addinside(s, c, op->a); break;
    case SIEVE_AND:
      addinside(s, c, op->a);
      c->nodes &= c->captures;
      break;
    default: break;
  }
}

/*
** First tokens
*/

typedef struct Firsts {
  Sieve *s;
  uint64_t *ofset; /* of the first words of the phrases of each set */
  uint8_t *state;  /* of each operation: 0 to do, 1 at it, 2 done */
} Firsts;

static void setclasses(const Lexicon *x, uint64_t *ofset) {
  memset(ofset, 0, x->nsets * sizeof *ofset);
  for (uint32_t i = 1; i < x->nodes.n; i++) {
    uint32_t node = i;
    if (x->nodes.p[i].entries == LEXICON_NONE) continue;
    while (x->nodes.p[node].parent) node = x->nodes.p[node].parent;
    for (uint32_t e = x->nodes.p[i].entries; e != LEXICON_NONE;
         e = x->entries.p[e].next)
      ofset[x->entries.p[e].set] |= sieve_wordclass(x->nodes.p[node].word);
  }
}

static void settle(Firsts *f, uint32_t at);

static void setfirst(SieveOp *op, uint64_t class) {
  op->first = op->gate = class;
}

static void settleparts(Firsts *f, SieveOp *op) {
  const uint32_t *parts = f->s->parts.p + op->a;
  uint64_t first = 0, gate = 0;
  for (uint32_t i = 0; i < op->n; i++) {
    const SieveOp *part = &f->s->ops.p[parts[i]];
    settle(f, parts[i]);
    first |= part->first;
    gate |= part->gate;
    if (op->kind == SIEVE_SEQ && part->gate != ANYTHING) {
      setfirst(op, first);
      return;
    }
  }
  op->first = first;
  op->gate = op->kind == SIEVE_SEQ ? ANYTHING : gate;
}

static void settlecall(Firsts *f, SieveOp *op, uint32_t callee) {
  setfirst(op, 0); /* a term without a pattern never matches */
  if (callee == SIEVE_FAIL) return;
  settle(f, callee);
  op->first = f->s->ops.p[callee].first;
  op->gate = f->s->ops.p[callee].gate;
}

/* Finds op->first and op->gate. */
static void settle(Firsts *f, uint32_t at) {
  SieveOp *op = &f->s->ops.p[at];
  if (f->state[at] == 1) setfirst(op, ANYTHING);
  if (f->state[at]) return;
  f->state[at] = 1;
  op->first = 0;
  op->gate = ANYTHING;
  switch ((SieveKind)op->kind) {
    case SIEVE_SEQ:
    case SIEVE_CHOICE: settleparts(f, op); break;
    case SIEVE_REPEAT:
      settlecall(f, op, op->a);
      if (op->min == 0) op->gate = ANYTHING;
      break;
    case SIEVE_EXACT: settlecall(f, op, op->a); break;
    case SIEVE_TERM: settlecall(f, op, f->s->terms.p[op->a].op); break;
    case SIEVE_GAP: op->first = ANYTHING; break;
    case SIEVE_REST: setfirst(op, sieve_markclass(ALLMARKS)); break;
    case SIEVE_TOKEN: setfirst(op, sieve_markclass(op->a)); break;
    case SIEVE_LETTER: setfirst(op, sieve_markclass(WORDMARKS)); break;
    case SIEVE_ROMAN: setfirst(op, sieve_markclass(1u << MARK_UPPER)); break;
    case SIEVE_QUOTED: setfirst(op, sieve_markclass(1u << MARK_SIGN)); break;
    case SIEVE_LITERAL:
      setfirst(op, sieve_wordclass(f->s->parts.p[op->a]));
      break;
    case SIEVE_PHRASE: setfirst(op, f->ofset[op->a]); break;
    default: break; /* consumes nothing */
  }
  f->state[at] = 2;
}

/* The row of the terms that the phrases at the node begin: one of those there
** are, or a new one. */
static bool addstarts(Sieve *s, uint32_t node, uint64_t *terms,
                      uint32_t *row) {
  const Lexicon *x = s->lexicon;
  size_t width = s->heads->width;
  bool any = false;
  memset(terms, 0, width * sizeof *terms);
  for (uint32_t e = x->nodes.p[node].entries; e != LEXICON_NONE;
       e = x->entries.p[e].next) {
    size_t at = x->entries.p[e].set * width;
    for (size_t w = 0; at < s->heads->sets.n && w < width; w++)
      any |= (terms[w] |= s->heads->sets.p[at + w]) != 0;
  }
  *row = SIEVE_FAIL;
  if (!any) return true;
  *row = (uint32_t)(s->starts.n / width);
  if (!vec_reserve(&s->starts, width)) return false;
  memcpy(s->starts.p + s->starts.n, terms, width * sizeof *terms);
  s->starts.n += width;
  return true;
}

static bool addnode(Sieve *s, uint32_t node, const uint8_t *named,
                    uint64_t *terms) {
  const Lexicon *x = s->lexicon;
  SieveNode n = {0, SIEVE_FAIL, (uint32_t)s->asked.n, 0};
  for (uint32_t e = x->nodes.p[node].entries; e != LEXICON_NONE;
       e = x->entries.p[e].next) {
    SievePhrase phrase = {x->entries.p[e].set, x->entries.p[e].value};
    if (!named[phrase.set]) continue;
    if (!vec_push(&s->asked, phrase)) return false;
    n.sets |= lexicon_bit(phrase.set);
  }
  n.n = (uint32_t)s->asked.n - n.from;
  return addstarts(s, node, terms, &n.row) && vec_push(&s->nodes, n);
}

static bool settlenodes(Sieve *s) {
  uint8_t *named = mem_alloc(s->lexicon->nsets + 1);
  uint64_t *terms = mem_alloc(s->heads->width * sizeof *terms);
  bool ok = named && terms;
  s->nodes.n = s->starts.n = s->asked.n = 0;
  if (named) memset(named, 0, s->lexicon->nsets + 1);
  for (size_t i = 0; ok && i < s->ops.n; i++)
    if (s->ops.p[i].kind == SIEVE_PHRASE) named[s->ops.p[i].a] = 1;
  for (uint32_t i = 0; ok && i < s->lexicon->nodes.n; i++)
    ok = addnode(s, i, named, terms);
  mem_free(named);
  mem_free(terms);
  return ok;
}

bool sieve_settle(Sieve *s) {
  Firsts f = {s, mem_alloc((s->lexicon->nsets + 1) * sizeof *f.ofset),
              mem_alloc(s->ops.n + 1)};
  bool ok = f.ofset && f.state && settlenodes(s);
  if (ok) {
    setclasses(s->lexicon, f.ofset);
    memset(f.state, 0, s->ops.n);
    for (uint32_t i = 0; i < s->ops.n; i++) {
      settle(&f, i);
      inside(s, i);
    }
    s->ready = true;
  }
  mem_free(f.ofset);
  mem_free(f.state);
  return ok;
}
