/*
** warc.h: the pages of a WARC archive (ISO 28500), as Common Crawl, wget and
** Heritrix write it: responses with their HTTP heads, resources, and the text
** of conversions (WET). Reads record by record and holds one.
*/
#ifndef WARC_H
#define WARC_H
#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "file.h"

typedef struct Warc {
  File *file;      /* borrowed; unpacked by its gzip members */
  Buf *in;         /* borrowed: bytes read ... */
  size_t at;       /* ... of which taken */
  size_t record;   /* number of the last one, from 1 */
  size_t skipped;  /* records that are no pages */
  Buf head, http;  /* of the current record */
  Buf body, other; /* its payload, and what that is made of */
  Diag broken;     /* why no more can be read */
} Warc;

/* Borrowed until the next call. */
typedef struct WarcPage {
  Str uri;     /* as written; empty: none is given */
  Str bytes;   /* the payload: chunks joined, unpacked */
  Str charset; /* as the Content-Type says; may be empty */
} WarcPage;

typedef enum WarcResult {
  WARC_PAGE,
  WARC_BAD,    /* this one cannot be read (diag says why), others may follow */
  WARC_BROKEN, /* nothing more can be read: diag says why */
  WARC_END
} WarcResult;

/* `in` holds what was read of the file so far. */
void warc_init(Warc *w, File *file, Buf *in);
void warc_deinit(Warc *w);
WarcResult warc_next(Warc *w, WarcPage *page, Diag *diag);

#endif
