/*
** sink.c: where output goes.
*/
#include "sink.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mem.h"
#include "stop.h"

/* Bytes that are held back before they are written. */
enum { SINK_BYTES = 64 * 1024 };

/* Seconds that a reader has for the line that is begun, once a signal came. */
enum { LAST_SECONDS = 2 };

/* After a signal nobody may be reading any more: in small pieces, and not for
** long. */
static size_t portion(Sink *o, size_t n) {
  if (!stop_signal()) return n;
  if (poll(&(struct pollfd){.fd = o->fd, .events = POLLOUT}, 1,
           LAST_SECONDS * 1000) == 0)
    o->closed = true;
  return n < PIPE_BUF ? n : PIPE_BUF;
}

/* The last `n` bytes that a file took are no whole line: it loses them. */
static void cutline(Sink *o, size_t n) {
  struct stat st;
  off_t at = lseek(o->fd, 0, SEEK_CUR);
  if (n > 0 && fstat(o->fd, &st) == 0 && S_ISREG(st.st_mode) &&
      at == st.st_size && at >= (off_t)n &&
      ftruncate(o->fd, at - (off_t)n) == 0)
    lseek(o->fd, at - (off_t)n, SEEK_SET);
}

static bool writeall(Sink *o, const char *p, size_t n) {
  const char *start = p;
  while (n > 0 && !o->closed && !o->error) {
    size_t most = portion(o, n);
    ssize_t done = o->closed ? 0 : write(o->fd, p, most);
    if (done >= 0) {
      p += done;
      n -= (size_t)done;
    } else if (errno == EPIPE) {
      o->closed = true;
    } else if (errno == EAGAIN) { /* somebody made the pipe non-blocking */
      poll(&(struct pollfd){.fd = o->fd, .events = POLLOUT}, 1, -1);
    } else if (errno != EINTR) {
      o->error = errno;
    }
  }
  if (o->error) {
    const char *end = p > start ? memrchr(start, '\n', (size_t)(p - start)) : p;
    cutline(o, (size_t)(p - (!end ? start : end == p ? p : end + 1)));
  }
  return n == 0;
}

bool sink_flush(Sink *o) {
  bool ok = writeall(o, o->pending.p, o->pending.n);
  buf_clear(&o->pending);
  return ok;
}

bool sink_write(void *ud, const char *bytes, size_t n) {
  Sink *o = ud;
  if (o->closed || o->error) return false;
  if (o->pending.n + n > SINK_BYTES && !sink_flush(o)) return false;
  if (n > SINK_BYTES) return writeall(o, bytes, n);
  if (buf_put(&o->pending, bytes, n)) return true;
  o->error = ENOMEM;
  return false;
}

/* The file that -o means: of a link what it leads to. NULL: no memory. */
static char *finalpath(const char *path) {
  char *real = realpath(path, NULL), *copy;
  if (!real) return mem_strndup(path, strlen(path));
  copy = mem_strndup(real, strlen(real));
  free(real);
  return copy;
}

static char *partpath(const char *path) {
  Buf b;
  buf_init(&b);
  if (buf_puts(&b, path) && buf_puts(&b, ".part")) return buf_detach(&b);
  buf_deinit(&b);
  return NULL;
}

static bool opened(Sink *o, int flags) {
  o->fd = open(o->part ? o->part : o->path, flags | O_CLOEXEC | O_NOCTTY, 0666);
  if (o->fd < 0) o->error = errno;
  return o->fd >= 0;
}

bool sink_resume(Sink *o, const char *path) {
  struct stat st;
  *o = (Sink){.fd = -1, .keep = true};
  o->path = finalpath(path);
  o->part = o->path ? partpath(o->path) : NULL;
  if (!o->part) o->error = ENOMEM;
  else if (stat(o->path, &st) == 0 && !S_ISREG(st.st_mode)) o->error = EINVAL;
  return !o->error && opened(o, O_RDWR | O_CREAT | O_NOFOLLOW);
}

bool sink_open(Sink *o, const char *path) {
  struct stat st;
  *o = (Sink){.fd = STDOUT_FILENO, .eager = true};
  if (!path || !strcmp(path, "-")) {
    o->eager = fstat(o->fd, &st) != 0 || !S_ISREG(st.st_mode);
    return true;
  }
  o->path = finalpath(path);
  o->part = o->path ? partpath(o->path) : NULL;
  if (!o->part) {
    o->error = ENOMEM;
    return false;
  }
  if (stat(o->path, &st) == 0 && !S_ISREG(st.st_mode)) {
    mem_free(o->part); /* a device or a pipe cannot be put in place */
    o->part = NULL;
    return opened(o, O_WRONLY);
  }
  o->eager = false;
  return opened(o, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
}

void sink_finish(Sink *o) {
  sink_flush(o);
  if (!o->part || o->error) return;
  if ((fsync(o->fd) && errno != EINVAL) || rename(o->part, o->path))
    o->error = errno;
  if (o->error) return;
  mem_free(o->part);
  o->part = NULL;
}

void sink_close(Sink *o) {
  if (o->part && o->fd >= 0 && !o->keep)
    unlink(o->part); /* it did not become whole */
  if (o->fd > STDERR_FILENO) close(o->fd);
  buf_deinit(&o->pending);
  mem_free(o->path);
  mem_free(o->part);
}
