/*
** test_text.c: kinds of characters and the folding of single tokens.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "faults.h"
#include "../../vm/mem.h"
#include "../../vm/text.h"

static void folds(const char *from, const char *to) {
  Buf out;
  buf_init(&out);
  assert_true(text_fold(&out, (Str){from, strlen(from)}));
  assert_true(buf_putc(&out, '\0'));
  assert_string_equal(out.p, to);
  buf_deinit(&out);
}

/* Both, and their decomposed forms, fold to the second. */
static void foldboth(const char *from, const char *to) {
  utf8proc_uint8_t *d = utf8proc_NFD((const utf8proc_uint8_t *)from);
  assert_non_null(d);
  folds(from, to);
  folds(to, to);
  folds((const char *)d, to);
  free(d);
}

static void test_case(void **state) {
  (void)state;
  foldboth("ĐẢNG", "đảng");
  foldboth("Ðảng", "đảng"); /* U+00D0, as old keyboards have it */
  foldboth("NGHIÊNG", "nghiêng");
  foldboth("İ", "i");
  foldboth("T̈", "ẗ");
  foldboth("Ａｂ", "ab");
  foldboth("ﬁnal", "final");
  foldboth("𝐇ội", "hội");
  foldboth("ⅩⅢ", "xiii");
  foldboth("K", "k"); /* U+212A, the Kelvin sign */
  foldboth("한국", "한국");
}

static void test_signs(void **state) {
  static const char *const dashes[] = {"-", "–", "—", "‑", "−", "－", "﹘"};
  static const char *const quotes[] = {"\"", "“", "”", "„", "«", "»", "＂"};
  static const char *const singles[] = {"'", "‘", "’", "ʼ", "＇"};
  size_t i;
  (void)state;
  for (i = 0; i < sizeof dashes / sizeof *dashes; i++) folds(dashes[i], "-");
  for (i = 0; i < sizeof quotes / sizeof *quotes; i++) folds(quotes[i], "\"");
  for (i = 0; i < sizeof singles / sizeof *singles; i++)
    folds(singles[i], "'");
  foldboth("≠", "≠");
  folds("％", "%");
  folds("，", ",");
  folds("…", "…");
  folds("²", "²");
  folds("½", "½");
  folds("\x01", "\xef\xbf\xbd");
  folds("１２，５", "12,5");
}

static void test_tones(void **state) {
  static const char *const same[][2] = {
      {"hoà", "hòa"},     {"khoẻ", "khỏe"},   {"thuý", "thúy"},
      {"Uỷ", "ủy"},       {"loá", "lóa"},     {"oà", "òa"},
      {"hòan", "hoàn"},   {"khỏang", "khoảng"}, {"tòan", "toàn"},
      {"xóet", "xoét"},   {"hùynh", "huỳnh"}, {"lóai", "loái"},
      {"ngóay", "ngoáy"}, {"qúy", "quý"},     {"qủa", "quả"},
      {"qúôc", "quốc"},   {"qùên", "quền"},   {"qủan", "quản"},
      {"gìa", "già"},     {"gỉai", "giải"},   {"gíêng", "giếng"},
      {"cuả", "của"},     {"nưã", "nữa"},     {"nghiã", "nghĩa"},
      {"kià", "kìa"},     {"bịên", "biện"},   {"ngừơi", "người"},
      {"thúê", "thuế"},   {"thủơ", "thuở"},
      {"tùân", "tuần"},   {"hỏăc", "hoẳc"},   {"khủyu", "khuỷu"},
      {"qụyêt", "quyệt"}, {"gòong", "goòng"}, {"yêú", "yếu"}};
  size_t i;
  (void)state;
  for (i = 0; i < sizeof same / sizeof *same; i++)
    foldboth(same[i][0], same[i][1]);
}

static void test_tones_kept(void **state) {
  static const char *const kept[] = {
      "gì", "gìn", "giữ", "quỳnh", "của", "mía", "thúy", "túi", "được",
      "khuya", "nguyễn", "xoong", "kìa", "lúa", "mùi", "cáo", "hiểu",
      "création", "café", "ñandú", "àá", "hoáà", "dvořák", "fỏa", "òaz"};
  size_t i;
  (void)state;
  for (i = 0; i < sizeof kept / sizeof *kept; i++) foldboth(kept[i], kept[i]);
}

static void test_iy(void **state) {
  static const char *const same[][2] = {
      {"kỹ", "kĩ"},   {"kỳ", "kì"},   {"tỷ", "tỉ"},   {"lý", "lí"},
      {"mỹ", "mĩ"},   {"sỹ", "sĩ"},   {"hy", "hi"},   {"lỵ", "lị"},
      {"ty", "ti"},   {"KỸ", "kĩ"},   {"quí", "quý"}, {"quỉ", "quỷ"},
      {"qui", "quy"}, {"Qùi", "quỳ"}};
  static const char *const kept[] = {"vy", "y", "ý", "i", "my1", "kyo",
                                     "mỹn", "thy", "quít", "hay", "đy"};
  size_t i;
  (void)state;
  for (i = 0; i < sizeof same / sizeof *same; i++)
    foldboth(same[i][0], same[i][1]);
  for (i = 0; i < sizeof kept / sizeof *kept; i++) foldboth(kept[i], kept[i]);
}

static void test_ignored(void **state) {
  (void)state;
  folds("kinh\u200b", "kinh");
  folds("ki\u00adnh", "kinh");
  folds("h\u200dòa", "hòa");
  folds("o\u200d\u0300", "ò");
  folds("\ufeff1\u206023", "123");
}

static void test_kinds(void **state) {
  (void)state;
  assert_int_equal(text_char('a').kind, TEXT_LETTER);
  assert_int_equal(text_char(0x1ea1).kind, TEXT_LETTER);
  assert_int_equal(text_char(0x4e2d).kind, TEXT_LETTER);
  assert_int_equal(text_char('7').kind, TEXT_DIGIT);
  assert_int_equal(text_char(0xff17).kind, TEXT_DIGIT);
  assert_int_equal(text_char(0x0667).kind, TEXT_SIGN); /* not for decimals */
  assert_int_equal(text_char(0xb2).kind, TEXT_SIGN);
  assert_int_equal(text_char(0xa0).kind, TEXT_SPACE);
  assert_int_equal(text_char(0x3000).kind, TEXT_SPACE);
  assert_int_equal(text_char(0x2028).kind, TEXT_SPACE);
  assert_int_equal(text_char(0x0301).kind, TEXT_MARK);
  assert_int_equal(text_char(0xad).kind, TEXT_IGNORED);
  assert_int_equal(text_char(0x200b).kind, TEXT_IGNORED);
  assert_int_equal(text_char(0xfe0f).kind, TEXT_IGNORED);
  assert_int_equal(text_char(0xfffd).kind, TEXT_SIGN);
  assert_int_equal(text_char(0x1f600).kind, TEXT_SIGN);
  assert_true(text_char(0x1ea0).flags & TEXT_UPPER);
  assert_true(text_char(0x1ea1).flags & TEXT_LOWER);
  assert_true(text_char(0x201c).flags & TEXT_OPEN);
  assert_true(text_char(0x201d).flags & TEXT_CLOSE);
}

/* The table must agree with the slow way, for every character it knows. */
static void test_table(void **state) {
  (void)state;
  for (uint32_t c = 1; c < TEXT_TABLE; c++) {
    TextChar k = text_char(c);
    char from[4], to[4];
    size_t n = text_encode(c, from), m;
    Buf out;
    assert_int_equal(k.kind, text_property(c).kind);
    if (k.flags & TEXT_SLOW) continue;
    buf_init(&out);
    m = text_encode(k.fold, to);
    assert_true(text_fold(&out, (Str){from, n}));
    assert_true(str_eq(buf_str(&out), (Str){to, m}));
    assert_true(m <= n);
    buf_deinit(&out);
  }
}

/* A fold folds to itself, for every character there is. */
static void test_idempotent(void **state) {
  Buf one, two;
  (void)state;
  buf_init(&one);
  buf_init(&two);
  for (uint32_t c = 1; c < 0x110000; c++) {
    char from[4];
    size_t n;
    if (c >= 0xd800 && c < 0xe000) continue;
    n = (size_t)utf8proc_encode_char((utf8proc_int32_t)c,
                                     (utf8proc_uint8_t *)from);
    buf_clear(&one);
    buf_clear(&two);
    assert_true(text_fold(&one, (Str){from, n}));
    assert_true(text_fold(&two, buf_str(&one)));
    if (!str_eq(buf_str(&one), buf_str(&two)))
      fail_msg("U+%04X folds to something that folds again", (unsigned)c);
    if (one.n == 0 && text_char(c).kind != TEXT_IGNORED)
      fail_msg("U+%04X folds to nothing", (unsigned)c);
    for (size_t i = 0; i < one.n && text_char(c).kind != TEXT_SPACE; i++)
      if ((unsigned char)one.p[i] <= ' ')
        fail_msg("U+%04X folds to a byte of structure", (unsigned)c);
  }
  buf_deinit(&one);
  buf_deinit(&two);
}

/* Marks without end must cost no more than their number. */
static void test_many_marks(void **state) {
  Buf in, out;
  (void)state;
  buf_init(&in);
  buf_init(&out);
  assert_true(buf_putc(&in, 'a'));
  for (int i = 0; i < 300000; i++)
    assert_true(buf_puts(&in, i % 2 ? "\u0301" : "\u0323"));
  assert_true(text_fold(&out, buf_str(&in)));
  assert_true(out.n > in.n / 2 && out.n <= in.n + 16);
  buf_deinit(&in);
  buf_deinit(&out);
}

static void test_decode(void **state) {
  static const char bad[] = "\xc0\xaf\xed\xa0\x80\xf5\xe1\x80";
  const char *p = bad, *end = bad + sizeof bad - 1;
  uint32_t c;
  (void)state;
  while (p < end) {
    assert_int_equal(text_decode(p, end, &c), 1);
    assert_int_equal(c, 0xfffd);
    p++;
  }
  for (c = 1; c < 0x110000; c++) {
    char bytes[4];
    uint32_t back;
    size_t n;
    if (c >= 0xd800 && c < 0xe000) continue;
    n = (size_t)utf8proc_encode_char((utf8proc_int32_t)c,
                                     (utf8proc_uint8_t *)bytes);
    assert_int_equal(text_decode(bytes, bytes + n, &back), n);
    assert_int_equal(back, c);
    if (c < 0x10000) {
      char again[4];
      assert_int_equal(text_encode(c, again), n);
      assert_memory_equal(again, bytes, n);
    }
  }
}

static void test_no_memory(void **state) {
  Buf out;
  bool done = false;
  (void)state;
  for (long n = 0; !done; n++) {
    buf_init(&out);
    mem_failafter(n);
    done = text_fold(&out, STR_LIT("Vie\u0323\u0302t"));
    mem_failafter(-1);
    if (!done) assert_int_equal(out.n, 0);
    buf_deinit(&out);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_case),       cmocka_unit_test(test_signs),
      cmocka_unit_test(test_tones),      cmocka_unit_test(test_tones_kept),
      cmocka_unit_test(test_iy),         cmocka_unit_test(test_ignored),
      cmocka_unit_test(test_kinds),      cmocka_unit_test(test_table),
      cmocka_unit_test(test_idempotent), cmocka_unit_test(test_many_marks),
      cmocka_unit_test(test_decode),     cmocka_unit_test(test_no_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
