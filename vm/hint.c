/*
** hint.c: words in the names of elements. A name is cut into words where its
** author cut it: article__related-links, relatedLinks and RELATED_LINKS are the
** same two or three words. Vietnamese names are mostly run together, so they
** are looked for in the name with all its joints taken out.
*/
#include "hint.h"

#include <stdbool.h>
#include <string.h>

#define NAME_MAX_ 96 /* bytes of one class name that are looked at */

/* Whole words that tell what stands beside an article. */
static const char *const dropwords[] = {
    "ad", "ads", "adbox", "adslot", "adunit", "advert", "advertise",
    "advertisement", "advertising", "adsense", "adwrapper", "dfp", "gpt",
    "breadcrumb", "breadcrumbs", "cart", "comment", "comments", "commentlist",
    "consent", "cookie", "cookies", "copyright", "cta", "disqus", "donate",
    "donation", "embedly", "facebook", "fb", "feedback", "foot", "footer",
    "gdpr", "hashtag", "jobs", "keywords", "livechat", "livefyre", "login",
    "mailchimp", "masthead", "menu", "menus", "modal", "mostread", "nav",
    "navbar", "navigation", "navi", "newsletter", "newsletters", "noprint",
    "optin", "outbrain", "pager", "pagination", "paginate", "pinterest",
    "popup", "prefooter", "print", "printonly", "promo", "promos", "promobox",
    "promotion", "promoted", "rail", "rating", "ratings", "reactions",
    "readmore", "readnext", "recirc", "recirculation", "recommend",
    "recommended", "recommendation", "recommendations", "related", "relateds",
    "relate", "replies", "respond", "revcontent", "rss", "search", "share",
    "sharebar", "sharedaddy", "sharing", "shares", "sidebar", "sidebars",
    "signin", "signup", "skip", "skyscraper", "social", "socials", "sociable",
    "sponsor", "sponsored", "sponsors", "sponsorship", "subnav", "subscribe",
    "subscription", "suggested", "suggestions", "syndication", "taboola",
    "tagcloud", "taglist", "tags", "teads", "toolbar", "tooltip", "trending",
    "tweet", "twitter", "upvote", "viafoura", "vote", "voting", "whatsapp",
    "widget", "widgets", "zergnet", "addthis", "addtoany", NULL};

/* Words that stand beside articles, and now and then around one. */
static const char *const maybewords[] = {
    "alert", "archive", "aside", "audio", "authorbox", "banner", "bio",
    "bookmark", "byline", "callout", "carousel", "category", "categories",
    "citation", "contact", "correction", "credit", "credits", "dialog",
    "disclaimer", "disclosure", "discuss", "discussion", "dropdown", "email",
    "flyout", "follow", "footnote", "gallery", "hidden", "inset", "keyword",
    "kicker", "legal", "linkback", "linkedin", "links", "listen", "metadata",
    "notice", "notification", "overlay", "partner", "partners", "permalink",
    "playlist", "podcast", "popover", "popular", "profile", "register",
    "registration", "reply", "review", "shoutbox", "slideshow", "speech",
    "suggest", "survey", "taxonomy", "teaser", "teasers", "tip", "toc",
    "toolbox", "tools", "topbar", "topics", "trc", "upsell", "utility",
    "video", "videos", "weather", "youtube", NULL};

/* The same, of names without their joints. */
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

static const char *const captionwords[] = {
    "caption", "captions", "figcaption", "cutline", "pcaption", "imgcaption",
    "imagedesc", "imgdesc", "phototext", "chuthichanh",
    "chuthich", "ghichu", "phototitle", "photocaption", "imagecaption", NULL};

static const char *const datewords[] = {
    "date", "dates", "datetime", "time", "timestamp", "published", "pubdate", "updated",
    "ngay", "ngaydang", "thoigian", "publishdate", "dateline", NULL};

static const char *const bylinewords[] = {
    "author", "authors", "byline", "tacgia", "writer", "nguon", "source", NULL};

static const char *const leadwords[] = {
    "sapo", "lead", "standfirst", "dek", "summary", "excerpt", "intro",
    "tomtat", "motasapo", "chapeau", "subtitle", "subhead", "subheadline",
    "description", "desc", NULL};

static const char *const titlewords[] = {
    "title", "headline", "tieude", "heading", NULL};

static const char *const viewwords[] = {"views", "luotxem", "hits", NULL};

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

static uint32_t ofword(const char *s, size_t n) {
  uint32_t h = 0;
  if (among(dropwords, s, n)) h |= HINT_DROP;
  if (among(maybewords, s, n)) h |= HINT_MAYBE;
  if (among(captionwords, s, n)) h |= HINT_CAPTION;
  if (among(datewords, s, n)) h |= HINT_DATE;
  if (among(bylinewords, s, n)) h |= HINT_BYLINE;
  if (among(leadwords, s, n)) h |= HINT_LEAD;
  if (among(titlewords, s, n)) h |= HINT_TITLE;
  if (among(viewwords, s, n)) h |= HINT_VIEWS;
  return h;
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
      first = false;
      h |= ofword(word, nword);
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
