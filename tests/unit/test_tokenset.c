/*
** test_tokenset.c: sets of tokens, and in which of them a token is.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tokenset.h"

#define MARKS 0x6eu

static uint32_t words(TokenSets *t, uint32_t a, uint32_t b) {
  uint32_t list[] = {a, b};
  return tokensets_words(t, list, 2);
}

static void a_set_is_made_once(void **state) {
  TokenSets t;
  uint32_t a, b;
  (void)state;
  assert_true(tokensets_init(&t, 100, MARKS));
  a = words(&t, 3, 70);
  b = tokensets_marks(&t, 1u << 5);
  assert_int_equal(words(&t, 70, 3), a);
  assert_int_equal(tokensets_words(&t, NULL, 0), TOKENSET_NONE);
  assert_int_equal(tokensets_marks(&t, MARKS), TOKENSET_ALL);
  assert_int_equal(tokensets_union(&t, a, b), tokensets_union(&t, b, a));
  assert_int_equal(tokensets_union(&t, a, TOKENSET_NONE), a);
  assert_int_equal(tokensets_union(&t, a, TOKENSET_ALL), TOKENSET_ALL);
  assert_int_equal(tokensets_union(&t, a, TOKENSET_FAIL), TOKENSET_FAIL);
  tokensets_deinit(&t);
}

static void many_sets_become_one(void **state) {
  TokenSets t;
  uint32_t all[3], n;
  (void)state;
  assert_true(tokensets_init(&t, 100, MARKS));
  all[0] = words(&t, 3, 70);
  all[1] = words(&t, 4, 99);
  all[2] = tokensets_marks(&t, 1u << 5);
  n = (uint32_t)t.bits.n;
  assert_int_equal(tokensets_join(&t, all, 3), n); /* nothing between */
  assert_int_equal(t.bits.n, n + 1);
  assert_int_equal(
      tokensets_union(&t, all[0], tokensets_union(&t, all[1], all[2])), n);
  assert_int_equal(tokensets_join(&t, all, 0), TOKENSET_NONE);
  all[0] = TOKENSET_ALL;
  assert_int_equal(tokensets_join(&t, all, 3), TOKENSET_ALL);
  all[2] = TOKENSET_FAIL;
  assert_int_equal(tokensets_join(&t, all, 3), TOKENSET_FAIL);
  tokensets_deinit(&t);
}

static bool has(const TokenRows *r, uint32_t word, uint32_t mark, size_t i) {
  return (tokenrows_word(r, word)[i / 64] |
          r->marks.p[mark * r->width + i / 64]) >> (i % 64) & 1;
}

static void rows_tell_the_sets_of_a_token(void **state) {
  TokenSets t;
  TokenRows r = {0};
  uint32_t columns[70];
  (void)state;
  assert_true(tokensets_init(&t, 100, MARKS));
  for (size_t i = 0; i < 70; i++) columns[i] = TOKENSET_NONE;
  columns[1] = words(&t, 3, 70);
  columns[65] = tokensets_union(&t, words(&t, 70, 71),
                                tokensets_marks(&t, 1u << 5));
  columns[66] = TOKENSET_ALWAYS;
  columns[67] = TOKENSET_ALL;
  assert_true(tokenrows_make(&r, &t, columns, 70));
  tokensets_deinit(&t);
  assert_true(has(&r, 3, 1, 1) && has(&r, 70, 1, 1));
  assert_false(has(&r, 71, 1, 1) || has(&r, 4, 1, 1) || has(&r, 3, 1, 0));
  assert_true(has(&r, 71, 1, 65) && has(&r, 4, 5, 65));
  assert_false(has(&r, 4, 1, 65));
  assert_true(has(&r, 4, 0, 66) && has(&r, 4, 1, 66));
  assert_true(has(&r, 4, 1, 67));
  assert_false(has(&r, 4, 0, 67));
  tokenrows_deinit(&r);
}

static void many_words_share_places(void **state) {
  TokenSets t;
  TokenRows r = {0};
  uint32_t column;
  (void)state;
  assert_true(tokensets_init(&t, 10 * TOKENSET_CLASSES, MARKS));
  column = words(&t, 5, 9 * TOKENSET_CLASSES + 7);
  assert_true(tokenrows_make(&r, &t, &column, 1));
  tokensets_deinit(&t);
  assert_true(has(&r, 5, 1, 0));
  assert_true(has(&r, 9 * TOKENSET_CLASSES + 7, 1, 0));
  assert_false(has(&r, 6, 1, 0));
  tokenrows_deinit(&r);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_set_is_made_once),
      cmocka_unit_test(many_sets_become_one),
      cmocka_unit_test(rows_tell_the_sets_of_a_token),
      cmocka_unit_test(many_words_share_places),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
