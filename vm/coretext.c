/*
** coretext.c: of the Lua module `core` what makes texts of texts: tidy, folded,
** in another letter case, in parts.
*/
#include <utf8proc.h>

#include "budget.h"
#include "buf.h"
#include "coreparts.h"
#include "give.h"
#include "text.h"

#define TIDY_KEEP (64u * 1024u) /* bytes that are kept for the next text */

void core_pushtidy(lua_State *L, Match *m, Str text) {
  Buf *tidy = &m->tidy;
  buf_clear(tidy);
  if (!view_tidy(tidy, text)) core_nomemory(L);
  lua_pushlstring(L, tidy->p ? tidy->p : "", tidy->n);
  if (tidy->cap > TIDY_KEEP) buf_deinit(tidy);
}

static int core_tidy(lua_State *L) {
  core_pushtidy(L, core_match(L), core_string_at(L, 1));
  return 1;
}

#define CASE_LETTERS 16u /* that are mapped between two looks at the buffer */

/* `ascii`: the first of the letters that f changes by one bit. */
static int mapcase(lua_State *L, utf8proc_int32_t (*f)(utf8proc_int32_t),
                   unsigned char ascii) {
  Str s = core_string_at(L, 1);
  luaL_Buffer b;
  size_t at = 0;
  budget_work(L, s.n / 4);
  if (core_match(L)->open) budget_read(L, s.n);
  luaL_buffinit(L, &b);
  while (at < s.n) {
    char *out = luaL_prepbuffsize(&b, CASE_LETTERS * 4);
    size_t n = 0;
    for (unsigned i = 0; i < CASE_LETTERS && at < s.n; i++) {
      unsigned char byte = (unsigned char)s.p[at];
      uint32_t c;
      if (byte < 0x80) {
        out[n++] = (char)((unsigned)(byte - ascii) < 26 ? byte ^ 0x20
                                                       : byte);
        at++;
        continue;
      }
      at += text_decode(s.p + at, s.p + s.n, &c);
      n += (size_t)utf8proc_encode_char(f((int32_t)c),
                                        (utf8proc_uint8_t *)out + n);
    }
    luaL_addsize(&b, n);
  }
  luaL_pushresult(&b);
  return 1;
}

static int core_lower(lua_State *L) {
  return mapcase(L, utf8proc_tolower, 'A');
}

static int core_upper(lua_State *L) {
  return mapcase(L, utf8proc_toupper, 'a');
}

/* decompose(text): each letter as its parts (NFD) */
static int core_decompose(lua_State *L) {
  Str s = core_string_at(L, 1);
  luaL_Buffer b;
  size_t at = 0;
  luaL_buffinit(L, &b);
  while (at < s.n) {
    utf8proc_int32_t parts[8]; /* no letter has more than four */
    utf8proc_uint8_t out[4];
    uint32_t c;
    int unused = 0;
    utf8proc_ssize_t n;
    at += text_decode(s.p + at, s.p + s.n, &c);
    n = utf8proc_decompose_char((int32_t)c, parts, 8, UTF8PROC_DECOMPOSE,
                                &unused);
    for (utf8proc_ssize_t i = 0; i < n && i < 8; i++)
      luaL_addlstring(&b, (const char *)out,
                      (size_t)utf8proc_encode_char(parts[i], out));
  }
  luaL_pushresult(&b);
  return 1;
}

/* The view of the text at 1, as its bytes. */
static void literalview(lua_State *L, Buf *bytes) {
  Str s = core_string_at(L, 1);
  View v;
  Diag diag;
  budget_work(L, s.n);
  if (core_match(L)->open) budget_read(L, s.n);
  if (!view_literal(&v, s, &diag)) {
    view_deinit(&v);
    luaL_error(L, "%s", diag.message);
  }
  *bytes = v.bytes;
  buf_init(&v.bytes);
  view_deinit(&v);
}

/* view(text): the view of a literal, as bytes */
static int core_view(lua_State *L) {
  Buf bytes;
  literalview(L, &bytes);
  give_bytes(L, &bytes);
  return 1;
}

/* fold(text): that view without the marks */
static int core_fold(lua_State *L) {
  Buf bytes;
  size_t n = 0;
  literalview(L, &bytes);
  for (size_t i = 0; i < bytes.n; i++) {
    char c = bytes.p[i];
    if (c < MARK_LOWER || c > MARK_SIGN) bytes.p[n++] = c;
  }
  bytes.n = n;
  give_bytes(L, &bytes);
  return 1;
}

const luaL_Reg core_texts[] = {
    {"tidy", core_tidy}, {"view", core_view}, {"lower", core_lower},
    {"upper", core_upper}, {"decompose", core_decompose}, {"fold", core_fold},
    {NULL, NULL}};
