/*
** offset.h: offsets into the raw bytes of a document to offsets in Unicode
** code points or UTF-16 units of its decoded text.
*/
#ifndef OFFSET_H
#define OFFSET_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "decode.h"

typedef enum OffsetUnit { OFFSET_BYTES, OFFSET_CHARS, OFFSET_UTF16 } OffsetUnit;

/* Bytes of decoded text between two counts kept. */
#define OFFSET_STEP 1024u

typedef struct Offset {
  const Decoded *decoded; /* borrowed */
  OffsetUnit unit;
  VEC(uint32_t) counts; /* units before each OFFSET_STEP bytes of the text */
} Offset;

/* False without memory. Always leaves o ready for offset_deinit. */
bool offset_init(Offset *o, const Decoded *d, OffsetUnit unit);
void offset_deinit(Offset *o);
/* `raw` must be a place where a character of the decoded text begins or ends;
** ud is an Offset. */
size_t offset_of(void *ud, size_t raw);

#endif
