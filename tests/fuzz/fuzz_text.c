/*
** fuzz_text.c: any bytes, in an encoding that the first byte chooses, decoded,
** cut into blocks and folded. Every token maps back to raw bytes that decode to
** it; folding what is folded changes nothing.
*/
#include <string.h>

#include "fuzz.h"
#include "page.h"
#include "text.h"
#include "utf8.h"
#include "view.h"

typedef struct Open {
  Decoded decoded;
  Page page;
  View view;
} Open;

static bool opened(Open *o, Str raw, Encoding as) {
  Diag diag;
  diag_init(&diag);
  must(decode(&o->decoded, raw, as, &diag), diag.message);
  must(utf8_valid(o->decoded.text));
  must(page_parse(&o->page, &o->decoded, &diag) || diag.kind == DIAG_DEPTH,
       diag.message);
  must(view_build(&o->view, &o->page, STR_LIT("tp\nts\n"), &diag),
       diag.message);
  return true;
}

static void closed(Open *o) {
  view_deinit(&o->view);
  page_deinit(&o->page);
  decode_deinit(&o->decoded);
}

/* What would be a byte order mark at the start of a page. */
static bool ismark(Str s) {
  return (s.n >= 2 && (memcmp(s.p, "\xFE\xFF", 2) == 0 ||
                       memcmp(s.p, "\xFF\xFE", 2) == 0)) ||
         (s.n >= 3 && memcmp(s.p, "\xEF\xBB\xBF", 3) == 0);
}

/* The raw bytes of a token, decoded alone, are the token's text. Of TCVN3 two
** tables are weighed over the whole page, so there a slice may read otherwise;
** of HTML an entity is its text. */
static void checkspan(const Open *o, Str raw, uint32_t a, uint32_t b,
                      Str want) {
  Decoded alone;
  Diag diag;
  Str slice = {raw.p + a, b - a};
  if (o->page.html || o->decoded.encoding == ENC_TCVN3 || ismark(slice))
    return;
  must(decode(&alone, slice, o->decoded.encoding, &diag));
  must(str_eq(alone.text, want), "the bytes of the token");
  decode_deinit(&alone);
}

static void checkfold(Str token) {
  Buf once, twice;
  buf_init(&once);
  buf_init(&twice);
  must(text_fold(&once, token));
  must(utf8_valid(buf_str(&once)));
  must(text_fold(&twice, buf_str(&once)));
  must(str_eq(buf_str(&once), buf_str(&twice)), "folding to be done at once");
  buf_deinit(&once);
  buf_deinit(&twice);
}

static void checktokens(const Open *o, Str raw) {
  const View *v = &o->view;
  uint32_t last = 0, lastat = 0;
  for (size_t i = 0; i < v->ntokens; i++) {
    Str token = {o->page.text.p + v->start[i], v->end[i] - v->start[i]};
    uint32_t a, b;
    must(v->start[i] < v->end[i] && v->end[i] <= o->page.text.n);
    a = map_start(&o->decoded.map, map_start(&o->page.map, v->start[i]));
    b = map_end(&o->decoded.map, map_end(&o->page.map, v->end[i]));
    must(a < b && b <= raw.n);
    must(a >= last || o->page.html, "tokens in the order of the page");
    must(i == 0 || v->at[i] > lastat);
    lastat = v->at[i];
    last = a;
    checkspan(o, raw, a, b, token);
    checkfold(token);
  }
}

FUZZ(bytes) {
  static const Encoding all[] = {
      ENC_DETECT,      ENC_UTF8,        ENC_UTF16LE, ENC_UTF16BE,
      ENC_WINDOWS1258, ENC_WINDOWS1252, ENC_TCVN3,   ENC_VNI,
      ENC_VISCII};
  Open o;
  Encoding as = all[fuzz_choice(&bytes, 9)];
  if (opened(&o, bytes, as)) checktokens(&o, bytes);
  closed(&o);
}
