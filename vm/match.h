/*
** match.h: runs the rules' patterns at the candidates of a page. Used by
** core.c, which shows it to Lua, and by host.c.
**
** Whether and up to where a term or rule matches tells the sieve, and of those
** matches that something is made of what their captures took (vm/capture.h). On
** the reference path LPeg tells both: there a reference to a term inside a
** pattern is a call of this engine (an lpeg.Cmt), which keeps what each term
** gave at each place, so that many rules share the work. A match leaves a node
** and a flat list of captures; Lua tables are made only for records that are
** kept.
**
** LPeg gives captures as events:  k at    number k opens at byte `at`
**                                 0 at    the last open capture closes
**                                 -n      node n (a term or phrase) stands here
*/
#ifndef MATCH_H
#define MATCH_H
#include <lua.h>
#include <signal.h>

#include "capture.h"
#include "diag.h"
#include "expect.h"
#include "lexicon.h"
#include "limit.h"
#include "memo.h"
#include "page.h"
#include "progress.h"
#include "scan.h"
#include "sieve.h"
#include "stages.h"
#include "verdict.h"
#include "view.h"

typedef enum NodeKind { NODE_TERM, NODE_PHRASE } NodeKind;

typedef struct Node {
  NodeKind kind;
  uint32_t id;         /* of the term, or of the phrase's set */
  uint32_t value;      /* of a phrase */
  uint32_t start, end; /* in the view's bytes */
  bool taken;          /* its captures are known: n of them from `first` on */
  uint32_t first, n;
} Node;

/* A match of a rule, by its place. */
typedef struct Candidate {
  uint32_t start, end, rule;
} Candidate;

/* What the tries of a rule took, over all pages so far. */
typedef struct Cost {
  uint64_t tries;
  uint64_t entries;     /* of terms, the rule itself too; what another rule
                           had asked before costs nothing */
  uint64_t nanoseconds; /* only where `clocked` */
} Cost;

/* Of a paragraph or sentence, in the view's bytes. */
typedef struct Bounds {
  size_t start, end;
} Bounds;

#define MATCH_BOUNDS 32 /* about as many as a page of news has with records */

/* Those last asked for: each link asks for those of all records. */
typedef struct BoundsKept {
  Bounds p[MATCH_BOUNDS];
  uint32_t next; /* where the next one goes */
} BoundsKept;

typedef struct Match {
  Lexicon lexicon;
  Heads heads;
  Sieve sieve;
  Verdicts verdicts; /* of guards that the text alone can sway */
  VEC(uint32_t) ruleterm; /* the term of each rule */
  VEC(uint32_t) termrule; /* the rule of each term, or LEXICON_NONE */
  Expect expect;          /* which rules, as terms, can still match */
  VEC(Cost) costs;        /* of each rule */
  bool clocked;           /* time is taken, too */
  Stages stages;          /* of all the program, off unless asked for */
  Buf abbreviations;
  /* of the open page */
  const Page *page;
  const Decoded *decoded;
  View view;
  Scan scan;
  bool open;
  VEC(Node) nodes;
  Captures captures;   /* of nodes, each in the order of their ends */
  Captures taking;     /* of those that are being found */
  Memo memo;
  bool reference;      /* the sieve is not asked */
  Buf tidy;            /* of core.c, for one text */
  uint64_t most;       /* things that a step of a link looks at */
  BoundsKept bounds[2]; /* of paragraphs, of sentences */
  VEC(Candidate) found; /* by match_scan */
  uint32_t reached;    /* where the block begins that is being scanned */
  uint32_t depth;
  uint64_t entries; /* of terms so far, where the sieve is not asked */
  uint64_t budget;  /* ... and how many there may be */
  uint32_t tries;   /* of rules so far */
  const char *limit;
  volatile sig_atomic_t stop; /* set by a signal: the page is to be left */
  Progress own, *progress; /* where it is kept: here, or where it is seen */
  size_t ceiling; /* KB of Lua's memory from which garbage is collected again
                     that was not until then; 0: it always is */
  /* in Lua's registry */
  int terms;   /* table: patterns by term id, or what makes them */
  int guards;  /* table: guard functions by term id */
  int subject; /* the view as a Lua string */
  int lpeg;    /* lpeg.match */
} Match;

/* All of these may raise a Lua error: no memory, or a limit of the page. */

/* Makes the state and keeps it in L's registry; match_of gives it back. */
Match *match_new(lua_State *L);
Match *match_of(lua_State *L);
/* Starts a new set of heads, for terms whose ids are below nterms. */
void match_setterms(Match *m, lua_State *L, size_t nterms);
/* The next rule is the term's. */
void match_addrule(Match *m, lua_State *L, uint32_t term);

/* The rule needs a beginning of `head`, a number below nterms, in the rest of
** its block. */
void match_require(Match *m, lua_State *L, uint32_t rule, uint32_t head);

/* Opens a page for matching; it must outlive the next match_close. */
bool match_open(Match *m, lua_State *L, const Page *page, const Decoded *d,
                Diag *diag);
void match_close(Match *m, lua_State *L);
/* Entries of terms so far. */
uint64_t match_entries(const Match *m);
/* The node of the term, with its guard, at byte `at` of the view, or 0. */
uint32_t match_term(Match *m, lua_State *L, uint32_t term, uint32_t at);
/* The node of a match that the last match_scan found. */
uint32_t match_node(Match *m, lua_State *L, Candidate found);
/* The captures of the node, which are in m->captures from there on. */
const Node *match_captures(Match *m, lua_State *L, uint32_t node);
/* The node of what fills capture i of m->captures, or 0: it is just text. */
uint32_t match_filling(Match *m, lua_State *L, size_t i);
/* Tries every rule where it could begin (by LPeg at every token, where
** reference is true), in the blocks before the one that byte `upto` is in.
** m->found holds the matches then, in order of start, then longest, then
** rule; after an error those of the blocks that were done come first in it. */
void match_scan(Match *m, lua_State *L, bool reference, uint32_t upto);
/* Collects garbage again where there is more than m->ceiling allows. */
void match_collect(Match *m, lua_State *L);
/* Puts m->found in order; after an error keeps only whole blocks. */
void match_sort(Match *m);

/* For reference.c: raises the error of a limit; adds a node and gives its
** number; asks the guard of a term's node; the node of the term at the token,
** its guard asked, or 0, by the sieve. */
void match_limit(Match *m, lua_State *L, LimitId id, uint64_t value);
uint32_t match_addnode(Match *m, lua_State *L, const Node *n);
bool match_guarded(Match *m, lua_State *L, uint32_t term, uint32_t node);
uint32_t match_quietly(Match *m, lua_State *L, uint32_t term, size_t token);

#endif
