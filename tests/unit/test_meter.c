/*
** test_meter.c: what is said of a long run.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "meter.h"

static Meter meter;
static Buf text;

/* A run that began an hour ago: what has no clock in it can be told. */
static int setup(void **state) {
  (void)state;
  meter = (Meter){.on = true, .records_known = true};
  meter_start(&meter);
  meter.begun -= 3600 * 1000;
  buf_init(&text);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  buf_deinit(&text);
  return 0;
}

static void begins(const char *want) {
  assert_true(buf_putc(&text, '\0'));
  assert_memory_equal(text.p, want, strlen(want));
  buf_clear(&text);
}

static void test_counts(void **state) {
  (void)state;
  meter.documents = 1;
  meter.records = 2;
  assert_true(meter_summary(&meter, 0, &text));
  begins("1 document, 2 records in 36");
  meter.documents = 3;
  assert_true(meter_summary(&meter, 1, &text));
  begins("3 documents, 2 records, 1 error in 36");
  meter.records_known = false;
  assert_true(meter_summary(&meter, 2, &text));
  begins("3 documents, 2 errors in 36");
}

static void test_progress(void **state) {
  (void)state;
  assert_true(meter_progress(&meter, 5, 0, &text));
  begins("0 documents, 0 records, 0.0 MB/s");
  meter.total = 1000;
  meter.before = 400;
  assert_true(meter_progress(&meter, 100, 0, &text));
  begins("0 documents, 0 records, 0.0 MB/s, 50 %, 1:00:0");
  assert_true(meter_progress(&meter, 560, 0, &text));
  begins("0 documents, 0 records, 0.0 MB/s, 96 %, 2:30 left");
  assert_true(meter_progress(&meter, 601, 0, &text)); /* a file that grew */
  begins("0 documents, 0 records, 0.0 MB/s");
}

static void test_due(void **state) {
  (void)state;
  assert_false(meter_due(&meter)); /* shown just now */
  meter.shown -= 1000;
  assert_true(meter_due(&meter));
  assert_false(meter_due(&meter));
  meter_start(&meter);
  meter.shown -= 1000;
  assert_false(meter_due(&meter)); /* too soon */
  assert_false(meter_summary(&meter, 0, &text));
  meter.on = false;
  meter.begun = meter.shown = 0;
  assert_false(meter_due(&meter));
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
  const struct CMUnitTest tests[] = {TEST(test_counts), TEST(test_progress),
                                     TEST(test_due)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
