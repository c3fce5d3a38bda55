/*
** capture.c: a pattern once more, for its captures. The functions are those of
** sieve.c that have parts, with what is to be undone where a way fails; parts
** in which nothing is captured are left to the sieve itself.
*/
#include "capture.h"

#include "sieverun.h"

/* What was written down up to some place on the way. */
typedef struct Noted {
  size_t n;       /* captures that have ended */
  uint32_t nodes; /* of the open capture: terms and phrases directly in it */
  Capture last;   /* ... the last of these */
} Noted;

typedef struct Taking {
  Sieve *s;
  Captures *out;
  bool open; /* inside a capture */
  Noted now; /* `n` is that of `out` */
} Taking;

static uint32_t take(Taking *t, uint32_t at, uint32_t place);

static Noted noted(const Taking *t) {
  Noted n = t->now;
  n.n = t->out->n;
  return n;
}

static void undo(Taking *t, const Noted *n) {
  t->now = *n;
  t->out->n = n->n;
}

/*
** Terms and phrases
*/

static void put(Taking *t, uint32_t place, uint32_t end, Filling filling,
                uint32_t id, uint32_t value) {
  Capture c = {0, sieve_byte(t->s, place), sieve_byte(t->s, end),
               filling, id, value, 0};
  t->now.nodes++;
  t->now.last = c;
}

static uint32_t term(Taking *t, const SieveOp *op, uint32_t at,
                     uint32_t place) {
  uint32_t end = sieve_run(t->s, at, place);
  if (end != SIEVE_FAIL)
    put(t, sieve_skip(t->s, place, op->pre), end, FILLING_TERM, op->a, 0);
  return end;
}

static uint32_t phrase(Taking *t, const SieveOp *op, uint32_t at,
                       uint32_t place) {
  uint32_t end = sieve_run(t->s, at, place), value = 0;
  if (end == SIEVE_FAIL) return end;
  place = sieve_skip(t->s, place, op->pre);
  sieve_phrase(t->s, op->a, place / 2, &value);
  put(t, place, end, FILLING_PHRASE, op->a, value);
  return end;
}

/*
** Parts
*/

static uint32_t sequence(Taking *t, const SieveOp *op, uint32_t place) {
  const uint32_t *parts = t->s->parts.p + op->a;
  for (uint32_t i = 0; i < op->n; i++)
    if ((place = take(t, parts[i], place)) == SIEVE_FAIL) break;
  return place;
}

static uint32_t choice(Taking *t, const SieveOp *op, uint32_t place) {
  const uint32_t *parts = t->s->parts.p + op->a;
  Noted before = noted(t);
  for (uint32_t i = 0; i < op->n; i++) {
    uint32_t end = take(t, parts[i], place);
    if (end != SIEVE_FAIL) return end;
    undo(t, &before);
  }
  return SIEVE_FAIL;
}

static uint32_t repeated(Taking *t, const SieveOp *op, uint32_t place) {
  Noted before = noted(t);
  uint32_t end = take(t, op->a, place), next, count = 1;
  if (end == SIEVE_FAIL) {
    undo(t, &before);
    return op->min ? SIEVE_FAIL : place;
  }
  for (; op->n == 0 || count < op->n; count++) {
    before = noted(t);
    next = take(t, op->b, end);
    if (next == SIEVE_FAIL || next == end) {
      undo(t, &before);
      break;
    }
    end = next;
  }
  return count < op->min ? SIEVE_FAIL : end;
}

static uint32_t gap(Taking *t, const SieveOp *op, uint32_t place) {
  Noted before = noted(t);
  for (uint32_t count = 0;; count++) {
    uint32_t end = take(t, op->a, place);
    if (end != SIEVE_FAIL || count == op->n) return end;
    undo(t, &before);
    place = sieve_take(t->s, place, SIEVE_INNER, ALLMARKS);
    if (place == SIEVE_FAIL) return SIEVE_FAIL;
  }
}

/* An operation with something in it that is written down. */
static uint32_t walk(Taking *t, uint32_t at, uint32_t place) {
  const SieveOp *op = &t->s->ops.p[at];
  switch ((SieveKind)op->kind) {
    case SIEVE_SEQ: return sequence(t, op, place);
    case SIEVE_CHOICE: return choice(t, op, place);
    case SIEVE_REPEAT: return repeated(t, op, place);
    case SIEVE_GAP: return gap(t, op, place);
    case SIEVE_AND: return take(t, op->a, place) == SIEVE_FAIL ? SIEVE_FAIL
                                                               : place;
    case SIEVE_TERM: return term(t, op, at, place);
    case SIEVE_PHRASE: return phrase(t, op, at, place);
    default: return sieve_run(t->s, at, place);
  }
}

/*
** Captures
*/

/* What stands between the quotes that begin at the place and end at `end`. */
static void inner(const Sieve *s, Capture *c, uint32_t place, uint32_t end) {
  place = sieve_skip(s, sieve_behind(s, place / 2), SIEVE_SPACE);
  c->start = sieve_byte(s, place);
  c->end = s->tokens[end / 2 - 2].end;
}

static uint32_t capture(Taking *t, uint32_t at, uint32_t place) {
  const SieveOp *op = &t->s->ops.p[at];
  Noted outer = t->now;
  bool open = t->open;
  uint32_t from = sieve_skip(t->s, place, op->pre), end;
  Capture c = {.number = t->s->captures.p[at].number};
  t->open = true;
  t->now.nodes = 0;
  end = walk(t, at, place);
  t->open = open;
  c.start = sieve_byte(t->s, from);
  if (end != SIEVE_FAIL) {
    const Capture *last = &t->now.last;
    c.end = sieve_byte(t->s, end);
    if (op->kind == SIEVE_QUOTED && op->b) inner(t->s, &c, from, end);
    if (t->now.nodes == 1 && last->start == c.start && last->end == c.end) {
      c.filling = last->filling;
      c.id = last->id;
      c.value = last->value;
    }
    if (!vec_push(t->out, c)) t->s->limit(t->s->ud, SIEVE_MEMORY);
  }
  t->now.nodes = outer.nodes;
  t->now.last = outer.last;
  return end;
}

static uint32_t take(Taking *t, uint32_t at, uint32_t place) {
  const SieveCapture *c = &t->s->captures.p[at];
  if (!c->captures && !(t->open && c->nodes))
    return sieve_match(t->s, at, place);
  if (!sieve_begins(&t->s->tokens[place / 2], t->s->ops.p[at].gate))
    return SIEVE_FAIL;
  return c->number ? capture(t, at, place) : walk(t, at, place);
}

void capture_take(Sieve *s, uint32_t op, size_t token, Captures *out) {
  Taking t = {.s = s, .out = out};
  size_t n = out->n;
  if (take(&t, op, (uint32_t)token * 2 + 1) == SIEVE_FAIL) out->n = n;
}
