/*
** sievebegin.c: with which tokens may an operation begin? Of each it is found
** which tokens may stand first, second and third in what it takes, when the
** first page comes. From the first ones come the columns `gate` and `pass` of
** operations; a term is not asked where one of the next two tokens cannot be.
*/
#include <string.h>

#include "mem.h"
#include "sieverun.h"

#define POSITIONS 3u
#define LENGTHS ((1u << POSITIONS) - 1) /* that may be too short for all */

/* What an operation may take. */
typedef struct Begin {
  uint32_t at[POSITIONS]; /* sets of tokens at the first place, the second ...,
                             where it takes so many */
  uint8_t lengths;        /* bit n: it may take n tokens; of less than
                             POSITIONS */
  uint8_t state;          /* 0 to do, 1 at it, 2 done */
} Begin;

typedef struct Beginning {
  Sieve *s;
  TokenSets sets;
  Begin *ofop, *ofset;      /* of operations; of the phrases of vocabularies */
  VEC(uint32_t) joined;     /* sets that become one */
  VEC(uint32_t) columns;
  uint32_t *column;         /* of each set that has one; 0: none */
  size_t ncolumn;
} Beginning;

static const Begin nothing = {{TOKENSET_NONE, TOKENSET_NONE, TOKENSET_NONE},
                              1, 2};
static const Begin never = {{TOKENSET_NONE, TOKENSET_NONE, TOKENSET_NONE},
                            0, 2};
static const Begin anything = {{TOKENSET_ALL, TOKENSET_ALL, TOKENSET_ALL},
                               LENGTHS, 2};

/* ---------------------------------------------------------------- phrases */

typedef struct Path {
  uint32_t word[POSITIONS];
  uint32_t n; /* of all its words */
} Path;

/* The first words of the phrase that ends at a node. */
static Path pathof(const Lexicon *x, uint32_t node) {
  Path p = {{0}, 0};
  for (uint32_t i = node; i; i = x->nodes.p[i].parent) p.n++;
  for (uint32_t i = node, k = p.n; i; i = x->nodes.p[i].parent)
    if (--k < POSITIONS) p.word[k] = x->nodes.p[i].word;
  return p;
}

typedef struct Words {
  VEC(uint32_t) at[POSITIONS];
  uint8_t lengths;
} Words;

static bool addpath(Words *w, const Path *p) {
  if (p->n < POSITIONS) w->lengths |= (uint8_t)(1u << p->n);
  for (uint32_t k = 0; k < POSITIONS && k < p->n; k++)
    if (!vec_push(&w->at[k], p->word[k])) return false;
  return true;
}

/* The words of the phrases of all vocabularies that operations name. */
static bool collect(const Sieve *s, Words *ofset) {
  for (uint32_t i = 1; i < s->nodes.n; i++) {
    const SieveNode *n = &s->nodes.p[i];
    Path p;
    if (n->n == 0) continue;
    p = pathof(s->lexicon, i);
    for (uint32_t k = 0; k < n->n; k++)
      if (!addpath(&ofset[s->asked.p[n->from + k].set], &p)) return false;
  }
  return true;
}

static bool phrases(Beginning *b) {
  size_t n = b->s->lexicon->nsets + 1;
  Words *words = mem_alloc(n * sizeof *words);
  bool ok;
  if (!words) return false;
  memset(words, 0, n * sizeof *words);
  ok = collect(b->s, words);
  for (size_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < POSITIONS; k++) {
      if (ok) {
        b->ofset[i].at[k] =
            tokensets_words(&b->sets, words[i].at[k].p, words[i].at[k].n);
        b->ofset[i].lengths = words[i].lengths;
        ok = b->ofset[i].at[k] != TOKENSET_FAIL;
      }
      vec_deinit(&words[i].at[k]);
    }
  mem_free(words);
  return ok;
}

/* ------------------------------------------------------------- operations */

static uint32_t both(Beginning *b, uint32_t x, uint32_t y) {
  return tokensets_union(&b->sets, x, y);
}

static Begin either(Beginning *b, Begin x, const Begin *y) {
  for (uint32_t k = 0; k < POSITIONS; k++) x.at[k] = both(b, x.at[k], y->at[k]);
  x.lengths |= y->lengths;
  return x;
}

/* x, then y. */
static Begin then(Beginning *b, const Begin *x, const Begin *y) {
  Begin z = *x;
  z.lengths = 0;
  for (uint32_t n = 0; n < POSITIONS; n++) {
    if (!(x->lengths >> n & 1)) continue;
    for (uint32_t k = n; k < POSITIONS; k++)
      z.at[k] = both(b, z.at[k], y->at[k - n]);
    z.lengths |= (uint8_t)(y->lengths << n & LENGTHS);
  }
  return z;
}

static Begin marks(Beginning *b, uint32_t bits) {
  Begin x = never;
  x.at[0] = tokensets_marks(&b->sets, bits);
  x.lengths = 1u << 1;
  return x;
}

static const Begin *beginof(Beginning *b, uint32_t at);

static Begin sequence(Beginning *b, const SieveOp *op) {
  const uint32_t *part = b->s->parts.p + op->a;
  Begin x = nothing;
  for (uint32_t i = 0; i < op->n; i++) x = then(b, &x, beginof(b, part[i]));
  return x;
}

/* What stands at place k of any of the parts, of which all is known. */
static uint32_t anyof(Beginning *b, const SieveOp *op, uint32_t k) {
  const uint32_t *part = b->s->parts.p + op->a;
  b->joined.n = 0;
  for (uint32_t i = 0; i < op->n; i++)
    if (!vec_push(&b->joined, beginof(b, part[i])->at[k])) return TOKENSET_FAIL;
  return tokensets_join(&b->sets, b->joined.p, b->joined.n);
}

/* There may be thousands of parts: each would leave a set of its own. */
static Begin choice(Beginning *b, const SieveOp *op) {
  const uint32_t *part = b->s->parts.p + op->a;
  Begin x = never;
  for (uint32_t i = 0; i < op->n; i++)
    x.lengths |= beginof(b, part[i])->lengths;
  for (uint32_t k = 0; k < POSITIONS; k++) x.at[k] = anyof(b, op, k);
  return x;
}

static Begin repeated(Beginning *b, const SieveOp *op) {
  Begin first = *beginof(b, op->a), more = *beginof(b, op->b);
  Begin x = op->min == 0 ? either(b, first, &nothing) : first, now = first;
  if (op->min > 1) x = never;
  for (uint32_t n = 2; n <= POSITIONS + 1 && (op->n == 0 || n <= op->n); n++) {
    now = then(b, &now, &more);
    if (n >= op->min || n > POSITIONS) x = either(b, x, &now);
  }
  return x;
}

/* The words of a literal: `a` in `parts`, two numbers each. */
static Begin literal(Beginning *b, const SieveOp *op) {
  Begin x = never;
  for (uint32_t k = 0; k < POSITIONS && k < op->n; k++)
    x.at[k] = tokensets_words(&b->sets, b->s->parts.p + op->a + 2 * k, 1);
  if (op->n < POSITIONS) x.lengths = (uint8_t)(1u << op->n);
  return x;
}

static Begin quoted(Beginning *b) {
  Begin x = anything;
  x.at[0] = tokensets_marks(&b->sets, 1u << MARK_SIGN);
  x.lengths = 0;
  return x;
}

/* A run of anything, so many tokens at least. */
static Begin run(uint8_t shortest) {
  Begin x = anything;
  x.lengths = (uint8_t)(shortest ? LENGTHS & -(unsigned)shortest : 0);
  return x;
}

static Begin find(Beginning *b, const SieveOp *op) {
  uint32_t callee;
  switch ((SieveKind)op->kind) {
    case SIEVE_SEQ: return sequence(b, op);
    case SIEVE_CHOICE: return choice(b, op);
    case SIEVE_REPEAT: return repeated(b, op);
    case SIEVE_GAP: /* bits from its shortest on */
      return run((uint8_t)(beginof(b, op->a)->lengths &
                           -(unsigned)beginof(b, op->a)->lengths));
    case SIEVE_REST: return run(1u << 1);
    case SIEVE_TOKEN: return marks(b, op->a);
    case SIEVE_LETTER: return marks(b, WORDMARKS);
    case SIEVE_ROMAN: return marks(b, 1u << MARK_UPPER);
    case SIEVE_QUOTED: return quoted(b);
    case SIEVE_LITERAL: return literal(b, op);
    case SIEVE_EXACT: return *beginof(b, op->a);
    case SIEVE_TERM:
      callee = b->s->terms.p[op->a].op;
      return callee == SIEVE_FAIL ? never : *beginof(b, callee);
    case SIEVE_PHRASE: return b->ofset[op->a];
    default: return nothing; /* tests, and white space */
  }
}

/* Of an operation that meets itself on the way nothing is known. */
static const Begin *beginof(Beginning *b, uint32_t at) {
  Begin *x = &b->ofop[at];
  if (x->state == 1) return &anything;
  if (x->state == 0) {
    x->state = 1;
    *x = find(b, &b->s->ops.p[at]);
    x->state = 2;
  }
  return x;
}

/* ---------------------------------------------------------------- columns */

/* The column of a set; what is not to be told apart has the first one. */
static bool columnof(Beginning *b, uint32_t set, uint32_t *column) {
  *column = b->s->always;
  if (set == TOKENSET_ALWAYS) return true;
  if (set == TOKENSET_FAIL) return false;
  while (b->ncolumn <= set) b->column[b->ncolumn++] = 0;
  if (!b->column[set]) {
    b->column[set] = (uint32_t)b->columns.n;
    if (!vec_push(&b->columns, set)) return false;
  }
  *column = b->column[set];
  return true;
}

/* What may stand first where the operation matches. */
static uint32_t gateof(Beginning *b, uint32_t at) {
  const SieveOp *op = &b->s->ops.p[at];
  if (op->kind == SIEVE_AND) return gateof(b, op->a);
  return b->ofop[at].lengths & 1 ? (uint32_t)TOKENSET_ALWAYS
                                 : b->ofop[at].at[0];
}

/* Where none of these stands the operation is passed over. */
static uint32_t passof(Beginning *b, uint32_t at) {
  const SieveOp *op = &b->s->ops.p[at];
  if (op->kind == SIEVE_NOT || (op->kind == SIEVE_REPEAT && op->min == 0))
    return gateof(b, op->a);
  return TOKENSET_ALWAYS;
}

/* The sets of what may stand at place k of each term: for rows of heads. */
static bool addterms(Beginning *b, uint32_t k) {
  size_t n = b->s->narrowed * 64;
  for (size_t i = 0; i < n; i++) {
    uint32_t set = TOKENSET_ALWAYS;
    if (i < b->s->terms.n && b->s->terms.p[i].op != SIEVE_FAIL) {
      const Begin *x = &b->ofop[b->s->terms.p[i].op];
      if (!(x->lengths & ((1u << (k + 1)) - 1))) set = x->at[k];
    }
    if (set == TOKENSET_FAIL || !vec_push(&b->columns, set)) return false;
  }
  return true;
}

static bool makecolumns(Beginning *b) {
  Sieve *s = b->s;
  s->narrowed = 0;
  for (size_t i = 0; i < s->terms.n; i++)
    if (s->terms.p[i].op != SIEVE_FAIL) s->narrowed = i / 64 + 1;
  if (!addterms(b, 1) || !addterms(b, 2)) return false;
  s->always = (uint32_t)b->columns.n;
  if (!vec_push(&b->columns, (uint32_t)TOKENSET_ALWAYS)) return false;
  b->column = mem_alloc((b->sets.bits.n + 1) * sizeof *b->column);
  if (!b->column) return false;
  for (uint32_t i = 0; i < s->ops.n; i++)
    if (!columnof(b, gateof(b, i), &s->ops.p[i].gate) ||
        !columnof(b, passof(b, i), &s->ops.p[i].pass))
      return false;
  return tokenrows_make(&s->begins, &b->sets, b->columns.p, b->columns.n);
}

static bool makebegins(Beginning *b) {
  Sieve *s = b->s;
  size_t nsets = s->lexicon->nsets + 1;
  if (!tokensets_init(&b->sets, s->lexicon->words.n, ALLMARKS)) return false;
  b->ofop = mem_alloc((s->ops.n + 1) * sizeof *b->ofop);
  b->ofset = mem_alloc(nsets * sizeof *b->ofset);
  if (!b->ofop || !b->ofset) return false;
  memset(b->ofop, 0, (s->ops.n + 1) * sizeof *b->ofop);
  memset(b->ofset, 0, nsets * sizeof *b->ofset);
  if (!phrases(b)) return false;
  for (uint32_t i = 0; i < s->ops.n; i++) beginof(b, i);
  return makecolumns(b);
}

bool sieve_begin(Sieve *s) {
  Beginning b = {.s = s};
  bool ok = makebegins(&b);
  tokensets_deinit(&b.sets);
  mem_free(b.ofop);
  mem_free(b.ofset);
  mem_free(b.column);
  vec_deinit(&b.joined);
  vec_deinit(&b.columns);
  return ok;
}
