/*
** lexicon.c: a trie over folded words.
*/
#include "lexicon.h"

#include <string.h>

#include "mem.h"

#define START_CAP 1024u /* of the hash tables; a power of two */

static uint32_t hashbytes(const char *p, size_t n) {
  uint32_t h = 2166136261u; /* FNV-1a */
  for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)p[i]) * 16777619u;
  return h ^ (h >> 15);
}

static uint32_t hashedge(uint32_t node, uint32_t word) {
  uint32_t h = node * 0x9E3779B1u + word * 0x85EBCA77u;
  h ^= h >> 15;
  h *= 0xC2B2AE3Du;
  return h ^ (h >> 13);
}

static uint32_t *newtable(size_t cap) {
  uint32_t *t = mem_alloc(cap * sizeof *t);
  if (t) memset(t, 0xff, cap * sizeof *t);
  return t;
}

bool lexicon_init(Lexicon *x) {
  memset(x, 0, sizeof *x);
  x->wordhash = newtable(START_CAP);
  x->edgehash = newtable(START_CAP);
  x->wordcap = x->edgecap = START_CAP;
  return x->wordhash && x->edgehash && vec_push(&x->words, 0) &&
         vec_push(&x->nodes, ((LexNode){0, 0, LEXICON_NONE}));
}

void lexicon_deinit(Lexicon *x) {
  buf_deinit(&x->text);
  vec_deinit(&x->words);
  vec_deinit(&x->nodes);
  vec_deinit(&x->entries);
  vec_deinit(&x->sets);
  mem_free(x->wordhash);
  mem_free(x->edgehash);
  memset(x, 0, sizeof *x);
}

uint32_t lexicon_newset(Lexicon *x) { return x->nsets++; }

static Str wordat(const Lexicon *x, uint32_t id) {
  uint32_t from = x->words.p[id];
  return (Str){x->text.p + from, x->words.p[id + 1] - from};
}

/* The slot that holds the word or is free for it. */
static size_t wordslot(const Lexicon *x, Str w) {
  size_t i = hashbytes(w.p, w.n) & (x->wordcap - 1);
  while (x->wordhash[i] != LEXICON_NONE && !str_eq(wordat(x, x->wordhash[i]), w))
    i = (i + 1) & (x->wordcap - 1);
  return i;
}

static size_t edgeslot(const Lexicon *x, uint32_t node, uint32_t word) {
  size_t i = hashedge(node, word) & (x->edgecap - 1);
  uint32_t child;
  while ((child = x->edgehash[i]) != LEXICON_NONE &&
         (x->nodes.p[child].parent != node || x->nodes.p[child].word != word))
    i = (i + 1) & (x->edgecap - 1);
  return i;
}

static bool growwords(Lexicon *x) {
  size_t n = x->words.n - 1;
  uint32_t *old = x->wordhash;
  if (n * 2 < x->wordcap) return true;
  x->wordhash = newtable(x->wordcap * 2);
  if (!x->wordhash) {
    x->wordhash = old;
    return false;
  }
  x->wordcap *= 2;
  for (uint32_t id = 0; id < n; id++)
    x->wordhash[wordslot(x, wordat(x, id))] = id;
  mem_free(old);
  return true;
}

static bool growedges(Lexicon *x) {
  uint32_t *old = x->edgehash;
  if (x->nodes.n * 2 < x->edgecap) return true;
  x->edgehash = newtable(x->edgecap * 2);
  if (!x->edgehash) {
    x->edgehash = old;
    return false;
  }
  x->edgecap *= 2;
  for (uint32_t id = 1; id < x->nodes.n; id++) {
    const LexNode *n = &x->nodes.p[id];
    x->edgehash[edgeslot(x, n->parent, n->word)] = id;
  }
  mem_free(old);
  return true;
}

uint32_t lexicon_word(const Lexicon *x, Str w) {
  return x->wordhash[wordslot(x, w)];
}

uint32_t lexicon_step(const Lexicon *x, uint32_t node, uint32_t word) {
  return x->edgehash[edgeslot(x, node, word)];
}

uint32_t lexicon_intern(Lexicon *x, Str w) {
  size_t slot;
  if (!growwords(x)) return LEXICON_NONE;
  slot = wordslot(x, w);
  if (x->wordhash[slot] != LEXICON_NONE) return x->wordhash[slot];
  if (!buf_putstr(&x->text, w) || !vec_push(&x->words, (uint32_t)x->text.n))
    return LEXICON_NONE;
  return x->wordhash[slot] = (uint32_t)(x->words.n - 2);
}

static uint32_t addedge(Lexicon *x, uint32_t node, uint32_t word) {
  size_t slot;
  if (!growedges(x)) return LEXICON_NONE;
  slot = edgeslot(x, node, word);
  if (x->edgehash[slot] != LEXICON_NONE) return x->edgehash[slot];
  if (!vec_push(&x->nodes, ((LexNode){node, word, LEXICON_NONE})))
    return LEXICON_NONE;
  return x->edgehash[slot] = (uint32_t)(x->nodes.n - 1);
}

/* The folded bytes of token i, without its mark. */
static Str tokentext(const View *v, size_t i) {
  const char *p = v->bytes.p + v->at[i] + 1;
  size_t n = 0, room = v->bytes.n - v->at[i] - 1;
  while (n < room && (unsigned char)p[n] > ' ') n++;
  return (Str){p, n};
}

static uint32_t walk(Lexicon *x, const View *v) {
  uint32_t node = 0;
  for (size_t i = 0; i < v->ntokens && node != LEXICON_NONE; i++) {
    uint32_t word = lexicon_intern(x, tokentext(v, i));
    node = word == LEXICON_NONE ? LEXICON_NONE : addedge(x, node, word);
  }
  return node;
}

/* Notes how the phrase ends. */
static bool addend(Lexicon *x, uint32_t set, const View *v, uint32_t node) {
  LexSet *s;
  while (x->sets.n <= set)
    if (!vec_push(&x->sets, ((LexSet){0, 0}))) return false;
  s = &x->sets.p[set];
  s->last |= lexicon_bit(x->nodes.p[node].word);
  if (v->ntokens > s->longest) s->longest = (uint32_t)v->ntokens;
  return true;
}

bool lexicon_add(Lexicon *x, uint32_t set, uint32_t value, Str phrase,
                 uint32_t *old, Diag *diag) {
  View v;
  uint32_t node, e;
  bool ok = false;
  *old = LEXICON_NONE;
  if (!view_literal(&v, phrase, diag)) goto done;
  if (v.ntokens == 0) {
    diag_set(diag, DIAG_RULE, NULL, "a phrase without a word or sign");
    goto done;
  }
  node = walk(x, &v);
  if (node == LEXICON_NONE) goto memory;
  for (e = x->nodes.p[node].entries; e != LEXICON_NONE; e = x->entries.p[e].next)
    if (x->entries.p[e].set == set) {
      *old = x->entries.p[e].value;
      ok = true;
      goto done;
    }
  if (!addend(x, set, &v, node) ||
      !vec_push(&x->entries,
                ((LexEntry){set, value, x->nodes.p[node].entries})))
    goto memory;
  x->nodes.p[node].entries = (uint32_t)(x->entries.n - 1);
  ok = true;
  goto done;
memory:
  diag_memory(diag);
done:
  view_deinit(&v);
  return ok;
}
