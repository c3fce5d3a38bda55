/*
** test_faults.c: every allocation of ours and of Lua's failing in turn: alone,
** with the next one (Lua tries again after collecting), and with all that
** follow. Nothing crashes or leaks; a page comes as it should, or is marked
** `memory`, or the call fails and says so; and the next one is as ever.
**
**   test_faults [STEP [TEST]]   fails every STEPth allocation; of one test
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "buf.h"
#include "faults.h"
#include "file.h"
#include "trich.h"

#ifdef __SANITIZE_ADDRESS__
#define SLOW 3 /* fewer of them where each run takes longer */
#else
#define SLOW 1
#endif

static long step = 0; /* as asked for; 0: each part's own */
static char folder[] = "/tmp/trich-faults-XXXXXX";
static char rulefile[64];

static const long bursts[] = {1, 2, -1}; /* -1: all that follow */

static const char rules[] =
    "package f\n"
    "use vi.quantity\n"
    "record fact { label, value, unit, place, notes* }\n"
    "record town { name }\n"
    "vocabulary Label { \"kim ngạch\", \"vốn đầu tư\" }\n"
    "rule fact : fact = label:Label ...{6} a:Amount\n"
    "  set value = a.value, unit = a.unit\n"
    "rule code : town = name:'USD'\n"
    "rule town : town = \"tỉnh\" name:cap+\n"
    "rule note adds fact = notes:(\"tăng\" / \"giảm\") to previous fact in "
    "sentence\n"
    "link located : fact takes place from previous town in document set place "
    "= that.name\n"
    "merge town by name\n";

static const char page[] =
    "<!DOCTYPE html><html lang=vi><head><title>Tin trong ngày</title>"
    "<meta property='og:site_name' content='Báo Thử'></head><body><article>"
    "<h1>Tin trong ngày hôm nay của tỉnh</h1><p>Tại tỉnh An Sơn, kim ngạch "
    "xuất khẩu ước đạt 8,7 tỷ USD, tăng cao &amp; vượt kế hoạch năm.</p>"
    "<p>Vốn đầu tư đạt 1.234 tỷ đồng, giảm nhẹ so với tỉnh An Sơn.</p>"
    "</article></body></html>";

static bool take(void *ud, const char *bytes, size_t n) {
  return buf_put(ud, bytes, n);
}

static Trich *engine(bool shipped) {
  Trich *t = trich_new();
  if (!t) return NULL;
  if (trich_option(t, "shipped", shipped ? "yes" : "no") &&
      trich_option(t, "offsets", "chars") && trich_option(t, "mark", "yes") &&
      (shipped || trich_rules(t, rulefile)) && trich_compile(t))
    return t;
  faults_end(); /* to read the message takes memory, too */
  if (!strstr(trich_error(t), "memory"))
    fail_msg("status %d: %s", trich_status(t), trich_error(t));
  trich_free(t);
  return NULL;
}

/* ---- one document ---- */

typedef bool Call(Trich *t, const TrichDocument *doc, Buf *out);

static bool extract(Trich *t, const TrichDocument *doc, Buf *out) {
  return trich_extract(t, doc, take, out);
}

static bool text(Trich *t, const TrichDocument *doc, Buf *out) {
  return trich_text(t, doc, "jsonl", take, out);
}

/* The line is that of `want`, or one that says what was missing. */
static void checkline(const Buf *line, const Buf *want) {
  Buf copy;
  if (str_eq(buf_str(line), buf_str(want))) return;
  buf_init(&copy);
  assert_true(buf_putstr(&copy, buf_str(line)) && buf_putc(&copy, '\0'));
  if (!strstr(copy.p, "\"error\":{\"kind\":\"memory\""))
    fail_msg("expected %.*s, got %s", (int)want->n, want->p, copy.p);
  buf_deinit(&copy);
}

/* Fails allocation after allocation of one call; gives how many there are. */
static size_t eachfault(Trich *t, const TrichDocument *doc, Call *call,
                        long burst, long every) {
  Buf want, line;
  size_t marked = 0, refused = 0;
  bool hit = true;
  long n;
  buf_init(&want);
  assert_true(call(t, doc, &want));
  for (n = 0; hit; n += every) {
    bool ok;
    buf_init(&line);
    assert_true(buf_reserve(&line, 65536)); /* the caller's own memory */
    faults_set(n, burst > 0 ? burst : 1000000000);
    ok = call(t, doc, &line);
    hit = faults_end();
    if (ok) checkline(&line, &want);
    else assert_non_null(strstr(trich_error(t), "not enough memory"));
    marked += ok && !str_eq(buf_str(&line), buf_str(&want));
    refused += !ok;
    buf_clear(&line);
    assert_true(call(t, doc, &line)); /* all is well again */
    assert_true(str_eq(buf_str(&line), buf_str(&want)));
    buf_deinit(&line);
  }
  buf_deinit(&want);
  print_message("# %ld allocations, each %ld, bursts of %ld: %zu pages "
                "marked, %zu calls refused\n", n, every, burst, marked,
                refused);
  return (size_t)n;
}

static void eachburst(Trich *t, const TrichDocument *doc, Call *call,
                      long every) {
  for (size_t i = 0; i < 3; i++)
    assert_true(eachfault(t, doc, call, bursts[i], step ? step : every) > 10);
}

static void smallpage(void **state) {
  TrichDocument doc = {.id = "-", .bytes = page, .n = sizeof page - 1};
  Trich *t = engine(false);
  (void)state;
  assert_non_null(t);
  eachburst(t, &doc, text, 1);
  eachburst(t, &doc, extract, SLOW * 2);
  trich_free(t);
}

static void shippedpage(void **state) {
  const char *root = getenv("ROOT");
  char path[512];
  TrichDocument doc = {.id = "-"};
  Trich *t = engine(true);
  Buf bytes;
  Diag diag;
  File f;
  (void)state;
  assert_non_null(t);
  snprintf(path, sizeof path, "%s/corpus/001_c7df351171d3ac93.txt",
           root ? root : ".");
  buf_init(&bytes);
  assert_true(file_open(&f, path, &diag));
  while (!f.end) assert_true(file_more(&f, &bytes, &diag));
  file_close(&f);
  doc.bytes = bytes.p;
  doc.n = bytes.n;
  eachburst(t, &doc, extract, SLOW * 1999);
  buf_deinit(&bytes);
  trich_free(t);
}

/* ---- rules ---- */

/* Making an engine and compiling rules: it is made, and then works, or is not,
** and says why. */
static void compiling(bool shipped, long every) {
  TrichDocument doc = {.id = "-", .bytes = page, .n = sizeof page - 1};
  Trich *t = engine(shipped);
  Buf want, line;
  buf_init(&want);
  buf_init(&line);
  assert_non_null(t);
  assert_true(extract(t, &doc, &want));
  trich_free(t);
  for (size_t i = 0; i < 3; i++) {
    bool hit = true;
    long n;
    for (n = 0; hit; n += step ? step : every) {
      faults_set(n, bursts[i] > 0 ? bursts[i] : 1000000000);
      t = engine(shipped);
      hit = faults_end() || !t; /* or in a child that compiled first */
      if (!t) continue;
      buf_clear(&line);
      assert_true(extract(t, &doc, &line));
      assert_true(str_eq(buf_str(&line), buf_str(&want)));
      trich_free(t);
    }
    print_message("# %ld allocations to compile, bursts of %ld\n", n,
                  bursts[i]);
  }
  buf_deinit(&want);
  buf_deinit(&line);
}

static void smallrules(void **state) {
  (void)state;
  compiling(false, SLOW * 1499);
}

static void shippedrules(void **state) {
  (void)state;
  compiling(true, SLOW * 99991);
}

static int makefiles(void **state) {
  FILE *f;
  (void)state;
  if (!mkdtemp(folder)) return -1;
  snprintf(rulefile, sizeof rulefile, "%s/f.rule", folder);
  f = fopen(rulefile, "w");
  if (!f) return -1;
  fputs(rules, f);
  return fclose(f);
}

static int dropfiles(void **state) {
  (void)state;
  remove(rulefile);
  return remove(folder);
}

int main(int argc, char **argv) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(smallpage), cmocka_unit_test(shippedpage),
      cmocka_unit_test(smallrules), cmocka_unit_test(shippedrules)};
  if (argc > 1) step = strtol(argv[1], NULL, 10);
  if (argc > 2) cmocka_set_test_filter(argv[2]);
  return cmocka_run_group_tests(tests, makefiles, dropfiles);
}
