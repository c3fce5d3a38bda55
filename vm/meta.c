/*
** meta.c: what a page says of itself. The first source that has a key wins;
** they are asked in the order of how seldom they are wrong.
*/
#include "meta.h"

#include <jansson.h>
#include <string.h>

#include "hint.h"
#include "mem.h"
#include "space.h"

#define LD_MAX_DEPTH 16 /* of objects in a page's JSON-LD */
#define LINE_MAX_ 160   /* bytes of a printed line that may hold a date */

/* Appends s with white space folded, if there is nothing yet. */
static bool set(Buf *to, Str s) {
  size_t at = space_skip(s, 0, s.n), end = space_trim(s, at, s.n);
  if (to->n) return true;
  while (at < end) {
    size_t next = at;
    while (next < end && !space_at(s, next, end)) next++;
    if (!buf_put(to, s.p + at, next - at)) return false;
    at = space_skip(s, next, end);
    if (at < end && !buf_putc(to, ' ')) return false;
  }
  return true;
}

/*
** Dates
*/

static bool isdigit_(char c) { return c >= '0' && c <= '9'; }

/* Reads one number of at most `max` digits at *at. */
static bool number(Str s, size_t *at, int max, unsigned *n) {
  size_t start = *at;
  *n = 0;
  while (*at < s.n && isdigit_(s.p[*at]) && *at - start < (size_t)max)
    *n = *n * 10 + (unsigned)(s.p[(*at)++] - '0');
  return *at > start && (*at == s.n || !isdigit_(s.p[*at]));
}

typedef struct Moment {
  unsigned year, month, day, hour, minute;
  bool clock; /* hour and minute are known */
  int zone;   /* minutes east of Greenwich; ZONE_NONE */
} Moment;

#define ZONE_NONE 10000

static bool sane(const Moment *m) {
  return m->year >= 1900 && m->year < 2200 && m->month >= 1 && m->month <= 12 &&
         m->day >= 1 && m->day <= 31;
}

static bool separator(Str s, size_t *at, char *mark) {
  if (*at >= s.n || !strchr("/-.", s.p[*at]) || !s.p[*at]) return false;
  if (*mark && s.p[*at] != *mark) return false;
  *mark = s.p[(*at)++];
  return true;
}

/* d/m/yyyy or yyyy-mm-dd at *at. */
static bool daydate(Str s, size_t *at, Moment *m) {
  size_t i = *at;
  unsigned a, b, c;
  char mark = 0;
  if (i && isdigit_(s.p[i - 1])) return false;
  if (!number(s, &i, 4, &a) || !separator(s, &i, &mark) ||
      !number(s, &i, 2, &b) || !separator(s, &i, &mark) ||
      !number(s, &i, 4, &c))
    return false;
  if (a > 31) *m = (Moment){a, b, c, 0, 0, false, ZONE_NONE};
  else *m = (Moment){c, b, a, 0, 0, false, ZONE_NONE};
  *at = i;
  return sane(m);
}

/* h:mm at i; the hour may be followed by "h" or "giờ" in print. */
static bool clocktime(Str s, size_t i, size_t *end, Moment *m) {
  unsigned h, min;
  if (i && isdigit_(s.p[i - 1])) return false;
  if (!number(s, &i, 2, &h) || i >= s.n || !strchr(":hg", s.p[i])) return false;
  if (s.p[i] == 'g' && s.n - i > 4) i += 3; /* gi + two bytes of ờ and more */
  while (i < s.n && !isdigit_(s.p[i]) && s.p[i] != ' ' && i < *end + 24) i++;
  if (!number(s, &i, 2, &min) || h > 23 || min > 59) return false;
  m->hour = h;
  m->minute = min;
  m->clock = true;
  *end = i;
  return true;
}

/* Z, +07:00, +0700 or (GMT+7) behind `at`. */
static void zone(Str s, size_t at, Moment *m) {
  size_t i = at, stop = at + 12 < s.n ? at + 12 : s.n;
  unsigned h, min = 0;
  char sign;
  while (i < stop && (s.p[i] == ':' || s.p[i] == '.' || isdigit_(s.p[i]))) i++;
  if (i < s.n && s.p[i] == 'Z') m->zone = 0;
  while (i < stop && strchr(" (GMTU", s.p[i]) && s.p[i]) i++;
  if (i >= s.n || (s.p[i] != '+' && s.p[i] != '-')) return;
  sign = s.p[i++];
  if (!number(s, &i, 4, &h)) return;
  if (h > 99) min = h % 100, h /= 100;
  else if (i < s.n && s.p[i] == ':') i++, number(s, &i, 2, &min);
  if (h > 14 || min > 59) return;
  m->zone = (int)(h * 60 + min) * (sign == '-' ? -1 : 1);
}

static bool putmoment(Buf *out, const Moment *m) {
  int z = m->zone < 0 ? -m->zone : m->zone;
  if (!buf_printf(out, "%04u-%02u-%02u", m->year, m->month, m->day))
    return false;
  if (!m->clock) return true;
  if (!buf_printf(out, "T%02u:%02u", m->hour, m->minute)) return false;
  if (m->zone == ZONE_NONE) return true;
  if (m->zone == 0) return buf_putc(out, 'Z');
  return buf_printf(out, "%c%02d:%02d", m->zone < 0 ? '-' : '+', z / 60,
                    z % 60);
}

bool meta_date(Buf *out, Str s) {
  Moment m;
  size_t at, i, end;
  for (at = 0; at < s.n; at++) {
    size_t behind = at;
    if (!isdigit_(s.p[at]) || !daydate(s, &behind, &m)) continue;
    for (i = behind, end = behind; i < s.n && i < behind + 12; i++)
      if (isdigit_(s.p[i]) && clocktime(s, i, &end, &m)) break;
    for (i = 0; !m.clock && i < at; i++)
      if (isdigit_(s.p[i]) && clocktime(s, i, &end, &m)) end = behind;
    if (m.clock) zone(s, end, &m);
    return putmoment(out, &m);
  }
  return true;
}

/*
** JSON-LD
*/

static bool setjson(Buf *to, const json_t *v) {
  if (!json_is_string(v)) return true;
  return set(to, (Str){json_string_value(v), json_string_length(v)});
}

/* A name, or that of the first object, or of the first of a list. */
static bool setname(Buf *to, const json_t *v) {
  if (json_is_array(v)) v = json_array_get(v, 0);
  if (json_is_object(v)) v = json_object_get(v, "name");
  if (json_is_array(v)) v = json_array_get(v, 0);
  return setjson(to, v);
}

static bool setdate(Buf *to, const json_t *v) {
  if (to->n || !json_is_string(v)) return true;
  return meta_date(to, (Str){json_string_value(v), json_string_length(v)});
}

static bool isarticle(const json_t *v) {
  const json_t *type = json_object_get(v, "@type");
  const char *s;
  if (json_is_array(type)) type = json_array_get(type, 0);
  s = json_string_value(type);
  return s && (strstr(s, "Article") || strstr(s, "Posting") ||
               strstr(s, "Report"));
}

static bool fromld(Meta *m, const json_t *v, int depth) {
  const char *key;
  json_t *child;
  size_t i;
  if (depth > LD_MAX_DEPTH) return true;
  if (json_is_array(v)) {
    json_array_foreach(v, i, child)
      if (!fromld(m, child, depth + 1)) return false;
    return true;
  }
  if (!json_is_object(v)) return true;
  if (isarticle(v))
    return setjson(&m->title, json_object_get(v, "headline")) &&
           setdate(&m->published, json_object_get(v, "datePublished")) &&
           setname(&m->byline, json_object_get(v, "author")) &&
           setname(&m->outlet, json_object_get(v, "publisher")) &&
           setjson(&m->language, json_object_get(v, "inLanguage"));
  json_object_foreach((json_t *)v, key, child)
    if ((json_is_object(child) || json_is_array(child)) &&
        !fromld(m, child, depth + 1))
      return false;
  return true;
}

/* Broken JSON is common and no error. */
static bool readld(Meta *m, Str s) {
  json_error_t error;
  json_t *v = json_loadb(s.p, s.n, 0, &error);
  bool ok;
  if (!v) return json_error_code(&error) != json_error_out_of_memory;
  ok = fromld(m, v, 0);
  json_decref(v);
  return ok;
}

/*
** The page's head
*/

static bool keyis(const Flow *f, const Fact *fact, const char *const *keys) {
  Str k = flow_key(f, fact);
  for (; *keys; keys++)
    if (str_is(k, *keys)) return true;
  return false;
}

static bool setmeta(Buf *to, const Flow *f, const char *const *keys,
                    bool date) {
  size_t i;
  for (i = 0; i < f->facts.n && to->n == 0; i++) {
    const Fact *fact = &f->facts.p[i];
    if (fact->kind != FACT_META || !keyis(f, fact, keys)) continue;
    if (date ? !meta_date(to, flow_value(f, fact))
             : !set(to, flow_value(f, fact)))
      return false;
  }
  return true;
}

static bool setkind(Buf *to, const Flow *f, FactKind kind) {
  size_t i;
  for (i = 0; i < f->facts.n && to->n == 0; i++)
    if (f->facts.p[i].kind == kind && !set(to, flow_value(f, &f->facts.p[i])))
      return false;
  return true;
}

/* The <time> that says it is the one, or any of elements [first, last]. */
static bool settime(Buf *to, const Flow *f, uint32_t first, uint32_t last) {
  size_t i;
  for (i = 0; i < f->facts.n && to->n == 0; i++) {
    const Fact *fact = &f->facts.p[i];
    if (fact->kind != FACT_TIME) continue;
    if (!str_is(flow_key(f, fact), "datePublished") &&
        (fact->element < first || fact->element > last))
      continue;
    if (!meta_date(to, flow_value(f, fact))) return false;
  }
  return true;
}

bool meta_read(Meta *m, const Flow *f) {
  static const char *const title[] = {"og:title", "twitter:title", "headline",
                                      NULL};
  static const char *const published[] = {
      "article:published_time", "datePublished", "pubdate", "publishdate",
      "publish-date", "og:published_time", "article:published",
      "DC.date.issued", "dc.date", "date", "sailthru.date",
      "parsely-pub-date", NULL};
  static const char *const byline[] = {"author", "article:author_name",
                                       "dc.creator", "parsely-author", NULL};
  static const char *const outlet[] = {"og:site_name", "application-name",
                                       "article:publisher_name", NULL};
  static const char *const language[] = {"og:locale", "content-language",
                                         "language", "inLanguage", NULL};
  size_t i;
  if (!setmeta(&m->title, f, title, false)) return false;
  if (!setmeta(&m->published, f, published, true)) return false;
  for (i = 0; i < f->facts.n; i++)
    if (f->facts.p[i].kind == FACT_LD &&
        !readld(m, flow_value(f, &f->facts.p[i])))
      return false;
  return setmeta(&m->byline, f, byline, false) &&
         setmeta(&m->outlet, f, outlet, false) &&
         setkind(&m->title, f, FACT_TITLE) &&
         settime(&m->published, f, 1, 0) &&
         setkind(&m->language, f, FACT_LANG) &&
         setmeta(&m->language, f, language, false);
}

/*
** Printed lines
*/

static Str chunktext(const Flow *f, size_t i) {
  const Chunk *c = &f->chunks.p[i];
  return (Str){f->text.p + c->start, c->end - c->start};
}

/* The hints of an element and the two above it. */
static uint32_t hintsabout(const Flow *f, uint32_t e) {
  uint32_t h = 0;
  int up;
  for (up = 0; up < 3 && e != TREE_NONE; up++) {
    h |= f->nodes.p[e].hints;
    e = f->tree->elements.p[e].parent;
  }
  return h;
}

/* Digits about `at`, which is behind the words, or before them: dots and commas
** in them are left out. */
static bool setcount(Buf *to, Str s, size_t words, size_t at) {
  while (at < s.n && (s.p[at] == ':' || space_at(s, at, s.n))) at++;
  if (at == s.n || !isdigit_(s.p[at])) {
    at = space_trim(s, 0, words);
    while (at > 0 && (isdigit_(s.p[at - 1]) || strchr(".,", s.p[at - 1]))) at--;
  }
  for (; at < s.n && s.p[at] && (isdigit_(s.p[at]) || strchr(".,", s.p[at]));
       at++)
    if (isdigit_(s.p[at]) && !buf_putc(to, s.p[at])) return false;
  return true;
}

/* "Lượt xem: 8.870", "8870 lượt xem". */
static bool setviews(Buf *to, Str s) {
  static const char *const words[] = {
      "L\u01b0\u1ee3t xem", "l\u01b0\u1ee3t xem",
      "L\u01b0\u1ee3t \u0111\u1ecdc", "l\u01b0\u1ee3t \u0111\u1ecdc", NULL};
  size_t i;
  for (i = 0; words[i] && to->n == 0; i++) {
    const char *p = memmem(s.p, s.n, words[i], strlen(words[i]));
    size_t at = p ? (size_t)(p - s.p) : 0;
    if (p && !setcount(to, s, at, at + strlen(words[i]))) return false;
  }
  return true;
}

bool meta_printed(Meta *m, const Flow *f, size_t first, size_t last) {
  size_t i;
  if (first < last &&
      !settime(&m->published, f, f->chunks.p[first].element,
               f->chunks.p[last < f->chunks.n ? last : last - 1].element))
    return false;
  for (i = first; i < last; i++) {
    Str s = chunktext(f, i);
    uint32_t hints;
    if (s.n > LINE_MAX_) continue;
    hints = hintsabout(f, f->chunks.p[i].element);
    if (m->published.n == 0 && !meta_date(&m->published, s)) return false;
    if ((hints & HINT_BYLINE) && s.n < 60 && !set(&m->byline, s)) return false;
    if (!setviews(&m->views, s)) return false;
  }
  return true;
}
