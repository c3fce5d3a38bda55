/*
** out.h: a streaming writer of JSON. It puts the commas; the caller opens,
** closes and names. Lack of memory is remembered in `ok`, so that only the
** end need be checked.
**
**   Out o;
**   out_init(&o, buf);
**   out_open(&o, '{');
**   out_key(&o, "id"), out_string(&o, id);
**   out_close(&o, '}');
**   return out_end(&o);              {"id":"a.txt"} and a line feed
*/
#ifndef OUT_H
#define OUT_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

typedef struct Out {
  Buf *buf;   /* borrowed */
  bool comma; /* something stands before the next value */
  bool ok;
} Out;

void out_init(Out *o, Buf *buf);
void out_open(Out *o, char bracket);  /* '{' or '[' */
void out_close(Out *o, char bracket); /* '}' or ']' */
void out_key(Out *o, const char *name);
void out_keystr(Out *o, Str name);
void out_string(Out *o, Str s); /* valid UTF-8; may hold NUL */
void out_text(Out *o, Str s);   /* any bytes: bad ones become U+FFFD */
/* "key": 12345 of "12345" or "12.345"; nothing where s is no such count. */
void out_count(Out *o, const char *key, Str s);
void out_bool(Out *o, bool b);
void out_int(Out *o, int64_t i);
void out_size(Out *o, size_t n);
void out_raw(Out *o, Str json); /* a value that is JSON already */
bool out_end(Out *o);           /* ends the line; tells whether all is there */

#endif
