/* watch.c: what is told of folders, and which pages are wanted. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "watch.h"

static char folder[64], text[128];
static Watch w;
static int stop[2];
static Diag diag;

static const char *in(const char *name) {
  snprintf(text, sizeof text, "%s/%s", folder, name);
  return text;
}

static void put(const char *name) {
  FILE *f = fopen(in(name), "w");
  assert_non_null(f);
  fputs("Một.", f);
  fclose(f);
}

/* The stop is there from the start: what is told then is what was waiting. */
static int setup(void **state) {
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/trich-watch-XXXXXX");
  assert_non_null(mkdtemp(folder));
  assert_int_equal(pipe(stop), 0);
  assert_int_equal(write(stop[1], "", 1), 1);
  assert_true(watch_open(&w, stop[0], &diag));
  put("a.txt");
  assert_true(watch_folder(&w, folder, &diag));
  return 0;
}

static int teardown(void **state) {
  char command[128];
  (void)state;
  watch_close(&w);
  close(stop[0]), close(stop[1]);
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command);
}

static void tells(WatchKind kind, const char *name) {
  const char *path = "";
  assert_int_equal(watch_next(&w, &path, &diag), kind);
  assert_int_equal(diag.kind, DIAG_NONE);
  if (name) assert_string_equal(path, in(name));
}

static void test_pages(void **state) {
  (void)state;
  put("b.txt");
  put("c.doc");
  assert_int_equal(rename(in("c.doc"), "/dev/null/x"), -1);
  tells(WATCH_PAGE, "b.txt");
  tells(WATCH_END, NULL);
  mkdir(in("sub"), 0777);
  tells(WATCH_FOLDER, "sub");
  put("b.txt");
  rmdir(in("sub"));
  tells(WATCH_PAGE, "b.txt");
  tells(WATCH_END, NULL);
}

static void test_a_page_is_wanted_once_as_it_is(void **state) {
  (void)state;
  assert_true(watch_wants(&w, in("a.txt"), false));
  assert_false(watch_wants(&w, in("a.txt"), false));
  for (int i = 0; i < 200; i++) { /* more than are looked through one by one */
    char name[16];
    snprintf(name, sizeof name, "%d.txt", i);
    put(name);
    assert_true(watch_wants(&w, in(name), false));
    assert_false(watch_wants(&w, in(name), false));
  }
  assert_false(watch_wants(&w, in("a.txt"), false));
  assert_false(watch_wants(&w, in("none.txt"), false));
  assert_int_equal(symlink("a.txt", in("link.txt")), 0);
  assert_false(watch_wants(&w, in("link.txt"), false));
  for (int i = 0; i < 200; i++) tells(WATCH_PAGE, NULL);
  tells(WATCH_END, NULL); /* all is told: the next change is another page */
  assert_true(watch_wants(&w, in("a.txt"), false));
}

static void test_a_page_that_is_written_is_not_wanted(void **state) {
  int writer = open(in("a.txt"), O_WRONLY);
  int reader = open(in("a.txt"), O_RDONLY);
  bool leases;
  (void)state;
  close(writer);
  leases = fcntl(reader, F_SETLEASE, F_RDLCK) == 0;
  close(reader);
  if (!leases) skip(); /* this file system has none */
  writer = open(in("a.txt"), O_WRONLY);
  assert_false(watch_wants(&w, in("a.txt"), false));
  assert_true(watch_wants(&w, in("a.txt"), true));
  assert_int_equal(write(writer, "x", 1), 1);
  close(writer);
  assert_true(watch_wants(&w, in("a.txt"), false));
}

/* The system dropped events: what is older than the last that was told is not
** read again. */
static const char *numbered(int i) {
  static char name[16];
  snprintf(name, sizeof name, "%d.txt", i);
  return name;
}

/* Whatever moment it is looked at: of a page that is being written, and closed
** meanwhile, the state that is kept is the one that is read. */
static void test_a_page_that_is_closed_meanwhile_comes_once(void **state) {
  enum { TIMES = 500 };
  int go[2], done[2];
  char c;
  (void)state;
  assert_int_equal(pipe(go) | pipe(done), 0);
  if (fork() == 0) {
    close(go[1]); /* the end of the test is the child's */
    for (int i = 0; i < TIMES && read(go[0], &c, 1) == 1; i++) {
      put(numbered(i));
      if (write(done[1], "", 1) != 1) break;
    }
    _exit(0);
  }
  for (int i = 0; i < TIMES; i++) {
    assert_int_equal(write(go[1], "", 1), 1);
    while (!watch_wants(&w, in(numbered(i)), false)) {}
    assert_int_equal(read(done[0], &c, 1), 1);
    assert_false(watch_wants(&w, in(numbered(i)), true));
  }
  close(go[0]), close(go[1]), close(done[0]), close(done[1]);
  wait(NULL);
}

static void test_lost(void **state) {
  struct inotify_event lost = {.wd = -1, .mask = IN_Q_OVERFLOW};
  (void)state;
  assert_true(watch_take(&w, (Str){(char *)&lost, sizeof lost}));
  tells(WATCH_LOST, NULL);
  put("new.txt");
  assert_true(watch_wants(&w, in("new.txt"), false));
  w.emptied += INT64_C(3600000000000);
  put("old.txt");
  assert_false(watch_wants(&w, in("old.txt"), false));
  tells(WATCH_PAGE, "new.txt"); /* all that was told by the system comes, too */
  assert_false(watch_wants(&w, in("new.txt"), false));
  tells(WATCH_PAGE, "old.txt");
  assert_true(watch_wants(&w, in("old.txt"), false));
}

static void test_rules(void **state) {
  (void)state;
  assert_true(watch_rules(&w, in("words.tsv"), &diag));
  put("words.tsv");
  put("mine.rule");
  tells(WATCH_RULES, "words.tsv");
  tells(WATCH_END, NULL);
  assert_true(watch_rules(&w, folder, &diag));
  put("mine.rule");
  put("other.tsv");
  tells(WATCH_RULES, "mine.rule");
  tells(WATCH_END, NULL);
  assert_true(watch_rules(&w, "/none/at/all.rule", &diag));
}

static void test_folders_go(void **state) {
  char away[80];
  const char *path;
  (void)state;
  mkdir(in("sub"), 0777);
  tells(WATCH_FOLDER, "sub");
  assert_true(watch_folder(&w, in("sub"), &diag));
  put("sub/b.txt");
  tells(WATCH_PAGE, "sub/b.txt");
  snprintf(away, sizeof away, "%s-gone", folder);
  assert_int_equal(rename(folder, away), 0);
  assert_int_equal(watch_next(&w, &path, &diag), WATCH_END);
  assert_int_equal(diag.kind, DIAG_INPUT);
  assert_int_equal(rename(away, folder), 0);
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
  const struct CMUnitTest tests[] = {
      TEST(test_pages),
      TEST(test_a_page_is_wanted_once_as_it_is),
      TEST(test_a_page_that_is_written_is_not_wanted),
      TEST(test_a_page_that_is_closed_meanwhile_comes_once),
      TEST(test_lost),
      TEST(test_rules),
      TEST(test_folders_go)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
