/*
** console.c: see console.h.
*/
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "console.h"

/* Columns of the line of progress that stands there now. */
static int shown;

void console_progress(const char *text, size_t n) {
  int before = shown;
  shown = (int)n;
  fprintf(stderr, "\r%.*s%*s", shown, text, before > shown ? before - shown : 0,
          "");
}

void console_clear(void) {
  if (shown) fprintf(stderr, "\r%*s\r", shown, "");
  shown = 0;
}

/* File names and pages may hold escape sequences: they are not for the
** terminal. */
void console_tell(const char *text) {
  char last = '\n';
  console_clear();
  fputs("trich: ", stderr);
  for (; *text; text++) {
    bool c0 = (unsigned char)*text < ' ' && !strchr("\n\t", *text);
    bool c1 = text[0] == '\xC2' && (unsigned char)text[1] >= 0x80 &&
              (unsigned char)text[1] < 0xA0;
    last = c0 || c1 || *text == 0x7f ? '?' : *text;
    putc(last, stderr);
    text += c1;
  }
  if (last != '\n') putc('\n', stderr);
}

void console_say(const char *fmt, ...) {
  char text[8192];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  console_tell(text);
}

int console_failed(const Trich *t) {
  TrichStatus status = trich_status(t);
  console_tell(trich_error(t));
  return status == TRICH_DONE ? TRICH_SYSTEM : (int)status;
}
