/*
** replay.c: runs a fuzzer's target over files, without a fuzzer: what was found
** once is looked at in every `make test`.
**
**   replay FILE...   prints `N passed, 0 failed`, or ends where one fails
*/
#include <stdio.h>

#include "file.h"
#include "fuzz.h"

int main(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    File f;
    Buf bytes;
    Diag diag;
    buf_init(&bytes);
    fprintf(stderr, "%s\n", argv[i]);
    must(file_open(&f, argv[i], &diag), argv[i]);
    while (!f.end) must(file_more(&f, &bytes, &diag), argv[i]);
    file_close(&f);
    fuzz_target(buf_str(&bytes));
    buf_deinit(&bytes);
  }
  printf("%d passed, 0 failed\n", argc - 1);
  return 0;
}
