/*
** fuzz_page.c: any bytes as a page. The first byte chooses the encoding that is
** named, the second the unit of offsets; the rest is the page. Its text comes as
** one clean line, and so do the records of a few rules that match nearly
** everything, with the page in which they are marked.
*/
#include "fuzz.h"

static const char rules[] =
    "package f\n"
    "record hit { a }\n"
    "rule title : hit = title a:word\n"
    "rule number : hit = a:digits\n"
    "rule name : hit = a:cap{2}\n"
    "rule quote : hit = a:quoted\n"
    "rule last : hit = a:word end\n";

static const char *const encodings[] = {
    "",     "",     "utf-8",        "utf-16le",     "utf-16be",
    "abc",  "vni",  "windows-1258", "windows-1252", "viscii"};
static const char *const units[] = {"bytes", "chars", "utf16"};

FUZZ(bytes) {
  static Trich *t;
  TrichDocument doc = {.id = "-"};
  Buf line;
  buf_init(&line);
  if (!t)
    t = fuzz_engine(STR_LIT(rules), "shipped", "no", "article", "yes", "mark",
                    "yes", NULL);
  must(t, "rules that compile");
  must(trich_option(t, "encoding", encodings[fuzz_choice(&bytes, 10)]));
  must(trich_option(t, "offsets", units[fuzz_choice(&bytes, 3)]));
  doc.bytes = bytes.p;
  doc.n = bytes.n;
  must(trich_text(t, &doc, "jsonl", fuzz_write, &line), trich_error(t));
  fuzz_line(buf_str(&line), doc.n);
  buf_clear(&line);
  must(trich_extract(t, &doc, fuzz_write, &line), trich_error(t));
  fuzz_line(buf_str(&line), doc.n);
  buf_deinit(&line);
}
