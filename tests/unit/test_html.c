/*
** test_html.c: the article of HTML pages, where its text comes from, and pages
** made to do harm. Paths are checked against libxml2's own tree. Pages named on
** the command line are checked likewise: test_html FILE...
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>
#include <zlib.h>

#include "faults.h"
#include "../../vm/limit.h"
#include "../../vm/mem.h"
#include "../../vm/page.h"
#include "../../vm/space.h"

typedef struct Read {
  Decoded d;
  Page page;
  Diag diag;
  bool ok;
} Read;

static void readbytes(Read *r, Str raw) {
  diag_init(&r->diag);
  assert_true(decode(&r->d, raw, ENC_DETECT, &r->diag));
  r->ok = page_parse(&r->page, &r->d, &r->diag);
}

static void readpage(Read *r, const char *html) {
  readbytes(r, (Str){html, strlen(html)});
  assert_true(r->ok);
  assert_true(r->page.html);
}

static void done(Read *r) {
  page_deinit(&r->page);
  decode_deinit(&r->d);
}

/* Text with white space folded to single blanks. */
static char *fold(const char *s, size_t n) {
  Str str = {s, n};
  char *out = malloc(n + 1);
  size_t at = space_skip(str, 0, n), k = 0;
  assert_non_null(out);
  while (at < n) {
    if (space_at(str, at, n)) {
      at = space_skip(str, at, n);
      if (at < n) out[k++] = ' ';
    } else {
      out[k++] = s[at++];
    }
  }
  out[k] = '\0';
  return out;
}

/*
** Against libxml2's tree
*/

/* A line break is white space in a block and nothing in the tree's text. */
static void dropblanks(char *s) {
  char *to = s;
  for (; *s; s++)
    if (*s != ' ') *to++ = *s;
  *to = '\0';
}

static void checkpath(const Read *r, xmlDocPtr doc, const Block *b) {
  xmlXPathContextPtr context = xmlXPathNewContext(doc);
  xmlXPathObjectPtr found;
  xmlChar *content;
  Buf path;
  char *inside, *text;
  buf_init(&path);
  assert_true(page_xpath(&r->page, b->start, b->end, &path));
  assert_true(buf_putc(&path, '\0'));
  found = xmlXPathEvalExpression((const xmlChar *)path.p, context);
  if (!found || !found->nodesetval || found->nodesetval->nodeNr != 1) {
    print_error("%s does not lead to an element\n", path.p);
    fail();
  }
  content = xmlNodeGetContent(found->nodesetval->nodeTab[0]);
  inside = fold((char *)content, strlen((char *)content));
  text = fold(r->page.text.p + b->start, b->end - b->start);
  dropblanks(inside);
  dropblanks(text);
  if (!strstr(inside, text)) {
    print_error("%s does not hold [%s]\n", path.p, text);
    fail();
  }
  free(text);
  free(inside);
  xmlFree(content);
  xmlXPathFreeObject(found);
  xmlXPathFreeContext(context);
  buf_deinit(&path);
}

static void checkpaths(const Read *r) {
  size_t i;
  xmlDocPtr doc = htmlReadMemory(
      r->d.text.p, (int)r->d.text.n, NULL, "UTF-8",
      HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
  assert_non_null(doc);
  for (i = 0; i < r->page.nblocks; i++)
    checkpath(r, doc, &r->page.blocks[i]);
  xmlFreeDoc(doc);
}

/* What an HTML parser makes of a piece of source that is one character. */
static bool decodesto(const char *source, size_t n, const char *c, size_t len) {
  char page[600];
  xmlDocPtr doc;
  xmlChar *content;
  bool same;
  if (n > 500) return false;
  snprintf(page, sizeof page, "<p>%.*s</p>", (int)n, source);
  doc = htmlReadMemory(page, (int)strlen(page), NULL, "UTF-8",
                       HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
  content = xmlNodeGetContent(xmlDocGetRootElement(doc));
  same = strlen((char *)content) == len && memcmp(content, c, len) == 0;
  xmlFree(content);
  xmlFreeDoc(doc);
  return same;
}

/* Each character of each block stands in the source as it is, or as something
** that decodes to it. */
static void checkmap(const Read *r) {
  size_t i;
  for (i = 0; i < r->page.nblocks; i++) {
    const Block *b = &r->page.blocks[i];
    uint32_t at = b->start, end, last = 0;
    const char *t = r->page.text.p;
    while (at < b->end) {
      uint32_t from, to;
      for (end = at + 1; end < b->end && (t[end] & 0xC0) == 0x80;) end++;
      from = map_start(&r->page.map, at);
      to = map_end(&r->page.map, end);
      if (!(from < to && to <= r->d.text.n && from >= last)) {
        print_error("[%.*s] stands at %u, %u behind %u of [%.*s]\n",
                    (int)(end - at), t + at, from, to, last,
                    (int)r->d.text.n, r->d.text.p);
        fail();
      }
      if (to - from != end - at ||
          memcmp(r->d.text.p + from, t + at, end - at) != 0) {
        if (t[at] == '\n' && r->d.text.p[from] == '<') {
          /* a line break */
        } else if (!decodesto(r->d.text.p + from, to - from, t + at,
                              end - at)) {
          print_error("%u [%.*s] is no [%.*s]\n", from, (int)(to - from),
                      r->d.text.p + from, (int)(end - at), t + at);
          fail();
        }
      }
      last = from;
      at = end;
    }
  }
}

static void check(const Read *r) {
  checkmap(r);
  checkpaths(r);
}

/*
** What the blocks are
*/

/* Blocks as "role text" lines, white space folded. */
static void blocks(const char *html, const char *want) {
  Read r;
  Buf got;
  size_t i;
  readpage(&r, html);
  check(&r);
  buf_init(&got);
  for (i = 0; i < r.page.nblocks; i++) {
    const Block *b = &r.page.blocks[i];
    char *text = fold(r.page.text.p + b->start, b->end - b->start);
    assert_true(b->start < b->end);
    assert_true(buf_printf(&got, "%s %s\n", page_rolename(b->role), text));
    free(text);
  }
  buf_putc(&got, '\0');
  assert_string_equal(got.p, want);
  buf_deinit(&got);
  done(&r);
}

#define ONE                                                                  \
  "Sáng nay, đoàn thuyền đánh cá của xã đã trở về với những khoang đầy, "    \
  "sau bảy ngày trên biển."
#define TWO                                                                  \
  "Theo các thuyền trưởng, gió năm nay thuận hơn mọi năm, và cá cơm vào gần " \
  "bờ sớm hơn nửa tháng."

static void paragraphs(void **state) {
  (void)state;
  blocks("<p>" ONE "</p><p>" TWO "</p>",
         "paragraph " ONE "\nparagraph " TWO "\n");
  blocks("<div>" ONE "<br><br>" TWO "</div>",
         "paragraph " ONE "\nparagraph " TWO "\n");
  blocks("<div>" ONE "<br>" TWO "</div>",
         "paragraph " ONE "\nparagraph " TWO "\n");
  blocks("<body>" ONE "<p>" TWO, "paragraph " ONE "\nparagraph " TWO "\n");
}

static void inlines(void **state) {
  (void)state;
  blocks("<p>Ông <b>Trần</b> Văn <i>Nam</i>, <span>21</span>-12, đã nộp "
         "8,7&nbsp;t&#7927; &#x111;ồng v&agrave;o qu&#7929; &lt;x&gt; &amp; "
         "nh&ugrave;ng nhằng &khong; biết</p>",
         "paragraph Ông Trần Văn Nam, 21-12, đã nộp 8,7 tỷ đồng vào quỹ <x> & "
         "nhùng nhằng &khong; biết\n");
  blocks("<p>" ONE "<!-- không --> <wbr>Hết.</p>", "paragraph " ONE " Hết.\n");
}

static void leftout(void **state) {
  (void)state;
  blocks("<p>" ONE "<script>var a = '" TWO "';</script><style>" TWO
         "</style><noscript>" TWO "</noscript><textarea>" TWO
         "</textarea><template>" TWO "</template><svg><text>" TWO
         "</text></svg><select><option>" TWO "</option></select><p>" TWO,
         "paragraph " ONE "\nparagraph " TWO "\n");
  blocks("<nav>" TWO "</nav><div id=main><p>" ONE "</p><p>" TWO "</p><p>" ONE
         "</p></div><div class=related-news><p>" TWO "</p></div><footer>" ONE
         "</footer>",
         "paragraph " ONE "\nparagraph " TWO "\nparagraph " ONE "\n");
  blocks("<p>" ONE "</p><p style='display: none'>" TWO "</p><p>" ONE "<p>" ONE,
         "paragraph " ONE "\nparagraph " ONE "\nparagraph " ONE "\n");
}

static void roles(void **state) {
  (void)state;
  blocks("<title>Đoàn thuyền đánh cá trở về | Báo Thử</title><div><h1>Đoàn "
         "thuyền đánh cá trở về</h1><p>" ONE "</p><h2>Gió thuận</h2><p>" TWO
         "</p><figure><img src=a><figcaption>Thuyền về bến sáng nay"
         "</figcaption></figure><ul><li>Cá cơm: 12 tấn</li><li>Cá nục: 9 tấn"
         "</li></ul><table><tr><td>Xã A</td><td>7 tấn</td></tr></table></div>",
         "title Đoàn thuyền đánh cá trở về\nparagraph " ONE
         "\nheading Gió thuận\nparagraph " TWO "\ncaption Thuyền về bến sáng "
         "nay\nitem Cá cơm: 12 tấn\nitem Cá nục: 9 tấn\ncell Xã A\n"
         "cell 7 tấn\n");
}

static void empty(void **state) {
  (void)state;
  blocks("<html></html>", "");
  blocks("<!DOCTYPE html>", "");
  blocks("<!-- nothing -->", "");
  blocks("<p> &nbsp; </p>", "");
  blocks("<br><br><hr>", "");
}

static void metavalue(const Buf *b, const char *want) {
  assert_int_equal(b->n, strlen(want));
  if (b->n) assert_memory_equal(b->p, want, b->n);
}

static void meta(void **state) {
  Read r;
  (void)state;
  readpage(&r, "<html lang=vi><title>A | B</title><meta property=og:title "
               "content='Cá &amp; gió'><meta property=og:site_name "
               "content=' Báo  Thử '><script type=application/ld+json>"
               "{\"@graph\":[{\"@type\":\"NewsArticle\",\"datePublished\":"
               "\"2031-05-06T07:08:09+07:00\","
               "\"author\":[{\"name\":\"Lê Thử\"}]}]}</script><p>" ONE);
  metavalue(&r.page.meta.title, "Cá & gió");
  metavalue(&r.page.meta.outlet, "Báo Thử");
  metavalue(&r.page.meta.published, "2031-05-06T07:08+07:00");
  metavalue(&r.page.meta.byline, "Lê Thử");
  metavalue(&r.page.meta.language, "vi");
  done(&r);
  readpage(&r, "<title>Đoàn thuyền trở về bến</title><h1>Đoàn thuyền trở về "
               "bến</h1><div class=date>Thứ Năm, 21/12/2023, 14:54 (GMT+7)"
               "</div>"
               "<div>Lượt xem: 8.870</div><p>" ONE "</p><p>" TWO);
  metavalue(&r.page.meta.title, "Đoàn thuyền trở về bến");
  metavalue(&r.page.meta.published, "2023-12-21T14:54+07:00");
  metavalue(&r.page.meta.views, "8870");
  done(&r);
  /* a <time> in the menu is another page's */
  readpage(&r, "<div class=top><a href=1>Mưa đá</a><time datetime=2031-01-01>"
               "</time></div><h1>Đoàn thuyền trở về bến</h1><div><time "
               "datetime='2023-12-21T14:54+07:00'>hôm qua</time> 1.234 lượt xem"
               "</div><p>" ONE "</p><p>" TWO);
  metavalue(&r.page.meta.published, "2023-12-21T14:54+07:00");
  metavalue(&r.page.meta.views, "1234");
  done(&r);
  readpage(&r, "<script type=application/ld+json>{broken</script><p>" ONE);
  metavalue(&r.page.meta.title, "");
  done(&r);
}

/* Old encodings: offsets lead to the raw bytes. */
static void encodings(void **state) {
  static const char raw[] =
      "<meta charset=windows-1258><p>Tr\xEA" "n bi\xEA\xD2n, \xF0o\xE0n "
      "thuy\xEA\xCCn tr\xF5\xD2 v\xEA\xCC v\xF5i nhi\xEA\xCCu c\xE1, t\xF4m.";
  Read r;
  const Block *b;
  uint32_t from;
  (void)state;
  readpage(&r, raw);
  check(&r);
  assert_int_equal(r.page.nblocks, 1);
  b = &r.page.blocks[0];
  from = map_start(&r.d.map, map_start(&r.page.map, b->start));
  assert_memory_equal(raw + from, "Tr\xEA", 3);
  assert_int_equal(map_end(&r.d.map, map_end(&r.page.map, b->end)),
                   strlen(raw));
  done(&r);
}

/*
** Pages made to do harm
*/

static void repeat(Buf *b, const char *s, size_t n) {
  while (n-- > 0) assert_true(buf_puts(b, s));
}

/* Is read, or refused for what was expected. How the work grows is counted by
** tests/traps/count.c. */
static void ends(const char *head, const char *unit, size_t n,
                 const char *tail, DiagKind kind) {
  Buf b;
  Read r;
  buf_init(&b);
  repeat(&b, head, 1);
  repeat(&b, unit, n);
  repeat(&b, tail, 1);
  readbytes(&r, buf_str(&b));
  if (kind == DIAG_NONE) assert_true(r.ok);
  else assert_int_equal(r.diag.kind, kind);
  done(&r);
  buf_deinit(&b);
}

static void isread(const char *head, const char *unit, size_t n,
                   const char *tail) {
  ends(head, unit, n, tail, DIAG_NONE);
}

static void hostile(void **state) {
  (void)state;
  isread("<p>", "a", 1000000, "");
  isread("<p>", "<", 500000, "");
  isread("<p>", "&", 300000, "");
  isread("<p>", "&amp;", 100000, "");
  isread("<p>", "<b>", 200, "x");
  isread("<p ", "a b='c' d=e ", 20000, ">" ONE);
  isread("<p a='", "x ", 500000, "'>" ONE);
  isread("<p a='", "x ", 500000, "");
  isread("<!--", "-", 500000, "");
  isread("<script>", "a<b ", 100000, "</script><p>" ONE);
  isread("<table>", "<tr><td>1<td>2", 20000, "");
  isread("<body>", "<p>a</p></div></b>", 20000, "");
  isread("<body>", "a<br>", 50000, "");
  isread("<title>", "a ", 300000, "</title><h1>a a a a</h1>");
  isread("<div>", "<div class='a b c d'><p>" ONE "</p></div>", 3000, "");
}

static void many(void **state) {
  Buf b;
  Read r;
  int i;
  (void)state;
  buf_init(&b);
  for (i = 0; i < 50000; i++) buf_printf(&b, "<x%d>a</x%d>", i, i);
  readbytes(&r, buf_str(&b));
  assert_true(r.ok);
  done(&r);
  buf_clear(&b);
  buf_puts(&b, "<p ");
  for (i = 0; i < 100000; i++) buf_printf(&b, "a%d=1 ", i);
  buf_puts(&b, ">" ONE);
  readbytes(&r, buf_str(&b));
  assert_true(r.ok);
  assert_int_equal(r.page.nblocks, 1);
  checkmap(&r);
  done(&r);
  buf_deinit(&b);
}

/* A tag with a quote too many, whose end libxml2 sees too early: it reads on over
** the end of what it is given at once, at each byte of a character. */
static void pieces(void **state) {
  size_t shift;
  (void)state;
  for (shift = 0; shift < 4; shift++) {
    Buf b;
    Read r;
    buf_init(&b);
    repeat(&b, "<p>" ONE "</p><p x\" title=\"", 1);
    repeat(&b, "x", shift);
    repeat(&b, ">Cá nục ", 1);
    repeat(&b, "ệ", 2000);
    repeat(&b, " 7 tấn\">9 tấn</p>", 1);
    readbytes(&r, buf_str(&b));
    assert_true(r.ok);
    assert_int_equal(r.page.nblocks, 2);
    checkmap(&r);
    assert_non_null(strstr(r.page.text.p, "ệệệ 7 tấn"));
    done(&r);
    buf_deinit(&b);
  }
}

/* The blocks before the deep place are kept. */
static void deep(void **state) {
  Buf b;
  Read r;
  (void)state;
  ends("<p>" ONE, "<div>", 100000, "", DIAG_DEPTH);
  buf_init(&b);
  repeat(&b, "<div><p>" ONE "</p><p>" TWO "</p>", 1);
  repeat(&b, "<div>", 80000);
  repeat(&b, "</b>", 80000);
  readbytes(&r, buf_str(&b));
  assert_false(r.ok);
  assert_int_equal(r.diag.kind, DIAG_DEPTH);
  assert_string_equal(r.diag.limit, "HTML_MAX_DEPTH");
  assert_int_equal(r.page.nblocks, 2);
  done(&r);
  buf_clear(&b);
  repeat(&b, "<div>", LIMIT(HTML_MAX_DEPTH) - 2);
  repeat(&b, ONE, 1);
  readbytes(&r, buf_str(&b));
  assert_true(r.ok);
  checkmap(&r);
  done(&r);
  buf_deinit(&b);
}

static const char sample[] =
    "<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>Đoàn thuyền "
    "trở về</title><script type='application/ld+json'>{\"@type\":"
    "\"NewsArticle\","
    "\"headline\":\"Đoàn thuyền trở về\"}</script></head><body class=home><ul "
    "class=menu><li><a href=/>Trang chủ</a></li></ul><h1>Đoàn thuyền trở về"
    "</h1>"
    "<time datetime=2031-05-06>6/5/2031</time><div class='bài viết'><p>" ONE
    "</p>\r\n<p>" TWO "<br>&nbsp;<br>8,7&#160;t&yacute; <b>và</b> &eacute;"
    "</p></div><!-- hết --></body></html>";

/* Every beginning of a page, and every page with a byte changed. */
static void truncated(void **state) {
  size_t n;
  (void)state;
  for (n = 0; n <= strlen(sample); n++) {
    Read r;
    readbytes(&r, (Str){sample, n});
    assert_true(r.ok);
    if (r.page.html) check(&r);
    done(&r);
  }
}

static void changed(void **state) {
  static const char bytes[] = {0, '<', '>', '&', '"', '\'', '/', ' ', '\xFF',
                               '!', '='};
  char copy[sizeof sample];
  size_t i, k;
  (void)state;
  for (i = 0; i < strlen(sample); i++) {
    for (k = 0; k < sizeof bytes; k++) {
      Read r;
      memcpy(copy, sample, sizeof sample);
      copy[i] = bytes[k];
      readbytes(&r, (Str){copy, strlen(sample)});
      assert_true(r.ok);
      if (r.page.html) checkmap(&r);
      done(&r);
    }
  }
}

static void nomemory(void **state) {
  bool ok = false;
  long k;
  (void)state;
  for (k = 0; !ok && k < 2000; k++) {
    Read r;
    diag_init(&r.diag);
    assert_true(decode(&r.d, STR_LIT(sample), ENC_DETECT, &r.diag));
    mem_failafter(k);
    ok = page_parse(&r.page, &r.d, &r.diag);
    mem_failafter(-1);
    if (!ok) assert_int_equal(r.diag.kind, DIAG_MEMORY);
    done(&r);
  }
  assert_true(ok && k > 10);
}

/* What follows the end of the page stands beside its root. */
static void roots(void **state) {
  (void)state;
  blocks("<div><p>" ONE "</p></html></html><p>" TWO "</p></html></body>"
         "<p>" ONE "</p></div></div></html><div><p>" TWO "</p>",
         "paragraph " ONE "\nparagraph " TWO "\nparagraph " ONE
         "\nparagraph " TWO "\n");
  blocks("<p>" ONE " Mùa</html>màng.</p>", "paragraph " ONE " Mùamàng.\n");
  blocks("<frameset><frame></frameset></html><p>" ONE "</p><html><body><p>" TWO,
         "paragraph " ONE "\nparagraph " TWO "\n");
}

/* Nothing is fetched and no entity of the page's own is expanded. */
static void outside(void **state) {
  (void)state;
  blocks("<!DOCTYPE html SYSTEM 'http://127.0.0.1:9/x.dtd' [<!ENTITY a 'b'>]>"
         "<p>" ONE "</p><p>&a; " TWO "</p><img src=http://127.0.0.1:9/a>",
         "paragraph ]>\nparagraph " ONE "\nparagraph &a; " TWO "\n");
}

/*
** Pages named on the command line
*/

static char **named;

static void files(void **state) {
  char **name;
  (void)state;
  for (name = named; *name; name++) {
    gzFile f = gzopen(*name, "rb");
    char chunk[65536];
    Buf raw;
    Read r;
    int n;
    buf_init(&raw);
    while (f && (n = gzread(f, chunk, sizeof chunk)) > 0)
      buf_put(&raw, chunk, (size_t)n);
    if (f) gzclose(f);
    readbytes(&r, buf_str(&raw));
    if (r.page.html) check(&r);
    done(&r);
    buf_deinit(&raw);
  }
}

int main(int argc, char **argv) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(paragraphs), cmocka_unit_test(inlines),
      cmocka_unit_test(leftout),    cmocka_unit_test(roles),
      cmocka_unit_test(empty),      cmocka_unit_test(meta),
      cmocka_unit_test(encodings),  cmocka_unit_test(hostile),
      cmocka_unit_test(many),       cmocka_unit_test(deep),
      cmocka_unit_test(truncated),  cmocka_unit_test(changed),
      cmocka_unit_test(nomemory),   cmocka_unit_test(outside),
      cmocka_unit_test(roots),
      cmocka_unit_test(pieces)};
  const struct CMUnitTest given[] = {cmocka_unit_test(files)};
  if (argc > 1) {
    named = argv + 1;
    return cmocka_run_group_tests(given, NULL, NULL);
  }
  return cmocka_run_group_tests(tests, NULL, NULL);
}
