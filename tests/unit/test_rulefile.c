/*
** test_rulefile.c: what a rule file may read, and what not.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "limit.h"
#include "rulefile.h"

static char root[] = "/tmp/rulefile.XXXXXX";
static Buf got;
static Diag diag;
static bool missing;

static void put(const char *path, const char *text) {
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fputs(text, f);
  fclose(f);
}

/* The bytes of a path below the folder, or why there are none. */
static const char *reads(const char *folder, const char *rest) {
  char path[8192];
  snprintf(path, sizeof path, "%s%s", folder, rest);
  buf_clear(&got);
  diag_init(&diag);
  missing = false;
  if (!rulefile_read(path, strlen(folder), &got, &missing, &diag))
    return missing ? "missing" : diag.message;
  buf_putc(&got, '\0');
  return got.p;
}

static int setup(void **state) {
  (void)state;
  buf_init(&got);
  if (!mkdtemp(root) || chdir(root) != 0) return -1;
  mkdir("own", 0700), mkdir("own/sub", 0700), mkdir("other", 0700);
  put("own/a", "one"), put("own/sub/b", "two"), put("other/c", "no");
  return symlink("../../other/c", "own/sub/link") ||
         symlink("../other", "own/away") || symlink("own", "named") ||
         mkfifo("own/pipe", 0600);
}

static int teardown(void **state) {
  char command[64];
  (void)state;
  buf_deinit(&got);
  snprintf(command, sizeof command, "rm -rf %s", root);
  return chdir("/") || system(command);
}

static void reads_its_folder(void **state) {
  (void)state;
  assert_string_equal(reads("own/", "a"), "one");
  assert_string_equal(reads("own/", "sub/b"), "two");
  assert_string_equal(reads("own/", "sub//b"), "two");
  assert_string_equal(reads("named/", "a"), "one"); /* the user's own link */
  assert_string_equal(reads("", "own/a"), "one");
  assert_string_equal(reads("own/", "none"), "missing");
  assert_string_equal(reads("own/", "none/b"), "missing");
}

static void reads_nothing_else(void **state) {
  static const char *const paths[] = {
      "sub/link", "away/c", "pipe", "sub", "../other/c", "sub/../../other/c",
      "..", "."};
  (void)state;
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
    const char *said = reads("own/", paths[i]);
    assert_int_equal(got.n, 0);
    assert_string_not_equal(said, "no");
    assert_true(missing || *said);
  }
  assert_non_null(strstr(reads("own/", "sub/link"), "symbolic link"));
}

static void long_names_are_refused(void **state) {
  char path[6000];
  (void)state;
  memset(path, 'x', sizeof path);
  path[sizeof path - 1] = '\0';
  assert_string_not_equal(reads("own/", path), "one");
  path[5000] = '/';
  assert_string_not_equal(reads("own/", path), "one");
  path[5000] = 'x';
  path[4500] = '/';
  assert_false(rulefile_read(path, 4501, &got, &missing, &diag));
}

static void size_is_bounded(void **state) {
  (void)state;
  assert_true(limit_set("RULE_FILE_MAX_BYTES=3", &diag));
  assert_string_equal(reads("own/", "a"), "one");
  assert_true(limit_set("RULE_FILE_MAX_BYTES=2", &diag));
  assert_non_null(strstr(reads("own/", "a"), "2"));
  diag_init(&diag);
  assert_false(rulefile_read("own/a", RULEFILE_NAMED, &got, &missing, &diag));
  assert_true(limit_set("RULE_FILE_MAX_BYTES=1000", &diag));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_its_folder),
      cmocka_unit_test(reads_nothing_else),
      cmocka_unit_test(long_names_are_refused),
      cmocka_unit_test(size_is_bounded)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
