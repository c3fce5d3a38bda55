/*
** fuzz_run.c: whole runs. The first bytes choose rules and options; the rest is
** the page. The fast path and the reference path give the same bytes, and so
** does the same page a second time.
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "utf8.h"

static const char small[] =
    "package f\n"
    "use vi.quantity, vi.period, vi.place\n"
    "record fact { label, value, unit, period, place, note }\n"
    "record list { parts* }\n"
    "record sum { value }\n"
    "vocabulary Label { \"kim ngạch\", \"kim ngạch xuất khẩu\", \"gạo\" }\n"
    "term Part = cap+\n"
    "rule fact : fact = label:Label ...{6} a:Amount\n"
    "  set value = a.value, unit = a.unit\n"
    "rule list : list = \"gồm\" parts:Part (\",\" parts:Part)*\n"
    "rule sum : sum = \"tổng\" value:Number\n"
    "rule note adds fact = note:(\"tăng\" / \"giảm\") to previous fact in "
    "sentence\n"
    "ignore fact = \"gạo\" \"nếp\"\n"
    "link dated : fact takes period from inside Period else previous Period "
    "in paragraph\n"
    "link located : fact takes place from previous Place in document else next "
    "Place in sentence\n"
    "merge sum by value\n";

static Trich *engine(unsigned which) {
  static Trich *all[2];
  if (!all[which])
    all[which] = which == 0
                     ? fuzz_engine((Str){NULL, 0}, "shipped", "yes", NULL)
                     : fuzz_engine(STR_LIT(small), "shipped", "no", NULL);
  must(all[which], "rules that compile");
  return all[which];
}

static void run(Trich *t, const char *path, const TrichDocument *doc,
                Buf *out) {
  buf_init(out);
  must(trich_option(t, "path", path));
  must(trich_extract(t, doc, fuzz_write, out), trich_error(t));
}

FUZZ(bytes) {
  static const char *const encodings[] = {"",         "", "", "", "utf-8",
                                          "utf-16le", "abc", "vni"};
  static const char *const units[] = {"bytes", "chars", "utf16"};
  unsigned first = fuzz_choice(&bytes, 256), second = fuzz_choice(&bytes, 256);
  Trich *t = engine(first & 1);
  TrichDocument doc = {.id = "-", .bytes = bytes.p, .n = bytes.n};
  Buf fast, again, slow;
  bool table = first >> 1 & 1;
  must(trich_option(t, "format", table ? "table" : "jsonl"));
  must(trich_option(t, "color", first >> 2 & 1 ? "yes" : "no"));
  must(trich_option(t, "width", first >> 3 & 1 ? "40" : "100"));
  must(trich_option(t, "encoding", encodings[second & 7]));
  must(trich_option(t, "offsets", units[(second >> 3 & 3) % 3]));
  must(trich_option(t, "types", second >> 5 & 1 ? "indicator,fact" : ""));
  if (second >> 6 & 1) doc.published = "2023-04-01", doc.outlet = "Báo Thử";
  run(t, "fast", &doc, &fast);
  run(t, "fast", &doc, &again);
  run(t, "reference", &doc, &slow);
  if (!table) fuzz_line(buf_str(&fast), bytes.n);
  must(utf8_valid(buf_str(&fast)));
  must(str_eq(buf_str(&fast), buf_str(&again)), "the same bytes again");
  must(str_eq(buf_str(&fast), buf_str(&slow)), "both paths to agree");
  buf_deinit(&fast);
  buf_deinit(&again);
  buf_deinit(&slow);
}
