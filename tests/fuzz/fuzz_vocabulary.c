/*
** fuzz_vocabulary.c: any bytes as the file of a vocabulary, and again as a page
** that holds its phrases.
*/
#include "fuzz.h"

FUZZ(bytes) {
  TrichDocument doc = {.id = "-", .bytes = bytes.p, .n = bytes.n};
  Buf line;
  Trich *t;
  fuzz_file("words.tsv", bytes);
  t = fuzz_engine(STR_LIT("package f\nrecord hit { a, n }\n"
                          "vocabulary Word \"words.tsv\"\n"
                          "rule r : hit = a:Word\n"
                          "rule s : hit = <&Word a:(!Word word) n:Word?\n"),
                  "shipped", "no", NULL);
  buf_init(&line);
  if (t) {
    must(trich_extract(t, &doc, fuzz_write, &line), trich_error(t));
    fuzz_line(buf_str(&line), doc.n);
  }
  buf_deinit(&line);
  trich_free(t);
}
