/*
** sieveset.c: building a sieve: its operations as they are added, and what is
** found of them when the first page comes: what captures they have in them, and
** what begins with which phrase.
*/
#include <string.h>

#include "mem.h"
#include "sieverun.h"

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
** Phrases
*/

/* Adds the terms that begin with phrases of the set. */
static bool addset(const Sieve *s, uint64_t *terms, uint32_t set) {
  size_t width = s->heads->width, at = set * width;
  bool any = false;
  for (size_t w = 0; at < s->heads->sets.n && w < width; w++)
    any |= (terms[w] |= s->heads->sets.p[at + w]) != 0;
  return any;
}

/* What is made for all nodes at once. */
typedef struct Nodes {
  uint8_t *named;   /* sets that operations name */
  uint32_t *rowof;  /* of sets: the row of nodes that have phrases of it alone;
                       SIEVE_FAIL: not made yet */
  uint64_t *terms;
} Nodes;

/* The row of the terms that the phrases at the node begin. */
static bool addstarts(Sieve *s, uint32_t node, Nodes *all, uint32_t *row) {
  const LexEntry *entries = s->lexicon->entries.p;
  size_t width = s->heads->width;
  uint32_t first = s->lexicon->nodes.p[node].entries;
  bool any = false, alone;
  *row = SIEVE_FAIL;
  if (first == LEXICON_NONE) return true;
  alone = entries[first].next == LEXICON_NONE;
  if (alone) *row = all->rowof[entries[first].set];
  if (*row != SIEVE_FAIL) return true;
  memset(all->terms, 0, width * sizeof *all->terms);
  for (uint32_t e = first; e != LEXICON_NONE; e = entries[e].next)
    any |= addset(s, all->terms, entries[e].set);
  if (!any) return true;
  *row = (uint32_t)(s->starts.n / width);
  if (alone) all->rowof[entries[first].set] = *row;
  if (!vec_reserve(&s->starts, width)) return false;
  memcpy(s->starts.p + s->starts.n, all->terms, width * sizeof *all->terms);
  s->starts.n += width;
  return true;
}

/* The rows of the terms that each kind of token begins. */
static bool addkinds(Sieve *s) {
  size_t width = s->heads->width;
  if (!vec_reserve(&s->starts, SCAN_KINDS * width)) return false;
  for (unsigned kind = 0; kind < SCAN_KINDS; kind++)
    heads_ofkind(s->heads, kind, s->starts.p + kind * width);
  s->starts.n = SCAN_KINDS * width;
  return true;
}

static bool addfirsts(Sieve *s) {
  s->first.n = 0;
  for (uint32_t word = 0; word + 1 < s->lexicon->words.n; word++)
    if (!vec_push(&s->first, lexicon_step(s->lexicon, 0, word))) return false;
  return true;
}

static bool addnode(Sieve *s, uint32_t node, Nodes *all) {
  const Lexicon *x = s->lexicon;
  SieveNode n = {0, SIEVE_FAIL, (uint32_t)s->asked.n, 0};
  for (uint32_t e = x->nodes.p[node].entries; e != LEXICON_NONE;
       e = x->entries.p[e].next) {
    SievePhrase phrase = {x->entries.p[e].set, x->entries.p[e].value};
    if (!all->named[phrase.set]) continue;
    if (!vec_push(&s->asked, phrase)) return false;
    n.sets |= lexicon_bit(phrase.set);
  }
  n.n = (uint32_t)s->asked.n - n.from;
  return addstarts(s, node, all, &n.row) && vec_push(&s->nodes, n);
}

static bool settlenodes(Sieve *s) {
  size_t nsets = s->lexicon->nsets + 1;
  Nodes all = {mem_alloc(nsets), mem_alloc(nsets * sizeof *all.rowof),
               mem_alloc(s->heads->width * sizeof *all.terms)};
  bool ok = all.named && all.rowof && all.terms;
  s->nodes.n = s->starts.n = s->asked.n = 0;
  ok = ok && addkinds(s) && addfirsts(s);
  if (ok) {
    memset(all.named, 0, nsets);
    memset(all.rowof, 0xff, nsets * sizeof *all.rowof);
  }
  for (size_t i = 0; ok && i < s->ops.n; i++)
    if (s->ops.p[i].kind == SIEVE_PHRASE) all.named[s->ops.p[i].a] = 1;
  for (uint32_t i = 0; ok && i < s->lexicon->nodes.n; i++)
    ok = addnode(s, i, &all);
  mem_free(all.named);
  mem_free(all.rowof);
  mem_free(all.terms);
  return ok;
}

bool sieve_settle(Sieve *s) {
  if (!settlenodes(s) || !sieve_begin(s)) return false;
  for (uint32_t i = 0; i < s->ops.n; i++) inside(s, i);
  s->ready = true;
  return true;
}
