/* mark.c and fragment.c: a marked page has the text that it had before, and
** each record's marks hold its words. With files as arguments those are tried, with
** spans all over them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libxml/HTMLparser.h>

#include "fragment.h"
#include "mark.h"
#include "mem.h"

typedef struct Try {
  Decoded decoded;
  Page page;
  Buf out;
} Try;

static void try_open(Try *t, const char *bytes, size_t n) {
  Diag diag;
  diag_init(&diag);
  assert_true(decode(&t->decoded, (Str){bytes, n}, ENC_DETECT, &diag));
  assert_true(page_parse(&t->page, &t->decoded, &diag));
  buf_init(&t->out);
}

static void try_close(Try *t) {
  page_deinit(&t->page);
  decode_deinit(&t->decoded);
  buf_deinit(&t->out);
}

static void mark(Try *t, MarkSpan *spans, size_t n) {
  buf_clear(&t->out);
  assert_true(mark_page(&t->page, spans, n, STR_LIT("a & b"), &t->out));
  assert_true(buf_putc(&t->out, '\0'));
  t->out.n--;
}

/* ---- as libxml2 sees it ---- */

static htmlDocPtr tree(const char *bytes, size_t n) {
  return htmlReadMemory(bytes, (int)n, NULL, "utf-8",
                        HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                            HTML_PARSE_NONET | HTML_PARSE_RECOVER);
}

/* All text and all attributes but those of the marks; of `record` only the text
** within its marks. */
static void collect(xmlNodePtr node, long record, bool within, Buf *out) {
  for (; node; node = node->next) {
    bool inside = within;
    xmlChar *mine = NULL;
    if (!xmlStrcmp(node->name, (const xmlChar *)"mark"))
      mine = xmlGetProp(node, (const xmlChar *)"data-trich-record");
    if (mine && record >= 0 && atol((char *)mine) == record) inside = true;
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE ||
        node->type == XML_COMMENT_NODE) {
      if (inside || record < 0) buf_puts(out, (char *)node->content);
    } else if (node->type == XML_ELEMENT_NODE && !mine && record < 0) {
      for (xmlAttrPtr a = node->properties; a; a = a->next)
        if (a->children && a->children->content)
          buf_printf(out, "[%s=%s]", a->name, a->children->content);
    }
    xmlFree(mine);
    if (node->type == XML_ELEMENT_NODE)
      collect(node->children, record, inside, out);
  }
}

static void text_of(const char *bytes, size_t n, long record, Buf *out) {
  htmlDocPtr doc = tree(bytes, n);
  buf_init(out);
  if (doc) collect(doc->children, record, false, out);
  buf_putc(out, '\0');
  xmlFreeDoc(doc);
}

static void squeeze(Buf *b) { /* what is white is left out: tags are so */
  size_t k = 0;
  for (size_t i = 0; i < b->n; i++)
    if (!strchr(" \t\r\n", b->p[i]) || !b->p[i]) b->p[k++] = b->p[i];
  b->n = k;
}

static bool same_text(Try *t) {
  Str before = t->decoded.text;
  Buf a, b;
  bool same;
  text_of(before.p, before.n, -1, &a);
  text_of(t->out.p + 3, t->out.n - 3, -1, &b);
  same = a.n == b.n && !memcmp(a.p, b.p, a.n);
  if (!same) {
    size_t i = 0;
    while (i < a.n && i < b.n && a.p[i] == b.p[i]) i++;
    i = i > 40 ? i - 40 : 0;
    print_message("before: %.90s\nafter:  %.90s\n", a.p + i, b.p + i);
  }
  buf_deinit(&a), buf_deinit(&b);
  return same;
}

/* Whether the marks of a record hold the words of the page's text. */
static bool holds(Try *t, const MarkSpan *s) {
  Buf want, got;
  bool same;
  buf_init(&want);
  buf_put(&want, t->page.text.p + s->start, s->end - s->start);
  buf_putc(&want, '\0');
  text_of(t->out.p + 3, t->out.n - 3, (long)s->record, &got);
  squeeze(&want), squeeze(&got);
  same = want.n == got.n && !memcmp(want.p, got.p, got.n);
  if (!same) print_message("want: %.300s\ngot:  %.300s\n", want.p, got.p);
  buf_deinit(&want), buf_deinit(&got);
  return same;
}

static MarkSpan span(const Try *t, const char *from, const char *to,
                     size_t record) {
  const char *text = t->page.text.p;
  const char *a = memmem(text, t->page.text.n, from, strlen(from)), *b;
  assert_non_null(a);
  b = memmem(a, t->page.text.n - (size_t)(a - text), to, strlen(to));
  assert_non_null(b);
  return (MarkSpan){(uint32_t)(a - text), (uint32_t)(b - text + strlen(to)),
                    record, STR_LIT("t\"")};
}

/* ---- tests ---- */

static const char page[] =
    "<!DOCTYPE html><html><head><title>Một hai ba</title>"
    "<meta name=d content='Một hai ba'><style>p::after{content:'hai'}</style>"
    "<script>var s = '<p>Một hai ba</p>';</script></head><body>"
    "<h1>Nhan đề của trang</h1>"
    "<p title='Một hai ba'>Một <b>hai</b> <a href='?hai'>ba bốn</a> năm "
    "<!-- Một hai --> s&#225;u&nbsp;bảy &amp; tám<br>Chín <i>mười</i> và còn "
    "nữa, để câu này đủ dài cho một đoạn văn của bài báo.</p>"
    "<table> <tr> <td>Ô một của bảng</td> <td>ô hai của bảng</td> </tr> "
    "</table><p>Đoạn cuối: 1 < 2 & 3 > 2; Một hai ba.</p>"
    "<textarea>Một hai</textarea></body></html>";

static void gives(const char *from, const char *to, const char *want) {
  Try t;
  MarkSpan s;
  Buf plain;
  const char *p;
  try_open(&t, page, sizeof page - 1);
  s = span(&t, from, to, 7);
  mark(&t, &s, 1);
  assert_true(same_text(&t));
  assert_true(holds(&t, &s));
  buf_init(&plain); /* with short tags, to be read */
  for (p = t.out.p; *p; p++) {
    if (!strncmp(p, "<mark ", 6)) {
      buf_puts(&plain, strstr(p, "id=") == p + 6 ? "[#" : "[");
      p = strchr(strstr(p, "style="), '>');
    } else if (!strncmp(p, "</mark>", 7)) {
      buf_puts(&plain, "]");
      p += 6;
    } else {
      buf_putc(&plain, *p);
    }
  }
  buf_putc(&plain, '\0');
  if (!strstr(plain.p, want)) fail_msg("no %s in %s", want, plain.p);
  buf_deinit(&plain);
  try_close(&t);
}

static void test_pieces(void **state) {
  (void)state;
  gives("ba bốn", "bốn", "<a href='?hai'>[#ba bốn]</a>");
  gives("Một", "ba", "'>[#Một ]<b>[hai]</b> <a href='?hai'>[ba] bốn");
  gives("bốn năm", "sáu", "[#bốn]</a>[ năm ]<!-- Một hai -->[ s&#225;u]&nbsp;");
  gives("bảy", "tám", "[#bảy &amp; tám]<br>");
  gives("tám", "Chín", "[#tám]<br>[Chín] ");
  gives("Ô một", "hai của", "<td>[#Ô một của bảng]</td> <td>[ô hai của] bảng");
  gives("1 <", "> 2", "[#1 < 2 & 3 > 2];");
  gives("Nhan", "Đoạn", "<h1>[#Nhan đề của trang]</h1>");
}

static void test_nested_and_overlapping(void **state) {
  Try t;
  MarkSpan s[5];
  (void)state;
  try_open(&t, page, sizeof page - 1);
  s[0] = span(&t, "hai ba", "sáu", 0);
  s[1] = span(&t, "ba bốn", "bốn", 1);
  s[2] = span(&t, "bốn năm", "Chín", 2);
  s[3] = span(&t, "ba bốn", "bốn", 3);
  s[4] = span(&t, "Nhan", "cuối", 4);
  mark(&t, s, 5);
  assert_true(same_text(&t));
  for (size_t i = 0; i < 5; i++) assert_true(holds(&t, &s[i]));
  for (size_t i = 0; i < 5; i++) { /* each has its place to jump to, once */
    char id[24];
    const char *first;
    snprintf(id, sizeof id, "id=\"trich-%zu\"", i);
    first = strstr(t.out.p, id);
    assert_non_null(first);
    assert_null(strstr(first + 1, id));
  }
  assert_non_null(strstr(t.out.p, "data-trich-type=\"t&quot;\""));
  try_close(&t);
}

static void test_nothing_to_mark(void **state) {
  Try t;
  (void)state;
  try_open(&t, page, sizeof page - 1);
  mark(&t, NULL, 0);
  assert_int_equal(t.out.n, sizeof page - 1 + 3);
  assert_memory_equal(t.out.p + 3, page, sizeof page - 1);
  try_close(&t);
}

static void test_plain_text(void **state) {
  static const char text[] = "\nMột <b> & hai.\n\nBa bốn.\n";
  Try t;
  MarkSpan s;
  Buf got;
  (void)state;
  try_open(&t, text, sizeof text - 1);
  s = span(&t, "<b>", "Ba", 0);
  mark(&t, &s, 1);
  assert_non_null(strstr(t.out.p, "<title>a &amp; b</title>"));
  assert_true(holds(&t, &s));
  text_of(t.out.p + 3, t.out.n - 3, -1, &got);
  assert_non_null(strstr(got.p, "Một <b> & hai.\n\nBa bốn.\n"));
  buf_deinit(&got);
  try_close(&t);
}

/* Spans of 1 to 40 bytes and more, which end at characters, everywhere. */
static void everywhere(const char *bytes, size_t n, const char *name) {
  VEC(MarkSpan) spans = {0};
  Try t;
  size_t step = 1, length = 1;
  try_open(&t, bytes, n);
  for (size_t at = 0; at < t.page.text.n; at += step) {
    size_t end = at + length;
    while (at < t.page.text.n && (t.page.text.p[at] & 0xC0) == 0x80) at++;
    while (end < t.page.text.n && (t.page.text.p[end] & 0xC0) == 0x80) end++;
    if (end >= t.page.text.n) break;
    assert_true(vec_push(&spans, ((MarkSpan){(uint32_t)at, (uint32_t)end,
                                             spans.n, STR_LIT("t")})));
    step = step * 7 % 31 + 1;
    length = length * 13 % 97 + 1;
  }
  mark(&t, spans.p, spans.n);
  if (!same_text(&t)) fail_msg("%s: the text is another", name);
  for (size_t i = 0; i < spans.n; i += spans.n / 5 + 1)
    if (!holds(&t, &spans.p[i])) print_message("%s: span %zu\n", name, i);
  vec_deinit(&spans);
  try_close(&t);
}

static void test_everywhere(void **state) {
  (void)state;
  everywhere(page, sizeof page - 1, "page");
}

static void fragment(const char *from, const char *to, const char *want) {
  Fragments f;
  Try t;
  MarkSpan s;
  try_open(&t, page, sizeof page - 1);
  s = span(&t, from, to, 0);
  assert_true(fragment_init(&f, &t.page, 1));
  assert_true(fragment_put(&f, s.start, s.end, &t.out));
  assert_true(buf_putc(&t.out, '\0'));
  assert_string_equal(t.out.p, want);
  fragment_deinit(&f);
  try_close(&t);
}

static void test_fragments(void **state) {
  (void)state;
  fragment("1 <", "> 2;", ":~:text=1%20%3C%202%20%26%203%20%3E%202%3B");
  fragment("bảy", "tám", ":~:text=b%E1%BA%A3y%20%26%20t%C3%A1m");
  /* no-break space; the edge of a block needs two ends */
  fragment("sáu", "bảy", ":~:text=s%C3%A1u%20b%E1%BA%A3y");
  fragment("Ô một", "ô hai", ":~:text=%C3%94%20m%E1%BB%99t%20c%E1%BB%A7a%20"
           "b%E1%BA%A3ng,%C3%B4%20hai");
  /* there are more: with words around, of its block */
  fragment("ba bốn", "ba", ":~:text=M%E1%BB%99t%20hai-,ba,-b%E1%BB%91n%20"
           "n%C4%83m%20s%C3%A1u%20b%E1%BA%A3y");
}

int main(int argc, char **argv) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pieces),
      cmocka_unit_test(test_nested_and_overlapping),
      cmocka_unit_test(test_nothing_to_mark),
      cmocka_unit_test(test_plain_text),
      cmocka_unit_test(test_everywhere),
      cmocka_unit_test(test_fragments)};
  for (int i = 1; i < argc; i++) {
    FILE *f = fopen(argv[i], "rb");
    char *bytes = malloc(1 << 24);
    size_t n = f ? fread(bytes, 1, 1 << 24, f) : 0;
    everywhere(bytes, n, argv[i]);
    if (f) fclose(f);
    free(bytes);
  }
  return argc > 1 ? 0 : cmocka_run_group_tests(tests, NULL, NULL);
}
