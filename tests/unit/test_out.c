/*
** test_out.c: the JSON writer.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "faults.h"
#include "mem.h"
#include "out.h"

static Buf buf;
static Out o;

static int setup(void **state) {
  (void)state;
  buf_init(&buf);
  out_init(&o, &buf);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  mem_failafter(-1);
  buf_deinit(&buf);
  return 0;
}

static void gives(const char *want) {
  assert_true(buf_putc(&buf, '\0'));
  assert_string_equal(buf.p, want);
}

static void test_commas(void **state) {
  (void)state;
  out_open(&o, '{');
  out_key(&o, "a"), out_int(&o, -1);
  out_key(&o, "b"), out_open(&o, '[');
  out_bool(&o, true), out_bool(&o, false), out_size(&o, 7);
  out_open(&o, '{'), out_close(&o, '}');
  out_open(&o, '['), out_close(&o, ']');
  out_close(&o, ']');
  out_key(&o, "c"), out_raw(&o, STR_LIT("0.5"));
  out_close(&o, '}');
  assert_true(out_end(&o));
  gives("{\"a\":-1,\"b\":[true,false,7,{},[]],\"c\":0.5}\n");
}

static void test_lines_stand_apart(void **state) {
  (void)state;
  out_open(&o, '{'), out_close(&o, '}'), out_end(&o);
  out_open(&o, '{'), out_close(&o, '}'), out_end(&o);
  gives("{}\n{}\n");
}

static void test_escapes(void **state) {
  (void)state;
  out_string(&o, STR_LIT("\"\\/\b\f\n\r\t\x01\x1f\x7f\0é\xE2\x80\xA8"));
  gives("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\xEF\xBF\xBDé\xE2\x80\xA8\"");
}

static void test_bad_bytes_are_replaced(void **state) {
  (void)state;
  out_text(&o, STR_LIT("a\xff" "b\xC3"));
  gives("\"a\xEF\xBF\xBD" "b\xEF\xBF\xBD\"");
}

static void test_counts(void **state) {
  (void)state;
  out_open(&o, '{');
  out_count(&o, "a", STR_LIT("12.345"));
  out_count(&o, "b", STR_LIT("007"));
  out_count(&o, "c", STR_LIT("0"));
  out_count(&o, "d", STR_LIT("12 views"));
  out_count(&o, "e", STR_LIT(""));
  out_count(&o, "f", STR_LIT("1234567890123456789012345"));
  out_close(&o, '}');
  gives("{\"a\":12345,\"b\":7,\"c\":0}");
}

static void test_no_memory_is_told_at_the_end(void **state) {
  (void)state;
  mem_failafter(0);
  out_string(&o, STR_LIT("x"));
  mem_failafter(-1);
  out_string(&o, STR_LIT("y"));
  assert_false(out_end(&o));
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
  const struct CMUnitTest tests[] = {
      TEST(test_commas),        TEST(test_lines_stand_apart),
      TEST(test_escapes),       TEST(test_bad_bytes_are_replaced),
      TEST(test_counts),        TEST(test_no_memory_is_told_at_the_end)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
