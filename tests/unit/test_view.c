/*
** test_view.c: the view of pages built by hand, and its properties over the
** corpus and over text that nobody would write.
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

#include "faults.h"
#include "../../vm/mem.h"
#include "../../vm/text.h"
#include "../../vm/view.h"

#define ABBREVIATIONS STR_LIT("tp\nts\nth.s\nv.v\n")
enum { MAXBLOCKS = 4096 };

/* A page whose blocks are the lines of a text, trimmed; empty ones dropped. */
typedef struct Sheet {
  Page page;
  Block blocks[MAXBLOCKS];
} Sheet;

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

static void sheet_init(Sheet *s, Str text) {
  size_t at = 0;
  memset(&s->page, 0, sizeof s->page);
  s->page.blocks = s->blocks;
  while (at < text.n) {
    const char *nl = memchr(text.p + at, '\n', text.n - at);
    size_t end = nl ? (size_t)(nl - text.p) : text.n, next = end + 1;
    while (at < end && blank(text.p[at])) at++;
    while (end > at && blank(text.p[end - 1])) end--;
    if (at < end && s->page.nblocks < MAXBLOCKS) {
      Block *b = &s->blocks[s->page.nblocks++];
      b->start = (uint32_t)s->page.text.n;
      b->end = b->start + (uint32_t)(end - at);
      b->role = ROLE_PARAGRAPH;
      assert_true(buf_put(&s->page.text, text.p + at, end - at));
      assert_true(buf_putc(&s->page.text, '\n'));
    }
    at = next;
  }
}

static void sheet_deinit(Sheet *s) { buf_deinit(&s->page.text); }

/* Bytes of structure made visible: marks as digits, blocks as letters. */
static void show(Buf *out, Str bytes) {
  for (size_t i = 0; i < bytes.n; i++) {
    unsigned char c = (unsigned char)bytes.p[i];
    const char *s = c == ' '              ? "_"
                    : c == '\n'           ? "|"
                    : c == BLOCK_BODY     ? "<body>"
                    : c == BLOCK_HEAD     ? "<head>"
                    : c == BLOCK_TITLE    ? "<title>"
                    : c == BLOCK_TAIL     ? "<tail>"
                    : c == BLOCK_CAPTION  ? "<caption>"
                    : c == VIEW_END       ? "<end>"
                    : c < ' '             ? NULL : "";
    if (s && *s) assert_true(buf_puts(out, s));
    else assert_true(buf_putc(out, s ? (int)c : '0' + c));
  }
  assert_true(buf_putc(out, '\0'));
}

static void shows(const char *text, const char *want) {
  static Sheet s;
  View v;
  Diag diag;
  Buf out;
  sheet_init(&s, (Str){text, strlen(text)});
  buf_init(&out);
  assert_true(view_build(&v, &s.page, ABBREVIATIONS, &diag));
  show(&out, buf_str(&v.bytes));
  assert_string_equal(out.p, want);
  buf_deinit(&out);
  view_deinit(&v);
  sheet_deinit(&s);
}

static void test_example(void **state) {
  (void)state;
  shows("Hội nghị (FDI) đạt 8,7%.",
        "<body>2hội_1nghị_6(3fdi6)_1đạt_58,76%6.<end>");
  shows("", "<end>");
  shows("\u200b", "<head><end>");
}

static void test_tokens(void **state) {
  (void)state;
  shows("10ha A1b", "<head>5101ha_3a511b<end>");
  shows("13.543,36 1. 2,a ,3", "<head>513.543,36_516.|526,1a_6,53<end>");
  shows("a\u00a0 \t\u3000b", "<head>1a_1b<end>");
  shows("kinh\u200b  \u200btế", "<head>1kinh_1tế<end>");
  shows("ki\u00adnh 1\u200b,\u200b5", "<head>1kinh_51,5<end>");
  shows("21-12 – x", "<head>5216-512_6-_1x<end>");
  shows("UBND Hà hà D", "<head>3ubnd_2hà_1hà_3d<end>");
  shows("McKinsey USDx", "<head>2mckinsey_2usdx<end>");
  shows("\u0301a 5\u0301", "<head>6\u03011a_556\u0301<end>");
  shows("１２，５％", "<head>512,56%<end>");
  shows("😀👍🏽", "<head>6😀6👍6🏽<end>");
}

static void test_sentences(void **state) {
  (void)state;
  shows("a b. Nay", "<head>1a_1b6.|2nay<end>");
  shows("a b! Nay? 5", "<head>1a_1b6!|2nay6?|55<end>");
  shows("a b. nay", "<head>1a_1b6._1nay<end>");
  shows("a b.Nay", "<head>1a_1b6.|2nay<end>");
  shows("a B.Nay", "<head>1a_3b6.2nay<end>");
  shows("a 5.Nay", "<head>1a_556.2nay<end>");
  shows("a b.nay", "<head>1a_1b6.1nay<end>");
  shows("a b...Nay", "<head>1a_1b6.6.6.|2nay<end>");
  shows("a b… “Nay", "<head>1a_1b6…|6\"2nay<end>");
  shows("“a b.” Nay", "<head>6\"1a_1b6.6\"|2nay<end>");
  shows("\"a b.\" Nay", "<head>6\"1a_1b6.6\"|2nay<end>");
  shows("(a b.) (Nay", "<head>6(1a_1b6.6)|6(2nay<end>");
  shows("a b . Nay", "<head>1a_1b_6.|2nay<end>");
  shows("a b. - Nay", "<head>1a_1b6._6-_2nay<end>");
  shows("a b; Nay: C", "<head>1a_1b6;_2nay6:_3c<end>");
  shows("ở TP. Vinh, Th.S Lê, TS. An", "<title>1ở_3tp6._2vinh6,_2th6.3s_2lê"
        "6,_3ts6._2an<end>");
  shows("ông A. Nam", "<head>1ông_3a6._2nam<end>");
  shows("tp . Nam", "<head>1tp_6.|2nam<end>");
  shows("a b.\nNay", "<head>1a_1b6.<head>2nay<end>");
}

static void test_places(void **state) {
  (void)state;
  shows("Lượt xem: 8870\n"
        "Thứ Năm, 21/12/2023, 14:54 (GMT+7)\n"
        "Thứ hai, ngày 3 tháng 7 năm 2023\n"
        ".\n"
        "Giá lúa gạo tăng mạnh\n"
        "Giá lúa mì cũng tăng mạnh\n"
        "Giá lúa hôm nay tăng mạnh.\n"
        "Tin ảnh\n"
        "Giá gạo hôm nay giảm nhẹ.\n"
        "Nguyễn An\n.",
        "<head>2lượt_1xem6:_58870"
        "<head>2thứ_2năm6,_5216/5126/520236,_5146:554_6(3gmt6+576)"
        "<head>2thứ_1hai6,_1ngày_53_1tháng_57_1năm_52023"
        "<head>6."
        "<title>2giá_1lúa_1gạo_1tăng_1mạnh"
        "<head>2giá_1lúa_1mì_1cũng_1tăng_1mạnh"
        "<body>2giá_1lúa_1hôm_1nay_1tăng_1mạnh6."
        "<body>2tin_1ảnh"
        "<body>2giá_1gạo_1hôm_1nay_1giảm_1nhẹ6."
        "<tail>2nguyễn_2an<tail>6.<end>");
  /* a question may be a title; a line with a full stop may not */
  shows("Vì sao giá gạo tăng?", "<title>2vì_1sao_1giá_1gạo_1tăng6?<end>");
  shows("“Giá gạo” sẽ còn tăng",
        "<title>6\"2giá_1gạo6\"_1sẽ_1còn_1tăng<end>");
  shows("1. Nội dung\nTừ A. đến B. ba ta ra",
        "<head>516.|2nội_1dung<title>2từ_3a6._1đến_3b6._1ba_1ta_1ra<end>");
}

static void test_roles(void **state) {
  static Sheet s;
  View v;
  Diag diag;
  Buf out;
  (void)state;
  sheet_init(&s, STR_LIT("Một dòng đầu không có chấm\nTên bài.\n"
                         "Đây là một câu rất dài.\n"
                         "Ảnh chụp ở nơi đó hôm qua.\nHết"));
  s.page.html = true;
  s.blocks[1].role = ROLE_TITLE;
  s.blocks[3].role = ROLE_CAPTION;
  buf_init(&out);
  assert_true(view_build(&v, &s.page, ABBREVIATIONS, &diag));
  assert_int_equal(v.nblocks, 5);
  for (size_t i = 0; i < 5; i++)
    assert_true(buf_putc(&out, v.bytes.p[v.block[i]]));
  assert_memory_equal(out.p, "\x11\x12\x10\x14\x13", 5);
  assert_int_equal(v.bytes.p[v.block[5]], VIEW_END);
  assert_int_equal(v.block[5] + 1, v.bytes.n);
  buf_deinit(&out);
  view_deinit(&v);
  sheet_deinit(&s);
}

static void test_literal(void **state) {
  View v;
  Diag diag;
  Buf out;
  (void)state;
  buf_init(&out);
  assert_true(view_literal(&v, STR_LIT(" Sở.Y tế. Kỹ\xff "), &diag));
  show(&out, buf_str(&v.bytes));
  assert_string_equal(out.p, "2sở6.3y_1tế6._2kĩ6\xef\xbf\xbd");
  assert_int_equal(v.nblocks, 0);
  assert_int_equal(v.ntokens, 7);
  assert_null(v.page);
  view_deinit(&v);
  assert_true(view_literal(&v, (Str){NULL, 0}, &diag));
  assert_int_equal(v.ntokens, 0);
  view_deinit(&v);
  buf_deinit(&out);
}

static void test_token(void **state) {
  View v;
  Diag diag;
  (void)state;
  assert_true(view_literal(&v, STR_LIT("ab cd, e"), &diag));
  for (size_t i = 0; i < v.ntokens; i++) {
    assert_int_equal(view_token(&v, v.at[i]), i);
    assert_int_equal(view_token(&v, v.at[i] + 1), i + 1);
  }
  assert_int_equal(view_token(&v, 1000), v.ntokens);
  view_deinit(&v);
}

static void test_tidy(void **state) {
  static const char *const cases[][2] = {
      {" a \u00a0\t\n b ", "a b"},       {"ho\u0300a", "hòa"},
      {"Kỹ “Hoà”", "Kỹ “Hoà”"},
      {"ki\u00adnh\u200b \u200btế", "kinh tế"},
      {"\u200b", ""},                    {"", ""},
      {"\u2126 ﬁ", "Ω ﬁ"},               {"a\xff", "a\xef\xbf\xbd"},
      {"e\u0323\u0302 x\u0301", "ệ x\u0301"}};
  Buf out;
  (void)state;
  buf_init(&out);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    buf_clear(&out);
    assert_true(view_tidy(&out, (Str){cases[i][0], strlen(cases[i][0])}));
    assert_true(buf_putc(&out, '\0'));
    assert_string_equal(out.p, cases[i][1]);
  }
  buf_clear(&out);
  assert_true(buf_puts(&out, "x"));
  assert_true(view_tidy(&out, STR_LIT("  y")));
  assert_true(str_is(buf_str(&out), "xy"));
  buf_deinit(&out);
}

/* ======================================================================
** Properties
** ====================================================================== */

/* Only white space and zero-width characters in text[from, to). */
static void assert_gap(const Page *page, uint32_t from, uint32_t to) {
  const char *p = page->text.p + from, *end = page->text.p + to;
  uint32_t c;
  while (p < end) {
    p += text_decode(p, end, &c);
    if (text_char(c).kind != TEXT_SPACE && text_char(c).kind != TEXT_IGNORED)
      fail_msg("U+%04X is in no token", (unsigned)c);
  }
}

static Str tokentext(const View *v, size_t i) {
  size_t at = v->at[i], end = at + 1;
  while (end < v->bytes.n && (unsigned char)v->bytes.p[end] > ' ') end++;
  return (Str){v->bytes.p + at, end - at};
}

/* The slice of the original, folded alone, is the token again. */
static void assert_token(const View *v, size_t i) {
  const Page *page = v->page;
  View alone;
  Diag diag;
  Str slice = {page->text.p + v->start[i], v->end[i] - v->start[i]};
  Str token = tokentext(v, i);
  assert_true(slice.n > 0 && token.n > 1);
  assert_true(view_literal(&alone, slice, &diag));
  assert_int_equal(alone.ntokens, 1);
  assert_int_equal(alone.start[0], 0);
  assert_int_equal(alone.end[0], slice.n);
  if (!str_eq(buf_str(&alone.bytes), token))
    fail_msg("'%.*s' is '%.*s' alone but '%.*s' in the view", (int)slice.n,
             slice.p, (int)alone.bytes.n, alone.bytes.p, (int)token.n, token.p);
  view_deinit(&alone);
}

/* Bytes between the marks and texts of tokens are the structure promised. */
static void assert_structure(const View *v) {
  size_t i, at = 0, block = 0;
  for (i = 0; i <= v->ntokens; i++) {
    size_t to = i < v->ntokens ? v->at[i] : v->bytes.n;
    for (; at < to; at++) {
      unsigned char c = (unsigned char)v->bytes.p[at];
      if (block <= v->nblocks && at == v->block[block]) {
        assert_true(block == v->nblocks
                        ? c == VIEW_END
                        : c >= BLOCK_BODY && c <= BLOCK_CAPTION);
        block++;
      } else {
        assert_true(c == ' ' || c == '\n');
        assert_true(at > 0 && (unsigned char)v->bytes.p[at - 1] > ' ');
        assert_int_equal(at + 1, to); /* one separator at most */
      }
    }
    if (i < v->ntokens) at += tokentext(v, i).n;
  }
  assert_int_equal(at, v->bytes.n);
  assert_int_equal(block, v->nblocks + 1);
}

static void assert_view(const View *v) {
  uint32_t last = 0;
  assert_structure(v);
  for (size_t i = 0; i < v->ntokens; i++) {
    assert_true(v->start[i] >= last && v->end[i] > v->start[i]);
    assert_gap(v->page, last, v->start[i]);
    assert_token(v, i);
    last = v->end[i];
  }
  assert_gap(v->page, last, (uint32_t)v->page->text.n);
}

/* The properties of a text, and that its NFD has the same view. */
static void check(Str text) {
  static Sheet composed, decomposed;
  View v, w;
  Diag diag;
  char *z = mem_strndup(text.p, text.n);
  utf8proc_uint8_t *d = utf8proc_NFD((const utf8proc_uint8_t *)z);
  assert_non_null(d);
  sheet_init(&composed, text);
  sheet_init(&decomposed, (Str){(char *)d, strlen((char *)d)});
  assert_true(view_build(&v, &composed.page, ABBREVIATIONS, &diag));
  assert_true(view_build(&w, &decomposed.page, ABBREVIATIONS, &diag));
  assert_view(&v);
  assert_view(&w);
  if (!str_eq(buf_str(&v.bytes), buf_str(&w.bytes))) {
    Buf one, two;
    buf_init(&one);
    buf_init(&two);
    show(&one, buf_str(&v.bytes));
    show(&two, buf_str(&w.bytes));
    fail_msg("NFD has another view:\n%s\n%s", one.p, two.p);
  }
  view_deinit(&v);
  view_deinit(&w);
  sheet_deinit(&composed);
  sheet_deinit(&decomposed);
  free(d);
  mem_free(z);
}

static const char *const corpus[] = {
    "000_59d8a5a0160957f1", "001_c7df351171d3ac93", "002_ea84298e78d208a1",
    "003_fe0635b573f77977", "004_e90ac1b9447e4aac"};

static void read_page(Buf *out, const char *name) {
  char path[256];
  FILE *f;
  int c;
  snprintf(path, sizeof path, "corpus/%s.txt", name);
  f = fopen(path, "rb");
  if (!f) fail_msg("run from the top folder: no %s", path);
  while ((c = getc(f)) != EOF) assert_true(buf_putc(out, c));
  fclose(f);
}

static void test_corpus(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof corpus / sizeof *corpus; i++) {
    Buf page;
    buf_init(&page);
    read_page(&page, corpus[i]);
    check(buf_str(&page));
    buf_deinit(&page);
  }
}

static void test_nasty(void **state) {
  static const char *const nasty[] = {
      "", " ", "\u200b", "\u200b\u200b x", "a\u200b\u200d", "\u0301", "5\u0301",
      "=\u0338", "=\u200b\u0338.", "\u00a0\u00a0a\u00a0", "\ufeffTin\ufeff",
      "\ufffd\ufffda\ufffd", "ﬁ ﬂ ﬃ ĳ Ǆ ŉ ſ", "Ｔｉｎ　１２３，４５６．７％",
      "１．２.３", "👨‍👩‍👧‍👦 🇻🇳 1️⃣ ❤️", "1\u200b2\u200b.\u200b3\u200b.\u200b",
      "12345678901234567890123456789012345678901234567890.5.,6", "1.,2", "1,,2",
      "a\u0301\u0323\u0302b", "a\u0323\u0301b", "Å Ω K", "가각 한국어",
      "क़ खि ൌ ெ ா", "\u2329x\u232a", ";\u037e\u0387", "\u1fef\u1ffd",
      "\u0344 \u0340\u0341", "T\u0308 H\u0331 J\u030c", "İIıi", "ẞß", "Ⅻ ⅻ",
      "𝐇𝐨̣̂𝐢 𝟏𝟐", "\u0f73\u0f75\u0f81", "\U0001d15e\U0001d15f",
      "TP.HCM TS.Lê Th.S.An v.v...Nay", "a.b.C.D.e!F?G…H", ". . . ! A",
      "\"\"\"A",
      "(((a.))) B", "a.” ” B", "qúy qủa gìa hòan UỶ", "𐐀𐐨",
      "\u115f\u1160\u3164", "ẛ \u017f\u0307",
      "ᄀ\u1161\u11a8", "x\u034f\u0301", "\u180e\u180b", "\x7f\xc2\x80\xc2\x85",
      "\u2028a\u2029b", "\u2011\u2010\u00ad-", "m² m³ ½ № ™ ℃ ㎡"};
  (void)state;
  for (size_t i = 0; i < sizeof nasty / sizeof *nasty; i++)
    check((Str){nasty[i], strlen(nasty[i])});
}

/* Code points as random bytes choose them: mostly what trips folding, some of
** every plane. The same on every machine. */
static uint32_t randomstate = 20240229;

static uint32_t randombelow(uint32_t n) {
  randomstate = randomstate * 1664525u + 1013904223u;
  return (randomstate >> 8) % n;
}

static uint32_t randomchar(void) {
  static const uint32_t likely[] = {
      ' ', ' ', '.', ',', '.', '!', '"', '(', ')', '-', '0', '7', 'a', 'A',
      'q', 'u', 'i', 'y', 'g', 'h', 'o', 0xa0, 0xad, 0xd0, 0x111, 0x110,
      0x1b0, 0x1ed9, 0xfd, 0x200b, 0x200d, 0xfeff, 0x2026, 0x201c, 0x201d,
      0x2013, 0xfffd, 0xff0e, 0xff11, 0x1100, 0x1161, 0x11a8, 0xac00, 0x1f600,
      '\n', '\t', '=', 0x338};
  static const uint32_t ranges[][2] = {
      {0x300, 0x370}, {0x1e00, 0x2100}, {'!', 0x7f},     {0x2000, 0x2070},
      {0x80, 0x250},  {0x900, 0xe00},   {0xf900, 0x10000}, {0x1d100, 0x1d800},
      {'!', 0x110000}};
  const uint32_t *range;
  uint32_t c;
  if (randombelow(4))
    return likely[randombelow(sizeof likely / sizeof *likely)];
  if (randombelow(3) == 0) return 0x300 + randombelow(0x30);
  range = ranges[randombelow(sizeof ranges / sizeof *ranges)];
  c = range[0] + randombelow(range[1] - range[0]);
  return c >= 0xd800 && c < 0xe000 ? 0xfffd : c;
}

static void test_random(void **state) {
  Buf text;
  (void)state;
  buf_init(&text);
  for (int round = 0; round < 3000; round++) {
    uint32_t n = 1 + randombelow(60);
    buf_clear(&text);
    while (n--) assert_true(utf8_put(&text, (int32_t)randomchar()));
    check(buf_str(&text));
  }
  buf_deinit(&text);
}

/* Rule files may hold any bytes: a literal of them is cut like any text. */
static void test_random_bytes(void **state) {
  (void)state;
  for (int round = 0; round < 3000; round++) {
    char bytes[48];
    uint32_t n = randombelow(sizeof bytes), last = 0;
    View v;
    Diag diag;
    Buf tidy;
    for (uint32_t i = 0; i < n; i++) bytes[i] = (char)randombelow(256);
    buf_init(&tidy);
    assert_true(view_literal(&v, (Str){bytes, n}, &diag));
    assert_true(view_tidy(&tidy, (Str){bytes, n}));
    assert_true(utf8_valid(buf_str(&v.bytes)));
    assert_true(utf8_valid(buf_str(&tidy)));
    for (size_t i = 0; i < v.ntokens; i++) {
      assert_true(v.start[i] >= last && v.end[i] > v.start[i]);
      assert_true(v.end[i] <= n);
      last = v.end[i];
    }
    view_deinit(&v);
    buf_deinit(&tidy);
  }
}

static void test_no_memory(void **state) {
  static Sheet s;
  bool done = false;
  (void)state;
  sheet_init(&s, STR_LIT("Tin. Vie\u0323\u0302t 5 🇻🇳 ． a b c d e f g h\nA!B."));
  for (long n = 0; !done; n++) {
    View v;
    Diag diag;
    diag_init(&diag);
    mem_failafter(n);
    done = view_build(&v, &s.page, ABBREVIATIONS, &diag);
    mem_failafter(-1);
    if (!done) assert_int_equal(diag.kind, DIAG_MEMORY);
    view_deinit(&v);
  }
  done = false;
  for (long n = 0; !done; n++) {
    View v;
    Diag diag;
    mem_failafter(n);
    done = view_literal(&v, buf_str(&s.page.text), &diag);
    mem_failafter(-1);
    view_deinit(&v);
  }
  done = false;
  for (long n = 0; !done; n++) {
    Buf out;
    buf_init(&out);
    mem_failafter(n);
    done = view_tidy(&out, buf_str(&s.page.text));
    mem_failafter(-1);
    if (!done) assert_int_equal(out.n, 0);
    buf_deinit(&out);
  }
  sheet_deinit(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_example),   cmocka_unit_test(test_tokens),
      cmocka_unit_test(test_sentences), cmocka_unit_test(test_places),
      cmocka_unit_test(test_roles),     cmocka_unit_test(test_literal),
      cmocka_unit_test(test_token),     cmocka_unit_test(test_tidy),
      cmocka_unit_test(test_corpus),    cmocka_unit_test(test_nasty),
      cmocka_unit_test(test_random),
      cmocka_unit_test(test_random_bytes),
      cmocka_unit_test(test_no_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
