/*
** test_page.c: blocks of plain text, and telling it from HTML.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "faults.h"
#include "../../vm/mem.h"
#include "../../vm/page.h"

typedef struct Read {
  Decoded d;
  Page page;
} Read;

static void readpage(Read *r, const char *text, size_t n) {
  Diag diag;
  diag_init(&diag);
  assert_true(decode(&r->d, (Str){text, n}, ENC_DETECT, &diag));
  assert_true(page_parse(&r->page, &r->d, &diag));
}

static void done(Read *r) {
  page_deinit(&r->page);
  decode_deinit(&r->d);
}

/* The blocks, parted by '|'; inner line ends shown as '/'. */
static void blocks(const char *text, const char *want) {
  Read r;
  Buf got;
  size_t i, k;
  readpage(&r, text, strlen(text));
  assert_false(r.page.html);
  buf_init(&got);
  for (i = 0; i < r.page.nblocks; i++) {
    const Block *b = &r.page.blocks[i];
    assert_int_equal(b->role, ROLE_PARAGRAPH);
    assert_int_equal(r.page.text.p[b->end], '\n');
    if (i) buf_putc(&got, '|');
    for (k = b->start; k < b->end; k++)
      buf_putc(&got, r.page.text.p[k] == '\n' ? '/' : r.page.text.p[k]);
    /* the map leads to the same bytes */
    assert_int_equal(map_end(&r.page.map, b->end) -
                         map_start(&r.page.map, b->start),
                     b->end - b->start);
    assert_memory_equal(r.d.text.p + map_start(&r.page.map, b->start),
                        r.page.text.p + b->start, b->end - b->start);
  }
  buf_putc(&got, '\0');
  assert_string_equal(got.p, want);
  buf_deinit(&got);
  done(&r);
}

static void lines(void **state) {
  (void)state;
  blocks("", "");
  blocks("\n \r\n\t\n", "");
  blocks("một", "một");
  blocks("một\nhai\r\nba\rbốn\fnăm\u2028sáu\u2029bảy",
         "một|hai|ba|bốn|năm|sáu|bảy");
  blocks("  một \u00a0\n\u3000hai\u200b \n\n\n.\n", "một|hai|.");
}

#define WRAPPED                                                              \
  "Sáng nay, tại trung tâm hội nghị của tỉnh, các đại biểu đã bàn về việc\n" \
  "trồng thêm cây ăn quả trên những vùng đất mà lúa không còn cho thu nhập\n" \
  "như mong muốn, và về cách đưa quả đi xa hơn những phiên chợ trong vùng\n" \
  "mà bà con vẫn quen.\n"

static void hardwrapped(void **state) {
  Read r;
  (void)state;
  readpage(&r, WRAPPED "\n" WRAPPED, 2 * strlen(WRAPPED) + 1);
  assert_int_equal(r.page.nblocks, 2);
  assert_int_equal(r.page.blocks[0].end - r.page.blocks[0].start,
                   strlen(WRAPPED) - 1);
  done(&r);
  /* a line that was ended long before the margin ends its block */
  readpage(&r, "Cây ăn quả lên đồi\n" WRAPPED WRAPPED,
           strlen("Cây ăn quả lên đồi\n" WRAPPED WRAPPED));
  assert_int_equal(r.page.nblocks, 3);
  done(&r);
}

/* Short lines, and lines that are sentences, were broken by their author. */
static void notwrapped(void **state) {
  Read r;
  const char *verse = "Trăm năm đã mấy lần thu\nLá rơi đầy ngõ sương mù đầy "
                      "sân\nNgười đi\nmột bước\nbâng khuâng\n";
  const char *list =
      "Tổng cộng có tất cả mười hai con trâu và bảy con bò ở đó.\n"
      "Tổng cộng có tất cả mười ba con trâu và tám con bò ở đây.\n"
      "Tổng cộng có tất cả mười bốn con trâu và chín con bò kia.\n"
      "Tổng cộng có tất cả mười lăm con trâu và mười con bò nữa.\n";
  (void)state;
  readpage(&r, verse, strlen(verse));
  assert_int_equal(r.page.nblocks, 5);
  done(&r);
  readpage(&r, list, strlen(list));
  assert_int_equal(r.page.nblocks, 4);
  done(&r);
}

static bool ishtml(const char *text) {
  Read r;
  bool html;
  readpage(&r, text, strlen(text));
  html = r.page.html;
  done(&r);
  return html;
}

static void kinds(void **state) {
  (void)state;
  assert_true(ishtml("<!DOCTYPE html><title>a</title>"));
  assert_true(ishtml("  <HTML><body>a"));
  assert_true(ishtml("<p>một đoạn</p>"));
  assert_true(ishtml("<?xml version=\"1.0\"?><html>a</html>"));
  assert_true(ishtml("Mở đầu<br>một<br/>hai<BR>ba"));
  assert_false(ishtml("một < hai > ba"));
  assert_false(ishtml("<a@b.vn> viết rằng"));
  assert_false(ishtml("<một> <hai> <ba> <bốn>"));
  assert_false(ishtml("dùng thẻ <b> một lần thôi"));
  assert_false(ishtml(""));
}

static void roles(void **state) {
  (void)state;
  assert_string_equal(page_rolename(ROLE_TITLE), "title");
  assert_string_equal(page_rolename(ROLE_CELL), "cell");
}

static void oneword(void **state) {
  size_t n = 50u << 20;
  char *text = malloc(n);
  Read r;
  (void)state;
  assert_non_null(text);
  memset(text, 'a', n);
  readpage(&r, text, n);
  assert_int_equal(r.page.nblocks, 1);
  assert_int_equal(r.page.map.n, 2);
  done(&r);
  free(text);
}

static void nomemory(void **state) {
  bool ok = false;
  long k;
  (void)state;
  for (k = 0; !ok && k < 200; k++) {
    Decoded d;
    Page page;
    Diag diag;
    diag_init(&diag);
    assert_true(decode(&d, STR_LIT("một\nhai\n\nba"), ENC_DETECT, &diag));
    mem_failafter(k);
    ok = page_parse(&page, &d, &diag);
    mem_failafter(-1);
    if (!ok) assert_int_equal(diag.kind, DIAG_MEMORY);
    page_deinit(&page);
    decode_deinit(&d);
  }
  assert_true(ok && k > 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines),      cmocka_unit_test(hardwrapped),
      cmocka_unit_test(notwrapped), cmocka_unit_test(kinds),
      cmocka_unit_test(roles),      cmocka_unit_test(oneword),
      cmocka_unit_test(nomemory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
