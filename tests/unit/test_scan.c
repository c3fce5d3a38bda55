/*
** test_scan.c: the lexicon, and the heads of terms.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "faults.h"
#include "lexicon.h"
#include "mem.h"
#include "scan.h"
#include "view.h"

static Str str(const char *s) { return (Str){s, strlen(s)}; }

static uint32_t add(Lexicon *x, uint32_t set, uint32_t value, const char *s) {
  uint32_t old;
  Diag diag;
  assert_true(lexicon_add(x, set, value, str(s), &old, &diag));
  return old;
}

static void phrases_fold_to_one(void **state) {
  Lexicon x;
  Diag diag;
  uint32_t a, old;
  (void)state;
  assert_true(lexicon_init(&x));
  a = lexicon_newset(&x);
  assert_int_equal(add(&x, a, 7, "Hòa Bình"), LEXICON_NONE);
  assert_int_equal(add(&x, a, 8, "HOÀ  BÌNH"), 7);
  assert_int_equal(add(&x, lexicon_newset(&x), 9, "hòa bình"), LEXICON_NONE);
  assert_false(lexicon_add(&x, a, 1, str("  "), &old, &diag));
  assert_int_equal(diag.kind, DIAG_RULE);
  lexicon_deinit(&x);
}

static void longest_phrase_wins(void **state) {
  Lexicon x;
  View v;
  Scan s;
  Diag diag;
  uint32_t set, value = 0;
  (void)state;
  assert_true(lexicon_init(&x));
  set = lexicon_newset(&x);
  add(&x, set, 1, "tỷ");
  add(&x, set, 2, "tỷ đồng");
  add(&x, set, 3, "nghìn tỷ");
  assert_true(view_literal(&v, str("ba nghìn tỷ đồng"), &diag));
  assert_true(scan_init(&s, &v, &x));
  assert_int_equal(scan_phrase(&s, set, 0, &value), 0);
  assert_int_equal(scan_phrase(&s, set, 1, &value), 2);
  assert_int_equal(value, 3);
  assert_int_equal(scan_phrase(&s, set, 2, &value), 2);
  assert_int_equal(value, 2);
  assert_int_equal(scan_phrasebefore(&s, set, 3, &value), 2);
  assert_int_equal(value, 3);
  assert_int_equal(scan_phrasebefore(&s, set, 1, &value), 0);
  for (size_t i = 0; i < v.ntokens; i++)
    assert_int_equal(scan_token(&s, v.at[i]), i);
  assert_int_equal(scan_token(&s, v.at[1] + 1), v.ntokens);
  scan_deinit(&s);
  view_deinit(&v);
  lexicon_deinit(&x);
}

static bool has(const uint64_t *terms, uint32_t term) {
  return terms[term / 64] >> (term % 64) & 1;
}

static void heads_of_terms(void **state) {
  Lexicon x;
  Heads h;
  View v;
  Scan s;
  Diag diag;
  uint64_t terms[2 * HEADS_STEP];
  (void)state;
  assert_true(lexicon_init(&x));
  assert_true(heads_init(&h, 100));
  heads_addkind(&h, 1, HEAD_DIGITS);
  heads_addkind(&h, 2, HEAD_CAPITAL);
  heads_addkind(&h, 99, HEAD_ANY);
  assert_true(view_literal(&v, str("Kim ngạch đạt 8"), &diag));
  assert_true(scan_init(&s, &v, &x));
  heads_ofkind(&h, scan_kind(&s, 0), terms);
  assert_true(has(terms, 2) && has(terms, 99));
  assert_false(has(terms, 1));
  heads_ofkind(&h, scan_kind(&s, 2), terms);
  assert_false(has(terms, 2) || has(terms, 1));
  heads_ofkind(&h, scan_kind(&s, 3), terms);
  assert_true(has(terms, 1) && has(terms, 99));
  scan_deinit(&s);
  view_deinit(&v);
  heads_deinit(&h);
  lexicon_deinit(&x);
}

/* Many phrases: the tables grow, and nothing gets lost. */
static void grows(void **state) {
  Lexicon x;
  char phrase[64];
  uint32_t set;
  (void)state;
  assert_true(lexicon_init(&x));
  set = lexicon_newset(&x);
  for (unsigned i = 0; i < 5000; i++) {
    snprintf(phrase, sizeof phrase, "từ%u thứ %u", i % 700, i);
    assert_int_equal(add(&x, set, i, phrase), LEXICON_NONE);
  }
  for (unsigned i = 0; i < 5000; i++) {
    snprintf(phrase, sizeof phrase, "từ%u thứ %u", i % 700, i);
    assert_int_equal(add(&x, set, 0, phrase), i);
  }
  lexicon_deinit(&x);
}

static void fails_without_memory(void **state) {
  (void)state;
  for (long n = 0; n < 60; n++) {
    Lexicon x;
    uint32_t old;
    Diag diag;
    bool ok;
    mem_failafter(n);
    ok = lexicon_init(&x);
    for (int i = 0; ok && i < 40; i++) {
      char phrase[32];
      snprintf(phrase, sizeof phrase, "chữ %d", i);
      ok = lexicon_add(&x, 0, 1, str(phrase), &old, &diag);
    }
    mem_failafter(-1);
    lexicon_deinit(&x);
    if (n < 3) assert_false(ok);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(phrases_fold_to_one),
      cmocka_unit_test(longest_phrase_wins), cmocka_unit_test(heads_of_terms),
      cmocka_unit_test(grows), cmocka_unit_test(fails_without_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
