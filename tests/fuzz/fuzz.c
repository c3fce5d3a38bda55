/*
** fuzz.c: what the fuzzers share.
*/
#include "fuzz.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"
#include "mem.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n) {
  fuzz_target((Str){(const char *)p, n});
  return 0;
}

void fuzz_fail(const char *file, int line, const char *what,
               const char *more) {
  fprintf(stderr, "%s:%d: expected %s %s\n", file, line, what, more);
  abort();
}

unsigned fuzz_choice(Str *bytes, unsigned n) {
  unsigned first;
  if (bytes->n == 0) return 0;
  first = (unsigned char)bytes->p[0];
  *bytes = (Str){bytes->p + 1, bytes->n - 1};
  return first % n;
}

void fuzz_file(const char *name, Str bytes) {
  FILE *f = fopen(name, "wb");
  must(f, "a folder to write in");
  must(fwrite(bytes.p, 1, bytes.n, f) == bytes.n);
  must(fclose(f) == 0);
}

/* ---- engines ---- */

static void checkmessage(const Trich *t) {
  const char *message = trich_error(t);
  must(trich_status(t) == TRICH_RULES, message);
  must(*message, "a message");
  must(utf8_valid((Str){message, strlen(message)}), message);
}

Trich *fuzz_engine(Str rules, ...) {
  Trich *t = trich_new();
  const char *name;
  va_list ap;
  must(t, "memory");
  va_start(ap, rules);
  while ((name = va_arg(ap, const char *)))
    must(trich_option(t, name, va_arg(ap, const char *)), name);
  va_end(ap);
  if (rules.p) {
    fuzz_file("f.rule", rules);
    must(trich_rules(t, "f.rule"));
  }
  if (trich_compile(t)) return t;
  checkmessage(t);
  trich_free(t);
  return NULL;
}

/* ---- lines ---- */

bool fuzz_write(void *ud, const char *bytes, size_t n) {
  must(buf_put(ud, bytes, n), "memory");
  return true;
}

static void checkspan(const json_t *o, size_t size, json_int_t *start,
                      json_int_t *end) {
  *start = json_integer_value(json_object_get(o, "start"));
  *end = json_integer_value(json_object_get(o, "end"));
  must(*start >= 0 && *start < *end && (size_t)*end <= size);
}

static void checkspans(const json_t *list, size_t size) {
  json_int_t before[2] = {0, 0};
  const char *key;
  json_t *o, *from;
  size_t i;
  json_array_foreach((json_t *)list, i, o) {
    json_int_t start, end, a, b;
    checkspan(o, size, &start, &end);
    must(start > before[0] || (start == before[0] && end <= before[1]) ||
         i == 0);
    before[0] = start;
    before[1] = end;
    json_object_foreach(json_object_get(o, "from"), key, from)
      checkspan(from, size, &a, &b);
  }
}

void fuzz_line(Str line, size_t size) {
  json_error_t e;
  json_t *o;
  must(line.n > 1 && line.p[line.n - 1] == '\n');
  must(!memchr(line.p, '\n', line.n - 1));
  must(utf8_valid(line));
  o = json_loadb(line.p, line.n - 1, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL,
                 &e);
  must(o, e.text);
  must(json_is_string(json_object_get(o, "id")));
  must(json_is_object(json_object_get(o, "meta")));
  must(json_integer_value(json_object_get(o, "schema")) == SCHEMA_NUMBER);
  checkspans(json_object_get(o, "records"), size);
  checkspans(json_object_get(o, "blocks"), size);
  json_decref(o);
}
