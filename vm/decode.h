/*
** decode.h: any bytes to valid UTF-8, with a map back to them.
**
** Bad bytes, NUL, other C0 controls (but tab, line feed, form feed and
** carriage return), U+FFFE and U+FFFF become U+FFFD, one for each byte or
** unit. A byte order mark is dropped.
*/
#ifndef DECODE_H
#define DECODE_H
#include <stdbool.h>

#include "buf.h"
#include "diag.h"
#include "map.h"

typedef enum Encoding {
  ENC_DETECT, /* BOM, then what the page declares, then content */
  ENC_UTF8,
  ENC_UTF16LE,
  ENC_UTF16BE,
  ENC_WINDOWS1258,
  ENC_WINDOWS1252, /* latin-1 pages are this, as browsers have it */
  ENC_TCVN3,
  ENC_VNI,
  ENC_VISCII
} Encoding;

typedef struct Decoded {
  Str text;          /* valid UTF-8: the raw bytes where they are that, or own */
  Buf own;
  Map map;           /* text -> raw bytes */
  Encoding encoding; /* what it was taken for */
  bool guessed;      /* by content, against or without a declaration */
} Decoded;

/* `raw` must outlive d. Always leaves d ready for decode_deinit. False only without memory or when
** raw is over DOC_MAX_BYTES (kind input). */
bool decode(Decoded *d, Str raw, Encoding as, Diag *diag);
void decode_deinit(Decoded *d);
/* ENC_DETECT where the name is not known; case and -_ are ignored. */
Encoding decode_encoding(Str name);
const char *decode_name(Encoding e);

#endif
