/*
** tag.c: what the reader needs to know of each HTML element.
*/
#include "tag.h"

#include <stddef.h>
#include <string.h>

enum { BLOCK = 1, SKIP = 2 };

/* In byte order of the names, for the search by halves, and of the enum. */
static const struct {
  const char *name;
  Tag tag;
  int kind;
} tags[] = {
    {"a", TAG_A, 0},
    {"address", TAG_ADDRESS, BLOCK},
    {"article", TAG_ARTICLE, BLOCK},
    {"aside", TAG_ASIDE, BLOCK},
    {"audio", TAG_AUDIO, SKIP},
    {"b", TAG_B, 0},
    {"blockquote", TAG_BLOCKQUOTE, BLOCK},
    {"body", TAG_BODY, BLOCK},
    {"br", TAG_BR, 0},
    {"button", TAG_BUTTON, SKIP},
    {"canvas", TAG_CANVAS, SKIP},
    {"caption", TAG_CAPTION, BLOCK},
    {"center", TAG_CENTER, BLOCK},
    {"datalist", TAG_DATALIST, SKIP},
    {"dd", TAG_DD, BLOCK},
    {"details", TAG_DETAILS, BLOCK},
    {"dialog", TAG_DIALOG, BLOCK},
    {"dir", TAG_DIR, BLOCK},
    {"div", TAG_DIV, BLOCK},
    {"dl", TAG_DL, BLOCK},
    {"dt", TAG_DT, BLOCK},
    {"em", TAG_EM, 0},
    {"fieldset", TAG_FIELDSET, BLOCK},
    {"figcaption", TAG_FIGCAPTION, BLOCK},
    {"figure", TAG_FIGURE, BLOCK},
    {"footer", TAG_FOOTER, BLOCK},
    {"form", TAG_FORM, BLOCK},
    {"h1", TAG_H1, BLOCK},
    {"h2", TAG_H2, BLOCK},
    {"h3", TAG_H3, BLOCK},
    {"h4", TAG_H4, BLOCK},
    {"h5", TAG_H5, BLOCK},
    {"h6", TAG_H6, BLOCK},
    {"head", TAG_HEAD, BLOCK},
    {"header", TAG_HEADER, BLOCK},
    {"hgroup", TAG_HGROUP, BLOCK},
    {"hr", TAG_HR, BLOCK},
    {"html", TAG_HTML, BLOCK},
    {"iframe", TAG_IFRAME, BLOCK | SKIP},
    {"img", TAG_IMG, 0},
    {"label", TAG_LABEL, 0},
    {"legend", TAG_LEGEND, BLOCK},
    {"li", TAG_LI, BLOCK},
    {"main", TAG_MAIN, BLOCK},
    {"math", TAG_MATH, SKIP},
    {"menu", TAG_MENU, BLOCK},
    {"meta", TAG_META, 0},
    {"nav", TAG_NAV, BLOCK},
    {"noframes", TAG_NOFRAMES, SKIP},
    {"noscript", TAG_NOSCRIPT, SKIP},
    {"object", TAG_OBJECT, SKIP},
    {"ol", TAG_OL, BLOCK},
    {"option", TAG_OPTION, SKIP},
    {"p", TAG_P, BLOCK},
    {"pre", TAG_PRE, BLOCK},
    {"script", TAG_SCRIPT, SKIP},
    {"section", TAG_SECTION, BLOCK},
    {"select", TAG_SELECT, SKIP},
    {"strong", TAG_STRONG, 0},
    {"style", TAG_STYLE, SKIP},
    {"summary", TAG_SUMMARY, BLOCK},
    {"svg", TAG_SVG, SKIP},
    {"table", TAG_TABLE, BLOCK},
    {"tbody", TAG_TBODY, BLOCK},
    {"td", TAG_TD, BLOCK},
    {"template", TAG_TEMPLATE, SKIP},
    {"textarea", TAG_TEXTAREA, SKIP},
    {"tfoot", TAG_TFOOT, BLOCK},
    {"th", TAG_TH, BLOCK},
    {"thead", TAG_THEAD, BLOCK},
    {"time", TAG_TIME, 0},
    {"title", TAG_TITLE, SKIP},
    {"tr", TAG_TR, BLOCK},
    {"ul", TAG_UL, BLOCK},
    {"video", TAG_VIDEO, SKIP},
};

static int kindof(Tag tag) {
  if (tag == TAG_CUSTOM) return BLOCK;
  return tag == TAG_OTHER ? 0 : tags[tag - 1].kind;
}

static int compare(Str a, const char *b) {
  size_t n = strlen(b), k = a.n < n ? a.n : n;
  int c = memcmp(a.p, b, k);
  return c ? c : (a.n > n) - (a.n < n);
}

Tag tag_of(Str name) {
  size_t low = 0, high = sizeof tags / sizeof *tags;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    int c = compare(name, tags[mid].name);
    if (c == 0) return tags[mid].tag;
    if (c < 0) high = mid;
    else low = mid + 1;
  }
  return memchr(name.p, '-', name.n) ? TAG_CUSTOM : TAG_OTHER;
}

bool tag_isblock(Tag tag) { return kindof(tag) & BLOCK; }

bool tag_isskipped(Tag tag) { return kindof(tag) & SKIP; }

int tag_heading(Tag tag) {
  return tag >= TAG_H1 && tag <= TAG_H6 ? (int)(tag - TAG_H1) + 1 : 0;
}
