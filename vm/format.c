/*
** format.c: what the formats share: the schema, and a line as data.
*/
#include "format.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "mem.h"

static const FormatClass *const classes[] = {
    &format_csv, &format_tsv, &format_sqlite, &format_conll, &format_brat,
    &format_html};

const FormatClass *format_find(const char *name) {
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
    if (!strcmp(classes[i]->name, name)) return classes[i];
  return NULL;
}

bool format_isstream(const FormatClass *c, const char *types, bool folder) {
  bool table = c == &format_csv || c == &format_tsv;
  return (c->file && !folder) ||
         (table && types && *types && !strchr(types, ','));
}

/* ---- the schema ---- */

/* Whether a list with commas between has the name; NULL has all. */
static bool wanted(const char *list, const char *name) {
  size_t n = strlen(name);
  if (!list || !*list) return true;
  for (const char *p = list;; p++) {
    if (!strncmp(p, name, n) && (p[n] == ',' || !p[n])) return true;
    p = strchr(p, ',');
    if (!p) return false;
  }
}

static bool addtype(Format *f, const char *name, json_t *def) {
  FormatType type = {.name = name};
  const char *field;
  json_t *value, *fields;
  bool ok = true;
  fields = json_object_get(json_object_get(def, "properties"), "fields");
  fields = json_object_get(fields, "properties");
  json_object_foreach(fields, field, value) {
    ok = ok && vec_push(&type.fields, field);
  }
  if (ok && vec_push(&f->types, type)) return true;
  vec_deinit(&type.fields);
  return diag_memory(&f->diag);
}

static bool readschema(Format *f) {
  json_error_t e;
  const char *name;
  json_t *def;
  f->schema = json_loads(f->options.schema, 0, &e);
  if (!f->schema)
    return diag_set(&f->diag, DIAG_SYSTEM, NULL, "the schema: %s", e.text);
  json_object_foreach(json_object_get(f->schema, "$defs"), name, def) {
    if (wanted(f->options.types, name) && !addtype(f, name, def)) return false;
  }
  return true;
}

const FormatType *format_type(const Format *f, const char *name) {
  for (size_t i = 0; i < f->types.n; i++)
    if (!strcmp(f->types.p[i].name, name)) return &f->types.p[i];
  return NULL;
}

/* ---- values ---- */

/* A scalar as text. Reals keep their digits: see format_line. */
static bool scalar(const json_t *value, Buf *out) {
  switch (json_typeof(value)) {
    case JSON_STRING:
      return buf_put(out, json_string_value(value), json_string_length(value));
    case JSON_INTEGER:
      return buf_printf(out, "%lld", (long long)json_integer_value(value));
    case JSON_REAL: return buf_printf(out, "%.15g", json_real_value(value));
    case JSON_TRUE: return buf_puts(out, "true");
    case JSON_FALSE: return buf_puts(out, "false");
    default: return true;
  }
}

bool format_text(const json_t *value, Buf *out) {
  size_t i;
  json_t *item;
  if (!value) return true;
  if (!json_is_array(value)) return scalar(value, out);
  json_array_foreach(value, i, item) {
    if (i && !buf_puts(out, "; ")) return false;
    if (!format_text(item, out)) return false;
  }
  return true;
}

bool format_oneline(const json_t *value, Buf *out) {
  Buf text;
  bool ok;
  buf_init(&text);
  ok = format_text(value, &text);
  for (size_t i = 0; ok && i < text.n; i++) {
    bool space = (unsigned char)text.p[i] <= ' ';
    if (space && i > 0 && (unsigned char)text.p[i - 1] <= ' ') continue;
    ok = buf_putc(out, space ? ' ' : text.p[i]);
  }
  buf_deinit(&text);
  return ok;
}

bool format_column(const char *field, Buf *out) {
  static const char *const common[] = {"document", "n",    "start", "end",
                                       "rule",     "text", "xpath"};
  for (size_t i = 0; i < sizeof common / sizeof *common; i++)
    if (!strcmp(common[i], field) && !buf_puts(out, "field_")) return false;
  return buf_puts(out, field);
}

/* ---- files ---- */

/* Bytes of an id in a file's name: a folder takes names of 255, with a number
** and an ending. */
enum { FILENAME_BYTES = 200 };

bool format_filename(const char *text, Buf *out) {
  for (; *text; text++) {
    unsigned char c = (unsigned char)*text;
    if (out->n >= FILENAME_BYTES && (c & 0xC0) != 0x80) break;
    bool plain = c >= 0x80 || (c > ' ' && !strchr("/\\:*?\"<>|\x7f", c));
    if (!buf_putc(out, plain && !(c == '.' && out->n == 0) ? c : '_'))
      return false;
  }
  return out->n > 0 || buf_putc(out, '_');
}

bool format_folder(Format *f) {
  const char *path = f->options.out;
  if (!path)
    return diag_set(&f->diag, DIAG_USAGE, NULL,
                    "-t %s writes several files: name a folder with -o",
                    f->options.name);
  if (mkdir(path, 0777) == 0 || errno == EEXIST) return true;
  return diag_set(&f->diag, DIAG_SYSTEM, NULL, "%s: %s", path,
                  strerror(errno));
}

bool format_file(Format *f, const char *name, const char *end, Str bytes) {
  Sink o;
  Buf path;
  bool ok;
  buf_init(&path);
  ok = buf_printf(&path, "%s/%s%s", f->options.out, name, end) &&
       buf_putc(&path, '\0');
  if (!ok) {
    buf_deinit(&path);
    return diag_memory(&f->diag);
  }
  ok = sink_open(&o, path.p) && sink_write(&o, bytes.p, bytes.n);
  if (ok) sink_finish(&o);
  if (!ok || o.error)
    ok = diag_set(&f->diag, DIAG_SYSTEM, NULL, "%s: %s", path.p,
                  strerror(o.error));
  sink_close(&o);
  buf_deinit(&path);
  return ok;
}

/* `taken` has for each name the last number that was given behind it. */
bool format_name(json_t *taken, const json_t *id, Buf *name) {
  json_t *last;
  json_int_t count;
  size_t n;
  buf_clear(name);
  if (!format_filename(json_string_value(id), name)) return false;
  for (size_t i = name->n; i > 1 && i + 6 > name->n; i--)
    if (name->p[i - 1] == '.') name->n = i - 1; /* page.html: page */
  n = name->n;
  if (!buf_putc(name, '\0')) return false;
  last = json_object_get(taken, name->p);
  count = json_integer_value(last);
  while (json_object_get(taken, name->p)) {
    name->n = n;
    if (!buf_printf(name, "-%lld", (long long)++count) ||
        !buf_putc(name, '\0'))
      return false;
  }
  if (last) json_integer_set(last, count);
  return json_object_set_new(taken, name->p, json_integer(1)) == 0;
}

/* ---- from open to close ---- */

bool format_open(Format *f, const FormatOptions *options) {
  *f = (Format){.class = format_find(options->name), .options = *options};
  diag_init(&f->diag);
  return readschema(f) && f->class->start(f);
}

bool format_line(Format *f, const char *line, size_t n) {
  json_error_t e;
  json_t *j = json_loadb(line, n, 0, &e);
  bool ok;
  if (!j) j = json_loadb(line, n, JSON_DECODE_INT_AS_REAL, &e);
  if (!j)
    return diag_set(&f->diag, DIAG_SYSTEM, NULL, "a line that is no JSON: %s",
                    e.text);
  ok = f->class->document(f, j);
  json_decref(j);
  return ok;
}

bool format_pause(Format *f) { return !f->class->pause || f->class->pause(f); }

bool format_finish(Format *f) { return f->class->finish(f); }

void format_free(Format *f) {
  if (f->class) f->class->free(f);
  for (size_t i = 0; i < f->types.n; i++) vec_deinit(&f->types.p[i].fields);
  vec_deinit(&f->types);
  json_decref(f->schema);
}
