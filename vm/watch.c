/*
** watch.c: folders that are watched for pages.
**
** The system drops what happens once too much is waiting to be told. Then the
** folders are read again, and of their pages those are wanted that changed
** after the last moment at which nothing was waiting.
*/
#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"

/* Bytes of one read: some hundred events. */
enum { EVENTS_BYTES = 32 * 1024 };
/* A millisecond apart, at a file that was just made. */
enum { EMPTY_LOOKS = 50 };
/* The clock of files is behind by less. */
#define CLOCK_NANOSECONDS 50000000

/* The same for all folders: one that is watched twice keeps the mask. */
#define WATCH_MASK                                                   \
  (IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_MOVED_FROM |        \
   IN_MOVE_SELF | IN_ONLYDIR)

static int64_t nanoseconds(struct timespec t) {
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return nanoseconds(t);
}

/* ---- life ---- */

static bool await(Watch *w, int fd) {
  struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
  return fd < 0 || epoll_ctl(w->fd, EPOLL_CTL_ADD, fd, &e) == 0;
}

bool watch_open(Watch *w, int stopfd, Diag *diag) {
  *w = (Watch){.emptied = now()};
  signal(SIGIO, SIG_IGN); /* a lease of watch_wants that is in a writer's way */
  w->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  w->fd = w->inotify < 0 ? -1 : epoll_create1(EPOLL_CLOEXEC);
  if (w->fd >= 0 && await(w, w->inotify) && await(w, stopfd)) return true;
  return diag_set(diag, DIAG_SYSTEM, NULL, "folders cannot be watched: %s",
                  strerror(errno));
}

void watch_close(Watch *w) {
  if (w->fd >= 0) close(w->fd);
  if (w->inotify >= 0) close(w->inotify);
  for (size_t i = 0; i < w->folders.n; i++) mem_free(w->folders.p[i].path);
  vec_deinit(&w->folders);
  vec_deinit(&w->seen);
  buf_deinit(&w->rules);
  buf_deinit(&w->events);
  buf_deinit(&w->path);
}

/* ---- folders ---- */

/* The folder's n bytes of name, once. */
static bool addfolder(Watch *w, const char *path, size_t n, bool pages,
                      Diag *diag) {
  WatchFolder f = {.pages = pages};
  while (n > 1 && path[n - 1] == '/' && path[n - 2] == '/') n--;
  f.path = mem_strndup(path, n);
  if (!f.path) return diag_memory(diag);
  f.number = inotify_add_watch(w->inotify, n ? f.path : ".", WATCH_MASK);
  for (size_t i = 0; f.number >= 0 && i < w->folders.n; i++) {
    WatchFolder *known = &w->folders.p[i];
    if (known->number != f.number || strcmp(known->path, f.path)) continue;
    known->pages = known->pages || pages;
    mem_free(f.path);
    return true;
  }
  if (f.number >= 0 && vec_push(&w->folders, f)) return true;
  mem_free(f.path);
  if (f.number >= 0) return diag_memory(diag);
  return diag_set(diag, DIAG_SYSTEM, NULL, "%.*s: cannot be watched: %s%s",
                  n > 300 ? 300 : (int)n, path, strerror(errno),
                  errno == ENOSPC ? " (fs.inotify.max_user_watches)" : "");
}

bool watch_folder(Watch *w, const char *path, Diag *diag) {
  Buf b;
  size_t n = strlen(path);
  bool ok;
  buf_init(&b);
  ok = buf_puts(&b, path) &&
       (n == 0 || path[n - 1] == '/' || buf_putc(&b, '/'));
  ok = ok ? addfolder(w, b.p ? b.p : "", b.n, true, diag) : diag_memory(diag);
  buf_deinit(&b);
  return ok;
}

static bool hasrules(const Watch *w, const char *path) {
  const char *p = w->rules.p, *end = p + w->rules.n;
  for (; p < end; p += strlen(p) + 1)
    if (!strcmp(p, path)) return true;
  return false;
}

bool watch_rules(Watch *w, const char *path, Diag *diag) {
  bool folder = file_isfolder(path), ok;
  size_t n = strlen(path);
  const char *slash = strrchr(path, '/');
  Buf b;
  while (folder && n > 1 && path[n - 1] == '/') n--;
  buf_init(&b);
  ok = buf_put(&b, path, n) &&
       (!folder || path[n - 1] == '/' || buf_putc(&b, '/')) &&
       buf_putc(&b, '\0');
  if (ok && !hasrules(w, b.p)) ok = buf_put(&w->rules, b.p, b.n);
  if (!ok) diag_memory(diag);
  else if (folder) ok = addfolder(w, b.p, b.n - 1, false, diag);
  else /* a folder that is not there has no file to come */
    (void)addfolder(w, path, slash ? (size_t)(slash - path) + 1 : 0, false,
                    &(Diag){.kind = DIAG_NONE});
  buf_deinit(&b);
  return ok;
}

/* Forgets the folder and those below, which are elsewhere now, or nowhere. */
static void dropbelow(Watch *w, const char *path, size_t n) {
  size_t kept = 0;
  for (size_t i = 0; i < w->folders.n; i++) {
    WatchFolder f = w->folders.p[i];
    if (f.pages && !strncmp(f.path, path, n) && f.path[n] == '/') {
      inotify_rm_watch(w->inotify, f.number);
      mem_free(f.path);
    } else {
      w->folders.p[kept++] = f;
    }
  }
  w->folders.n = kept;
}

static void dropnumber(Watch *w, int number) {
  size_t kept = 0;
  for (size_t i = 0; i < w->folders.n; i++) {
    if (w->folders.p[i].number == number) mem_free(w->folders.p[i].path);
    else w->folders.p[kept++] = w->folders.p[i];
  }
  w->folders.n = kept;
}

/* The folder was moved: what is named by its old path is forgotten. */
static void dropmoved(Watch *w, int number) {
  for (size_t i = 0; i < w->folders.n; i++) {
    WatchFolder f = w->folders.p[i];
    if (f.number != number || !*f.path || file_isfolder(f.path)) continue;
    buf_clear(&w->path);
    if (buf_puts(&w->path, f.path)) dropbelow(w, w->path.p, w->path.n - 1);
    return;
  }
}

static bool haspages(const Watch *w) {
  for (size_t i = 0; i < w->folders.n; i++)
    if (w->folders.p[i].pages) return true;
  return false;
}

/* ---- pages ---- */

/* Whether somebody has the file open to write to it: then no lease on it is to
** be had. Where there are no leases, nobody. A writer that has closed it may be
** seen a moment longer. */
static bool iswritten(const char *path) {
  static const struct timespec moment = {.tv_nsec = 1000000};
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
  bool busy = fd >= 0;
  for (int i = 0; busy && i < 2; i++) {
    if (i) nanosleep(&moment, NULL);
    busy = fcntl(fd, F_SETLEASE, F_RDLCK) < 0 && errno == EAGAIN;
  }
  if (fd >= 0) close(fd);
  return busy;
}

static uint64_t mix(uint64_t h, uint64_t n) {
  h = (h ^ n) * 0x9E3779B97F4A7C15u;
  return h ^ h >> 29;
}

/* A number for the page as it is now. */
static uint64_t stateof(const char *path, const struct stat *st) {
  uint64_t h = 0;
  for (; *path; path++) h = mix(h, (unsigned char)*path);
  h = mix(h, (uint64_t)st->st_ino);
  h = mix(h, (uint64_t)st->st_size);
  h = mix(h, (uint64_t)nanoseconds(st->st_mtim));
  return mix(h, (uint64_t)nanoseconds(st->st_ctim));
}

static int bynumber(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

/* Those that came last are few, or all are put in order. */
static bool wasseen(Watch *w, uint64_t state) {
  if (w->seen.n - w->sorted > 64) {
    qsort(w->seen.p, w->seen.n, sizeof *w->seen.p, bynumber);
    w->sorted = w->seen.n;
  }
  for (size_t i = w->sorted; i < w->seen.n; i++)
    if (w->seen.p[i] == state) return true;
  return w->sorted && bsearch(&state, w->seen.p, w->sorted,
                              sizeof *w->seen.p, bynumber);
}

static bool isregular(const char *path, struct stat *st) {
  return lstat(path, st) == 0 && S_ISREG(st->st_mode);
}

/* The state of a file that nobody writes to, as it is after that was asked: it
** may have been closed since. One that was made a moment ago and is empty may
** be about to be opened by who made it, and is looked at again. */
static bool settled(const char *path, struct stat *st) {
  static const struct timespec moment = {.tv_nsec = 1000000};
  for (int i = 0; isregular(path, st); i++) {
    if (st->st_size > 0 || i == EMPTY_LOOKS ||
        now() - nanoseconds(st->st_ctim) > CLOCK_NANOSECONDS)
      return !iswritten(path) && isregular(path, st);
    nanosleep(&moment, NULL);
  }
  return false;
}

bool watch_wants(Watch *w, const char *path, bool closed) {
  struct stat st;
  uint64_t state;
  if (!isregular(path, &st)) return false;
  if (w->lost && nanoseconds(st.st_ctim) < w->emptied - CLOCK_NANOSECONDS)
    return false;
  if (!closed && !settled(path, &st)) return false;
  state = stateof(path, &st);
  if (wasseen(w, state)) return false;
  (void)vec_push(&w->seen, state); /* without memory it may come twice */
  return true;
}

/* ---- events ---- */

static bool islinked(const char *path) {
  struct stat st;
  return isregular(path, &st) && st.st_nlink > 1;
}

static bool endswith(const char *s, const char *tail) {
  size_t n = strlen(s), m = strlen(tail);
  return n > m && !strcmp(s + n - m, tail);
}

static bool isrule(const Watch *w, const char *folder, const char *path) {
  if (hasrules(w, path)) return true;
  return endswith(path, ".rule") && hasrules(w, folder);
}

/* What the event means in the folder, whose path and its name is w->path. */
static WatchKind meaning(Watch *w, const WatchFolder *f,
                         const struct inotify_event *e) {
  const char *path = w->path.p;
  if (e->mask & IN_ISDIR) {
    if (e->mask & IN_MOVED_FROM && f->pages) dropbelow(w, path, w->path.n - 1);
    return f->pages && e->mask & (IN_CREATE | IN_MOVED_TO) ? WATCH_FOLDER
                                                          : WATCH_END;
  }
  if (e->mask & IN_CREATE && !islinked(path)) return WATCH_END;
  if (e->mask & IN_MOVED_FROM) return WATCH_END;
  if (isrule(w, f->path, path)) return WATCH_RULES;
  return f->pages && file_isdocument(e->name) ? WATCH_PAGE : WATCH_END;
}

/* As watch_next, of one event of one folder; WATCH_END: nothing to tell. */
static WatchKind infolder(Watch *w, const WatchFolder *f,
                          const struct inotify_event *e, Diag *diag) {
  buf_clear(&w->path);
  if (!buf_puts(&w->path, f->path) || !buf_puts(&w->path, e->name) ||
      !buf_putc(&w->path, '\0'))
    return diag_memory(diag), WATCH_END;
  return meaning(w, f, e);
}

static WatchKind tell(Watch *w, const struct inotify_event *e, Diag *diag) {
  if (e->mask & IN_Q_OVERFLOW) {
    w->lost = true;
    return WATCH_LOST;
  }
  if (e->mask & IN_IGNORED) dropnumber(w, e->wd);
  if (e->mask & IN_MOVE_SELF) dropmoved(w, e->wd);
  if (!e->len) return WATCH_END;
  for (size_t i = 0; i < w->folders.n; i++) {
    WatchKind kind = WATCH_END;
    if (w->folders.p[i].number == e->wd)
      kind = infolder(w, &w->folders.p[i], e, diag);
    if (kind != WATCH_END || diag->kind != DIAG_NONE) return kind;
  }
  return WATCH_END;
}

bool watch_take(Watch *w, Str events) { return buf_putstr(&w->events, events); }

/* More events into w->events; none: nothing is waiting. */
static bool more(Watch *w, Diag *diag) {
  int64_t before = now();
  ssize_t n;
  buf_clear(&w->events);
  w->at = 0;
  if (!buf_reserve(&w->events, EVENTS_BYTES)) return diag_memory(diag);
  do n = read(w->inotify, w->events.p, w->events.cap);
  while (n < 0 && errno == EINTR);
  if (n < 0 && errno != EAGAIN)
    return diag_set(diag, DIAG_SYSTEM, NULL, "folders cannot be watched: %s",
                    strerror(errno));
  if (n > 0) {
    w->events.n = (size_t)n;
    return true;
  }
  w->emptied = before;
  w->seen.n = w->sorted = 0;
  return true;
}

/* False: the stop came, or the wait ended. */
static bool waits(Watch *w) {
  struct epoll_event e[2];
  int n;
  if (w->wait && !w->wait(w->ud, w->fd)) return false;
  do n = epoll_wait(w->fd, e, 2, -1);
  while (n < 0 && errno == EINTR);
  return n == 1 && e[0].data.fd == w->inotify;
}

WatchKind watch_next(Watch *w, const char **path, Diag *diag) {
  struct inotify_event e;
  diag_init(diag);
  w->lost = false;
  for (;;) {
    WatchKind kind;
    if (w->at >= w->events.n) {
      if (!haspages(w)) {
        diag_set(diag, DIAG_INPUT, NULL, "no folder is left to be watched");
        return WATCH_END;
      }
      if (!more(w, diag) || (w->events.n == 0 && !waits(w))) return WATCH_END;
      continue;
    }
    memcpy(&e, w->events.p + w->at, sizeof e);
    kind = tell(w, (const struct inotify_event *)(w->events.p + w->at), diag);
    w->at += sizeof e + e.len;
    *path = w->path.p;
    if (kind != WATCH_END || diag->kind != DIAG_NONE) return kind;
  }
}
