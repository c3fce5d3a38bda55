/*
** hint.c: words in the names of elements. A name is cut into words where its
** author cut it: article__related-links, relatedLinks and RELATED_LINKS are the
** same two or three words. Vietnamese names are mostly run together, so they
** are looked for in the name with all its joints taken out.
*/
#include "hint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define NAME_MAX_ 96 /* bytes of one class name that are looked at */

/* Whole words and what they tell: DROP stands beside articles, MAYBE now and
** then around one. In byte order, for the search by halves. */
#define DROP HINT_DROP
#define MAYBE HINT_MAYBE
#define CAPTION HINT_CAPTION
#define DATE HINT_DATE
#define BYLINE HINT_BYLINE
#define LEAD HINT_LEAD
#define TITLE HINT_TITLE

static const struct Word {
  const char *word;
  uint32_t hints;
} words[] = {
    {"ad", DROP}, {"adbox", DROP}, {"addthis", DROP}, {"addtoany", DROP},
    {"ads", DROP}, {"adsense", DROP}, {"adslot", DROP}, {"adunit", DROP},
    {"advert", DROP}, {"advertise", DROP}, {"advertisement", DROP},
    {"advertising", DROP}, {"adwrapper", DROP}, {"alert", MAYBE},
    {"archive", MAYBE}, {"aside", MAYBE}, {"audio", MAYBE}, {"author", BYLINE},
    {"authorbox", MAYBE}, {"authors", BYLINE}, {"banner", MAYBE},
    {"bio", MAYBE}, {"bookmark", MAYBE}, {"breadcrumb", DROP},
    {"breadcrumbs", DROP}, {"byline", MAYBE | BYLINE}, {"callout", MAYBE},
    {"caption", CAPTION}, {"captions", CAPTION}, {"carousel", MAYBE},
    {"cart", DROP}, {"categories", MAYBE}, {"category", MAYBE},
    {"chapeau", LEAD}, {"chuthich", CAPTION}, {"chuthichanh", CAPTION},
    {"citation", MAYBE}, {"comment", DROP}, {"commentlist", DROP},
    {"comments", DROP}, {"consent", DROP}, {"contact", MAYBE},
    {"cookie", DROP}, {"cookies", DROP}, {"copyright", DROP},
    {"correction", MAYBE}, {"credit", MAYBE}, {"credits", MAYBE},
    {"cta", DROP}, {"cutline", CAPTION}, {"date", DATE}, {"dateline", DATE},
    {"dates", DATE}, {"datetime", DATE}, {"dek", LEAD}, {"desc", LEAD},
    {"description", LEAD}, {"dfp", DROP}, {"dialog", MAYBE},
    {"disclaimer", MAYBE}, {"disclosure", MAYBE}, {"discuss", MAYBE},
    {"discussion", MAYBE}, {"disqus", DROP}, {"donate", DROP},
    {"donation", DROP}, {"dropdown", MAYBE}, {"email", MAYBE},
    {"embedly", DROP}, {"excerpt", LEAD}, {"facebook", DROP}, {"fb", DROP},
    {"feedback", DROP}, {"figcaption", CAPTION}, {"flyout", MAYBE},
    {"follow", MAYBE}, {"foot", DROP}, {"footer", DROP}, {"footnote", MAYBE},
    {"gallery", MAYBE}, {"gdpr", DROP}, {"ghichu", CAPTION}, {"gpt", DROP},
    {"hashtag", DROP}, {"heading", TITLE}, {"headline", TITLE},
    {"hidden", MAYBE}, {"imagecaption", CAPTION},
    {"imagedesc", CAPTION}, {"imgcaption", CAPTION}, {"imgdesc", CAPTION},
    {"inset", MAYBE}, {"intro", LEAD}, {"jobs", DROP}, {"keyword", MAYBE},
    {"keywords", DROP}, {"kicker", MAYBE}, {"lead", LEAD}, {"legal", MAYBE},
    {"linkback", MAYBE}, {"linkedin", MAYBE}, {"links", MAYBE},
    {"listen", MAYBE}, {"livechat", DROP}, {"livefyre", DROP}, {"login", DROP},
    {"mailchimp", DROP}, {"masthead", DROP},
    {"menu", DROP}, {"menus", DROP}, {"metadata", MAYBE}, {"modal", DROP},
    {"mostread", DROP}, {"motasapo", LEAD}, {"nav", DROP}, {"navbar", DROP},
    {"navi", DROP}, {"navigation", DROP}, {"newsletter", DROP},
    {"newsletters", DROP}, {"ngay", DATE}, {"ngaydang", DATE},
    {"nguon", BYLINE}, {"noprint", DROP}, {"notice", MAYBE},
    {"notification", MAYBE}, {"optin", DROP}, {"outbrain", DROP},
    {"overlay", MAYBE}, {"pager", DROP}, {"paginate", DROP},
    {"pagination", DROP}, {"partner", MAYBE}, {"partners", MAYBE},
    {"pcaption", CAPTION}, {"permalink", MAYBE}, {"photocaption", CAPTION},
    {"phototext", CAPTION}, {"phototitle", CAPTION}, {"pinterest", DROP},
    {"playlist", MAYBE}, {"podcast", MAYBE}, {"popover", MAYBE},
    {"popular", MAYBE}, {"popup", DROP}, {"prefooter", DROP}, {"print", DROP},
    {"printonly", DROP}, {"profile", MAYBE}, {"promo", DROP},
    {"promobox", DROP}, {"promos", DROP}, {"promoted", DROP},
    {"promotion", DROP}, {"pubdate", DATE}, {"publishdate", DATE},
    {"published", DATE}, {"rail", DROP}, {"rating", DROP}, {"ratings", DROP},
    {"reactions", DROP}, {"readmore", DROP}, {"readnext", DROP},
    {"recirc", DROP}, {"recirculation", DROP}, {"recommend", DROP},
    {"recommendation", DROP}, {"recommendations", DROP}, {"recommended", DROP},
    {"register", MAYBE}, {"registration", MAYBE}, {"relate", DROP},
    {"related", DROP}, {"relateds", DROP}, {"replies", DROP}, {"reply", MAYBE},
    {"respond", DROP}, {"revcontent", DROP}, {"review", MAYBE}, {"rss", DROP},
    {"sapo", LEAD}, {"search", DROP}, {"share", DROP}, {"sharebar", DROP},
    {"sharedaddy", DROP}, {"shares", DROP}, {"sharing", DROP},
    {"shoutbox", MAYBE}, {"sidebar", DROP}, {"sidebars", DROP},
    {"signin", DROP}, {"signup", DROP}, {"skip", DROP}, {"skyscraper", DROP},
    {"slideshow", MAYBE}, {"sociable", DROP}, {"social", DROP},
    {"socials", DROP}, {"source", BYLINE}, {"speech", MAYBE},
    {"sponsor", DROP}, {"sponsored", DROP}, {"sponsors", DROP},
    {"sponsorship", DROP}, {"standfirst", LEAD}, {"subhead", LEAD},
    {"subheadline", LEAD}, {"subnav", DROP}, {"subscribe", DROP},
    {"subscription", DROP}, {"subtitle", LEAD}, {"suggest", MAYBE},
    {"suggested", DROP}, {"suggestions", DROP}, {"summary", LEAD},
    {"survey", MAYBE}, {"syndication", DROP}, {"taboola", DROP},
    {"tacgia", BYLINE}, {"tagcloud", DROP}, {"taglist", DROP}, {"tags", DROP},
    {"taxonomy", MAYBE}, {"teads", DROP}, {"teaser", MAYBE},
    {"teasers", MAYBE}, {"thoigian", DATE}, {"tieude", TITLE}, {"time", DATE},
    {"timestamp", DATE}, {"tip", MAYBE}, {"title", TITLE}, {"toc", MAYBE},
    {"tomtat", LEAD}, {"toolbar", DROP}, {"toolbox", MAYBE}, {"tools", MAYBE},
    {"tooltip", DROP}, {"topbar", MAYBE}, {"topics", MAYBE}, {"trc", MAYBE},
    {"trending", DROP}, {"tweet", DROP}, {"twitter", DROP}, {"updated", DATE},
    {"upsell", MAYBE}, {"upvote", DROP}, {"utility", MAYBE},
    {"viafoura", DROP}, {"video", MAYBE}, {"videos", MAYBE},
    {"vote", DROP}, {"voting", DROP}, {"weather", MAYBE}, {"whatsapp", DROP},
    {"widget", DROP}, {"widgets", DROP}, {"writer", BYLINE},
    {"youtube", MAYBE}, {"zergnet", DROP},
};

/* What tells DROP in names without their joints. */
static const char *const dropparts[] = {
    "lienquan", "binhluan", "tinkhac", "docthem", "xemthem", "tinmoi",
    "noibat", "docnhieu", "xemnhieu", "quangcao", "chiase", "tukhoa",
    "cungchuyenmuc", "tincung", "cungmuc", "baicung", "tincu", "luotxem",
    "danhgia", "binhchon", "dangnhap", "dangky", "timkiem", "cochu",
    "docbaiviet", "tinlq", "newslist", "listnews", "othernews", "newsother",
    "morenews", "newsmore", "relatednews", "newsrelat", "seealso", "alsoread",
    "alsolike", "youmaylike", "youmightlike", "readmore", "readnext",
    "mostread", "mostpopular", "mostviewed", "morefrom", "moreon",
    "morestories",
    "latestnews", "latestposts", "recentposts", "nextpost", "prevpost",
    "postnav", "nextarticle", "prevarticle", "authorbio", "authorinfo",
    "aboutauthor", "aboutthe", "authorbox", "authorcard", "authorprofile",
    "authorabout", "authordesc", "biobox",
    "postauthor", "articleauthor", "skiplink", "tableofcontents", "insertpost",
    "sharebutton", "socialbutton", "sharetool", "commentform", "fontsize",
    "textsize", "backtotop", "gotop", "emailsign", "adcontainer",
    "advertisement", "viewcount", "postmeta", "entrymeta", "articlemeta",
    "storymeta", "metainfo", "postfooter", "storyfooter", "entryfooter",
    "articlefooter", "relatedpost", "relatedarticle", "inread", "usercomment",
    NULL};

/* Only read aloud, or not at all. */
static const char *const hiddenparts[] = {
    "screenreader", "sronly", "visuallyhidden", "visuallyhide", "offscreen",
    "displaynone", "ishidden", "structureddata", NULL};

static const char *const bodyparts[] = {
    "articlebody", "articlecontent", "articletext", "entrycontent",
    "postcontent", "postbody", "storybody", "storycontent", "storytext",
    "posttext", "bodytext", "newscontent", "newsbody", "newstext",
    "detailcontent", "contentdetail", "detailbody", "cmsbody", "fckdetail",
    "noidung", "chitiet", "fieldnamebody", "fieldbody", "blogcontent",
    "postarticle", "articlemaincontent", "singlecontent",
    "journalcontentarticle", "contentbody", "newsdetail", "detailnews",
    "articledetail", "detailarticle", "contentnews", "entrytext", "maintext",
    "contentarticle", "baiviet", "bodyarticle", "articlecopy", "bodycopy",
    "storycopy", "textbody", "contentpost", "postentry", "pagetext",
    NULL};

/* Classes of state, not of content: has-sidebar, no-comments, is-hidden. */
static const char *const states[] = {"has", "with", "no", "not", NULL};

static bool among(const char *const *list, const char *s, size_t n) {
  for (; *list; list++)
    if (**list == *s && strlen(*list) == n && memcmp(*list, s, n) == 0)
      return true;
  return false;
}

/* `letters` has a bit for each letter that s holds. */
static bool containsany(const char *const *list, const char *s,
                        uint32_t letters) {
  for (; *list; list++)
    if ((letters >> (**list - 'a') & 1) && strstr(s, *list)) return true;
  return false;
}

static int compare(const void *key, const void *entry) {
  return strcmp(key, ((const struct Word *)entry)->word);
}

/* `word` is in small letters. */
static uint32_t ofword(const char *word) {
  const struct Word *found = bsearch(word, words, sizeof words / sizeof *words,
                                     sizeof *words, compare);
  return found ? found->hints : 0;
}

static bool islower_(char c) { return c >= 'a' && c <= 'z'; }
static bool isupper_(char c) { return c >= 'A' && c <= 'Z'; }
static bool isletter(char c) { return islower_(c) || isupper_(c); }

/* One class name: its words one by one, and all of it without joints. */
static uint32_t ofname(const char *s, size_t n) {
  char all[NAME_MAX_ + 1], word[NAME_MAX_ + 1];
  size_t nall = 0, nword = 0, i;
  uint32_t h = 0, letters = 0;
  bool first = true;
  if (n > NAME_MAX_) n = NAME_MAX_;
  for (i = 0; i <= n; i++) {
    char c = i < n ? s[i] : '-';
    bool cut = !isletter(c) || (isupper_(c) && i && islower_(s[i - 1]));
    if (cut && nword) {
      if (first && i < n && among(states, word, nword)) return 0;
      if (first && nword == 2 && memcmp(word, "js", 2) == 0) nall = 0;
      word[nword] = '\0';
      first = false;
      h |= ofword(word);
      nword = 0;
    }
    if (!isletter(c)) continue;
    c = isupper_(c) ? (char)(c + 32) : c;
    word[nword++] = c;
    all[nall++] = c;
    letters |= 1u << (c - 'a');
  }
  all[nall] = '\0';
  if (strstr(all, "elementor")) return h & ~(uint32_t)HINT_DROP;
  if (containsany(dropparts, all, letters)) h |= HINT_DROP;
  if (containsany(hiddenparts, all, letters)) h |= HINT_HIDDEN;
  if (!(h & (HINT_DROP | HINT_MAYBE)) && containsany(bodyparts, all, letters))
    h |= HINT_BODY;
  return h;
}

static uint32_t ofclass(Str value) {
  uint32_t h = 0;
  size_t at = 0, start;
  while (at < value.n) {
    while (at < value.n && (unsigned char)value.p[at] <= ' ') at++;
    start = at;
    while (at < value.n && (unsigned char)value.p[at] > ' ') at++;
    h |= ofname(value.p + start, at - start);
  }
  return h;
}

static uint32_t ofrole(Str value) {
  static const char *const drop[] = {
      "navigation", "banner", "contentinfo", "complementary", "search", "menu",
      "menubar", "dialog", "alert", "alertdialog", "toolbar", "tablist",
      "tooltip", NULL};
  return among(drop, value.p, value.n) ? HINT_DROP : 0;
}

/* display: none, with any white space. */
static uint32_t ofstyle(Str value) {
  char small[64];
  size_t i, n = 0;
  for (i = 0; i < value.n && n < sizeof small - 1; i++) {
    char c = value.p[i];
    if ((unsigned char)c > ' ') small[n++] = isupper_(c) ? (char)(c + 32) : c;
  }
  small[n] = '\0';
  return strstr(small, "display:none") || strstr(small, "visibility:hidden")
             ? HINT_HIDDEN
             : 0;
}

static uint32_t ofitemprop(Str value) {
  static const char *const body[] = {"articleBody", "articlebody",
                                     "reviewBody", NULL};
  if (among(body, value.p, value.n)) return HINT_BODY | HINT_ARTICLE;
  if (str_is(value, "caption")) return HINT_CAPTION;
  if (str_is(value, "headline")) return HINT_TITLE;
  if (str_is(value, "datePublished")) return HINT_DATE;
  if (str_is(value, "author")) return HINT_BYLINE;
  return 0;
}

uint32_t hint_of(Str name, Str value) {
  if (str_is(name, "class") || str_is(name, "id")) return ofclass(value);
  if (str_is(name, "role")) return ofrole(value);
  if (str_is(name, "style")) return ofstyle(value);
  if (str_is(name, "itemprop")) return ofitemprop(value);
  if (str_is(name, "hidden")) return HINT_HIDDEN;
  if (str_is(name, "aria-hidden"))
    return str_is(value, "true") ? HINT_HIDDEN : 0;
  if (str_is(name, "data-component") || str_is(name, "data-testid") ||
      str_is(name, "data-module") || str_is(name, "aria-label"))
    return ofclass(value) & HINT_DROP;
  return 0;
}
