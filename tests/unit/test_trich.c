/*
** test_trich.c: the public interface as a C program uses it.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trich.h"

static const char rule[] =
    "package mine\n"
    "record seen { name, count, tags* }\n"
    "rule seen : seen = count:digits \"con\" name:word (\",\" tags:word)*\n";

static char path[] = "/tmp/trichXXXXXX.rule";

static Trich *engine(void) {
  Trich *t = trich_new();
  assert_non_null(t);
  assert_true(trich_option(t, "shipped", "no"));
  assert_true(trich_rules(t, path));
  assert_true(trich_compile(t));
  return t;
}

static TrichDocument doc(const char *text) {
  return (TrichDocument){.id = "a", .bytes = text, .n = strlen(text)};
}

static void test_records(void **state) {
  Trich *t = engine();
  TrichDocument d = doc("Có 3 con mèo. Có 2 con chó, gầy, nhỏ.");
  const TrichRecord *r;
  (void)state;
  assert_true(trich_find(t, &d));
  assert_null(trich_problem(t));
  r = trich_next(t);
  assert_non_null(r);
  assert_string_equal(r->type, "seen");
  assert_string_equal(r->rule, "mine.seen");
  assert_string_equal(r->text, "3 con mèo");
  assert_int_equal(r->start, 4);
  assert_int_equal(r->end, 14);
  assert_string_equal(r->json,
                      "{\"type\":\"seen\",\"rule\":\"mine.seen\",\"start\":4,"
                      "\"end\":14,\"text\":\"3 con mèo\",\"fields\":"
                      "{\"name\":\"mèo\",\"count\":\"3\"}}");
  assert_string_equal(trich_field(t, r, "count"), "3");
  assert_null(trich_field(t, r, "tags"));
  assert_null(trich_field(t, r, "nothing"));
  r = trich_next(t);
  assert_non_null(r);
  assert_string_equal(trich_field(t, r, "tags"), "[\"gầy\",\"nhỏ\"]");
  assert_null(trich_next(t));
  assert_null(trich_next(t));
  trich_free(t);
}

static void test_offsets(void **state) {
  Trich *t = trich_new();
  TrichDocument d = doc("Đã có 3 con mèo");
  const TrichRecord *r;
  (void)state;
  assert_true(trich_option(t, "shipped", "no"));
  assert_true(trich_option(t, "offsets", "chars"));
  assert_true(trich_rules(t, path) && trich_compile(t));
  assert_true(trich_find(t, &d));
  r = trich_next(t);
  assert_non_null(r);
  assert_int_equal(r->start, 6);
  assert_int_equal(r->end, 15);
  trich_free(t);
}

static void test_types(void **state) {
  Trich *t = engine();
  TrichDocument d = doc("3 con mèo");
  (void)state;
  assert_true(trich_option(t, "types", "other"));
  assert_true(trich_find(t, &d));
  assert_null(trich_next(t));
  trich_free(t);
}

/* What a later document or none leaves to ask for. */
static void test_nothing(void **state) {
  Trich *t = engine();
  TrichDocument d = {.id = "b", .error = "cannot be read"};
  (void)state;
  assert_null(trich_next(t));
  assert_null(trich_meta(t, "title"));
  assert_null(trich_problem(t));
  assert_true(trich_find(t, &d));
  assert_null(trich_next(t));
  assert_string_equal(trich_problem(t), "cannot be read");
  d = doc("");
  assert_true(trich_find(t, &d));
  assert_null(trich_problem(t));
  trich_free(t);
}

static void test_meta(void **state) {
  Trich *t = trich_new(); /* meta is the work of shipped rules */
  TrichDocument d = doc("<html><head><title>Một trang</title>"
                        "<meta property='og:title' content='Một trang'></head>"
                        "<body><h1>Một trang</h1><p>3 con mèo</p></body></html>");
  (void)state;
  assert_true(trich_compile(t));
  assert_true(trich_find(t, &d));
  assert_string_equal(trich_meta(t, "title"), "Một trang");
  assert_null(trich_meta(t, "byline"));
  trich_free(t);
}

static void test_wrong(void **state) {
  Trich *t = trich_new();
  (void)state;
  assert_false(trich_option(t, "nothing", "x"));
  assert_int_equal(trich_status(t), TRICH_USAGE);
  assert_true(trich_option(t, "shipped", "no"));
  assert_true(trich_rules(t, "/nowhere/at/all.rule"));
  assert_false(trich_compile(t));
  assert_int_equal(trich_status(t), TRICH_RULES);
  assert_non_null(strstr(trich_error(t), "/nowhere/at/all.rule"));
  trich_free(t);
}

/* Two handles at once know nothing of each other. */
static void test_two(void **state) {
  Trich *a = engine(), *b = trich_new();
  TrichDocument d = doc("3 con mèo");
  (void)state;
  assert_true(trich_option(b, "shipped", "no") && trich_compile(b));
  assert_true(trich_find(a, &d));
  assert_true(trich_find(b, &d));
  assert_null(trich_next(b));
  assert_non_null(trich_next(a));
  trich_free(b);
  trich_free(a);
}

static int writerule(void **state) {
  FILE *f;
  int fd = mkstemps(path, 5);
  (void)state;
  f = fd < 0 ? NULL : fdopen(fd, "w");
  return !f || fputs(rule, f) < 0 || fclose(f) != 0;
}

static int removerule(void **state) {
  (void)state;
  return remove(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_records), cmocka_unit_test(test_offsets),
      cmocka_unit_test(test_types),   cmocka_unit_test(test_nothing),
      cmocka_unit_test(test_meta),    cmocka_unit_test(test_wrong),
      cmocka_unit_test(test_two),
  };
  return cmocka_run_group_tests(tests, writerule, removerule);
}
