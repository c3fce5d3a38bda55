/*
** unpack.h: zlib's streams, with memory of mem.h. Those of gzip files (file.h)
** and of packed bodies (warc.h).
*/
#ifndef UNPACK_H
#define UNPACK_H

struct z_stream_s;

/* `bits` as of inflateInit2; NULL: no memory. */
struct z_stream_s *unpack_new(int bits);
void unpack_free(struct z_stream_s *z); /* NULL is nothing */

#endif
