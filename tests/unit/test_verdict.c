/*
** test_verdict.c: what guards answered is kept, and never for another text.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "faults.h"
#include "verdict.h"

static Str str(const char *s) { return (Str){s, strlen(s)}; }

static void keeps_answers(void **state) {
  Verdicts v = {0};
  bool yes = true;
  (void)state;
  assert_false(verdict_get(&v, 1, str("8,7"), &yes));
  verdict_put(&v, 1, str("8,7"), true);
  verdict_put(&v, 2, str("8,7"), false);
  verdict_put(&v, 1, str("8,7 tỷ đồng"), false);
  assert_true(verdict_get(&v, 1, str("8,7"), &yes) && yes);
  assert_true(verdict_get(&v, 2, str("8,7"), &yes) && !yes);
  assert_true(verdict_get(&v, 1, str("8,7 tỷ đồng"), &yes) && !yes);
  assert_false(verdict_get(&v, 3, str("8,7"), &yes));
  assert_false(verdict_get(&v, 1, str("8,70"), &yes));
  verdict_put(&v, 1, str("8,7"), false);
  assert_true(verdict_get(&v, 1, str("8,7"), &yes) && !yes);
  verdict_clear(&v);
  assert_false(verdict_get(&v, 1, str("8,7"), &yes));
  verdict_deinit(&v);
}

/* Whatever comes, the table stays within its bounds and says nothing false. */
static void stays_small(void **state) {
  Verdicts v = {0};
  char text[VERDICT_MAX_TEXT + 1];
  bool yes;
  (void)state;
  for (int i = 0; i < 100000; i++) {
    snprintf(text, sizeof text, "%d", i);
    verdict_put(&v, 7, str(text), i % 3 == 0);
    assert_true(v.count <= VERDICT_SLOTS / 2);
    if (i < 1000) continue;
    snprintf(text, sizeof text, "%d", i - 1000);
    if (verdict_get(&v, 7, str(text), &yes))
      assert_int_equal(yes, (i - 1000) % 3 == 0);
  }
  memset(text, 'a', sizeof text);
  verdict_put(&v, 7, (Str){text, sizeof text}, true);
  assert_false(verdict_get(&v, 7, (Str){text, sizeof text}, &yes));
  verdict_deinit(&v);
}

static void without_memory(void **state) {
  Verdicts v = {0};
  bool yes;
  (void)state;
  mem_failafter(0);
  verdict_put(&v, 1, str("8,7"), true);
  mem_failafter(1);
  verdict_put(&v, 1, str("8,7"), true);
  mem_failafter(-1);
  assert_false(verdict_get(&v, 1, str("8,7"), &yes));
  verdict_put(&v, 1, str("8,7"), true);
  assert_true(verdict_get(&v, 1, str("8,7"), &yes) && yes);
  verdict_deinit(&v);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(keeps_answers),
      cmocka_unit_test(stays_small),
      cmocka_unit_test(without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
