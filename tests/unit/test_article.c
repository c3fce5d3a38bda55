/*
** test_article.c: which parts of a page are its article; labels, and the hints
** in names.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../vm/hint.h"
#include "../../vm/label.h"
#include "../../vm/page.h"

#define ONE                                                                  \
  "Sáng nay, đoàn thuyền đánh cá của xã đã trở về với những khoang đầy, "    \
  "sau bảy ngày trên biển."
#define TWO                                                                  \
  "Theo các thuyền trưởng, gió năm nay thuận hơn mọi năm, và cá cơm vào gần " \
  "bờ sớm hơn nửa tháng."
#define THREE                                                                \
  "Chợ cá mở từ bốn giờ, xe lạnh đợi kín con đường ven đê, và đến tám giờ "  \
  "thì mẻ cá cuối cùng cũng đã có người mua."
#define OTHER                                                                \
  "Một trận mưa đá đã làm hỏng vườn mận ở huyện bên, và người ta còn đang "  \
  "đếm xem bao nhiêu cây phải trồng lại từ đầu."

/* The page has the wanted blocks, parted by '|', and no others. */
static void article(const char *html, const char *want) {
  Decoded d;
  Page page;
  Diag diag;
  Buf got;
  size_t i;
  diag_init(&diag);
  buf_init(&got);
  assert_true(decode(&d, (Str){html, strlen(html)}, ENC_DETECT, &diag));
  assert_true(page_parse(&page, &d, &diag));
  for (i = 0; i < page.nblocks; i++) {
    const Block *b = &page.blocks[i];
    if (i) buf_putc(&got, '|');
    buf_put(&got, page.text.p + b->start, b->end - b->start);
  }
  buf_putc(&got, '\0');
  assert_string_equal(got.p, want);
  buf_deinit(&got);
  page_deinit(&page);
  decode_deinit(&d);
}

static void aside(void **state) {
  (void)state;
  article("<div class=x><p>" ONE "</p><p>" TWO "</p><p>" THREE "</p></div>"
          "<div class=box-tin-lien-quan><p>" OTHER "</p></div>",
          ONE "|" TWO "|" THREE);
  article("<div><p>" ONE "</p><div id=related><p>" OTHER "</p></div><p>" TWO
          "</p><p>" THREE "</p></div>",
          ONE "|" TWO "|" THREE);
  /* names of a part that holds nearly all are not believed */
  article("<div class=comments-open><p>" ONE "</p><p>" TWO "</p></div>",
          ONE "|" TWO);
}

static void links(void **state) {
  (void)state;
  article("<div><p>" ONE "</p><ul><li><a href=1>Mưa đá ở huyện bên làm hỏng "
          "vườn mận</a></li><li><a href=2>Nắng lên ở huyện này</a></li></ul><p>"
          TWO "</p><p><a href=3>&gt;&gt; Xem: Mưa đá ở huyện bên</a></p></div>",
          ONE "|" TWO);
  article("<div><p>" ONE "</p><p>Giá cá <a href=1>tăng</a> nhẹ.</p></div>",
          ONE "|Giá cá tăng nhẹ.");
}

/* What stands below a label goes with it, when it is a box or the end. */
static void labels(void **state) {
  (void)state;
  article("<body><p>" ONE "</p><p>" TWO "</p><p>" THREE "</p><h3>Bình luận (2)"
          "</h3><p>Hay quá, chúc mừng bà con, mong năm sau được mùa nữa.</p>",
          ONE "|" TWO "|" THREE);
  article("<div><p>" ONE "</p><div><b>Đọc thêm</b><p>Mưa đá ở huyện bên làm "
          "hỏng vườn mận, chưa rõ bao nhiêu cây.</p></div><p>" TWO "</p><p>"
          THREE "</p></div>",
          ONE "|" TWO "|" THREE);
  article("<div><p>" ONE "</p><p>Chia sẻ</p><p>" TWO "</p></div>",
          ONE "|" TWO);
  /* a page of one part: its head and foot go */
  article("<title>Đoàn thuyền trở về bến</title><body>Trang tin của xã Thử, nơi "
          "biển gặp sông<h1>Đoàn thuyền trở về bến</h1><p>" ONE "</p><p>" TWO
          "</p><p>" THREE "</p><p>Giấy phép số 1/GP do Sở Thử cấp, ghi rõ nguồn "
          "khi dùng lại.</p><p>Điện thoại: 012, gọi giờ nào cũng được, cả ngày "
          "lẫn đêm.</p>",
          "Đoàn thuyền trở về bến|" ONE "|" TWO "|" THREE);
}

#define ENTRY(head) "<div class=e>" head "<p>" OTHER "</p></div>"
#define HOUR(time) "<div class=e><span>" time "</span><p>" ONE "</p></div>"

/* Lists of news and of comments, told by their making alone. */
static void entries(void **state) {
  (void)state;
  article("<div><p>" ONE "</p><p>" TWO "</p><div>" ENTRY("<h4><a href=1>Mưa đá "
          "ở huyện bên</a></h4>") ENTRY("<h4><a href=2>Nắng lên</a></h4>")
          ENTRY("<h4><a href=3>Gió về</a></h4>") "</div></div>",
          ONE "|" TWO);
  article("<div><p>" ONE "</p><p>" TWO "</p><div>" ENTRY("<div>Nam</div>")
          ENTRY("<div>Trần Thử</div>") ENTRY("<div>Bạn đọc</div>")
          "</div></div>",
          ONE "|" TWO);
  article("<div>" HOUR("9:00") HOUR("9:20") HOUR("9:40") "</div>",
          ONE "|" ONE "|" ONE);
}

/* Paragraphs that are no <p>: a short one among them is one, too. */
static void divs(void **state) {
  (void)state;
  article("<div><div>" ONE "</div><div>" TWO "</div><div><b>Lê Thử</b></div>"
          "</div><div>Chia sẻ ngay</div>",
          ONE "|" TWO "|Lê Thử");
}

static void several(void **state) {
  (void)state;
  article("<title>Đoàn thuyền trở về</title><div><article><h1>Đoàn thuyền trở "
          "về</h1><p>" ONE " " TWO "</p><p>" THREE "</p></article><article><h1>"
          "Vườn mận sau mưa</h1><p>" OTHER " " OTHER "</p><p>" OTHER
          "</p></article></div>",
          "Đoàn thuyền trở về|" ONE " " TWO "|" THREE);
}

/* A text in parts of one name, with something else between. */
static void parts(void **state) {
  (void)state;
  article("<div id=a><div class=article-body><p>" ONE "</p><p>" TWO "</p></div>"
          "<div class=ad-slot>Mua ngay!</div><div class=article-body><p>" THREE
          "</p></div></div><div class=footer><p>" OTHER "</p></div>",
          ONE "|" TWO "|" THREE);
}

/* Headline, date and summary stand outside of the text's element. */
static void head(void **state) {
  (void)state;
  article("<title>Đoàn thuyền trở về bến - Báo Thử</title><div class=a><div>"
          "Hôm nay, 22/11/2026</div><h1>Đoàn thuyền trở về bến</h1><div>Thứ "
          "Năm, 21/12/2023, 14:54</div><div>Cỡ chữ</div><h2 class=sapo>" ONE
          "</h2><div class=noidung><p>" TWO "</p><p>" THREE "</p><p>Lê Thử</p>"
          "</div></div>",
          "Đoàn thuyền trở về bến|Thứ Năm, 21/12/2023, 14:54|" ONE "|" TWO "|"
          THREE "|Lê Thử");
}

/* A summary may hold a date, and may be short where it is named so. */
static void summary(void **state) {
  (void)state;
  article("<title>Đoàn thuyền trở về bến</title><h1>Đoàn thuyền trở về bến</h1>"
          "<span>2023-12-21T14:54</span><div class=sapo>Ngày 21/12/2023, " ONE
          "</div><div class=noidung><p>" TWO "</p><p>" THREE "</p></div>",
          "Đoàn thuyền trở về bến|2023-12-21T14:54|Ngày 21/12/2023, " ONE "|"
          TWO "|" THREE);
  article("<title>Đoàn thuyền trở về bến</title><h1>Đoàn thuyền trở về bến</h1>"
          "<h2 class=sapo>Mùa cá cơm đến sớm</h2><div class=noidung><p>" TWO
          "</p><p>" THREE "</p></div>",
          "Đoàn thuyền trở về bến|Mùa cá cơm đến sớm|" TWO "|" THREE);
}

/* Text in <div> and <br>, with no paragraph at all. */
static void breaks(void **state) {
  (void)state;
  article("<table><tr><td width=200><a href=1>Trang chủ</a><br><a href=2>Tin "
          "tức</a><td>" ONE "<br>" TWO "<br><br>" THREE "<br>Lê Thử</table>",
          ONE "|" TWO "|" THREE "|Lê Thử");
  /* a line that goes on in small letters was not ended by its author */
  article("<div>Sáng nay, đoàn thuyền đánh cá của xã<br>đã trở về với những "
          "khoang đầy, sau bảy ngày trên biển.</div>",
          "Sáng nay, đoàn thuyền đánh cá của xã\nđã trở về với những khoang "
          "đầy, sau bảy ngày trên biển.");
}

static void listing(void **state) {
  (void)state;
  article("<ul><li><a href=1>Một</a></li><li><a href=2>Hai</a></li></ul>", "");
  article("<p>Ngắn.</p>", "Ngắn.");
}

static Label line(const char *s) { return label_of((Str){s, strlen(s)}); }

static void labelnames(void **state) {
  (void)state;
  assert_int_equal(line("Tin liên quan"), LABEL_BOX);
  assert_int_equal(line("TIN LIÊN QUAN:"), LABEL_BOX);
  assert_int_equal(line("Bình luận (12)"), LABEL_END);
  assert_int_equal(line("Bình luận về giá cá năm nay"), LABEL_NONE);
  assert_int_equal(line("Related"), LABEL_BOX);
  assert_int_equal(line("Related to the above"), LABEL_NONE);
  assert_int_equal(line(""), LABEL_NONE);
  assert_int_equal(line("Cơ quan chủ quản: Sở Thử nghiệm tỉnh Thử, một cơ quan "
                        "với cái tên dài đến nỗi không còn là một dòng ngắn nữa, "
                        "và vẫn chưa hết."),
                   LABEL_FOOT);
  assert_int_equal(line("Cơ quan chủ quản đã trả lời"), LABEL_NONE);
  assert_int_equal(line("ti\u0300nh bi\u0300nh"), LABEL_NONE);
  assert_int_equal(line("Bi\u0300nh lu\u00e2\u0323n"), LABEL_END);
}

static uint32_t class(const char *s) {
  return hint_of(STR_LIT("class"), (Str){s, strlen(s)});
}

static void hints(void **state) {
  (void)state;
  assert_int_equal(class("article__body"), HINT_BODY);
  assert_int_equal(class("js-articleBody"), HINT_BODY);
  assert_int_equal(class("ArticleRelatedLinks") & HINT_DROP, HINT_DROP);
  assert_int_equal(class("article-body-related") & HINT_BODY, 0);
  assert_int_equal(class("box-tinlienquan") & HINT_DROP, HINT_DROP);
  assert_int_equal(class("has-sidebar"), 0);
  assert_int_equal(class("ad"), HINT_DROP);
  assert_int_equal(class("zergnet"), HINT_DROP);
  assert_int_equal(class("sapo"), HINT_LEAD);
  assert_int_equal(class("item__pcaption"), HINT_CAPTION);
  assert_int_equal(class("ngaydang"), HINT_DATE);
  assert_int_equal(class("shared-memory") & HINT_DROP, 0);
  assert_int_equal(class("header ad"), HINT_DROP);
  assert_int_equal(class(""), 0);
  assert_int_equal(hint_of(STR_LIT("style"), STR_LIT("a:b; Display : none")),
                   HINT_HIDDEN);
  assert_int_equal(hint_of(STR_LIT("hidden"), STR_LIT("")), HINT_HIDDEN);
  assert_int_equal(hint_of(STR_LIT("role"), STR_LIT("navigation")), HINT_DROP);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(aside),      cmocka_unit_test(links),
      cmocka_unit_test(labels),     cmocka_unit_test(entries),
      cmocka_unit_test(divs),       cmocka_unit_test(several),
      cmocka_unit_test(parts),      cmocka_unit_test(head),
      cmocka_unit_test(summary),
      cmocka_unit_test(breaks),     cmocka_unit_test(listing),
      cmocka_unit_test(labelnames), cmocka_unit_test(hints)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
