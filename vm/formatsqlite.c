/*
** formatsqlite.c: a database of records. Table `document` has what pages say of
** themselves, a table for each record type its records (document, n, start, end,
** rule, text, xpath, then the fields), `origin` where fields came from that do
** not stand in their record. A document that comes again replaces what it gave
** before; the same run twice leaves the same rows. Lists are JSON.
*/
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "mem.h"

/* Documents that are made lasting together: each on its own would wait for the
** disk every time. */
enum { SQLITE_BATCH = 1000 };

typedef struct Insert {
  const FormatType *type;
  sqlite3_stmt *insert, *clear;
} Insert;

typedef struct Base {
  sqlite3 *db;
  VEC(Insert) types;
  sqlite3_stmt *document, *origin, *clear;
  bool begun;     /* a transaction */
  size_t pending; /* documents since the last commit */
  Buf sql, value;
} Base;

static bool wrong(Format *f) {
  Base *b = f->state;
  return diag_set(&f->diag, DIAG_SYSTEM, NULL, "%s: %s", f->options.out,
                  b->db ? sqlite3_errmsg(b->db) : "not enough memory");
}

static bool run(Format *f, const char *sql) {
  Base *b = f->state;
  return sqlite3_exec(b->db, sql, NULL, NULL, NULL) == SQLITE_OK || wrong(f);
}

/* Where none is begun yet: while nothing is written others may write. */
static bool begin(Format *f) {
  Base *b = f->state;
  if (!b->begun) b->begun = run(f, "BEGIN IMMEDIATE");
  return b->begun;
}

static bool commit(Format *f) {
  Base *b = f->state;
  if (!b->begun) return true;
  b->pending = 0;
  b->begun = false;
  return run(f, "COMMIT");
}

/* ---- names ---- */

/* "name" with its quotes doubled: names come from rule files. */
static bool identifier(Buf *sql, const char *name) {
  bool ok = buf_putc(sql, '"');
  for (; ok && *name; name++)
    ok = (*name != '"' || buf_putc(sql, '"')) && buf_putc(sql, *name);
  return ok && buf_putc(sql, '"');
}

static bool column(Base *b, const char *field) {
  buf_clear(&b->value);
  return format_column(field, &b->value) && buf_putc(&b->value, '\0') &&
         identifier(&b->sql, b->value.p);
}

static sqlite3_stmt *prepare(Format *f) {
  Base *b = f->state;
  sqlite3_stmt *s = NULL;
  if (sqlite3_prepare_v3(b->db, b->sql.p, (int)b->sql.n,
                         SQLITE_PREPARE_PERSISTENT, &s, NULL) != SQLITE_OK)
    wrong(f);
  return s;
}

/* Runs what stands in b->sql. */
static bool runsql(Format *f, bool ok) {
  Base *b = f->state;
  return ok && buf_putc(&b->sql, '\0') ? run(f, b->sql.p)
                                       : diag_memory(&f->diag);
}

/* ---- tables ---- */

static bool createtype(Format *f, const FormatType *type) {
  Base *b = f->state;
  bool ok;
  buf_clear(&b->sql);
  ok = buf_puts(&b->sql, "CREATE TABLE IF NOT EXISTS ") &&
       identifier(&b->sql, type->name) &&
       buf_puts(&b->sql,
                " (document TEXT NOT NULL REFERENCES document (id), "
                "n INTEGER NOT NULL, start INTEGER NOT NULL, "
                "\"end\" INTEGER NOT NULL, rule TEXT NOT NULL, "
                "text TEXT NOT NULL, xpath TEXT");
  for (size_t i = 0; i < type->fields.n; i++)
    ok = ok && buf_puts(&b->sql, ", ") && column(b, type->fields.p[i]);
  ok = ok && buf_puts(&b->sql, ", PRIMARY KEY (document, n)) WITHOUT ROWID");
  return runsql(f, ok);
}

static bool hascolumn(Format *f, const FormatType *type, const char *field) {
  Base *b = f->state;
  sqlite3_stmt *s;
  bool found = false;
  buf_clear(&b->value);
  if (sqlite3_prepare_v2(b->db,
                         "SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2",
                         -1, &s, NULL) != SQLITE_OK)
    return false;
  if (format_column(field, &b->value)) {
    sqlite3_bind_text(s, 1, type->name, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, b->value.p, (int)b->value.n, SQLITE_STATIC);
    found = sqlite3_step(s) == SQLITE_ROW;
  }
  sqlite3_finalize(s);
  return found;
}

/* Rules may have got fields since the database was made. */
static bool addcolumns(Format *f, const FormatType *type) {
  Base *b = f->state;
  for (size_t i = 0; i < type->fields.n; i++) {
    bool ok;
    if (hascolumn(f, type, type->fields.p[i])) continue;
    buf_clear(&b->sql);
    ok = buf_puts(&b->sql, "ALTER TABLE ") &&
         identifier(&b->sql, type->name) && buf_puts(&b->sql, " ADD COLUMN ") &&
         column(b, type->fields.p[i]);
    if (!runsql(f, ok)) return false;
  }
  return true;
}

static bool preparetype(Format *f, const FormatType *type) {
  Base *b = f->state;
  Insert in = {.type = type};
  bool ok;
  buf_clear(&b->sql);
  ok = buf_puts(&b->sql, "INSERT INTO ") && identifier(&b->sql, type->name) &&
       buf_puts(&b->sql, " (document, n, start, \"end\", rule, text, xpath");
  for (size_t i = 0; i < type->fields.n; i++)
    ok = ok && buf_puts(&b->sql, ", ") && column(b, type->fields.p[i]);
  ok = ok && buf_puts(&b->sql, ") VALUES (?,?,?,?,?,?,?");
  for (size_t i = 0; i < type->fields.n; i++)
    ok = ok && buf_puts(&b->sql, ",?");
  if (!ok || !buf_putc(&b->sql, ')')) return diag_memory(&f->diag);
  in.insert = prepare(f);
  buf_clear(&b->sql);
  ok = buf_puts(&b->sql, "DELETE FROM ") && identifier(&b->sql, type->name) &&
       buf_puts(&b->sql, " WHERE document = ?");
  in.clear = ok ? prepare(f) : NULL;
  if (!vec_push(&b->types, in)) return diag_memory(&f->diag);
  return in.insert && in.clear;
}

static sqlite3_stmt *preparetext(Format *f, const char *sql) {
  Base *b = f->state;
  buf_clear(&b->sql);
  return buf_puts(&b->sql, sql) ? prepare(f) : NULL;
}

static bool opentables(Format *f) {
  Base *b = f->state;
  bool ok = run(f,
                "PRAGMA foreign_keys = ON;"
                "PRAGMA application_id = 0x74726963;") /* "tric" */ &&
            begin(f) &&
            run(f,
                "PRAGMA user_version = 1;"
                "CREATE TABLE IF NOT EXISTS document (id TEXT PRIMARY KEY, "
                "title TEXT, published TEXT, byline TEXT, outlet TEXT, "
                "views INTEGER, language TEXT, error_kind TEXT, "
                "error_message TEXT) WITHOUT ROWID;"
                "CREATE TABLE IF NOT EXISTS origin (document TEXT NOT NULL "
                "REFERENCES document (id), type TEXT NOT NULL, "
                "n INTEGER NOT NULL, field TEXT NOT NULL, "
                "start INTEGER NOT NULL, \"end\" INTEGER NOT NULL, rule TEXT, "
                "PRIMARY KEY (document, type, n, field)) WITHOUT ROWID;");
  for (size_t i = 0; ok && i < f->types.n; i++)
    ok = createtype(f, &f->types.p[i]) && addcolumns(f, &f->types.p[i]) &&
         preparetype(f, &f->types.p[i]);
  if (!ok) return false;
  b->document = preparetext(
      f, "INSERT INTO document VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO "
         "UPDATE SET title = excluded.title, published = excluded.published, "
         "byline = excluded.byline, outlet = excluded.outlet, "
         "views = excluded.views, language = excluded.language, "
         "error_kind = excluded.error_kind, "
         "error_message = excluded.error_message");
  b->origin = preparetext(f, "INSERT INTO origin VALUES (?,?,?,?,?,?,?)");
  b->clear = preparetext(f, "DELETE FROM origin WHERE document = ?");
  return b->document && b->origin && b->clear;
}

/* ---- rows ---- */

static void bindlist(sqlite3_stmt *s, int at, const json_t *list) {
  char *text = json_dumps(list, JSON_COMPACT | JSON_REAL_PRECISION(15));
  sqlite3_bind_text(s, at, text ? text : "[]", -1, SQLITE_TRANSIENT);
  free(text);
}

static void bind(sqlite3_stmt *s, int at, const json_t *value) {
  switch (value ? json_typeof(value) : JSON_NULL) {
    case JSON_STRING:
      sqlite3_bind_text(s, at, json_string_value(value),
                        (int)json_string_length(value), SQLITE_TRANSIENT);
      break;
    case JSON_INTEGER: sqlite3_bind_int64(s, at, json_integer_value(value)); break;
    case JSON_REAL: sqlite3_bind_double(s, at, json_real_value(value)); break;
    case JSON_TRUE:
    case JSON_FALSE: sqlite3_bind_int(s, at, json_is_true(value)); break;
    case JSON_ARRAY: bindlist(s, at, value); break;
    default: sqlite3_bind_null(s, at);
  }
}

static void bindkey(sqlite3_stmt *s, int at, const json_t *object,
                    const char *key) {
  bind(s, at, json_object_get(object, key));
}

static bool step(Format *f, sqlite3_stmt *s) {
  bool ok = sqlite3_step(s) == SQLITE_DONE;
  if (!ok) wrong(f);
  sqlite3_reset(s);
  return ok;
}

static bool putdocument(Format *f, const json_t *line) {
  static const char *const meta[] = {"title",  "published", "byline",
                                     "outlet", "views",     "language"};
  Base *b = f->state;
  const json_t *error = json_object_get(line, "error");
  bindkey(b->document, 1, line, "id");
  for (int i = 0; i < 6; i++)
    bindkey(b->document, i + 2, json_object_get(line, "meta"), meta[i]);
  bindkey(b->document, 8, error, "kind");
  bindkey(b->document, 9, error, "message");
  return step(f, b->document);
}

static bool cleardocument(Format *f, const json_t *id) {
  Base *b = f->state;
  for (size_t i = 0; i < b->types.n; i++) {
    bind(b->types.p[i].clear, 1, id);
    if (!step(f, b->types.p[i].clear)) return false;
  }
  bind(b->clear, 1, id);
  return step(f, b->clear);
}

static bool putorigin(Format *f, const json_t *id, const json_t *type,
                      size_t n, const json_t *record) {
  Base *b = f->state;
  const char *field;
  json_t *from;
  json_object_foreach(json_object_get(record, "from"), field, from) {
    bind(b->origin, 1, id);
    bind(b->origin, 2, type);
    sqlite3_bind_int64(b->origin, 3, (sqlite3_int64)n);
    sqlite3_bind_text(b->origin, 4, field, -1, SQLITE_STATIC);
    bindkey(b->origin, 5, from, "start");
    bindkey(b->origin, 6, from, "end");
    bindkey(b->origin, 7, from, "rule");
    if (!step(f, b->origin)) return false;
  }
  return true;
}

static bool putrecord(Format *f, const json_t *id, size_t n,
                      const json_t *record) {
  static const char *const common[] = {"start", "end", "rule", "text", "xpath"};
  Base *b = f->state;
  const json_t *type = json_object_get(record, "type");
  const json_t *fields = json_object_get(record, "fields");
  for (size_t i = 0; i < b->types.n; i++) {
    Insert *in = &b->types.p[i];
    if (strcmp(in->type->name, json_string_value(type)) != 0) continue;
    bind(in->insert, 1, id);
    sqlite3_bind_int64(in->insert, 2, (sqlite3_int64)n);
    for (int k = 0; k < 5; k++) bindkey(in->insert, k + 3, record, common[k]);
    for (size_t k = 0; k < in->type->fields.n; k++)
      bindkey(in->insert, (int)k + 8, fields, in->type->fields.p[k]);
    return step(f, in->insert) && putorigin(f, id, type, n, record);
  }
  return true;
}

/* ---- the format ---- */

static bool start(Format *f) {
  Base *b = mem_alloc(sizeof *b);
  if (!b) return diag_memory(&f->diag);
  memset(b, 0, sizeof *b);
  f->state = b;
  if (!f->options.out)
    return diag_set(&f->diag, DIAG_USAGE, NULL,
                    "-t sqlite needs the database's name: -o FILE");
  if (sqlite3_open_v2(f->options.out, &b->db,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                      NULL) != SQLITE_OK)
    return wrong(f);
  sqlite3_busy_timeout(b->db, 10000); /* another run may be writing */
  return opentables(f);
}

static bool document(Format *f, json_t *line) {
  Base *b = f->state;
  const json_t *id = json_object_get(line, "id");
  size_t i;
  json_t *record;
  if (!begin(f) || !cleardocument(f, id) || !putdocument(f, line)) return false;
  json_array_foreach(json_object_get(line, "records"), i, record) {
    if (!putrecord(f, id, i, record)) return false;
  }
  return ++b->pending < SQLITE_BATCH || commit(f);
}

/* What is not committed is rolled back by closing. */
static void freebase(Format *f) {
  Base *b = f->state;
  if (!b) return;
  for (size_t i = 0; i < b->types.n; i++) {
    sqlite3_finalize(b->types.p[i].insert);
    sqlite3_finalize(b->types.p[i].clear);
  }
  sqlite3_finalize(b->document);
  sqlite3_finalize(b->origin);
  sqlite3_finalize(b->clear);
  sqlite3_close(b->db);
  vec_deinit(&b->types);
  buf_deinit(&b->sql);
  buf_deinit(&b->value);
  mem_free(b);
}

const FormatClass format_sqlite = {.name = "sqlite", .start = start,
                                   .document = document, .grows = true,
                                   .pause = commit, .finish = commit,
                                   .free = freebase};
