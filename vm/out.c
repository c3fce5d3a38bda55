/*
** out.c: a streaming writer of JSON.
*/
#include "out.h"

#include <inttypes.h>
#include <string.h>

#include "utf8.h"

void out_init(Out *o, Buf *buf) { *o = (Out){buf, false, true}; }

static void put(Out *o, const char *p, size_t n) {
  o->ok = o->ok && buf_put(o->buf, p, n);
}

/* Before each value: the comma after the one before it. */
static void separate(Out *o) {
  if (o->comma) put(o, ",", 1);
  o->comma = true;
}

void out_open(Out *o, char bracket) {
  separate(o);
  put(o, &bracket, 1);
  o->comma = false;
}

void out_close(Out *o, char bracket) {
  put(o, &bracket, 1);
  o->comma = true;
}

/* What must not stand in a JSON string as it is; U+2028 may. */
static bool isplain(unsigned char c) {
  return c >= 0x20 && c != '"' && c != '\\';
}

/* A NUL, which many a reader of JSON cannot keep, is what it is in the text of
** a page: U+FFFD. */
static void escape(Out *o, unsigned char c) {
  static const char hex[] = "0123456789abcdef";
  char unit[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
  char two[2] = {'\\', (char)c};
  switch (c) {
    case '\0': put(o, "\xEF\xBF\xBD", 3); return;
    case '\n': two[1] = 'n'; break;
    case '\t': two[1] = 't'; break;
    case '\r': two[1] = 'r'; break;
    case '\b': two[1] = 'b'; break;
    case '\f': two[1] = 'f'; break;
    case '"':
    case '\\': break;
    default: put(o, unit, sizeof unit); return;
  }
  put(o, two, sizeof two);
}

static void quoted(Out *o, Str s) {
  size_t from = 0;
  put(o, "\"", 1);
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (isplain(c)) continue;
    put(o, s.p + from, i - from);
    escape(o, c);
    from = i + 1;
  }
  put(o, s.p + from, s.n - from);
  put(o, "\"", 1);
}

void out_keystr(Out *o, Str name) {
  separate(o);
  quoted(o, name);
  put(o, ":", 1);
  o->comma = false;
}

void out_key(Out *o, const char *name) {
  out_keystr(o, (Str){name, strlen(name)});
}

void out_string(Out *o, Str s) {
  separate(o);
  quoted(o, s);
}

void out_text(Out *o, Str s) {
  Buf repaired;
  if (utf8_valid(s)) {
    out_string(o, s);
    return;
  }
  buf_init(&repaired);
  if (!utf8_repair(&repaired, s)) o->ok = false;
  out_string(o, buf_str(&repaired));
  buf_deinit(&repaired);
}

void out_raw(Out *o, Str json) {
  separate(o);
  put(o, json.p, json.n);
}

void out_bool(Out *o, bool b) {
  out_raw(o, b ? STR_LIT("true") : STR_LIT("false"));
}

void out_int(Out *o, int64_t i) {
  separate(o);
  o->ok = o->ok && buf_printf(o->buf, "%" PRId64, i);
}

void out_size(Out *o, size_t n) {
  separate(o);
  o->ok = o->ok && buf_printf(o->buf, "%zu", n);
}

/* The digits of s into at most `size` bytes; 0: no number. */
static size_t countdigits(Str s, char *digits, size_t size) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] >= '0' && s.p[i] <= '9') {
      if (n == 1 && digits[0] == '0') n = 0; /* JSON has no 007 */
      if (n == size) return 0;
      digits[n++] = s.p[i];
    } else if (s.p[i] != '.' && s.p[i] != ',' && s.p[i] != ' ') {
      return 0;
    }
  }
  return n;
}

void out_count(Out *o, const char *key, Str s) {
  char digits[18];
  size_t n = countdigits(s, digits, sizeof digits);
  if (n == 0) return;
  out_key(o, key);
  out_raw(o, (Str){digits, n});
}

bool out_end(Out *o) {
  put(o, "\n", 1);
  o->comma = false;
  return o->ok;
}
