/*
** test_source.c: places in rule files and how errors are shown.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "source.h"

static Str str(const char *s) { return (Str){s, strlen(s)}; }

static void place(const char *text, size_t at, size_t line, size_t column) {
  Source s;
  size_t l, c;
  assert_true(source_init(&s, "x.rule", str(text)));
  source_place(&s, at, &l, &c);
  assert_int_equal(l, line);
  assert_int_equal(c, column);
  source_deinit(&s);
}

static void renders(const char *text, size_t start, size_t end,
                    const char *hint, const char *want) {
  SourceError e = {"error", start, end, str("it is wrong"), str(hint)};
  Source s;
  Buf out;
  buf_init(&out);
  assert_true(source_init(&s, "x.rule", str(text)));
  assert_true(source_render(&s, &e, &out));
  assert_true(buf_putc(&out, '\0'));
  assert_string_equal(out.p, want);
  source_deinit(&s);
  buf_deinit(&out);
}

static void test_places(void **state) {
  (void)state;
  place("", 0, 1, 1);
  place("ab\ncd", 0, 1, 1);
  place("ab\ncd", 2, 1, 3);
  place("ab\ncd", 3, 2, 1);
  place("ab\ncd", 99, 2, 3);
  place("ab\n", 3, 2, 1);
  place("tỷ x", 5, 1, 4); /* characters, not bytes */
}

static void test_span(void **state) {
  (void)state;
  renders("a\n  label:word+ \"x\"\nb", 10, 15, "stop there\nor here",
          "x.rule:2:9: error: it is wrong\n"
          "   2 |   label:word+ \"x\"\n"
          "     |         ^^^^^\n"
          "  stop there\n"
          "  or here\n");
}

static void test_carets_stand_by_width(void **state) {
  (void)state;
  renders("日\te\xCC\x82 x", 8, 9, "",
          "x.rule:1:6: error: it is wrong\n"
          "   1 | 日 e\xCC\x82 x\n"
          "     |      ^\n");
}

static void test_empty_span_and_end(void **state) {
  (void)state;
  renders("ab\r\n", 2, 2, "",
          "x.rule:1:3: error: it is wrong\n   1 | ab\n     |   ^\n");
  renders("ab", 2, 2, "",
          "x.rule:1:3: error: it is wrong\n   1 | ab\n     |   ^\n");
  renders("", 5, 9, "",
          "x.rule:1:1: error: it is wrong\n   1 | \n     | ^\n");
}

static void test_span_over_lines(void **state) {
  (void)state;
  renders("abc\ndef", 1, 6, "",
          "x.rule:1:2: error: it is wrong\n   1 | abc\n     |  ^^\n");
}

static void test_invalid_bytes(void **state) {
  (void)state;
  renders("\xff\xfe x", 3, 4, "",
          "x.rule:1:4: error: it is wrong\n"
          "   1 | \xEF\xBF\xBD\xEF\xBF\xBD x\n"
          "     |    ^\n");
}

/* A line of a megabyte is quoted around the span only. */
static void test_long_line(void **state) {
  static char text[1 << 20];
  SourceError e = {"error", 500000, 500003, str("m"), {"", 0}};
  Source s;
  Buf out;
  (void)state;
  memset(text, 'a', sizeof text);
  memcpy(text + 500000, "xyz", 3);
  buf_init(&out);
  assert_true(source_init(&s, "x.rule", (Str){text, sizeof text}));
  assert_true(source_render(&s, &e, &out));
  assert_true(out.n < 600);
  assert_true(buf_putc(&out, '\0'));
  assert_non_null(strstr(out.p, "axyza"));
  assert_non_null(strstr(out.p, " ^^^\n"));
  source_deinit(&s);
  buf_deinit(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_places),
      cmocka_unit_test(test_span),
      cmocka_unit_test(test_carets_stand_by_width),
      cmocka_unit_test(test_empty_span_and_end),
      cmocka_unit_test(test_span_over_lines),
      cmocka_unit_test(test_invalid_bytes),
      cmocka_unit_test(test_long_line)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
