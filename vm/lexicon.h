/*
** lexicon.h: all phrases of all vocabularies and all literal heads of rules,
** in one trie over folded words. A phrase belongs to a set (a vocabulary, or
** the heads of one rule) and carries a value (the row, say).
**
** Words are interned once; the trie's edges are (node, word) pairs in one
** hash table, so 15,000 phrases cost some 2 MB.
*/
#ifndef LEXICON_H
#define LEXICON_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "view.h"

#define LEXICON_NONE UINT32_MAX

typedef struct LexEntry {
  uint32_t set, value;
  uint32_t next; /* another entry of the node, or LEXICON_NONE */
} LexEntry;

typedef struct LexNode {
  uint32_t parent, word; /* the edge that leads here */
  uint32_t entries;      /* first entry, or LEXICON_NONE */
} LexNode;

/* How the phrases of a set end: most places are told at once that none does
** there. */
typedef struct LexSet {
  uint64_t last;    /* lexicon_bit of every last word */
  uint32_t longest; /* words of its longest phrase */
} LexSet;

typedef struct Lexicon {
  Buf text;                 /* the words, one after another */
  VEC(uint32_t) words;      /* where each word begins in text; one more */
  VEC(LexNode) nodes;       /* 0 is the root */
  VEC(LexEntry) entries;
  uint32_t *wordhash;       /* word ids by hash, LEXICON_NONE: free */
  size_t wordcap;
  uint32_t *edgehash;       /* node ids by hash of (parent, word) */
  size_t edgecap;
  uint32_t nsets;
  VEC(LexSet) sets;         /* those that have phrases, and all below */
} Lexicon;

bool lexicon_init(Lexicon *x);
void lexicon_deinit(Lexicon *x);
uint32_t lexicon_newset(Lexicon *x);
/* Adds the phrase to the set. Where the set has it already, *old is its value
** and nothing changes; else *old is LEXICON_NONE. A phrase without a word or
** sign gives false with kind rule. */
bool lexicon_add(Lexicon *x, uint32_t set, uint32_t value, Str phrase,
                 uint32_t *old, Diag *diag);
/* One of 64 bits for a word's id. */
static inline uint64_t lexicon_bit(uint32_t word) {
  return (uint64_t)1 << (word * 0x9E3779B1u >> 26);
}
/* The id of a folded word, or LEXICON_NONE. */
uint32_t lexicon_word(const Lexicon *x, Str word);
/* The same, of a word that may be new; LEXICON_NONE without memory. */
uint32_t lexicon_intern(Lexicon *x, Str word);
/* The node behind `node` along `word`, or LEXICON_NONE. */
uint32_t lexicon_step(const Lexicon *x, uint32_t node, uint32_t word);

#endif
