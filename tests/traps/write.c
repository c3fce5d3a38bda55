/*
** write.c: writes the page of a trap, or lists their names.
**
**   write                   the names, each on a line
**   write NAME MEGABYTES    the page, to standard output
*/
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "trap.h"

int main(int argc, char **argv) {
  Buf page;
  buf_init(&page);
  for (const Trap *t = traps; t->name; t++)
    if (argc < 3) {
      puts(t->name);
    } else if (strcmp(argv[1], t->name) == 0) {
      size_t bytes = strtoul(argv[2], NULL, 10) * 1000000;
      if (!trap_page(t, bytes, &page)) return 1;
      fwrite(page.p, 1, page.n, stdout);
      buf_deinit(&page);
      return 0;
    }
  return argc < 3 ? 0 : 1;
}
