/*
** unpack.c: zlib's streams.
*/
#include "unpack.h"

#include <string.h>
#include <zlib.h>

#include "mem.h"

static void *zalloc(void *ud, unsigned count, unsigned size) {
  (void)ud;
  if (size && count > (size_t)-1 / size) return NULL;
  return mem_alloc((size_t)count * size);
}

static void zfree(void *ud, void *p) {
  (void)ud;
  mem_free(p);
}

z_stream *unpack_new(int bits) {
  z_stream *z = mem_alloc(sizeof *z);
  if (!z) return NULL;
  memset(z, 0, sizeof *z);
  z->zalloc = zalloc;
  z->zfree = zfree;
  if (inflateInit2(z, bits) == Z_OK) return z;
  mem_free(z);
  return NULL;
}

void unpack_free(z_stream *z) {
  if (z) inflateEnd(z);
  mem_free(z);
}
