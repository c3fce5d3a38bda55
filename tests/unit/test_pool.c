/*
** test_pool.c: workers that do all that a worker should not.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <gmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "faults.h"
#include "limit.h"
#include "mem.h"
#include "pool.h"

/* What the tests and their workers share. */
typedef struct Shared {
  volatile int once; /* how often "once" was begun */
  volatile pid_t last;
} Shared;

static Shared *shared;
static Pool *pool;
static Progress *progress;
static size_t records;
static Buf got; /* all lines, each with a line feed; failed ones with a ! */
static size_t lines, stopafter, idles;
static int comes = -1; /* where to write once there is a line */
static Diag diag;

static bool is(Str s, const char *word) {
  return s.n >= strlen(word) && !memcmp(s.p, word, strlen(word));
}

static void begin(void *ud, Progress *p) {
  (void)ud;
  progress = p;
  signal(SIGSEGV, SIG_DFL); /* cmocka would go on with its tests here */
}

/* GMP ends the process where it gets no memory. */
static void longnumber(void) {
  mpz_t n;
  mpz_init2(n, (mp_bitcnt_t)1 << 42);
  mpz_clear(n);
}

static void spin(void) {
  volatile unsigned x = 0;
  for (;;) x++;
}

/* What was eaten is chained: no leak in valgrind's eyes. */
static void eat(void) {
  static char *eaten;
  for (;;) {
    char *p = malloc(1 << 20);
    if (!p) _exit(3);
    memset(p, 1, 1 << 20);
    memcpy(p, &eaten, sizeof eaten);
    eaten = p;
  }
}

/* The document is the name of what to do, or just comes back. */
static PoolResult work(void *ud, const PoolTask *task, PoolLine *done,
                       bool *tired, Diag *why) {
  Buf *line = &done->bytes;
  Str s = task->document;
  (void)ud;
  shared->last = getpid();
  if (task->stop) {
    buf_printf(line, "%s %s %u/%u: ", diag_kindname(task->stop->kind),
               task->stop->limit ? task->stop->limit : "-", task->upto.at,
               task->upto.rule);
    if (task->upto.at && is(s, "always")) raise(SIGSEGV);
    buf_putstr(line, s);
    return POOL_FAILED;
  }
  progress->at = 7;
  progress->rule = 3;
  if (is(s, "crash") || is(s, "always")) raise(SIGSEGV);
  if (is(s, "once") && shared->once++ == 0) raise(SIGKILL);
  if (is(s, "number")) longnumber();
  if (is(s, "spin")) spin();
  if (is(s, "sleep")) pause();
  if (is(s, "eat")) eat();
  if (is(s, "exit")) _exit(0);
  if (is(s, "nonsense") && write(1, "nonsense, and more of it", 24)) _exit(0);
  if (is(s, "nonsense")) return POOL_WHOLE;
  if (is(s, "tired")) *tired = true;
  if (is(s, "broken")) {
    diag_set(why, DIAG_MEMORY, NULL, "no more");
    return POOL_BROKEN;
  }
  if (is(s, "big"))
    for (int i = 0; i < 300000; i++) buf_putc(line, 'x');
  buf_putstr(line, s);
  done->records = s.n;
  return is(s, "bad") ? POOL_FAILED : POOL_WHOLE;
}

static bool takeline(void *ud, Str s, size_t n, bool failed) {
  (void)ud;
  records += n;
  if (failed) buf_putc(&got, '!');
  buf_putstr(&got, s.n > 300000 ? (Str){s.p + 300000, s.n - 300000} : s);
  buf_putc(&got, '\n');
  return ++lines != stopafter;
}

static bool countidle(void *ud) {
  (void)ud;
  idles++;
  return comes < 0 || lines == 0 || write(comes, "", 1) == 1;
}

static bool start(size_t workers, int stopfd) {
  PoolOptions o = {.workers = workers, .stopfd = stopfd, .begin = begin,
                   .work = work, .line = takeline, .idle = countidle};
  buf_clear(&got);
  lines = stopafter = idles = 0;
  shared->once = 0;
  pool = pool_new(&o);
  return pool != NULL;
}

static bool put(const char *s) {
  size_t half = strlen(s) / 2;
  Str parts[2] = {{s, half}, {s + half, strlen(s) - half}};
  return pool_put(pool, parts, 2, &diag);
}

static const char *text(void) {
  buf_putc(&got, '\0');
  got.n--;
  return got.p;
}

/* Puts the words of `in`; expects `out`. */
static void runs(size_t workers, const char *in, const char *out) {
  char words[512], *save;
  assert_true(start(workers, -1));
  strcpy(words, in);
  for (char *w = strtok_r(words, " ", &save); w; w = strtok_r(NULL, " ", &save))
    assert_true(put(w));
  assert_true(pool_end(pool, &diag));
  assert_string_equal(text(), out);
  pool_free(pool);
}

static int setup(void **state) {
  (void)state;
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return shared == MAP_FAILED;
}

static int teardown(void **state) {
  (void)state;
  buf_deinit(&got);
  return 0;
}

static void test_order(void **state) {
  (void)state;
  for (size_t workers = 1; workers <= 4; workers++)
    runs(workers, "a b bad tired c big tired tired d",
         "a\nb\n!bad\ntired\nc\nbig\ntired\ntired\nd\n");
  assert_int_equal(records, 4 * 25);
  assert_true(start(2, -1));
  assert_true(pool_end(pool, &diag)); /* no document, no worker */
  pool_free(pool);
}

static void test_many(void **state) {
  char word[32], *end;
  (void)state;
  assert_true(start(3, -1));
  for (int i = 0; i < 20000; i++) {
    snprintf(word, sizeof word, "%d%s", i, i % 999 == 0 ? "-crash" : "");
    if (i % 999 == 0) snprintf(word, sizeof word, "once%d", i);
    assert_true(put(word));
  }
  assert_true(pool_end(pool, &diag));
  assert_int_equal(lines, 20000);
  end = (char *)text();
  for (int i = 0; i < 20000; i++) {
    if (i % 999 == 0) end += 4;
    assert_int_equal(strtol(end, &end, 10), i);
    end++;
  }
  pool_free(pool);
}

static void test_ends(void **state) {
  (void)state;
  for (size_t workers = 1; workers <= 2; workers++) {
    runs(workers, "a crash b always c",
         "a\n!crash - 7/3: crash\nb\n!crash - 0/0: always\nc\n");
    runs(workers, "a once b", "a\nonce\nb\n");
    runs(workers, "broken b broken", "!memory - 7/3: broken\nb\n"
                                     "!memory - 7/3: broken\n");
    runs(workers, "a number b", "a\n!crash - 7/3: number\nb\n");
    runs(workers, "a nonsense b", "a\n!crash - 7/3: nonsense\nb\n");
    runs(workers, "exit b", "!crash - 7/3: exit\nb\n");
  }
}

static void test_time(void **state) {
  (void)state;
  assert_true(limit_set("PAGE_MAX_SECONDS=1", &diag));
  runs(2, "a spin b", "a\n!timeout PAGE_MAX_SECONDS 7/3: spin\nb\n");
  assert_true(limit_set("PAGE_MAX_SECONDS=60", &diag));
}

static void test_memory(void **state) {
  (void)state;
#ifdef __SANITIZE_ADDRESS__
  skip(); /* it ends a process that has none, in its own way */
#endif
  assert_true(limit_set("PAGE_MAX_MB=64", &diag));
  runs(1, "a eat b", "a\n!memory - 7/3: eat\nb\n");
  assert_true(limit_set("PAGE_MAX_MB=1024", &diag));
}

/* Larger ones than the small ring takes, and more than may wait. */
static void test_large(void **state) {
  char *large = malloc(3000001);
  (void)state;
  memset(large, 'y', 3000000);
  large[3000000] = '\0';
  assert_true(limit_set("WAITING_MAX_BYTES=5000000", &diag));
  assert_true(start(2, -1));
  for (int i = 0; i < 20; i++) {
    large[0] = (char)('a' + i);
    assert_true(put(large));
    assert_true(put("small"));
  }
  assert_true(pool_end(pool, &diag));
  assert_int_equal(lines, 40);
  assert_int_equal(got.n, 20 * (2700001 + 6));
  assert_memory_equal(got.p + got.n - 6, "small\n", 6);
  pool_free(pool);
  assert_true(limit_set("WAITING_MAX_BYTES=67108864", &diag));
  free(large);
}

/* A line that says stop, and a descriptor that does. */
static void test_stop(void **state) {
  int ends[2];
  (void)state;
  assert_true(start(1, -1));
  stopafter = 2;
  for (int i = 0; i < 5; i++)
    if (!put("a")) break;
  assert_false(pool_end(pool, &diag));
  assert_int_equal(diag.kind, DIAG_NONE);
  assert_int_equal(lines, 2);
  pool_free(pool);
  assert_int_equal(pipe(ends), 0);
  assert_true(start(1, ends[0]));
  assert_true(put("sleep"));
  assert_int_equal(write(ends[1], "", 1), 1);
  assert_false(pool_end(pool, &diag));
  assert_int_equal(diag.kind, DIAG_NONE);
  pool_free(pool);
  close(ends[0]), close(ends[1]);
}

/* Waiting for input goes on with what is there. */
static void test_wait(void **state) {
  int ends[2];
  (void)state;
  assert_int_equal(pipe(ends), 0);
  assert_true(start(1, -1));
  assert_true(put("a"));
  comes = ends[1];
  assert_true(pool_wait(pool, ends[0], &diag));
  comes = -1;
  assert_string_equal(text(), "a\n");
  assert_true(idles > 0);
  pool_free(pool);
  close(ends[0]), close(ends[1]);
}

/* Whether it runs; a zombie does not, though nobody may ask how it ended. */
static bool runs_still(pid_t pid) {
  char name[32], how = 'Z';
  FILE *f;
  snprintf(name, sizeof name, "/proc/%d/stat", (int)pid);
  f = fopen(name, "r");
  if (!f) return false;
  if (fscanf(f, "%*d %*s %c", &how) != 1) how = 'Z';
  fclose(f);
  return how != 'Z' && how != 'X';
}

/* A parent that is killed takes its workers with it. */
static void test_orphans(void **state) {
  pid_t parent;
  (void)state;
  shared->last = 0;
  parent = fork();
  if (parent == 0) {
    if (start(1, -1) && put("sleep")) pool_end(pool, &diag);
    _exit(0);
  }
  while (!shared->last) usleep(10000);
  kill(parent, SIGKILL);
  waitpid(parent, NULL, 0);
  while (runs_still(shared->last)) usleep(10000);
}

/* A worker cannot write where documents lie, nor reach the parent's files. */
static void test_no_memory(void **state) {
  (void)state;
  for (long i = 0; i < 3; i++) {
    mem_failafter(i);
    if (start(1, -1)) pool_free(pool);
    mem_failafter(-1);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_order),  cmocka_unit_test(test_many),
      cmocka_unit_test(test_ends),   cmocka_unit_test(test_time),
      cmocka_unit_test(test_memory), cmocka_unit_test(test_large),
      cmocka_unit_test(test_stop),   cmocka_unit_test(test_wait),
      cmocka_unit_test(test_orphans), cmocka_unit_test(test_no_memory)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
