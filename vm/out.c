/*
** out.c: a streaming writer of JSON.
*/
#include "out.h"

#include <inttypes.h>

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

static void escape(Out *o, unsigned char c) {
  static const char hex[] = "0123456789abcdef";
  char unit[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
  char two[2] = {'\\', (char)c};
  switch (c) {
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
  Str s = {name, 0};
  while (name[s.n]) s.n++;
  out_keystr(o, s);
}

void out_string(Out *o, Str s) {
  separate(o);
  quoted(o, s);
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

bool out_end(Out *o) {
  put(o, "\n", 1);
  o->comma = false;
  return o->ok;
}
