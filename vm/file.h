/*
** file.h: bytes from files, folders and standard input. What is gzip is told
** by its content and unpacked on the way.
*/
#ifndef FILE_H
#define FILE_H
#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"

/* Called before each read, which may take long in coming: gives false to end
** the reading. */
typedef bool (*FileWait)(void *ud, int fd);

typedef struct File {
  int fd;       /* -1: not open */
  FileWait wait; /* or NULL */
  void *ud;
  bool end;     /* nothing more to come */
  bool begun;   /* the first bytes were looked at */
  size_t given; /* bytes of payload handed out so far; who reads a file page
                   by page sets it to 0 for each: GZIP_MAX_BYTES is of one */
  size_t taken; /* bytes read so far */
  struct z_stream_s *unpack; /* NULL: not gzip */
  bool between; /* gzip: a member has ended and none has begun */
  Buf packed;   /* gzip: bytes read and not yet unpacked */
  size_t used;  /* ... of which unpacked */
} File;

/* NULL opens standard input. Always leaves f ready for file_close; wait and ud
** are the caller's to set then. */
bool file_open(File *f, const char *path, Diag *diag);
/* Appends the next piece of the payload to out; sets f->end when there is no
** more. On false what came before the error stands in out. */
bool file_more(File *f, Buf *out, Diag *diag);
void file_close(File *f);

/* By its name: .txt .html .htm .jsonl. */
bool file_ispage(const char *name);
/* What a walk visits: these and .warc, and the same with .gz. */
bool file_isdocument(const char *name);
bool file_isfolder(const char *path); /* links are followed: it was named */

/* What a walk tells its caller. A function that returns false ends it. */
typedef struct FileVisitor {
  void *ud;
  bool (*document)(void *ud, const char *path);
  bool (*unreadable)(void *ud, const char *path, const Diag *why);
  bool (*folder)(void *ud, const char *path); /* before it is read; or NULL */
  size_t skipped; /* counted by the walk: neither folder nor document */
  size_t links;   /* ... and links, which it does not follow */
} FileVisitor;

/* Visits the documents below a folder in byte order of their paths, without
** following links: .txt .html .htm .jsonl .warc, and the same with .gz. Holds
** the names of the folders on its way and nothing more. False when a visitor
** said so, or without memory (then diag is filled). */
bool file_walk(const char *folder, FileVisitor *v, Diag *diag);

#endif
