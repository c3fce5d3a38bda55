/*
** test_table.c: tables for a terminal.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "table.h"
#include "utf8.h"

static Str str(const char *s) { return (Str){s, strlen(s)}; }

/* Cells row by row, NULL at the end. */
static void prints(size_t columns, TableStyle style, const char *const *cells,
                   const char *want) {
  Table t;
  Buf out;
  buf_init(&out);
  table_init(&t, columns);
  for (; *cells; cells++) table_cell(&t, str(*cells));
  assert_true(table_print(&t, &style, &out));
  assert_true(buf_putc(&out, '\0'));
  assert_string_equal(out.p, want);
  table_deinit(&t);
  buf_deinit(&out);
}

static void test_numbers_stand_right(void **state) {
  const char *const cells[] = {"name", "value", "a",   "5",
                               "bb",   "12.5",  "ccc", "",  NULL};
  (void)state;
  prints(2, (TableStyle){40, 2, false}, cells,
         "  name  value\n"
         "  a         5\n"
         "  bb     12.5\n"
         "  ccc\n");
}

static void test_cells_wrap(void **state) {
  const char *const cells[] = {
      "kind", "what was said there",
      "x",    "một hai ba bốn năm sáu bảy tám",
      "y",    "ngắn",
      NULL};
  (void)state;
  prints(2, (TableStyle){24, 0, false}, cells,
         "kind  what was said\n"
         "      there\n"
         "x     một hai ba bốn năm\n"
         "      sáu bảy tám\n"
         "y     ngắn\n");
}

static void test_long_words_break(void **state) {
  const char *const cells[] = {"w", "aaaaaaaaaaaaaaaa", NULL};
  (void)state;
  prints(1, (TableStyle){8, 0, false}, cells, "w\naaaaaaaa\naaaaaaaa\n");
}

static void test_width_is_that_of_the_terminal(void **state) {
  const char *const cells[] = {"a", "b", "日本", "|", "e\xCC\x82", "|", NULL};
  (void)state;
  prints(2, (TableStyle){40, 0, false}, cells,
         "a     b\n日本  |\ne\xCC\x82     |\n");
}

static void test_nothing_steers_the_terminal(void **state) {
  const char *const cells[] = {"a", "x\033[31my\n\t\xE2\x80\xAEz\xC2\x9B",
                               NULL};
  (void)state;
  prints(1, (TableStyle){40, 0, false}, cells, "a\nx [31my  z\n");
}

static void test_color_is_the_heads(void **state) {
  const char *const cells[] = {"a", "x", NULL};
  (void)state;
  prints(1, (TableStyle){40, 0, true}, cells, "\033[2ma\n\033[0mx\n");
}

/* Long texts in many columns are easier to read one below the other. */
static void test_cards(void **state) {
  const char *const cells[] = {
      "name", "what", "where", "when",
      "mèo vàng", "một hai ba bốn năm sáu bảy tám chín mười mười một", "", "",
      "b", "", "trong nhà", "2023",
      NULL};
  (void)state;
  prints(4, (TableStyle){26, 1, false}, cells,
         " name   mèo vàng\n"
         " what   một hai ba bốn năm\n"
         "        sáu bảy tám chín\n"
         "        mười mười một\n"
         "\n"
         " name   b\n"
         " where  trong nhà\n"
         " when   2023\n");
}

/* However narrow the terminal and many the columns, it ends. */
static void test_narrow(void **state) {
  const char *cells[41];
  Table t;
  Buf out;
  (void)state;
  for (size_t i = 0; i < 40; i++) cells[i] = "mười hai từ";
  buf_init(&out);
  table_init(&t, 20);
  for (size_t i = 0; i < 40; i++) table_cell(&t, str(cells[i]));
  assert_true(table_print(&t, &(TableStyle){1, 3, false}, &out));
  table_deinit(&t);
  buf_deinit(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_numbers_stand_right),
      cmocka_unit_test(test_cells_wrap),
      cmocka_unit_test(test_long_words_break),
      cmocka_unit_test(test_width_is_that_of_the_terminal),
      cmocka_unit_test(test_nothing_steers_the_terminal),
      cmocka_unit_test(test_color_is_the_heads),
      cmocka_unit_test(test_cards),
      cmocka_unit_test(test_narrow)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
