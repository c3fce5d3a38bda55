/*
** map.h: where each byte of a produced text came from. Spans are sorted by
** `out` and cover the produced text from 0 without gaps. A span whose
** produced length equals `len` is linear (byte for byte); any other span is
** atomic: all of its bytes stand for the whole of its source bytes.
**
**   produced  |aaaa|&|bbbb|          source  |aaaa|&amp;|bbbb|
**   spans     {0,0,4} {4,4,5} {5,9,4}
*/
#ifndef MAP_H
#define MAP_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

typedef struct MapSpan {
  uint32_t out; /* first byte in the produced text */
  uint32_t in;  /* first byte in the source */
  uint32_t len; /* bytes of the source */
} MapSpan;

typedef struct Map {
  MapSpan *p;
  size_t n, cap;
  uint32_t end; /* length of the produced text */
} Map;

void map_init(Map *m);
void map_deinit(Map *m);
/* Appends `outlen` produced bytes that stand for source bytes in..in+len;
** joins it to the last span where both are linear and touch. */
bool map_add(Map *m, uint32_t outlen, uint32_t in, uint32_t len);
/* Source offset where the produced byte `at` begins; at == end gives the end
** of the last span (0 where there is none). */
uint32_t map_start(const Map *m, uint32_t at);
/* Source offset just behind the produced bytes that end at `at` (at > 0). */
uint32_t map_end(const Map *m, uint32_t at);
/* Index of the span that holds the produced byte `at` (at < end). */
size_t map_find(const Map *m, uint32_t at);

#endif
