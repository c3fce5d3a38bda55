/*
** test_map.c: spans of produced text, and offsets in other units.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "decode.h"
#include "map.h"
#include "offset.h"

static void joins_linear_spans(void **state) {
  Map m;
  (void)state;
  map_init(&m);
  assert_true(map_add(&m, 4, 0, 4));
  assert_true(map_add(&m, 3, 4, 3));
  assert_int_equal(m.n, 1);
  assert_true(map_add(&m, 1, 7, 5)); /* an entity */
  assert_true(map_add(&m, 2, 12, 2));
  assert_int_equal(m.n, 3);
  assert_int_equal(map_start(&m, 0), 0);
  assert_int_equal(map_start(&m, 6), 6);
  assert_int_equal(map_start(&m, 7), 7);
  assert_int_equal(map_end(&m, 7), 7);
  assert_int_equal(map_end(&m, 8), 12);
  assert_int_equal(map_start(&m, 8), 12);
  assert_int_equal(map_start(&m, 10), 14);
  assert_int_equal(map_end(&m, 10), 14);
  map_deinit(&m);
}

static void empty_map(void **state) {
  Map m;
  (void)state;
  map_init(&m);
  assert_int_equal(map_start(&m, 0), 0);
  assert_int_equal(map_end(&m, 0), 0);
  map_deinit(&m);
}

static void units(void **state) {
  const char raw[] = "a\xc3\xa9\xf0\x9f\x98\x80z"; /* a, e acute, emoji, z */
  Decoded d;
  Diag diag;
  Offset o;
  (void)state;
  assert_true(decode(&d, (Str){raw, sizeof raw - 1}, ENC_UTF8, &diag));
  assert_true(offset_init(&o, &d, OFFSET_CHARS));
  assert_int_equal(offset_of(&o, 0), 0);
  assert_int_equal(offset_of(&o, 3), 2);
  assert_int_equal(offset_of(&o, 7), 3);
  assert_int_equal(offset_of(&o, 8), 4);
  offset_deinit(&o);
  assert_true(offset_init(&o, &d, OFFSET_UTF16));
  assert_int_equal(offset_of(&o, 7), 4);
  assert_int_equal(offset_of(&o, 8), 5);
  offset_deinit(&o);
  assert_true(offset_init(&o, &d, OFFSET_BYTES));
  assert_int_equal(offset_of(&o, 7), 7);
  offset_deinit(&o);
  decode_deinit(&d);
}

static void units_of_long_text(void **state) {
  Buf raw;
  Decoded d;
  Diag diag;
  Offset o;
  (void)state;
  buf_init(&raw);
  for (int i = 0; i < 3000; i++) assert_true(buf_puts(&raw, "\xe1\xbb\x99"));
  assert_true(decode(&d, buf_str(&raw), ENC_UTF8, &diag));
  assert_true(offset_init(&o, &d, OFFSET_CHARS));
  for (size_t i = 0; i <= 3000; i += 7)
    assert_int_equal(offset_of(&o, i * 3), i);
  offset_deinit(&o);
  decode_deinit(&d);
  buf_deinit(&raw);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(joins_linear_spans), cmocka_unit_test(empty_map),
      cmocka_unit_test(units), cmocka_unit_test(units_of_long_text)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
