/*
** test_sieve.c: operations of the sieve over a text, and what they capture.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "capture.h"
#include "faults.h"
#include "mem.h"
#include "sieve.h"

#define ANY 0x6eu /* the marks of all tokens */

typedef struct World {
  Lexicon x;
  Heads heads;
  View view;
  Scan scan;
  Sieve s;
  Stages stages;
  volatile sig_atomic_t stop;
} World;

static Str str(const char *s) { return (Str){s, strlen(s)}; }

static void nolimit(void *ud, SieveLimit which) {
  (void)ud;
  fail_msg("expected no limit, got %d", (int)which);
}

/* Words of the text are known from the start: operations name them. */
static void setup(World *w, const char *text) {
  Diag diag;
  memset(w, 0, sizeof *w);
  assert_true(lexicon_init(&w->x));
  assert_true(heads_init(&w->heads, 8));
  for (uint32_t i = 0; i < 8; i++) heads_addkind(&w->heads, i, HEAD_ANY);
  assert_true(sieve_init(&w->s, &w->x, &w->heads));
  assert_true(view_literal(&w->view, str(text), &diag));
}

static void prepare(World *w) {
  assert_true(scan_init(&w->scan, &w->view, &w->x));
  w->s.stages = &w->stages;
  w->s.stop = &w->stop;
  w->s.limit = nolimit;
  w->s.deepest = 100;
  w->s.budget = w->s.maxsteps = 1000000;
}

static void open_(World *w) {
  prepare(w);
  assert_true(sieve_open(&w->s, &w->scan));
}

static void teardown(World *w) {
  sieve_deinit(&w->s);
  scan_deinit(&w->scan);
  view_deinit(&w->view);
  heads_deinit(&w->heads);
  lexicon_deinit(&w->x);
}

static uint32_t op(World *w, SieveOp o, const uint32_t *parts) {
  uint32_t at;
  assert_true(sieve_add(&w->s, o, parts, &at));
  return at;
}

static uint32_t word(World *w, const char *s, SievePre pre) {
  uint32_t parts[] = {lexicon_intern(&w->x, str(s)), ANY};
  return op(w, (SieveOp){.kind = SIEVE_LITERAL, .pre = (uint8_t)pre, .n = 1},
            parts);
}

static uint32_t list(World *w, SieveKind kind, uint32_t n,
                     const uint32_t *parts) {
  return op(w, (SieveOp){.kind = (uint8_t)kind, .n = n}, parts);
}

static uint32_t captured(World *w, uint32_t at, uint32_t number) {
  assert_true(sieve_capture(&w->s, number, &at));
  return at;
}

static uint32_t rep(World *w, uint32_t first, uint32_t more, uint16_t min,
                    uint32_t max) {
  return op(w, (SieveOp){.kind = SIEVE_REPEAT, .min = min, .n = max,
                         .a = first, .b = more}, NULL);
}

static void is(World *w, const Capture *c, uint32_t number, size_t first,
               size_t behind) {
  assert_int_equal(c->number, number);
  assert_int_equal(c->start, w->view.at[first]);
  assert_int_equal(scan_before(&w->scan, c->end), behind);
}

/* 1:"a" ("b" 2:"c" / 3:"b")? : what a way captured that failed is forgotten. */
static void ways_that_fail_leave_nothing(void **state) {
  World w;
  Captures got = {0};
  uint32_t both[2], ways[2], all[2];
  (void)state;
  setup(&w, "a b d");
  all[0] = captured(&w, word(&w, "a", SIEVE_NOTHING), 1);
  both[0] = captured(&w, word(&w, "b", SIEVE_SPACE), 4);
  both[1] = captured(&w, word(&w, "c", SIEVE_SPACE), 2);
  ways[0] = list(&w, SIEVE_SEQ, 2, both);
  ways[1] = captured(&w, word(&w, "b", SIEVE_SPACE), 3);
  all[1] = list(&w, SIEVE_CHOICE, 2, ways);
  all[1] = rep(&w, all[1], all[1], 0, 1);
  sieve_setterm(&w.s, 1,
                (SieveTerm){list(&w, SIEVE_SEQ, 2, all), false, false});
  open_(&w);
  assert_int_equal(sieve_term(&w.s, 1, 0), 4);
  assert_int_equal(sieve_term(&w.s, 1, 1), SIEVE_FAIL);
  capture_take(&w.s, w.s.terms.p[1].op, 0, &got);
  assert_int_equal(got.n, 2);
  is(&w, &got.p[0], 1, 0, 1);
  is(&w, &got.p[1], 3, 1, 2);
  vec_deinit(&got);
  teardown(&w);
}

/* Term 1 is "a" "b"+; 1:(2:T1) is filled by it, 3:(T1 "d") is text, and what is
** looked for ahead captures nothing unless it says so. */
static void what_fills_a_capture(void **state) {
  World w;
  Captures got = {0};
  uint32_t b, one[2], two[2], call, all[2], ahead;
  (void)state;
  setup(&w, "a b b d");
  one[0] = word(&w, "a", SIEVE_NOTHING);
  b = word(&w, "b", SIEVE_SPACE);
  one[1] = rep(&w, b, b, 1, 0);
  sieve_setterm(&w.s, 1,
                (SieveTerm){list(&w, SIEVE_SEQ, 2, one), false, false});
  call = op(&w, (SieveOp){.kind = SIEVE_TERM, .a = 1}, NULL);
  ahead = captured(&w, captured(&w, call, 2), 1);
  assert_int_not_equal(ahead, call); /* a capture around a capture */
  all[0] = op(&w, (SieveOp){.kind = SIEVE_AND, .a = ahead}, NULL);
  two[0] = op(&w, (SieveOp){.kind = SIEVE_TERM, .a = 1}, NULL);
  two[1] = word(&w, "d", SIEVE_SPACE);
  all[1] = captured(&w, list(&w, SIEVE_SEQ, 2, two), 3);
  sieve_setterm(&w.s, 2,
                (SieveTerm){list(&w, SIEVE_SEQ, 2, all), false, false});
  open_(&w);
  capture_take(&w.s, w.s.terms.p[2].op, 0, &got);
  assert_int_equal(got.n, 3);
  is(&w, &got.p[0], 2, 0, 3);
  assert_int_equal(got.p[0].filling, FILLING_TERM);
  assert_int_equal(got.p[0].id, 1);
  is(&w, &got.p[1], 1, 0, 3);
  assert_int_equal(got.p[1].filling, FILLING_TEXT); /* the inner one has it */
  is(&w, &got.p[2], 3, 0, 4);
  assert_int_equal(got.p[2].filling, FILLING_TEXT);
  got.n = 0;
  capture_take(&w.s, w.s.terms.p[2].op, 1, &got);
  assert_int_equal(got.n, 0);
  vec_deinit(&got);
  teardown(&w);
}

/* x:quoted is what stands between the quotes. */
static void quotes_are_not_captured(void **state) {
  World w;
  Captures got = {0};
  uint32_t at;
  (void)state;
  setup(&w, "\" a b \" d");
  at = op(&w, (SieveOp){.kind = SIEVE_QUOTED, .b = 1}, NULL);
  at = captured(&w, at, 1);
  sieve_setterm(&w.s, 1, (SieveTerm){at, false, false});
  open_(&w);
  assert_int_equal(sieve_term(&w.s, 1, 0), 8);
  capture_take(&w.s, at, 0, &got);
  assert_int_equal(got.n, 1);
  is(&w, &got.p[0], 1, 1, 3);
  vec_deinit(&got);
  teardown(&w);
}

static bool open_at(World *w, uint32_t term, size_t token) {
  return sieve_row(&w->s, token)->open[0] >> term & 1;
}

/* Term 1 is "a" "c"? "b", term 2 "a" "b"{2,2}, term 3 "a" ... "b", 4 "a" "d"?
*/
static void fourterms(World *w) {
  uint32_t a, b, c, d, parts[3];
  setup(w, "a b c a c b a b b a");
  a = word(w, "a", SIEVE_NOTHING);
  b = word(w, "b", SIEVE_SPACE);
  c = word(w, "c", SIEVE_SPACE);
  d = word(w, "d", SIEVE_SPACE);
  parts[0] = a;
  parts[1] = rep(w, c, c, 0, 1);
  parts[2] = b;
  sieve_setterm(&w->s, 1, (SieveTerm){list(w, SIEVE_SEQ, 3, parts), 0, 0});
  parts[1] = rep(w, b, b, 2, 2);
  sieve_setterm(&w->s, 2, (SieveTerm){list(w, SIEVE_SEQ, 2, parts), 0, 0});
  parts[1] = op(w, (SieveOp){.kind = SIEVE_GAP, .n = 8, .a = b}, NULL);
  sieve_setterm(&w->s, 3, (SieveTerm){list(w, SIEVE_SEQ, 2, parts), 0, 0});
  parts[1] = rep(w, d, d, 0, 1);
  sieve_setterm(&w->s, 4, (SieveTerm){list(w, SIEVE_SEQ, 2, parts), 0, 0});
}

/* Which of them may match the next two tokens tell, where they are one block.
*/
static void next_tokens_leave_terms_out(void **state) {
  World w;
  (void)state;
  fourterms(&w);
  open_(&w);
  assert_true(open_at(&w, 1, 0) && open_at(&w, 1, 3) && open_at(&w, 1, 6));
  assert_false(open_at(&w, 2, 0) || open_at(&w, 2, 3) || open_at(&w, 2, 9));
  assert_true(open_at(&w, 2, 6) && open_at(&w, 3, 0) && open_at(&w, 3, 6));
  assert_false(open_at(&w, 1, 9) || open_at(&w, 3, 9));
  assert_true(open_at(&w, 4, 0) && open_at(&w, 4, 9));
  assert_int_equal(sieve_term(&w.s, 1, 3), 12);
  assert_int_equal(sieve_term(&w.s, 2, 6), 18);
  assert_int_equal(sieve_term(&w.s, 3, 0), 4);
  assert_int_equal(sieve_term(&w.s, 4, 9), 20);
  teardown(&w);
}

/* Each allocation fails once: what is not known of a term is not asked for, and
** the next page is as ever. */
static void without_memory_no_page_opens(void **state) {
  bool hit = true;
  (void)state;
  for (long i = 0; hit; i++) {
    World w;
    bool ok;
    fourterms(&w);
    prepare(&w);
    faults_set(i, 1);
    ok = sieve_open(&w.s, &w.scan);
    hit = faults_end();
    assert_int_equal(ok, !hit);
    if (!ok) assert_true(sieve_open(&w.s, &w.scan));
    assert_int_equal(sieve_term(&w.s, 1, 3), 12);
    assert_int_equal(sieve_term(&w.s, 4, 9), 20);
    teardown(&w);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ways_that_fail_leave_nothing),
      cmocka_unit_test(what_fills_a_capture),
      cmocka_unit_test(quotes_are_not_captured),
      cmocka_unit_test(next_tokens_leave_terms_out),
      cmocka_unit_test(without_memory_no_page_opens),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
