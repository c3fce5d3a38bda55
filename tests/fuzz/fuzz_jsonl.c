/*
** fuzz_jsonl.c: any bytes as an input file: JSON Lines, WARC, gzip or a page,
** told apart by content. The first byte chooses the options. Each document has
** a clean id, and its text comes as one clean line.
*/
#include <string.h>

#include "fuzz.h"
#include "input.h"
#include "utf8.h"

static const InputOptions options[] = {
    {.field = NULL},
    {.field = "body"},
    {.field = "page.body", .idfield = "meta.id"},
    {.field = "", .idfield = "."}};

static void checkdocument(Trich *t, const InputDocument *in) {
  TrichDocument doc = {.id = in->id,
                       .bytes = in->bytes,
                       .n = in->n,
                       .published = in->published,
                       .outlet = in->outlet,
                       .encoding = in->encoding,
                       .error = in->error};
  Buf line;
  buf_init(&line);
  must(utf8_valid((Str){in->id, strlen(in->id)}));
  must(!in->published ||
       input_isdate((Str){in->published, strlen(in->published)}));
  must(!in->outlet || utf8_valid((Str){in->outlet, strlen(in->outlet)}));
  must(trich_text(t, &doc, "jsonl", fuzz_write, &line), trich_error(t));
  fuzz_line(buf_str(&line), in->n);
  buf_deinit(&line);
}

FUZZ(bytes) {
  static Trich *t;
  const InputOptions *o = &options[fuzz_choice(&bytes, 4)];
  InputDocument doc;
  size_t n = 0;
  Input in;
  if (!t) t = trich_new();
  fuzz_file("in.jsonl", bytes);
  must(input_open(&in, "in.jsonl", "in.jsonl", o));
  for (; input_next(&in, &doc); n++) checkdocument(t, &doc);
  must(n >= 1 || in.state != INPUT_DONE || bytes.n <= 65536, "a document");
  input_close(&in);
}
