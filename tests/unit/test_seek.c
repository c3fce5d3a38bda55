/*
** test_seek.c: which things a step looks at, in which order.
*/
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "seek.h"

#define ALL ((Span){0, UINT32_MAX})
#define MANY 100

/* Things at 0-4, 10-14, 20-24, ...; `n` of them. */
static Spans *things(uint32_t n) {
  Spans *s = calloc(1, sizeof *s + n * sizeof *s->at);
  assert_non_null(s);
  s->n = s->cap = n;
  for (uint32_t i = 0; i < n; i++) s->at[i] = (Span){i * 10, i * 10 + 4};
  return s;
}

/* The things that are looked at, by their numbers. */
static const char *order(Spans *s, const char *way, Span asking, Span scope,
                         uint64_t most) {
  static char out[200];
  size_t i, n = 0;
  Seek k;
  out[0] = '\0';
  seek_start(&k, s, seek_way(way), asking, scope, most);
  while ((i = seek_next(&k)) != SEEK_NONE && n + 8 < sizeof out)
    n += (size_t)snprintf(out + n, sizeof out - n, n ? " %zu" : "%zu", i);
  return out;
}

static void test_ways(void **state) {
  Spans *s = things(6);
  Span at = {20, 34};
  (void)state;
  assert_string_equal(order(s, "previous", at, ALL, MANY), "1 0");
  assert_string_equal(order(s, "next", at, ALL, MANY), "4 5");
  assert_string_equal(order(s, "inside", at, ALL, MANY), "2 3");
  assert_string_equal(order(s, "first", at, ALL, MANY), "0 1 2 3 4 5");
  assert_string_equal(order(s, "respective", at, ALL, MANY), "1 0");
  assert_string_equal(order(s, "nearest", (Span){24, 30}, ALL, MANY),
                      "2 3 1 4 0 5");
  free(s);
}

static void test_scope(void **state) {
  Spans *s = things(6);
  Span at = {20, 34}, scope = {10, 50};
  (void)state;
  assert_string_equal(order(s, "previous", at, scope, MANY), "1");
  assert_string_equal(order(s, "next", at, scope, MANY), "4");
  assert_string_equal(order(s, "first", at, scope, MANY), "1 2 3 4");
  assert_string_equal(order(s, "nearest", at, scope, MANY), "2 3 1 4");
  free(s);
}

/* One that reaches into what asks does not stand before it, nor one inside that
** ends behind it. */
static void test_overlap(void **state) {
  Spans *s = things(3);
  (void)state;
  assert_string_equal(order(s, "previous", (Span){12, 20}, ALL, MANY), "0");
  assert_string_equal(order(s, "inside", (Span){0, 12}, ALL, MANY), "0");
  free(s);
}

static void test_most(void **state) {
  Spans *s = things(6);
  (void)state;
  assert_string_equal(order(s, "first", (Span){0, 1}, ALL, 2), "0 1");
  assert_string_equal(order(s, "previous", (Span){60, 61}, ALL, 3), "5 4 3");
  free(s);
}

static void test_empty(void **state) {
  static const char *const ways[] = {"previous", "next",    "inside",
                                     "first",    "nearest", "respective"};
  Spans *s = things(0);
  (void)state;
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
    assert_string_equal(order(s, ways[i], (Span){5, 6}, ALL, MANY), "");
  assert_int_equal(seek_way("behind"), WAY_COUNT);
  assert_int_equal(seek_scope("page"), SCOPE_COUNT);
  free(s);
}

/* The next search begins where the last one ended, wherever that was. */
static void test_far(void **state) {
  Spans *s = things(1000);
  static const uint32_t at[] = {9000, 0, 500, 490, 9990, 4000, 100000};
  (void)state;
  for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
    char want[16] = "";
    if (at[i] < 10000) snprintf(want, sizeof want, "%u", at[i] / 10);
    assert_string_equal(order(s, "next", (Span){0, at[i]}, ALL, 1), want);
  }
  free(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ways),  cmocka_unit_test(test_scope),
      cmocka_unit_test(test_overlap), cmocka_unit_test(test_most),
      cmocka_unit_test(test_empty), cmocka_unit_test(test_far)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
