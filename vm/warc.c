/*
** warc.c: the pages of a WARC archive.
**
**   WARC/1.0               head of the record: lines up to an empty one
**   WARC-Type: response
**   Content-Length: 1234   bytes of the block
**
**   HTTP/1.1 200 OK        the block; of a response the head of HTTP ...
**   Content-Type: text/html; charset=utf-8
**
**   <html>...              ... and the payload; then two empty lines
*/
#include "warc.h"

#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "limit.h"
#include "mem.h"
#include "unpack.h"

void warc_init(Warc *w, File *file, Buf *in) {
  *w = (Warc){.file = file, .in = in};
  diag_init(&w->broken);
}

void warc_deinit(Warc *w) {
  buf_deinit(&w->head);
  buf_deinit(&w->http);
  buf_deinit(&w->body);
  buf_deinit(&w->other);
}

/* ---- bytes ---- */

static size_t left(const Warc *w) { return w->in->n - w->at; }

static Str rest(const Warc *w) {
  return left(w) ? (Str){w->in->p + w->at, left(w)} : (Str){"", 0};
}

/* More bytes; false at the end, or with w->broken. */
static bool more(Warc *w) {
  size_t before;
  if (w->file->end || w->broken.kind != DIAG_NONE) return false;
  if (w->at) {
    memmove(w->in->p, w->in->p + w->at, left(w));
    w->in->n -= w->at;
    w->at = 0;
  }
  before = w->in->n;
  return file_more(w->file, w->in, &w->broken) || w->in->n > before;
}

/* The next n bytes behind those of out, or passed over where out is NULL.
** False: the file ends before, or there is no memory (w->broken). */
static bool take(Warc *w, uint64_t n, Buf *out) {
  while (n > 0) {
    size_t part = left(w) < n ? left(w) : (size_t)n;
    if (part == 0) {
      if (!more(w)) return false;
      continue;
    }
    if (out && !buf_put(out, rest(w).p, part)) return diag_memory(&w->broken);
    w->at += part;
    n -= part;
  }
  return true;
}

/* Where the lines of a head end, its empty line included; 0: not in s. */
static size_t headend(Str s, size_t from) {
  for (size_t i = from; i < s.n; i++) {
    if (s.p[i] != '\n') continue;
    if (i + 1 < s.n && s.p[i + 1] == '\n') return i + 2;
    if (i + 2 < s.n && s.p[i + 1] == '\r' && s.p[i + 2] == '\n') return i + 3;
  }
  return 0;
}

/* A head of `most` bytes at most into out; false: there is none. */
static bool takehead(Warc *w, uint64_t most, Buf *out) {
  size_t seen = 0, n;
  buf_clear(out);
  if (most > LIMIT(HEAD_MAX_BYTES)) most = LIMIT(HEAD_MAX_BYTES);
  while ((n = headend(rest(w), seen)) == 0) {
    if (left(w) >= most) return false;
    seen = left(w) > 2 ? left(w) - 2 : 0;
    if (!more(w)) return false;
  }
  return n <= most && take(w, n, out);
}

/* ---- heads ---- */

static Str trim(Str s) {
  while (s.n && strchr(" \t\r\n", *s.p)) s = (Str){s.p + 1, s.n - 1};
  while (s.n && strchr(" \t\r\n", s.p[s.n - 1])) s.n--;
  return s;
}

static bool begins(Str s, const char *with) {
  size_t n = strlen(with);
  return s.n >= n && strncasecmp(s.p, with, n) == 0;
}

static bool same(Str s, const char *word) {
  return s.n == strlen(word) && begins(s, word);
}

/* What stands before c, and s behind it. */
static Str cut(Str *s, char c) {
  const char *end = s->n ? memchr(s->p, c, s->n) : NULL;
  Str part = {s->p, end ? (size_t)(end - s->p) : s->n};
  size_t used = part.n + (end != NULL);
  *s = (Str){s->p + used, s->n - used};
  return part;
}

/* The value of a field of a head; empty where there is none. */
static Str field(const Buf *head, const char *name) {
  Str s = buf_str(head);
  while (s.n) {
    Str value = cut(&s, '\n'), key = cut(&value, ':');
    if (same(key, name)) return trim(value);
  }
  return STR_LIT("");
}

static bool length(Str s, uint64_t *n) {
  *n = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9' || *n > (uint64_t)1 << 60) return false;
    *n = *n * 10 + (uint64_t)(s.p[i] - '0');
  }
  return s.n > 0;
}

static bool ispage(Str type) {
  Str media = trim(cut(&type, ';'));
  return same(media, "text/html") || same(media, "application/xhtml+xml") ||
         same(media, "text/plain");
}

static Str charsetof(Str type) {
  cut(&type, ';');
  while (type.n) {
    Str value = cut(&type, ';'), key = trim(cut(&value, '='));
    value = trim(value);
    if (!same(key, "charset")) continue;
    while (value.n && strchr("\"'", *value.p))
      value = (Str){value.p + 1, value.n - 1};
    while (value.n && strchr("\"'", value.p[value.n - 1])) value.n--;
    return value;
  }
  return STR_LIT("");
}

/* ---- bodies ---- */

static int hexdigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The size before a chunk; false: there is none. */
static bool chunksize(Str *s, size_t *size) {
  Str line = cut(s, '\n');
  size_t i = 0;
  *size = 0;
  for (; i < line.n && hexdigit(line.p[i]) >= 0 && i < 15; i++)
    *size = *size * 16 + (size_t)hexdigit(line.p[i]);
  return i > 0 && (i == line.n || strchr("; \t\r", line.p[i]));
}

/* What w->other was made into is the body. */
static void exchange(Warc *w) {
  Buf made = w->other;
  w->other = w->body;
  w->body = made;
}

/* Joins the chunks of w->body. Many archives keep the field where the chunks
** were joined by the crawler: then there is nothing to do. */
static bool dechunk(Warc *w, bool truncated, Diag *diag) {
  Str s = buf_str(&w->body);
  size_t size;
  bool whole = true;
  if (!chunksize(&s, &size)) return true;
  buf_clear(&w->other);
  while (whole && size > 0) {
    whole = s.n >= size;
    if (!buf_put(&w->other, s.p, whole ? size : s.n)) return diag_memory(diag);
    if (!whole) break;
    s = (Str){s.p + size, s.n - size};
    cut(&s, '\n');
    whole = chunksize(&s, &size);
  }
  exchange(w);
  return whole || truncated ||
         diag_set(diag, DIAG_INPUT, NULL,
                  "its chunks end in the middle; fetch the page again");
}

static bool toolarge(Diag *diag) {
  return diag_set(diag, DIAG_INPUT, "DOC_MAX_BYTES",
                  "it is larger than %zu bytes", (size_t)LIMIT(DOC_MAX_BYTES));
}

/* All of s through z into out; a code of zlib. */
static int inflateall(z_stream *z, Str s, Buf *out) {
  int code = Z_OK;
  z->next_in = (Bytef *)s.p;
  z->avail_in = (uInt)s.n;
  while (code == Z_OK) {
    if (out->n > LIMIT(DOC_MAX_BYTES)) return Z_NEED_DICT;
    if (!buf_reserve(out, FILE_BLOCK_BYTES)) return Z_MEM_ERROR;
    z->next_out = (Bytef *)out->p + out->n;
    z->avail_out = FILE_BLOCK_BYTES;
    code = inflate(z, Z_NO_FLUSH);
    out->n += FILE_BLOCK_BYTES - z->avail_out;
  }
  return code;
}

/* w->body, which is packed, unpacked. `bits` as of inflateInit2. */
static bool inflatebody(Warc *w, int bits, bool truncated, Diag *diag) {
  z_stream *z = unpack_new(bits);
  int code;
  if (!z) return diag_memory(diag);
  buf_clear(&w->other);
  code = inflateall(z, buf_str(&w->body), &w->other);
  unpack_free(z);
  exchange(w);
  if (code == Z_STREAM_END) return true;
  if (code == Z_MEM_ERROR) return diag_memory(diag);
  if (code == Z_NEED_DICT) return toolarge(diag);
  return (truncated && code == Z_BUF_ERROR) ||
         diag_set(diag, DIAG_INPUT, NULL,
                  "its packed body is damaged; fetch the page again");
}

/* By what the body begins with: the field often stays where a crawler has
** unpacked it. "deflate" should be zlib's form, and some mean the bare one. */
static bool decodebody(Warc *w, bool truncated, Diag *diag) {
  Str coding = field(&w->http, "Content-Encoding"), s = buf_str(&w->body);
  bool bare = same(coding, "deflate"), zlib;
  if (s.n < 2 || coding.n == 0 || same(coding, "identity")) return true;
  zlib = (s.p[0] & 0x0f) == 8 &&
         ((unsigned char)s.p[0] * 256 + (unsigned char)s.p[1]) % 31 == 0;
  if (bare && *trim(s).p == '<') return true;
  if (bare)
    return inflatebody(w, zlib ? MAX_WBITS : -MAX_WBITS, truncated, diag);
  if (same(coding, "gzip") || same(coding, "x-gzip"))
    return memcmp(s.p, "\x1f\x8b", 2) != 0 ||
           inflatebody(w, 16 + MAX_WBITS, truncated, diag);
  return diag_set(diag, DIAG_INPUT, NULL,
                  "its body is packed with '%.*s', which is not read here",
                  (int)(coding.n < 40 ? coding.n : 40), coding.p);
}

/* ---- records ---- */

#define CUT_OFF "ends in the middle: the archive is cut off"

/* Nothing more can be made of the file; its own reason goes first. */
static WarcResult broken(Warc *w, Diag *diag, const char *what) {
  if (w->broken.kind == DIAG_MEMORY) *diag = w->broken;
  else
    diag_set(diag, DIAG_INPUT, w->broken.limit, "record %zu %s%s", w->record,
             w->broken.kind == DIAG_NONE ? "" : "cannot be read: ",
             w->broken.kind == DIAG_NONE ? what : w->broken.message);
  return WARC_BROKEN;
}

/* Passes over n bytes, all that is left of the record. */
static WarcResult pass(Warc *w, uint64_t n, WarcResult then, Diag *diag) {
  return take(w, n, NULL) ? then : broken(w, diag, CUT_OFF);
}

/* The payload, n bytes, into page. */
static WarcResult payload(Warc *w, uint64_t n, WarcPage *page, Diag *diag) {
  bool truncated = field(&w->head, "WARC-Truncated").n > 0;
  bool ok;
  if (n > LIMIT(DOC_MAX_BYTES)) {
    toolarge(diag);
    return pass(w, n, WARC_BAD, diag);
  }
  buf_clear(&w->body);
  if (!take(w, n, &w->body))
    return broken(w, diag, CUT_OFF);
  ok = !begins(field(&w->http, "Transfer-Encoding"), "chunked") ||
       dechunk(w, truncated, diag);
  ok = ok && decodebody(w, truncated, diag);
  if (ok) page->bytes = w->body.n ? buf_str(&w->body) : STR_LIT("");
  return ok ? WARC_PAGE : WARC_BAD;
}

/* A response that is no page, or no success, gives WARC_END. */
static WarcResult response(Warc *w, uint64_t n, WarcPage *page, Diag *diag) {
  Str line, type;
  if (!takehead(w, n, &w->http)) {
    if (w->broken.kind != DIAG_NONE || (w->file->end && left(w) < n))
      return broken(w, diag, CUT_OFF);
    diag_set(diag, DIAG_INPUT, n > LIMIT(HEAD_MAX_BYTES) ? "HEAD_MAX_BYTES"
                                                         : NULL,
             "its HTTP head has no end");
    return pass(w, n, WARC_BAD, diag);
  }
  n -= w->http.n;
  line = buf_str(&w->http);
  type = field(&w->http, "Content-Type");
  if (!type.n) type = field(&w->head, "WARC-Identified-Payload-Type");
  if (!begins(line, "HTTP/") || (cut(&line, ' '), !begins(line, "2")) ||
      !ispage(type))
    return pass(w, n, WARC_END, diag);
  page->charset = charsetof(type);
  return payload(w, n, page, diag);
}

/* One record of n bytes; WARC_END: it is no page. */
static WarcResult block(Warc *w, uint64_t n, WarcPage *page, Diag *diag) {
  Str kind = field(&w->head, "WARC-Type");
  Str type = field(&w->head, "Content-Type");
  buf_clear(&w->http);
  if (same(kind, "response") && begins(type, "application/http"))
    return response(w, n, page, diag);
  if ((!same(kind, "resource") && !same(kind, "conversion")) ||
      !ispage(type) || begins(page->uri, "metadata:")) /* wget's own log */
    return pass(w, n, WARC_END, diag);
  page->charset = charsetof(type);
  return payload(w, n, page, diag);
}

/* The head of the next record; WARC_PAGE: there is one, of n bytes. */
static WarcResult header(Warc *w, uint64_t *n, Diag *diag) {
  *n = 0;
  w->file->given = 0;
  do {
    while (left(w) && strchr("\r\n", *rest(w).p) && *rest(w).p) w->at++;
  } while (left(w) == 0 && more(w));
  w->record++;
  if (left(w) == 0 && w->broken.kind == DIAG_NONE) return WARC_END;
  if (!takehead(w, UINT64_MAX, &w->head)) {
    if (w->file->end) return broken(w, diag, CUT_OFF);
    if (w->broken.kind == DIAG_NONE) w->broken.limit = "HEAD_MAX_BYTES";
    return broken(w, diag, "has a head that does not end");
  }
  if (!begins(buf_str(&w->head), "WARC/"))
    return broken(w, diag, "does not begin with WARC/: what comes before it "
                           "is longer or shorter than it says");
  if (!length(field(&w->head, "Content-Length"), n))
    return broken(w, diag, "does not say how long it is (Content-Length)");
  return WARC_PAGE;
}

/* wget writes it between angle brackets. */
static Str bare(Str uri) {
  if (uri.n > 2 && uri.p[0] == '<' && uri.p[uri.n - 1] == '>')
    return (Str){uri.p + 1, uri.n - 2};
  return uri;
}

WarcResult warc_next(Warc *w, WarcPage *page, Diag *diag) {
  for (;;) {
    uint64_t n;
    WarcResult result = header(w, &n, diag);
    if (result != WARC_PAGE) return result;
    *page = (WarcPage){.uri = bare(field(&w->head, "WARC-Target-URI")),
                       .bytes = STR_LIT("")};
    result = block(w, n, page, diag);
    if (result == WARC_BAD && diag->kind == DIAG_MEMORY) return WARC_BROKEN;
    if (result != WARC_END) return result;
    w->skipped++;
  }
}
