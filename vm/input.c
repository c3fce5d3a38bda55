/*
** input.c: documents out of one named input.
*/
#include "input.h"

#include <jansson.h>
#include <string.h>

#include "decode.h"
#include "limit.h"
#include "mem.h"
#include "utf8.h"

/* ---- what an input is ---- */

static bool iswhite(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* `{` and, on the same line, `"` or `}`: no page of text begins so. */
static bool isobject(Str s) {
  size_t i = 0;
  while (i < s.n && iswhite(s.p[i])) i++;
  if (i == s.n || s.p[i++] != '{') return false;
  while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t')) i++;
  return i < s.n && (s.p[i] == '"' || s.p[i] == '}');
}

/* For a first line that is broken: the name says lines, and one is. */
static bool hasobject(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((i == 0 || s.p[i - 1] == '\n') && isobject((Str){s.p + i, s.n - i}))
      return true;
  return false;
}

static bool namedlines(const char *name) {
  const char *at = strstr(name, ".jsonl");
  return at && (!strcmp(at, ".jsonl") || !strcmp(at, ".jsonl.gz"));
}

static Str skipmark(Str s) {
  bool marked = s.n >= 3 && !memcmp(s.p, "\xEF\xBB\xBF", 3);
  return marked ? (Str){s.p + 3, s.n - 3} : s;
}

static bool islines(const Input *in) {
  Str s = skipmark(buf_str(&in->bytes));
  return isobject(s) || (namedlines(in->name.p) && hasobject(s));
}

/* Formats that are no text at all: better said than read as rubbish. */
static const char *foreign(Str s) {
  static const struct {
    const char *magic, *message;
  } known[] = {
      {"%PDF-", "a PDF file; turn it into text first (pdftotext)"},
      {"\x89PNG\r\n", "an image; no text is read from it"},
      {"\xFF\xD8\xFF", "an image; no text is read from it"},
      {"GIF89a", "an image; no text is read from it"},
      {"\xD0\xCF\x11\xE0\xA1\xB1", "a file of an old Office program; save it "
                                   "as HTML or text first"},
      {"BZh91AY", "packed with bzip2; unpack it first (bunzip2)"},
      {"\xFD" "7zXZ", "packed with xz; unpack it first (unxz)"},
      {"\x28\xB5\x2F\xFD", "packed with zstd; unpack it first (unzstd)"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    size_t n = strlen(known[i].magic);
    if (s.n >= n && !memcmp(s.p, known[i].magic, n)) return known[i].message;
  }
  return NULL;
}

/* ---- bytes ---- */

static bool isbundle(const Input *in) { return in->bundle.a != NULL; }

static bool ended(const Input *in) {
  return isbundle(in) ? in->end : in->file.end;
}

static bool more(Input *in, Diag *diag) {
  if (isbundle(in))
    return bundle_more(&in->bundle, &in->bytes, &in->end, diag);
  return file_more(&in->file, &in->bytes, diag);
}

/* ---- a line of JSON ---- */

static int hexvalue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/* The code unit of an escape \uXXXX at s.p[at], or -1. */
static int unitat(Str s, size_t at) {
  int unit = 0;
  if (s.n - at < 6 || s.p[at] != '\\' || s.p[at + 1] != 'u') return -1;
  for (size_t i = at + 2; i < at + 6; i++) {
    int digit = hexvalue(s.p[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

static bool between(int low, int x, int high) { return low <= x && x <= high; }

/* Half a pair of surrogates is no character, but crawlers write them: each
** becomes \ufffd. The length stays the same. */
static void mendescapes(Buf *line) {
  Str s = buf_str(line);
  for (size_t i = 0; i + 1 < s.n;) {
    int unit = unitat(s, i);
    if (unit < 0) {
      i += s.p[i] == '\\' ? 2 : 1;
      continue;
    }
    if (between(0xD800, unit, 0xDBFF) && s.n - i >= 12 &&
        between(0xDC00, unitat(s, i + 6), 0xDFFF)) {
      i += 12;
      continue;
    }
    if (between(0xD800, unit, 0xDFFF)) memcpy(line->p + i, "\\ufffd", 6);
    i += 6;
  }
}

/* Parses a line. One that fails is mended where it can be, and tried again. */
static json_t *parse(Input *in, Str line, json_error_t *why) {
  json_t *value = json_loadb(line.p, line.n, JSON_ALLOW_NUL, why);
  size_t flags = JSON_ALLOW_NUL;
  if (value) return value;
  if (json_error_code(why) == json_error_numeric_overflow)
    flags |= JSON_DECODE_INT_AS_REAL;
  buf_clear(&in->line_fixed);
  if (!utf8_repair(&in->line_fixed, line)) return NULL;
  mendescapes(&in->line_fixed);
  return json_loadb(in->line_fixed.p, in->line_fixed.n, flags, why);
}

/* The value at a path: a field of just this name, else step by step. */
static json_t *lookup(json_t *object, const char *path) {
  json_t *value = json_object_get(object, path);
  const char *dot = path;
  while (!value && (dot = strchr(dot, '.')) != NULL) {
    char *name = mem_strndup(path, (size_t)(dot - path));
    json_t *inner = name ? json_object_get(object, name) : NULL;
    mem_free(name);
    dot++;
    if (json_is_object(inner)) value = lookup(inner, dot);
  }
  return value;
}

static json_t *findtext(json_t *object, const char *field) {
  static const char *const usual[] = {"text", "body", "html", "content"};
  if (field) return lookup(object, field);
  for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
    json_t *value = json_object_get(object, usual[i]);
    if (json_is_string(value)) return value;
  }
  return NULL;
}

static const char *kindname(const json_t *value) {
  switch (json_typeof(value)) {
    case JSON_OBJECT: return "an object";
    case JSON_ARRAY: return "a list";
    case JSON_STRING: return "a string";
    case JSON_INTEGER:
    case JSON_REAL: return "a number";
    case JSON_NULL: return "null";
    default: return "true or false";
  }
}

/* ---- documents ---- */

/* A NUL would cut the name short. */
static bool setname(Buf *b, Str s) {
  buf_clear(b);
  for (size_t i = 0; i < s.n; i++)
    if (!(s.p[i] ? buf_putc(b, s.p[i]) : buf_puts(b, "\xEF\xBF\xBD")))
      return false;
  return buf_putc(b, '\0');
}

/* Nothing more comes of this file; of an archive the next one may. */
static void finish(Input *in) {
  in->state = isbundle(in) && !in->bundle.broken ? INPUT_BUNDLE : INPUT_DONE;
}

/* The input's own name, without that of a file of the archive. */
static void cutname(Input *in) {
  if (!isbundle(in)) return;
  in->name.n = in->stem + 1;
  in->name.p[in->stem] = '\0';
}

static bool fail(Input *in, InputDocument *doc, bool whole) {
  bool ok;
  if (in->bundle.broken) cutname(in), whole = true;
  buf_clear(&in->message);
  ok = utf8_repair(&in->message,
                   (Str){in->diag.message, strlen(in->diag.message)}) &&
       buf_putc(&in->message, '\0');
  *doc = (InputDocument){.id = whole || !in->id.p ? in->name.p : in->id.p,
                         .bytes = "",
                         .error = ok ? in->message.p : "not enough memory",
                         .limit = in->diag.limit,
                         .whole = whole};
  if (whole) finish(in);
  return true;
}

/* The id of a line that names none: FILE:LINE. */
static bool defaultid(Input *in) {
  buf_clear(&in->id);
  return buf_printf(&in->id, "%s:%zu", in->name.p, in->line) &&
         buf_putc(&in->id, '\0');
}

static Str stringof(const json_t *value) {
  return (Str){json_string_value(value), json_string_length(value)};
}

static bool setid(Input *in, const json_t *id) {
  if (json_is_string(id)) return setname(&in->id, stringof(id));
  if (!json_is_number(id)) return true;
  buf_clear(&in->id);
  return (json_is_integer(id)
              ? buf_printf(&in->id, "%" JSON_INTEGER_FORMAT,
                           json_integer_value(id))
              : buf_printf(&in->id, "%.17g", json_real_value(id))) &&
         buf_putc(&in->id, '\0');
}

/* A string field, or NULL. */
static const char *stringfield(Buf *b, const json_t *object, const char *name) {
  const json_t *value = json_object_get(object, name);
  if (!json_is_string(value) || json_string_length(value) == 0) return NULL;
  return setname(b, stringof(value)) ? b->p : NULL;
}

/* A date, or NULL; many write a space for the T. */
static const char *datefield(Buf *b, const json_t *object, const char *name) {
  const char *date = stringfield(b, object, name);
  if (!date) return NULL;
  if (strlen(date) > 10 && date[10] == ' ') b->p[10] = 'T';
  return input_isdate((Str){date, strlen(date)}) ? date : NULL;
}

/* The text of the line's object; NULL with the reason in in->diag. */
static const json_t *linetext(Input *in, Str line) {
  json_error_t why;
  const json_t *text;
  const char *field = in->options.field;
  why.text[0] = '\0';
  in->object = parse(in, line, &why);
  if (!in->object) {
    diag_set(&in->diag, DIAG_INPUT, NULL, "line %zu is no JSON: %s, at byte %d",
             in->line, why.text[0] ? why.text : "no memory", why.position);
    return NULL;
  }
  if (!json_is_object(in->object)) {
    diag_set(&in->diag, DIAG_INPUT, NULL,
             "line %zu is %s, and an object {...} is expected", in->line,
             kindname(in->object));
    return NULL;
  }
  text = findtext(in->object, field);
  if (json_is_string(text)) return text;
  diag_set(&in->diag, DIAG_INPUT, NULL,
           field && text ? "field '%s' of line %zu is %s, not a string"
           : field       ? "there is no field '%s' in line %zu%s"
                         : "%s of line %zu is text, body, html or content%s",
           field ? field : "no field", in->line,
           field && text ? kindname(text)
                         : "; name the one that holds the text (--field)");
  return NULL;
}

static bool linedocument(Input *in, InputDocument *doc, Str line) {
  const json_t *text;
  json_decref(in->object);
  in->object = NULL;
  if (!defaultid(in)) return diag_memory(&in->diag), fail(in, doc, true);
  text = linetext(in, line);
  if (json_is_object(in->object) &&
      !setid(in, lookup(in->object,
                        in->options.idfield ? in->options.idfield : "id")))
    return diag_memory(&in->diag), fail(in, doc, true);
  if (!text) return fail(in, doc, false);
  *doc = (InputDocument){
      .id = in->id.p,
      .bytes = json_string_value(text),
      .n = json_string_length(text),
      .published = datefield(&in->published, in->object, "published"),
      .outlet = stringfield(&in->outlet, in->object, "outlet"),
      .encoding = "utf-8"};
  return true;
}

/* Drops what was handed out, so that the bytes at hand stay one line or one
** block long. */
static void compact(Input *in) {
  if (in->at == 0) return;
  memmove(in->bytes.p, in->bytes.p + in->at, in->bytes.n - in->at);
  in->bytes.n -= in->at;
  in->seen -= in->at;
  in->at = 0;
}

static bool toolong(Diag *diag, size_t line) {
  return diag_set(diag, DIAG_INPUT, "DOC_MAX_BYTES",
                  "line %zu is longer than %zu bytes", line,
                  (size_t)LIMIT(DOC_MAX_BYTES));
}

/* More bytes, unless the file is done or broken. */
static bool readmore(Input *in) {
  if (ended(in) || in->broken.kind != DIAG_NONE) return false;
  in->seen = in->bytes.n;
  compact(in);
  if (in->bytes.n > LIMIT(DOC_MAX_BYTES)) return toolong(&in->broken, in->line + 1);
  /* What came before an error is still handed out. */
  return more(in, &in->broken) || in->bytes.n > in->seen;
}

/* The next line into *line, without its end. False: none, or in->broken. */
static bool nextline(Input *in, Str *line) {
  const char *end;
  size_t stop;
  do {
    size_t left = in->bytes.n - in->seen;
    end = left ? memchr(in->bytes.p + in->seen, '\n', left) : NULL;
  } while (!end && readmore(in));
  if (!end && (in->at == in->bytes.n || !ended(in))) return false;
  stop = end ? (size_t)(end - in->bytes.p) : in->bytes.n;
  *line = (Str){in->bytes.p + in->at, stop - in->at};
  in->at = in->seen = end ? stop + 1 : stop;
  in->line++;
  return true;
}

static bool isempty(Str line) {
  for (size_t i = 0; i < line.n; i++)
    if (!iswhite(line.p[i])) return false;
  return true;
}

static bool nextlinedocument(Input *in, InputDocument *doc) {
  Str line;
  while (nextline(in, &line)) {
    if (in->line == 1) line = skipmark(line);
    if (!isempty(line)) return linedocument(in, doc, line);
  }
  if (in->broken.kind == DIAG_NONE) return false;
  in->diag = in->broken;
  return fail(in, doc, true);
}

static bool iswarc(Str s) {
  return s.n >= 7 && (!memcmp(s.p, "WARC/1.", 7) || !memcmp(s.p, "WARC/0.", 7));
}

/* A page without a name of its own is FILE:RECORD. */
static bool setpageid(Input *in, Str uri) {
  buf_clear(&in->line_fixed);
  if (uri.n && utf8_repair(&in->line_fixed, uri))
    return setname(&in->id, buf_str(&in->line_fixed));
  in->line = in->warc.record;
  return !uri.n && defaultid(in);
}

/* What a server says of the encoding. UTF-8 is told by the bytes, too, and
** Western sets are what servers say that know nothing: those are left to
** detection, which looks at what the page says and how it is written. */
static const char *pagecharset(Input *in, Str charset) {
  Encoding e = decode_encoding(charset);
  if (e == ENC_DETECT || e == ENC_UTF8 || e == ENC_WINDOWS1252) return NULL;
  return setname(&in->charset, charset) ? in->charset.p : NULL;
}

static bool warcdocument(Input *in, InputDocument *doc) {
  WarcPage page;
  WarcResult result = warc_next(&in->warc, &page, &in->diag);
  if (result == WARC_END) return false;
  if (result == WARC_BROKEN) return fail(in, doc, true);
  if (!setpageid(in, page.uri))
    return diag_memory(&in->diag), fail(in, doc, true);
  if (result == WARC_BAD) return fail(in, doc, false);
  *doc = (InputDocument){.id = in->id.p,
                         .bytes = page.bytes.p,
                         .n = page.bytes.n,
                         .encoding = pagecharset(in, page.charset)};
  return true;
}

/* Text or HTML: all of it is one document. */
static bool wholedocument(Input *in, InputDocument *doc) {
  const char *message = foreign(buf_str(&in->bytes));
  if (message) {
    diag_set(&in->diag, DIAG_INPUT, NULL, "%s", message);
    return fail(in, doc, true);
  }
  while (!ended(in)) {
    if (in->bytes.n > LIMIT(DOC_MAX_BYTES)) {
      diag_set(&in->diag, DIAG_INPUT, "DOC_MAX_BYTES",
               "it is larger than %zu bytes; split it",
               (size_t)LIMIT(DOC_MAX_BYTES));
      return fail(in, doc, true);
    }
    if (!more(in, &in->diag)) return fail(in, doc, true);
  }
  *doc = (InputDocument){.id = in->name.p,
                         .bytes = in->bytes.n ? in->bytes.p : "",
                         .n = in->bytes.n};
  finish(in);
  return true;
}

/* Whether more bytes are wanted to tell what it is. No more than that, because
** more may be a long time in coming through a pipe: the first line, and of a
** tar, which has a name with NUL behind it, its first head. */
static bool wantsmore(const Input *in) {
  Str s = skipmark(buf_str(&in->bytes));
  size_t n = 0;
  if (!isbundle(in) && s.n > 0 && s.n < BUNDLE_START && memchr(s.p, 0, s.n))
    return true;
  for (size_t i = 0; i < s.n && n < 8; i++) n += !iswhite(s.p[i]);
  return n < 8;
}

static bool readstart(Input *in) {
  while (!ended(in) && wantsmore(in))
    if (!more(in, &in->diag)) return false;
  return true;
}

/* Begins the next file of the archive. False: with in->diag of a kind it is an
** error, else there is none. */
static bool nextfile(Input *in) {
  const char *name;
  Buf *id = &in->name;
  BundleResult result;
  bool ok;
  cutname(in);
  result = bundle_next(&in->bundle, &name, &in->diag);
  if (result == BUNDLE_BROKEN || result == BUNDLE_END) return false;
  buf_clear(&in->bytes);
  buf_clear(&in->line_fixed);
  in->at = in->seen = in->line = 0;
  in->end = false;
  diag_init(&in->broken);
  ok = utf8_repair(&in->line_fixed, (Str){name, strlen(name)});
  id->n = in->stem;
  ok = ok && buf_putc(id, '/') && buf_putstr(id, buf_str(&in->line_fixed)) &&
       buf_putc(id, '\0');
  if (!ok) in->bundle.broken = true;
  return (ok || diag_memory(&in->diag)) && result == BUNDLE_FILE;
}

/* What comes next is told by the first bytes: in->state. */
static bool begin(Input *in) {
  if (!readstart(in)) return false;
  if (!isbundle(in) && iswarc(buf_str(&in->bytes))) {
    warc_init(&in->warc, &in->file, &in->bytes);
    in->state = INPUT_WARC;
  } else if (!isbundle(in) && bundle_is(buf_str(&in->bytes))) {
    in->stem = in->name.n - 1;
    in->state = INPUT_BUNDLE;
    return bundle_open(&in->bundle, &in->file, &in->bytes, &in->diag);
  } else {
    in->state = islines(in) ? INPUT_LINES : INPUT_WHOLE;
  }
  return true;
}

bool input_next(Input *in, InputDocument *doc) {
  if (in->state == INPUT_START &&
      (in->diag.kind != DIAG_NONE || !begin(in)))
    return fail(in, doc, true);
  diag_init(&in->diag);
  for (;;) {
    switch (in->state) {
      case INPUT_BUNDLE:
        if (nextfile(in) && begin(in)) continue;
        return in->diag.kind != DIAG_NONE && fail(in, doc, true);
      case INPUT_LINES:
        if (nextlinedocument(in, doc)) return true;
        finish(in);
        continue;
      case INPUT_WHOLE: return wholedocument(in, doc);
      case INPUT_WARC: return warcdocument(in, doc);
      default: return false;
    }
  }
}

static bool start(Input *in, const char *name) {
  diag_init(&in->diag);
  diag_init(&in->broken);
  return utf8_repair(&in->name, (Str){name, strlen(name)}) &&
         buf_putc(&in->name, '\0');
}

bool input_open(Input *in, const char *path, const char *name,
                const InputOptions *options) {
  *in = (Input){.options = *options};
  if (!start(in, name)) return false;
  file_open(&in->file, strcmp(path, "-") ? path : NULL, &in->diag);
  in->file.wait = options->wait;
  in->file.ud = options->ud;
  return true;
}

bool input_refuse(Input *in, const char *name, const Diag *why) {
  *in = (Input){.file = {.fd = -1}};
  if (!start(in, name)) return false;
  in->diag = *why;
  return true;
}

size_t input_skipped(const Input *in) {
  return in->warc.skipped + in->bundle.skipped;
}

void input_close(Input *in) {
  file_close(&in->file);
  warc_deinit(&in->warc);
  bundle_close(&in->bundle);
  buf_deinit(&in->charset);
  json_decref(in->object);
  buf_deinit(&in->name);
  buf_deinit(&in->bytes);
  buf_deinit(&in->line_fixed);
  buf_deinit(&in->message);
  buf_deinit(&in->id);
  buf_deinit(&in->published);
  buf_deinit(&in->outlet);
}

/* ---- dates ---- */

/* n digits at s.p[at] within low..high. */
static bool digits(Str s, size_t at, size_t n, int low, int high) {
  int value = 0;
  if (s.n - at < n) return false;
  for (size_t i = at; i < at + n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return false;
    value = value * 10 + (s.p[i] - '0');
  }
  return between(low, value, high);
}

static bool istime(Str s) {
  for (size_t i = 0; i < s.n; i++)
    if (!strchr("0123456789:.,+-Z", s.p[i]) || !s.p[i]) return false;
  return s.n >= 5 && digits(s, 0, 2, 0, 24) && s.p[2] == ':' &&
         digits(s, 3, 2, 0, 59);
}

bool input_isdate(Str s) {
  if (s.n < 4 || !digits(s, 0, 4, 0, 9999)) return false;
  if (s.n == 4) return true;
  if (s.n < 7 || s.p[4] != '-' || !digits(s, 5, 2, 1, 12)) return false;
  if (s.n == 7) return true;
  if (s.n < 10 || s.p[7] != '-' || !digits(s, 8, 2, 1, 31)) return false;
  if (s.n == 10) return true;
  return s.p[10] == 'T' && istime((Str){s.p + 11, s.n - 11});
}
