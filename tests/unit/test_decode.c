/*
** test_decode.c: encodings are told apart, and each byte of the text maps back
** to the raw bytes that decode to it.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "faults.h"
#include "../../vm/decode.h"
#include "../../vm/mem.h"

#define VI                                                                 \
  "H\u1ed9i ngh\u1ecb tr\u1ef1c tuy\u1ebfn \u0111\u01b0\u1ee3c t\u1ed5 "   \
  "ch\u1ee9c t\u1ea1i \u0111i\u1ec3m c\u1ea7u t\u1ec9nh; \u1ee6y ban nh"   \
  "\u00e2n d\u00e2n ph\u1ed1i h\u1ee3p \u2013 \u201cth\u1ea3o lu\u1ead"    \
  "n\u201d 8,7 t\u1ef7."

static Str lit(const char *s) { return (Str){s, strlen(s)}; }

static void run(Decoded *d, Str raw, Encoding as) {
  Diag diag;
  diag_init(&diag);
  assert_true(decode(d, raw, as, &diag));
}

static uint32_t outlen(const Map *m, size_t i) {
  return (i + 1 < m->n ? m->p[i + 1].out : m->end) - m->p[i].out;
}

/* Each span, decoded alone, is its piece of the text; spans leave out nothing
** of the raw bytes but a byte order mark. */
static void checkmap(const Decoded *d, Str raw) {
  size_t i, at = 0;
  assert_int_equal(d->map.end, d->text.n);
  for (i = 0; i < d->map.n; i++) {
    const MapSpan *s = &d->map.p[i];
    Str piece = {raw.p + s->in, s->len};
    Decoded one;
    run(&one, piece, d->encoding);
    /* 0x80..0x9F of TCVN3 are read in the light of the whole text */
    if (d->encoding != ENC_TCVN3 || (piece.p[0] & 0xE0) != 0x80) {
      assert_int_equal(one.text.n, outlen(&d->map, i));
      assert_memory_equal(one.text.p, d->text.p + s->out, one.text.n);
    }
    decode_deinit(&one);
    if (i == 0) at = s->in;
    assert_true(i > 0 || at <= 3);
    assert_int_equal(s->in, at);
    at = s->in + s->len;
  }
  if (raw.n > 3) assert_int_equal(at, raw.n);
}

static void expect(Str raw, Encoding as, Encoding is, const char *text) {
  Decoded d;
  run(&d, raw, as);
  assert_int_equal(d.encoding, is);
  if (text) {
    assert_int_equal(d.text.n, strlen(text));
    assert_memory_equal(d.text.p, text, d.text.n);
  }
  checkmap(&d, raw);
  decode_deinit(&d);
}

static void utf8(void **state) {
  (void)state;
  expect(lit(VI), ENC_DETECT, ENC_UTF8, VI);
  expect(lit("\xEF\xBB\xBF" VI), ENC_DETECT, ENC_UTF8, VI);
  expect(lit(""), ENC_DETECT, ENC_UTF8, "");
}

static void badutf8(void **state) {
  (void)state;
  expect(lit("a\xFF" "b"), ENC_UTF8, ENC_UTF8, "a\uFFFD" "b");
  expect(lit("a\xE1\xBA"), ENC_UTF8, ENC_UTF8, "a\uFFFD\uFFFD");
  expect(lit("\xED\xA0\x80"), ENC_UTF8, ENC_UTF8, "\uFFFD\uFFFD\uFFFD");
  expect(lit("\xC0\xAF"), ENC_UTF8, ENC_UTF8, "\uFFFD\uFFFD");
  expect(lit("\xF4\x90\x80\x80"), ENC_UTF8, ENC_UTF8,
         "\uFFFD\uFFFD\uFFFD\uFFFD");
  expect((Str){"a\0b", 3}, ENC_DETECT, ENC_UTF8, "a\uFFFD" "b");
  expect(lit("a\x01\x1F\tb"), ENC_DETECT, ENC_UTF8, "a\uFFFD\uFFFD\tb");
  expect(lit("\xEF\xBF\xBE" "x"), ENC_DETECT, ENC_UTF8, "\uFFFDx");
}

/* A page in UTF-8 with a few broken bytes is no Western one. */
static void mostlyutf8(void **state) {
  (void)state;
  expect(lit(VI "\xFF" VI "\x80"), ENC_DETECT, ENC_UTF8,
         VI "\uFFFD" VI "\uFFFD");
}

static size_t utf16(const char *s, bool big, char *out) {
  size_t n = 0;
  while (*s) {
    unsigned char b = (unsigned char)*s++;
    uint32_t cp = b;
    if (b >= 0xE0) cp = (b & 0xFu) << 12 | (s[0] & 0x3Fu) << 6 | (s[1] & 0x3Fu);
    else if (b >= 0x80) cp = (b & 0x1Fu) << 6 | (s[0] & 0x3Fu);
    s += b >= 0xE0 ? 2 : b >= 0x80 ? 1 : 0;
    out[n++] = (char)(big ? cp >> 8 : cp);
    out[n++] = (char)(big ? cp : cp >> 8);
  }
  return n;
}

static void wide(void **state) {
  char raw[1024] = "\xFF\xFE";
  size_t n = utf16(VI, false, raw + 2) + 2;
  (void)state;
  expect((Str){raw, n}, ENC_DETECT, ENC_UTF16LE, VI);
  expect((Str){raw + 2, n - 2}, ENC_DETECT, ENC_UTF16LE, VI);
  n = utf16(VI, true, raw);
  expect((Str){raw, n}, ENC_DETECT, ENC_UTF16BE, VI);
  expect((Str){raw, n - 1}, ENC_UTF16BE, ENC_UTF16BE, NULL);
  expect((Str){"\xFE\xFF\0a", 4}, ENC_UTF16LE, ENC_UTF16BE, "a");
  /* a pair, a lonely half, a unit that is no character */
  expect((Str){"\x3D\xD8\x00\xDE", 4}, ENC_UTF16LE, ENC_UTF16LE,
         "\xF0\x9F\x98\x80");
  expect((Str){"\x3D\xD8" "a\0", 4}, ENC_UTF16LE, ENC_UTF16LE, "\uFFFD" "a");
  expect((Str){"\xFF\xFF" "a\0", 4}, ENC_UTF16LE, ENC_UTF16LE, "\uFFFD" "a");
}

/* "Hội nghị trực tuyến", once in each of the old sets. */
static void windows1258(void **state) {
  static const char raw[] = "H\xF4\xF2i ngh\xEE" "c\xF2 tr\xFD\xF2" "c tuy\xEA"
                            "\xECn \xF0\xFD\xF5\xF2" "c";
  (void)state;
  expect(lit(raw), ENC_WINDOWS1258, ENC_WINDOWS1258,
         "H\u00f4\u0323i ngh\u00eec\u0323 tr\u01b0\u0323c tuy\u00ea\u0301n "
         "\u0111\u01b0\u01a1\u0323c");
  expect(lit("H\xF4\xF2i ngh\x69\xF2 tr\xFD\xF2" "c tuy\xEA\xECn, \xF0i\xEA"
             "\xD2m c\xE2\xCCu t\x69\xD2nh \xF0\xFD\xF5\xF2" "c"),
         ENC_DETECT, ENC_WINDOWS1258, NULL);
}

static void tcvn3(void **state) {
  (void)state;
  expect(lit("Héi nghÞ trùc tuyÕn"), ENC_DETECT, ENC_UTF8, NULL);
  expect(lit("H\xE9i ngh\xDE tr\xF9" "c tuy\xD5n \xAE\xAD\xEE" "c t\xE6 ch\xF8"
             "c t\xB9i \xAEi\xD3m c\xC7u t\xD8nh"),
         ENC_DETECT, ENC_TCVN3,
         "H\u1ed9i ngh\u1ecb tr\u1ef1c tuy\u1ebfn \u0111\u01b0\u1ee3c t\u1ed5 "
         "ch\u1ee9c t\u1ea1i \u0111i\u1ec3m c\u1ea7u t\u1ec9nh");
  /* quotation marks of the fonts, capitals of the standard */
  expect(lit("\x93th\xB6o lu\xCBn\x94 t\xB9i \xAEi\xD3m c\xC7u"), ENC_TCVN3,
         ENC_TCVN3,
         "\u201cth\u1ea3o lu\u1eadn\u201d t\u1ea1i \u0111i\u1ec3m c\u1ea7u");
  expect(lit("\x9Ey ban nh\xA9n d\xA9n t\xD8nh, \x9Ey vi\xAAn"), ENC_TCVN3,
         ENC_TCVN3,
         "\u1ee6y ban nh\u00e2n d\u00e2n t\u1ec9nh, \u1ee6y vi\u00ean");
}

static void vni(void **state) {
  (void)state;
  expect(lit("Ho\xE4i ngh\xF2 tr\xF6\xEF" "c tuye\xE1n \xF1\xF6\xF4\xEF" "c to"
             "\xE5 ch\xF6\xF9" "c ta\xEFi \xF1ie\xE5m ca\xE0u t\xE6nh, U\xDBy "
             "ban, A\xC2u"),
         ENC_DETECT, ENC_VNI,
         "H\u1ed9i ngh\u1ecb tr\u1ef1c tuy\u1ebfn \u0111\u01b0\u1ee3c t\u1ed5 "
         "ch\u1ee9c t\u1ea1i \u0111i\u1ec3m c\u1ea7u t\u1ec9nh, \u1ee6y ban, "
         "\u00c2u");
}

static void viscii(void **state) {
  (void)state;
  expect(lit("H\xB5i ngh\xB8 tr\xF1" "c tuy\xAAn \xF0\xDF\xFE" "c t\xB1 ch\xD1"
             "c t\xD5i \xF0i\xACm c\xA5u t\xEFnh"),
         ENC_DETECT, ENC_VISCII,
         "H\u1ed9i ngh\u1ecb tr\u1ef1c tuy\u1ebfn \u0111\u01b0\u1ee3c t\u1ed5 "
         "ch\u1ee9c t\u1ea1i \u0111i\u1ec3m c\u1ea7u t\u1ec9nh");
  expect(lit("\x1E k\x02"), ENC_VISCII, ENC_VISCII, "\u1ef4 k\u1eb2");
}

/* French is neither; what is undefined is replaced. */
static void western(void **state) {
  (void)state;
  expect(lit("\xC9t\xE9 \xE0 la plage, gar\xE7on, o\xF9 es-tu n\xE9 ? No\xEBl "
             "d\xE9j\xE0 pass\xE9, fa\xE7" "ade, c\x9Cur"),
         ENC_DETECT, ENC_WINDOWS1252, NULL);
  expect(lit("\x80 \x81"), ENC_WINDOWS1252, ENC_WINDOWS1252, "\u20ac \uFFFD");
}

static void declared(void **state) {
  (void)state;
  expect(lit("<html><META content='text/html; charset=windows-1258'>\xF0\xFD"),
         ENC_DETECT, ENC_WINDOWS1258, NULL);
  expect(lit("<meta charset = \"viscii\"><p>\xF0"), ENC_DETECT, ENC_VISCII,
         NULL);
  expect(lit("<?xml version='1.0' encoding='viscii'?><p>\xF0"), ENC_DETECT,
         ENC_VISCII, NULL);
  /* against what is declared */
  expect(lit("<meta charset=iso-8859-1>" VI), ENC_DETECT, ENC_UTF8, NULL);
  expect(lit("<meta charset=utf-16><p>abc"), ENC_DETECT, ENC_UTF8, NULL);
  expect(lit("<meta charset=utf-8>H\xE9i ngh\xDE tr\xF9" "c tuy\xD5n \xAE\xAD"
             "\xEE" "c"),
         ENC_DETECT, ENC_TCVN3, NULL);
}

static void names(void **state) {
  (void)state;
  assert_int_equal(decode_encoding(lit("UTF-8")), ENC_UTF8);
  assert_int_equal(decode_encoding(lit("Windows_1258")), ENC_WINDOWS1258);
  assert_int_equal(decode_encoding(lit("ISO-8859-1")), ENC_WINDOWS1252);
  assert_int_equal(decode_encoding(lit("TCVN5712-1")), ENC_TCVN3);
  assert_int_equal(decode_encoding(lit("klingon")), ENC_DETECT);
  assert_int_equal(decode_encoding(lit("a-name-longer-than-any-known-one")),
                   ENC_DETECT);
  assert_string_equal(decode_name(ENC_TCVN3), "tcvn3");
}

/* Any bytes at all, in every encoding. */
static void noise(void **state) {
  unsigned char raw[600];
  uint32_t seed = 1, round;
  size_t i;
  int e;
  (void)state;
  for (round = 0; round < 40; round++) {
    for (i = 0; i < sizeof raw; i++) {
      seed = seed * 1103515245u + 12345u;
      raw[i] = (unsigned char)(seed >> 16);
      if (round % 2 && raw[i] < 0x80) raw[i] |= 0x40;
    }
    for (e = ENC_DETECT; e <= ENC_VISCII; e++) {
      Decoded d;
      run(&d, (Str){(char *)raw, sizeof raw}, (Encoding)e);
      if (e != ENC_DETECT && e != ENC_TCVN3 && e != ENC_UTF16LE &&
          e != ENC_UTF16BE && e != ENC_UTF8 && e != ENC_VNI)
        checkmap(&d, (Str){(char *)raw, sizeof raw});
      assert_int_equal(d.map.end, d.text.n);
      decode_deinit(&d);
    }
  }
}

static void nomemory(void **state) {
  long k;
  bool ok = false;
  (void)state;
  for (k = 0; !ok && k < 100; k++) {
    Decoded d;
    Diag diag;
    diag_init(&diag);
    mem_failafter(k);
    ok = decode(&d, lit("H\xF4\xF2i ngh\x69\xF2 tr\xFD\xF2" "c tuy\xEA\xECn"),
                ENC_WINDOWS1258, &diag);
    mem_failafter(-1);
    if (!ok) assert_int_equal(diag.kind, DIAG_MEMORY);
    decode_deinit(&d);
  }
  assert_true(ok && k > 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(utf8),        cmocka_unit_test(badutf8),
      cmocka_unit_test(mostlyutf8),  cmocka_unit_test(wide),
      cmocka_unit_test(windows1258), cmocka_unit_test(tcvn3),
      cmocka_unit_test(vni),         cmocka_unit_test(viscii),
      cmocka_unit_test(western),     cmocka_unit_test(declared),
      cmocka_unit_test(names),       cmocka_unit_test(noise),
      cmocka_unit_test(nomemory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
