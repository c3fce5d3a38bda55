/*
** label.c: lines that announce what is no part of an article, in Vietnamese and
** English. A line is one of them when it begins so and has two more words at
** most ("Bình luận (12)"); the foot of a page goes on at length.
*/
#include "label.h"

#include <string.h>
#include <utf8proc.h>

#include "space.h"

#define LINE_MAX_ 120 /* bytes of a line that may be a label */

static const char *const ends[] = {
    "bình luận", "ý kiến bạn đọc", "ý kiến của bạn", "ý kiến độc giả",
    "gửi bình luận", "gửi ý kiến", "viết bình luận", "danh sách bình luận",
    "phản hồi của bạn", "tin khác", "các tin khác", "các tin đã đưa",
    "tin đã đưa", "tin cùng chuyên mục", "cùng chuyên mục",
    "bài cùng chuyên mục", "các tin liên quan", "tin cũ hơn", "tin mới hơn",
    "các tin mới", "tin tiếp theo",
    "các bài viết khác", "bài viết khác", "các bài khác", "bài khác",
    "các tin cũ hơn", "các tin cùng chuyên mục", "tin tức khác",
    "các tin bài khác", "tin bài khác", "comments", "leave a comment",
    "leave a reply", "post a comment", "add a comment", "join the conversation",
    "related posts", "about the author", NULL};

static const char *const boxes[] = {
    "tin liên quan", "bài liên quan", "bài viết liên quan", "tin bài liên quan",
    "đọc thêm", "xem thêm", "có thể bạn quan tâm", "tin đọc nhiều",
    "đọc nhiều", "xem nhiều", "tin xem nhiều", "tin nổi bật", "tin mới",
    "tin mới nhất", "quảng cáo", "chia sẻ", "từ khóa", "từ khoá", "tags", "tag",
    "mời quý độc giả", "related", "related articles", "related stories",
    "related content", "related news", "related topics", "related coverage",
    "recommended", "recommended for you", "more stories", "more news",
    "read next", "read more", "most popular", "most read", "trending",
    "you may also like", "you might also like", "see also", "don't miss",
    "advertisement", "sponsored", "sponsored content", "newsletter",
    "sign up", "subscribe", "share this", "share", "follow us", "popular",
    "latest news", "up next", "editor's picks", "topics", NULL};

static const char *const feet[] = {
    "cơ quan chủ quản:", "đơn vị chủ quản:", "bản quyền thuộc", "bản quyền ©",
    "giấy phép số", "giấy phép xuất bản số", "giấy phép hoạt động số",
    "tổng biên tập:", "chịu trách nhiệm nội dung", "chịu trách nhiệm chính:",
    "trụ sở tòa soạn", "trụ sở toà soạn", "địa chỉ tòa soạn",
    "địa chỉ toà soạn", "tòa soạn:", "toà soạn:", "ghi rõ nguồn", "® ghi rõ",
    NULL};

static size_t countwords(const char *s, size_t n) {
  Str text = {s, n};
  size_t at = 0, words = 0;
  while ((at = space_skip(text, at, n)) < n) {
    words++;
    while (at < n && !space_at(text, at, n)) at++;
  }
  return words;
}

static bool begins(const char *line, const char *const *list) {
  for (; *list; list++) {
    size_t n = strlen(*list), rest;
    if (strncmp(line, *list, n) != 0) continue;
    rest = strlen(line) - n;
    if (rest == 0) return true;
    if (strchr(" :(.|\xC2", line[n]) && countwords(line + n, rest) <= 2 &&
        !strpbrk(line + n, "abcdefghijklmnopqrstuvwxyz"))
      return true;
  }
  return false;
}

static bool startswith(const char *line, const char *const *list) {
  for (; *list; list++)
    if (strncmp(line, *list, strlen(*list)) == 0) return true;
  return false;
}

/* The first n bytes at most, whole characters only. */
static Str shorten(Str s, size_t n) {
  if (s.n <= n) return s;
  while (n > 0 && (s.p[n] & 0xC0) == 0x80) n--;
  return (Str){s.p, n};
}

Label label_of(Str line) {
  static const utf8proc_option_t options =
      UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STABLE;
  utf8proc_int32_t buffer[LINE_MAX_ * 4 + 1];
  const char *folded = (const char *)buffer;
  Str s = shorten(line, LINE_MAX_);
  utf8proc_ssize_t n =
      utf8proc_decompose((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n,
                         buffer, LINE_MAX_ * 4, options);
  if (n <= 0 || n > LINE_MAX_ * 4 || utf8proc_reencode(buffer, n, options) < 0)
    return LABEL_NONE;
  if (startswith(folded, feet)) return LABEL_FOOT;
  if (line.n > LINE_MAX_) return LABEL_NONE;
  if (begins(folded, ends)) return LABEL_END;
  return begins(folded, boxes) ? LABEL_BOX : LABEL_NONE;
}
