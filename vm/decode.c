/*
** decode.c: any bytes to valid UTF-8, with a map back to them. What the bytes
** are is settled first (declared, byte order mark, content), then one loop for
** each kind of encoding writes text and map.
*/
#include "decode.h"

#include <string.h>

#include "charset.h"
#include "limit.h"
#include "mem.h"

/* Declarations count when they stand this near to the start; browsers look at
** 1024 bytes, and many a page keeps scripts before its <meta>. */
#define DECLARED_WITHIN 4096

#define REPLACEMENT "\xEF\xBF\xBD"

/*
** Names
*/

static const struct {
  const char *name; /* lower case, without - and _ */
  Encoding encoding;
} names[] = {
    {"utf8", ENC_UTF8},           {"unicode11utf8", ENC_UTF8},
    {"utf16", ENC_UTF16LE},       {"utf16le", ENC_UTF16LE},
    {"unicode", ENC_UTF16LE},     {"ucs2", ENC_UTF16LE},
    {"utf16be", ENC_UTF16BE},     {"windows1258", ENC_WINDOWS1258},
    {"cp1258", ENC_WINDOWS1258},  {"xcp1258", ENC_WINDOWS1258},
    {"windows1252", ENC_WINDOWS1252}, {"cp1252", ENC_WINDOWS1252},
    {"xcp1252", ENC_WINDOWS1252}, {"iso88591", ENC_WINDOWS1252},
    {"latin1", ENC_WINDOWS1252},  {"usascii", ENC_WINDOWS1252},
    {"ascii", ENC_WINDOWS1252},   {"ansi", ENC_WINDOWS1252},
    {"tcvn3", ENC_TCVN3},         {"tcvn", ENC_TCVN3},
    {"tcvn5712", ENC_TCVN3},      {"tcvn57121", ENC_TCVN3},
    {"tcvn57121:1993", ENC_TCVN3}, {"abc", ENC_TCVN3},
    {"xviettcvn5712", ENC_TCVN3}, {"vni", ENC_VNI},
    {"vniwin", ENC_VNI},          {"xvietvni", ENC_VNI},
    {"viscii", ENC_VISCII},       {"viscii1.11", ENC_VISCII},
    {"csviscii", ENC_VISCII},     {"xviscii", ENC_VISCII}};

Encoding decode_encoding(Str name) {
  char small[24];
  size_t i, n = 0;
  for (i = 0; i < name.n; i++) {
    char c = name.p[i];
    if (c == '-' || c == '_') continue;
    if (n == sizeof small) return ENC_DETECT;
    small[n++] = (c >= 'A' && c <= 'Z') ? (char)(c + 32) : c;
  }
  for (i = 0; i < sizeof names / sizeof *names; i++)
    if (str_is((Str){small, n}, names[i].name)) return names[i].encoding;
  return ENC_DETECT;
}

const char *decode_name(Encoding e) {
  static const char *const shown[] = {
      [ENC_DETECT] = "detect",
      [ENC_UTF8] = "utf-8",
      [ENC_UTF16LE] = "utf-16le",
      [ENC_UTF16BE] = "utf-16be",
      [ENC_WINDOWS1258] = "windows-1258",
      [ENC_WINDOWS1252] = "windows-1252",
      [ENC_TCVN3] = "tcvn3",
      [ENC_VNI] = "vni",
      [ENC_VISCII] = "viscii"};
  return shown[e];
}

/*
** Detection
*/

static bool hasprefix(Str s, const char *prefix, size_t n) {
  return s.n >= n && memcmp(s.p, prefix, n) == 0;
}

/* Bytes of the byte order mark of e that s begins with. */
static size_t marklength(Str s, Encoding e) {
  if (e == ENC_UTF8 && hasprefix(s, "\xEF\xBB\xBF", 3)) return 3;
  if (e == ENC_UTF16LE && hasprefix(s, "\xFF\xFE", 2)) return 2;
  if (e == ENC_UTF16BE && hasprefix(s, "\xFE\xFF", 2)) return 2;
  return 0;
}

/* Where two-byte units are Latin letters, every other byte is zero or nearly:
** Vietnamese has about one unit in eight in the block 0x1Exx. */
static Encoding detectutf16(Str s) {
  size_t i, n = s.n < 8192 ? s.n & ~(size_t)1 : 8192, zero[2] = {0, 0};
  for (i = 0; i < n; i++) zero[i & 1] += s.p[i] == '\0';
  if (n < 4) return ENC_DETECT;
  if (zero[1] * 4 >= n / 2 && zero[0] * 50 <= n / 2) return ENC_UTF16LE;
  if (zero[0] * 4 >= n / 2 && zero[1] * 50 <= n / 2) return ENC_UTF16BE;
  return ENC_DETECT;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

static size_t findword(Str s, size_t at, const char *word) {
  size_t n = strlen(word), k;
  for (; at + n <= s.n; at++) {
    for (k = 0; k < n && lower(s.p[at + k]) == word[k]; k++) continue;
    if (k == n) return at;
  }
  return s.n;
}

static bool isblank_(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* The value behind `name` '=' before `end`, quoted or not. */
static Encoding valueof(Str s, size_t at, size_t end) {
  size_t start;
  while (at < end && isblank_(s.p[at])) at++;
  if (at == end || s.p[at] != '=') return ENC_DETECT;
  at++;
  while (at < end && (isblank_(s.p[at]) || s.p[at] == '"' || s.p[at] == '\''))
    at++;
  start = at;
  while (at < end && !isblank_(s.p[at]) && !strchr("\"';>/?", s.p[at])) at++;
  return decode_encoding((Str){s.p + start, at - start});
}

static Encoding declared(Str s) {
  Encoding e = ENC_DETECT;
  size_t at = 0, end, word;
  if (s.n > DECLARED_WITHIN) s.n = DECLARED_WITHIN;
  if (hasprefix(s, "<?xml", 5)) {
    for (end = 0; end < s.n && s.p[end] != '>';) end++;
    word = findword((Str){s.p, end}, 0, "encoding");
    if (word < end) e = valueof(s, word + 8, end);
  }
  while (e == ENC_DETECT && (at = findword(s, at, "<meta")) < s.n) {
    for (end = at; end < s.n && s.p[end] != '>';) end++;
    word = findword((Str){s.p, end}, at, "charset");
    if (word < end) e = valueof(s, word + 7, end);
    at = end;
  }
  return e;
}

/*
** UTF-8
*/

/* Length of the well-formed character at p; 0 where there is none. */
static size_t wellformed(const unsigned char *p, size_t n) {
  unsigned char b = p[0];
  if (b < 0x80) return 1;
  if (b < 0xC2 || b > 0xF4 || n < 2 || (p[1] & 0xC0) != 0x80) return 0;
  if (b < 0xE0) return 2;
  if ((b == 0xE0 && p[1] < 0xA0) || (b == 0xED && p[1] > 0x9F)) return 0;
  if (n < 3 || (p[2] & 0xC0) != 0x80) return 0;
  if (b < 0xF0) return 3;
  if ((b == 0xF0 && p[1] < 0x90) || (b == 0xF4 && p[1] > 0x8F)) return 0;
  return n >= 4 && (p[3] & 0xC0) == 0x80 ? 4 : 0;
}

/* Bytes from p on that are ASCII and no control but line ends and tabs are
** skipped eight at a time; the rest is left to the caller. */
static size_t skipascii(const unsigned char *p, size_t n) {
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    uint64_t w, low;
    memcpy(&w, p + i, 8);
    low = w - 0x2020202020202020u; /* borrows into the top bit below 0x20 */
    if ((w | low) & 0x8080808080808080u) break;
  }
  return i;
}

/* A control that no reader of ours takes: C0 but for tab and line ends. */
static bool isforbidden(uint32_t cp) {
  return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\f' && cp != '\r') ||
         cp == 0xFFFE || cp == 0xFFFF;
}

/* Good characters beyond ASCII, and bytes that belong to none. */
static void countutf8(Str s, size_t *good, size_t *bad) {
  const unsigned char *p = (const unsigned char *)s.p;
  size_t i = 0;
  *good = *bad = 0;
  while (i < s.n) {
    size_t k;
    i += skipascii(p + i, s.n - i);
    if (i == s.n) break;
    k = wellformed(p + i, s.n - i);
    if (k == 0) (*bad)++;
    else if (k > 1) (*good)++;
    i += k ? k : 1;
  }
}

static bool looksutf8(Str s) {
  size_t good, bad;
  countutf8(s, &good, &bad);
  return bad == 0 || good >= bad * 4;
}

static bool put(Decoded *d, const void *p, size_t n, size_t in, size_t len) {
  return buf_put(&d->own, p, n) &&
         map_add(&d->map, (uint32_t)n, (uint32_t)in, (uint32_t)len);
}

static bool fromutf8(Decoded *d, Str raw, size_t i) {
  const unsigned char *p = (const unsigned char *)raw.p;
  size_t start = i, first = i;
  while (i < raw.n) {
    size_t k;
    bool bad;
    i += skipascii(p + i, raw.n - i);
    if (i == raw.n) break;
    k = wellformed(p + i, raw.n - i);
    bad = k == 0 || isforbidden(p[i]) ||
               (k == 3 && p[i] == 0xEF && p[i + 1] == 0xBF && p[i + 2] > 0xBD);
    if (!bad) {
      i += k;
      continue;
    }
    if (!put(d, raw.p + start, i - start, start, i - start) ||
        !put(d, REPLACEMENT, 3, i, k ? k : 1))
      return false;
    i += k ? k : 1;
    start = i;
  }
  if (start > first)
    return put(d, raw.p + start, i - start, start, i - start);
  d->text = (Str){raw.p + first, i - first}; /* all is well: no copy */
  return map_add(&d->map, (uint32_t)d->text.n, (uint32_t)first,
                 (uint32_t)d->text.n);
}

/*
** The others
*/

static size_t encode(uint32_t cp, char out[4]) {
  if (cp < 0x80) {
    out[0] = (char)cp;
    return 1;
  }
  if (cp < 0x800) {
    out[0] = (char)(0xC0 | cp >> 6);
    out[1] = (char)(0x80 | (cp & 0x3F));
    return 2;
  }
  if (cp < 0x10000) {
    out[0] = (char)(0xE0 | cp >> 12);
    out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[2] = (char)(0x80 | (cp & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | cp >> 18);
  out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
  out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
  out[3] = (char)(0x80 | (cp & 0x3F));
  return 4;
}

static bool putcp(Decoded *d, uint32_t cp, size_t in, size_t len) {
  char out[4];
  if (isforbidden(cp)) cp = CHARSET_BAD;
  return put(d, out, encode(cp, out), in, len);
}

static uint32_t unit(const unsigned char *p, bool big) {
  return big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static bool fromutf16(Decoded *d, Str raw, size_t i, bool big) {
  const unsigned char *p = (const unsigned char *)raw.p;
  while (i + 1 < raw.n) {
    uint32_t u = unit(p + i, big), v;
    size_t len = 2;
    if (u >= 0xD800 && u < 0xE000) {
      v = u < 0xDC00 && i + 3 < raw.n ? unit(p + i + 2, big) : 0;
      if (v >= 0xDC00 && v < 0xE000) {
        u = 0x10000 + ((u - 0xD800) << 10) + (v - 0xDC00);
        len = 4;
      } else {
        u = CHARSET_BAD;
      }
    }
    if (!putcp(d, u, i, len)) return false;
    i += len;
  }
  return i == raw.n || putcp(d, CHARSET_BAD, i, 1);
}

/* Runs of plain ASCII, which are most of a page, go in one piece. */
static bool fromcharset(Decoded *d, Str raw, Charset c) {
  const unsigned char *p = (const unsigned char *)raw.p;
  size_t i = 0;
  while (i < raw.n) {
    size_t start = i;
    uint32_t cp;
    while (i < raw.n && p[i] >= 0x20 && p[i] < 0x80 &&
           (c != CHARSET_VNI || i + 1 == raw.n || p[i + 1] < 0x80))
      i++;
    if (!put(d, raw.p + start, i - start, start, i - start)) return false;
    if (i == raw.n) break;
    start = i;
    i += charset_next(c, p + i, raw.n - i, &cp);
    if (!putcp(d, cp, start, i - start)) return false;
  }
  return true;
}

/*
** What it is
*/

static const Encoding encodings[CHARSET_COUNT] = {
    [CHARSET_1252] = ENC_WINDOWS1252, [CHARSET_1258] = ENC_WINDOWS1258,
    [CHARSET_TCVN3] = ENC_TCVN3,      [CHARSET_TCVN1] = ENC_TCVN3,
    [CHARSET_VISCII] = ENC_VISCII,    [CHARSET_VNI] = ENC_VNI};

/* TCVN is said of two tables: the font one and the standard's VN1. */
static Charset tcvn(Str raw) {
  CharsetScore font = charset_score(CHARSET_TCVN3, raw);
  CharsetScore vn1 = charset_score(CHARSET_TCVN1, raw);
  return (unsigned long)vn1.syllables * (font.words + 1) >
                 (unsigned long)font.syllables * (vn1.words + 1)
             ? CHARSET_TCVN1
             : CHARSET_TCVN3;
}

/* Bytes beyond ASCII that are no UTF-8. A page that declares UTF-8 or a Western
** set has often neither; one that names a Vietnamese set knows. */
static Charset eightbit(Decoded *d, Str raw, Encoding said, bool named) {
  Charset c;
  d->encoding = said;
  d->guessed = false;
  switch (said) {
    case ENC_WINDOWS1258: return CHARSET_1258;
    case ENC_TCVN3: return tcvn(raw);
    case ENC_VNI: return CHARSET_VNI;
    case ENC_VISCII: return CHARSET_VISCII;
    case ENC_WINDOWS1252: if (named) return CHARSET_1252; break;
    default: break;
  }
  c = charset_guess(raw);
  d->guessed = encodings[c] != said;
  d->encoding = encodings[c];
  return c;
}

/* What the document is, as far as marks and the shape of its bytes tell: one of
** the UTFs, or ENC_DETECT for eight bits. *said is what it declares. */
static Encoding detect(Str raw, Encoding *said) {
  static const Encoding marked[] = {ENC_UTF8, ENC_UTF16LE, ENC_UTF16BE};
  size_t i;
  *said = ENC_DETECT;
  for (i = 0; i < 3; i++)
    if (marklength(raw, marked[i])) return *said = marked[i];
  *said = declared(raw);
  if (looksutf8(raw)) {
    Encoding wide = detectutf16(raw);
    return wide == ENC_DETECT ? ENC_UTF8 : wide;
  }
  return detectutf16(raw);
}

bool decode(Decoded *d, Str raw, Encoding as, Diag *diag) {
  Encoding e = as, said = as;
  size_t start;
  bool ok;
  buf_init(&d->own);
  d->text = (Str){"", 0};
  map_init(&d->map);
  d->encoding = ENC_UTF8;
  d->guessed = false;
  if (raw.n > LIMIT(DOC_MAX_BYTES))
    return diag_set(diag, DIAG_INPUT, "DOC_MAX_BYTES",
                    "the document is longer than %zu bytes",
                    (size_t)LIMIT(DOC_MAX_BYTES));
  if (as == ENC_DETECT) e = detect(raw, &said);
  else if (as == ENC_UTF16LE && marklength(raw, ENC_UTF16BE)) e = ENC_UTF16BE;
  d->encoding = e;
  d->guessed = as == ENC_DETECT && e != said;
  start = marklength(raw, e);
  if (e == ENC_UTF8)
    ok = fromutf8(d, raw, start);
  else if (e == ENC_UTF16LE || e == ENC_UTF16BE)
    ok = fromutf16(d, raw, start, e == ENC_UTF16BE);
  else
    ok = fromcharset(d, raw, eightbit(d, raw, said, as != ENC_DETECT));
  if (d->own.n) d->text = buf_str(&d->own);
  return ok || diag_memory(diag);
}

void decode_deinit(Decoded *d) {
  buf_deinit(&d->own);
  map_deinit(&d->map);
}
