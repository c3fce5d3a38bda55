/*
** trap.c: pages of one thing, again and again.
*/
#include "trap.h"

#include <string.h>

#define ARTICLE "<html><body><article><p>"
#define BODY "<html><body>"

/* A '#' in `again` is the number of the turn. Sizes are beyond the blocks that are
** looked through for what a rule requires (the sieve's), which cost less. */
const Trap traps[] = {
    {"one word", "", "a", "", 200000},
    {"words", "", "gạo ", "", 60000},
    {"digits", "", "7", "", 200000},
    {"numbers", "", "7 ", "", 10000},
    {"long numbers", "", "1.234.567,89 ", "", 120000},
    {"capital letters", "", "A", "", 200000},
    {"capital words", "", "An ", "", 20000},
    {"opening brackets", "", "(", "", 50000},
    {"opening quotes", "", "“", "", 50000},
    {"quotes", "", "\"", "", 50000},
    {"tỷ", "", "tỷ ", "", 20000},
    {"commas", "", "a, ", "", 20000},
    {"marks", "", "a\u0301\u0323", "", 50000},
    {"tiny paragraphs", "", "A b.\n\n", "", 50000},
    {"tiny HTML paragraphs", BODY, "<p>A b.</p>", "", 50000},
    {"<div>", BODY, "<div>", "", 200000},
    {"<div> and </b>", BODY, "<div>", "</b>", 200000},
    {"attributes", "<html><body><p", " a#=#", "", 100000},
    {"one attribute's name", "<html><body><p ", "a", "", 200000},
    {"an open attribute", "<html><body><p a=\"", "a>", "", 200000},
    {"an open comment", "<p>Tin<!-- ", "-a", "", 200000},
    {"an open script", "<p>Tin<script>", "</scrip>", "", 200000},
    {"ampersands", ARTICLE, "&", "", 50000},
    {"long entities", ARTICLE, "&a#a ", "", 100000},
    {"entities", ARTICLE, "&amp;", "", 50000},
    {"less-than signs", ARTICLE, "<", "", 50000},
    {"small elements", ARTICLE, "<b>a</b> ", "", 50000},
    {"line breaks", ARTICLE, "a<br>", "", 50000},
    {"table cells", "<html><body><table>", "<tr><td>a", "", 50000},
    {"ends of elements", ARTICLE, "</i>", "", 50000},
    {"items", "<html><body><ul>", "<li>a b", "", 50000},
    {"titles", "<html><head>", "<title>a</title>", "", 50000},
    {"metas", "<html><head>", "<meta name=a content=b>", "", 50000},
    {"sums", "", "8,7 tỷ đồng ", "", 60000},
    {"dates", "", "ngày 31/2/2024, ", "", 60000},
    {"addresses", "", "http://a.b.vn/c#?d=e@f.vn ", "", 60000},
    {"parts of an address", "", "a.", "", 60000},
    {"signs without width", "", "8\u200b,\u200d7\u2060 tỷ\u00ad ", "", 60000},
    {"letters that turn", "", "\u202e\u2066a ", "", 60000},
    {"parts of Hangul", "", "\u1100\u1161\u11a8", "", 60000},
    {"white space", "", " \u3000", "", 200000},
    {"text beside cells", "<html><body><table>", "<b>a</b><tr><td>b</td></tr>",
     "", 50000},
    {"instructions", BODY, "<?a ", "", 50000},
    {"sections", BODY, "<![CDATA[<p>a]]>", "", 50000},
    {"forms", BODY, "<form><option>a", "", 3000},
    {"articles in JSON", "<script type=application/ld+json>[",
     "{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"a\"}]},", "", 50000},
    {NULL, NULL, NULL, NULL, 0}};

static bool putturn(Buf *out, const char *s, size_t turn) {
  for (; *s; s++)
    if (*s == '#' ? !buf_printf(out, "%zu", turn) : !buf_putc(out, *s))
      return false;
  return true;
}

bool trap_page(const Trap *t, size_t bytes, Buf *out) {
  size_t turns = 0;
  if (*t->then) bytes = bytes * strlen(t->again) /
                        (strlen(t->again) + strlen(t->then));
  buf_clear(out);
  if (!buf_puts(out, t->head)) return false;
  for (; out->n < bytes; turns++)
    if (!putturn(out, t->again, turns)) return false;
  while (*t->then && turns-- > 0)
    if (!buf_puts(out, t->then)) return false;
  return true;
}
