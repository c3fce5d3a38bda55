/*
** watch.h: folders that are watched for pages, and rule files for changes, by
** inotify. A page is told of when it is whole: when its writer closes it, or
** when it is moved or linked to its place. What happens is told in its order.
**
** Whoever reads a folder calls watch_folder for it first, so that nothing comes
** between, and watch_wants before each of its pages.
*/
#ifndef WATCH_H
#define WATCH_H
#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "file.h"

typedef enum WatchKind {
  WATCH_PAGE,   /* a page is there, or there anew */
  WATCH_FOLDER, /* a folder is there, to be read */
  WATCH_LOST,   /* the system lost count: all folders are to be read again */
  WATCH_RULES,  /* a rule file was written */
  WATCH_END     /* no folder is left, a signal came, or the wait ended */
} WatchKind;

typedef struct WatchFolder {
  int number; /* inotify's */
  bool pages; /* pages in it are told of; else it is there for rule files */
  char *path; /* with a '/' behind, where it is not empty: "" is "." */
} WatchFolder;

typedef struct Watch {
  int inotify;
  int fd; /* can be read when something happened, or the stop came */
  FileWait wait; /* called with fd before each wait; the caller's to set */
  void *ud;
  VEC(WatchFolder) folders;
  Buf rules;        /* paths of rule files and of folders of them, each with a
                       NUL behind, folders with "/" before that */
  Buf events;       /* from the system ... */
  size_t at;        /* ... of which told */
  Buf path;         /* of what was told last */
  int64_t emptied;  /* when nothing was left to tell, nanoseconds */
  bool lost;        /* folders are read because of WATCH_LOST */
  VEC(uint64_t) seen; /* the states of pages that were wanted since then */
  size_t sorted;    /* of which in order */
} Watch;

/* stopfd: ends the watch when it can be read; -1: none. On false diag tells
** why; always leaves w ready for watch_close. */
bool watch_open(Watch *w, int stopfd, Diag *diag);
void watch_close(Watch *w);
/* From now on what comes into the folder is told, not what comes into those
** below. */
bool watch_folder(Watch *w, const char *path, Diag *diag);
/* A rule file, which may not be there yet, or a folder of .rule files. */
bool watch_rules(Watch *w, const char *path, Diag *diag);
/* Whether the page is to be read: it is there, nobody is writing to it, and it
** was not wanted already as it is now. `closed`: WATCH_PAGE has told so. */
bool watch_wants(Watch *w, const char *path, bool closed);
/* The next thing that happens; *path is borrowed until the next call. Where
** diag is set, WATCH_END is an error. */
WatchKind watch_next(Watch *w, const char **path, Diag *diag);
/* Takes bytes as the system gives them: for tests. */
bool watch_take(Watch *w, Str events);

#endif
