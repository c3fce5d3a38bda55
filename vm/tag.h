/*
** tag.h: what the reader needs to know of each HTML element.
*/
#ifndef TAG_H
#define TAG_H
#include <stdbool.h>

#include "buf.h"

/* In the order of the table in tag.c. */
typedef enum Tag {
  TAG_OTHER, TAG_A, TAG_ADDRESS, TAG_ARTICLE, TAG_ASIDE, TAG_AUDIO, TAG_B,
  TAG_BLOCKQUOTE, TAG_BODY, TAG_BR, TAG_BUTTON, TAG_CANVAS, TAG_CAPTION,
  TAG_CENTER, TAG_DATALIST, TAG_DD, TAG_DETAILS, TAG_DIALOG, TAG_DIR, TAG_DIV,
  TAG_DL,
  TAG_DT, TAG_EM, TAG_FIELDSET, TAG_FIGCAPTION, TAG_FIGURE, TAG_FOOTER,
  TAG_FORM, TAG_H1, TAG_H2, TAG_H3, TAG_H4, TAG_H5, TAG_H6, TAG_HEAD,
  TAG_HEADER, TAG_HGROUP, TAG_HR, TAG_HTML, TAG_IFRAME, TAG_IMG, TAG_LABEL,
  TAG_LEGEND, TAG_LI, TAG_MAIN, TAG_MATH, TAG_MENU, TAG_META, TAG_NAV,
  TAG_NOFRAMES, TAG_NOSCRIPT, TAG_OBJECT, TAG_OL, TAG_OPTION, TAG_P, TAG_PRE,
  TAG_SCRIPT, TAG_SECTION, TAG_SELECT, TAG_STRONG, TAG_STYLE, TAG_SUMMARY,
  TAG_SVG, TAG_TABLE, TAG_TBODY, TAG_TD, TAG_TEMPLATE, TAG_TEXTAREA, TAG_TFOOT,
  TAG_TH, TAG_THEAD, TAG_TIME, TAG_TITLE, TAG_TR, TAG_UL, TAG_VIDEO,
  TAG_CUSTOM /* a name with a hyphen */
} Tag;

/* `name` is in lower case. */
Tag tag_of(Str name);
/* It begins and ends a block of text. */
bool tag_isblock(Tag tag);
/* Its text is nothing to read: scripts, forms' fields, drawings, fallbacks. */
bool tag_isskipped(Tag tag);
/* 1 to 6 for <h1> to <h6>, else 0. */
int tag_heading(Tag tag);

#endif
