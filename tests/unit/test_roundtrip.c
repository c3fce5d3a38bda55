/*
** test_roundtrip.c: every token of a view maps back to raw bytes that decode
** to it, over pages, encodings and normal forms: decode, page, view together.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <utf8proc.h>

#include "decode.h"
#include "file.h"
#include "page.h"
#include "text.h"
#include "view.h"

static const char *const pages[] = {
    "000_59d8a5a0160957f1.txt", "001_c7df351171d3ac93.txt",
    "002_ea84298e78d208a1.txt", "003_fe0635b573f77977.txt",
    "004_e90ac1b9447e4aac.txt"};

static void readpage(const char *name, Buf *out) {
  char path[512];
  const char *root = getenv("ROOT");
  File f;
  Diag diag;
  snprintf(path, sizeof path, "%s/corpus/%s", root ? root : ".", name);
  buf_init(out);
  assert_true(file_open(&f, path, &diag));
  while (!f.end) assert_true(file_more(&f, out, &diag));
  file_close(&f);
}

/* ---- the same page in other clothes ---- */

static void normalform(Str in, utf8proc_option_t form, Buf *out) {
  utf8proc_uint8_t *s;
  utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)in.p,
                                    (utf8proc_ssize_t)in.n, &s,
                                    form | UTF8PROC_STABLE);
  assert_true(n >= 0);
  buf_init(out);
  assert_true(buf_put(out, s, (size_t)n));
  free(s);
}

static void unit16(Buf *out, uint32_t u, bool big) {
  assert_true(buf_putc(out, (int)(big ? u >> 8 : u & 0xff)));
  assert_true(buf_putc(out, (int)(big ? u & 0xff : u >> 8)));
}

static void utf16(Str in, bool big, Buf *out) {
  const char *p = in.p, *end = in.p + in.n;
  buf_init(out);
  unit16(out, 0xfeff, big);
  while (p < end) {
    uint32_t c;
    p += text_decode(p, end, &c);
    if (c >= 0x10000) {
      unit16(out, 0xd7c0 + (c >> 10), big);
      unit16(out, 0xdc00 + (c & 0x3ff), big);
    } else {
      unit16(out, c, big);
    }
  }
}

/* ---- the property ---- */

/* The raw bytes of each token, decoded alone, are the token's text. */
static size_t checktokens(const View *v, const Page *page, const Decoded *d,
                          Str raw) {
  uint32_t last = 0;
  for (size_t i = 0; i < v->ntokens; i++) {
    uint32_t a = map_start(&d->map, map_start(&page->map, v->start[i]));
    uint32_t b = map_end(&d->map, map_end(&page->map, v->end[i]));
    Decoded alone;
    Diag diag;
    Str want = {page->text.p + v->start[i], v->end[i] - v->start[i]};
    assert_true(a >= last && a < b && b <= raw.n);
    last = b;
    assert_true(decode(&alone, (Str){raw.p + a, b - a}, d->encoding, &diag));
    assert_true(str_eq(alone.text, want));
    decode_deinit(&alone);
  }
  return v->ntokens;
}

static void check(Str raw, Encoding as, Encoding want, View *v, Page *page,
                  Decoded *d) {
  Diag diag;
  assert_true(decode(d, raw, as, &diag));
  assert_int_equal(d->encoding, want);
  assert_true(page_parse(page, d, &diag));
  assert_true(view_build(v, page, STR_LIT("tp\n"), &diag));
  assert_true(checktokens(v, page, d, raw) > 400);
}

static void done(View *v, Page *page, Decoded *d) {
  view_deinit(v);
  page_deinit(page);
  decode_deinit(d);
}

/* Each form gives the same view as the page itself. */
static void forms(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
    Buf raw, form;
    View base, v;
    Page basepage, page;
    Decoded based, d;
    readpage(pages[i], &raw);
    check(buf_str(&raw), ENC_DETECT, ENC_UTF8, &base, &basepage, &based);
    for (int k = 0; k < 4; k++) {
      if (k == 0) normalform(buf_str(&raw), UTF8PROC_DECOMPOSE, &form);
      if (k == 1) normalform(buf_str(&raw), UTF8PROC_COMPOSE, &form);
      if (k >= 2) utf16(buf_str(&raw), k == 3, &form);
      check(buf_str(&form), ENC_DETECT,
            k < 2 ? ENC_UTF8 : k == 2 ? ENC_UTF16LE : ENC_UTF16BE, &v, &page,
            &d);
      assert_true(str_eq(buf_str(&v.bytes), buf_str(&base.bytes)));
      done(&v, &page, &d);
      buf_deinit(&form);
    }
    done(&base, &basepage, &based);
    buf_deinit(&raw);
  }
}

/* Every byte value, in every encoding: some clean text, and a map that
** stays inside. */
static void anybytes(void **state) {
  (void)state;
  for (int e = ENC_UTF8; e <= ENC_VISCII; e++) {
    char raw[1024];
    Decoded d;
    Page page;
    View v;
    Diag diag;
    for (size_t i = 0; i < sizeof raw; i++) raw[i] = (char)(i * 7 + i / 256);
    assert_true(decode(&d, (Str){raw, sizeof raw}, (Encoding)e, &diag));
    assert_true(page_parse(&page, &d, &diag));
    assert_true(view_build(&v, &page, STR_LIT(""), &diag));
    for (size_t i = 0; i < v.ntokens; i++) {
      uint32_t a = map_start(&d.map, map_start(&page.map, v.start[i]));
      uint32_t b = map_end(&d.map, map_end(&page.map, v.end[i]));
      assert_true(a < b && b <= sizeof raw);
    }
    done(&v, &page, &d);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(forms),
                                     cmocka_unit_test(anybytes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
