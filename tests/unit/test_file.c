/*
** test_file.c: reading, unpacking, and walking folders.
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
#include <zlib.h>

#include "faults.h"
#include "file.h"
#include "limit.h"
#include "mem.h"

static char folder[64];

static int setup(void **state) {
  (void)state;
  snprintf(folder, sizeof folder, "/tmp/trich-file-XXXXXX");
  return mkdtemp(folder) ? 0 : -1;
}

static int teardown(void **state) {
  char command[128];
  (void)state;
  mem_failafter(-1);
  snprintf(command, sizeof command, "rm -rf %s", folder);
  return system(command);
}

static const char *path(const char *name) {
  static char full[4][600];
  static int next;
  char *p = full[next++ % 4];
  snprintf(p, sizeof full[0], "%s/%s", folder, name);
  return p;
}

static const char *put(const char *name, const void *bytes, size_t n) {
  const char *full = path(name);
  FILE *f = fopen(full, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes, 1, n, f), n);
  fclose(f);
  return full;
}

static Buf packed(const void *bytes, size_t n) {
  z_stream z = {0};
  Buf b;
  buf_init(&b);
  assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, 0), Z_OK);
  assert_true(buf_reserve(&b, deflateBound(&z, n)));
  z.next_in = (Bytef *)(uintptr_t)bytes;
  z.avail_in = (uInt)n;
  z.next_out = (Bytef *)b.p;
  z.avail_out = (uInt)b.cap;
  assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
  b.n = z.total_out;
  deflateEnd(&z);
  return b;
}

/* All of a file into out. */
static bool slurp(const char *name, Buf *out, Diag *diag) {
  File f;
  bool ok;
  diag_init(diag);
  ok = file_open(&f, name, diag);
  while (ok && !f.end) ok = file_more(&f, out, diag);
  file_close(&f);
  return ok;
}

static void reads(const char *name, const void *bytes, size_t n) {
  Diag diag;
  Buf out;
  buf_init(&out);
  assert_true(slurp(name, &out, &diag));
  assert_int_equal(out.n, n);
  assert_memory_equal(out.n ? out.p : "", bytes, n);
  buf_deinit(&out);
}

static void fails(const char *name, const char *part) {
  Diag diag;
  Buf out;
  buf_init(&out);
  assert_false(slurp(name, &out, &diag));
  assert_int_equal(diag.kind, DIAG_INPUT);
  assert_non_null(strstr(diag.message, part));
  buf_deinit(&out);
}

static void test_plain(void **state) {
  static char large[3 * FILE_BLOCK_BYTES + 5];
  (void)state;
  memset(large, 'x', sizeof large);
  reads(put("empty", "", 0), "", 0);
  reads(put("one", "a", 1), "a", 1);
  reads(put("nul", "a\0b", 3), "a\0b", 3);
  reads(put("magic", "\x1f\x8b", 2), "\x1f\x8b", 2);
  reads(put("large", large, sizeof large), large, sizeof large);
}

static void test_gzip(void **state) {
  static char large[3 * FILE_BLOCK_BYTES + 5];
  Buf one = packed("abc", 3), none = packed("", 0), two;
  (void)state;
  for (size_t i = 0; i < sizeof large; i++) large[i] = (char)(i * i >> 7);
  two = packed(large, sizeof large);
  reads(put("one", one.p, one.n), "abc", 3);
  reads(put("none", none.p, none.n), "", 0);
  reads(put("two", two.p, two.n), large, sizeof large);
  buf_deinit(&one);
  buf_deinit(&none);
  buf_deinit(&two);
}

static void test_gzip_members(void **state) {
  Buf one = packed("abc", 3), two = packed("", 0), all;
  (void)state;
  buf_init(&all);
  buf_putstr(&all, buf_str(&one));
  buf_putstr(&all, buf_str(&two));
  buf_putstr(&all, buf_str(&one));
  reads(put("three", all.p, all.n), "abcabc", 6);
  buf_put(&all, "\0\0\0\0\0", 5); /* padding of a tape */
  reads(put("padded", all.p, all.n), "abcabc", 6);
  buf_deinit(&one);
  buf_deinit(&two);
  buf_deinit(&all);
}

static void test_gzip_broken(void **state) {
  Buf one = packed("abcdefghijklmnop", 16);
  (void)state;
  fails(put("cut", one.p, one.n - 9), "ends in the middle");
  fails(put("head", one.p, 5), "ends in the middle");
  one.p[one.n - 6] ^= 0x55;
  fails(put("damaged", one.p, one.n), "damaged");
  buf_deinit(&one);
}

static void test_missing(void **state) {
  (void)state;
  fails(path("none"), "there is no such file");
  fails(put("file", "", 0) ? path("file/x") : "", "there is no such file");
  fails(folder, "cannot be read");
  fails("", "there is no such file");
}

/* Every allocation fails in turn: an error, never a crash or a leak. */
static void test_no_memory(void **state) {
  Buf one = packed("abc", 3);
  const char *name = put("one", one.p, one.n);
  (void)state;
  for (long count = 0; count < 100; count++) {
    Diag diag;
    Buf out;
    bool ok;
    buf_init(&out);
    mem_failafter(count);
    ok = slurp(name, &out, &diag);
    mem_failafter(-1);
    if (!ok) assert_int_equal(diag.kind, DIAG_MEMORY);
    buf_deinit(&out);
    if (ok) break;
    assert_true(count < 90);
  }
  buf_deinit(&one);
}

/* ---- folders ---- */

static Buf seen;

static bool document(void *ud, const char *name) {
  size_t *left = ud;
  buf_printf(&seen, "%s\n", name + strlen(folder) + 1);
  return !left || (*left)-- > 1;
}

static bool unreadable(void *ud, const char *name, const Diag *why) {
  (void)ud;
  buf_printf(&seen, "! %.20s %s\n", name + strlen(folder) + 1, why->message);
  return true;
}

static void walks(const char *name, size_t *left, const char *want,
                  size_t skipped, size_t links) {
  FileVisitor v = {
      .ud = left, .document = document, .unreadable = unreadable};
  Diag diag;
  diag_init(&diag);
  buf_init(&seen);
  assert_int_equal(file_walk(name, &v, &diag), left == NULL);
  assert_true(buf_putc(&seen, '\0'));
  assert_string_equal(seen.p, want);
  assert_int_equal(v.skipped, skipped);
  assert_int_equal(v.links, links);
  buf_deinit(&seen);
}

static void test_walk_in_byte_order(void **state) {
  size_t two = 2;
  (void)state;
  mkdir(path("a"), 0777);
  mkdir(path("a/b.txt"), 0777);
  put("a.txt", "", 0); /* '.' sorts before '/' */
  put("a/z.html", "", 0);
  put("a/b.txt/c.htm.gz", "", 0);
  put("B.JSONL", "", 0);
  put("b.warc.gz", "", 0);
  put("\xC4\x91.txt", "", 0);
  put("x.pdf", "", 0);
  put(".gz", "", 0);
  assert_int_equal(symlink("a.txt", path("l.txt")), 0);
  assert_int_equal(symlink(".", path("loop")), 0);
  assert_int_equal(mkfifo(path("pipe.txt"), 0666), 0);
  walks(folder, NULL,
        "B.JSONL\na.txt\na/b.txt/c.htm.gz\na/z.html\nb.warc.gz\n"
        "\xC4\x91.txt\n",
        3, 2);
  walks(path("///"), &two, "B.JSONL\na.txt\n", 3, 2);
  assert_true(file_isfolder(folder));
  assert_true(file_isfolder(path("loop"))); /* it is named */
  assert_false(file_isfolder(path("a.txt")));
  assert_false(file_isfolder(path("none")));
}

static void test_walk_not_too_deep(void **state) {
  char name[600] = "d";
  (void)state;
  for (int i = 0; i <= (int)LIMIT(FOLDER_MAX_DEPTH); i++) {
    mkdir(path(name), 0777);
    strcat(name, "/d");
  }
  put("e.txt", "", 0);
  walks(folder, NULL,
        "! d/d/d/d/d/d/d/d/d/d/ a folder more than 64 deep; name it to have "
        "it read\ne.txt\n",
        0, 0);
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
  const struct CMUnitTest tests[] = {
      TEST(test_plain),       TEST(test_gzip),
      TEST(test_gzip_members), TEST(test_gzip_broken),
      TEST(test_missing),     TEST(test_no_memory),
      TEST(test_walk_in_byte_order), TEST(test_walk_not_too_deep)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
