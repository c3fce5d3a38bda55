/*
** resume.c: a run that can be gone on with.
*/
#include "resume.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "mem.h"

#define MAGIC "trich-resume 1\n"
/* Entries and lines are written when there are so many bytes of entries, or
** after so many milliseconds: what was not is done again. */
enum { ENTRIES_BYTES = 4096, WRITE_MILLISECONDS = 500 };

static bool failed(Diag *diag, const char *what) {
  return diag_set(diag, DIAG_SYSTEM, NULL, "%s: %s", what, strerror(errno));
}

static uint64_t milliseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static bool writeall(int fd, const char *p, size_t n) {
  while (n > 0) {
    ssize_t done = write(fd, p, n);
    if (done < 0 && errno != EINTR) return false;
    if (done > 0) p += done, n -= (size_t)done;
  }
  return true;
}

static bool readall(int fd, Buf *out) {
  for (;;) {
    ssize_t n;
    if (!buf_reserve(out, 65536)) return false;
    n = read(fd, out->p + out->n, out->cap - out->n);
    if (n == 0) return true;
    if (n < 0 && errno != EINTR) return false;
    if (n > 0) out->n += (size_t)n;
  }
}

/* ---- what was done ---- */

/* The run's own lines end with one that has a dot alone. */
static bool start(Resume *r, const char *what, Diag *diag) {
  Buf head;
  bool ok;
  buf_init(&head);
  ok = buf_puts(&head, MAGIC) && buf_puts(&head, what) &&
       buf_puts(&head, ".\n");
  if (!ok) diag_memory(diag);
  else if (ftruncate(r->fd, 0) || lseek(r->fd, 0, SEEK_SET) < 0 ||
           ftruncate(r->sink->fd, 0) || !writeall(r->fd, head.p, head.n))
    ok = failed(diag, r->path);
  buf_deinit(&head);
  return ok;
}

/* The first line in which the two differ names what has changed. */
static bool differs(Resume *r, Str now, Str then, Diag *diag) {
  size_t i = 0, line = 0;
  while (i < now.n && i < then.n && now.p[i] == then.p[i])
    if (now.p[i++] == '\n') line = i;
  now = (Str){now.p + line, now.n - line};
  return diag_set(diag, DIAG_USAGE, NULL,
                  "%s was made with other %.*s; go on as it was begun, or "
                  "remove it and %s to begin anew",
                  r->sink->part, (int)strcspn(now.p, " \n"), now.p, r->path);
}

/* The entry at s, of the line that ends at s.n; false: it is none. */
static bool entry(Str s, ResumeEntry *e) {
  char line[80], mark[2] = "";
  int fields;
  if (s.n >= sizeof line) return false;
  memcpy(line, s.p, s.n);
  line[s.n] = '\0';
  fields = sscanf(line, "%8" SCNx32 " %" SCNu64 " %" SCNu64 " %1s", &e->sum,
                  &e->bytes, &e->line, mark);
  e->failed = fields == 4 && mark[0] == '!';
  return fields >= 3;
}

/* Takes the entries whose lines are there; cuts both files behind the last. */
static bool takedone(Resume *r, Str s, size_t at, Diag *diag) {
  struct stat st;
  uint64_t lines = 0;
  if (fstat(r->sink->fd, &st)) return failed(diag, r->sink->part);
  while (at < s.n) {
    const char *end = memchr(s.p + at, '\n', s.n - at);
    ResumeEntry e;
    if (!end || !entry((Str){s.p + at, (size_t)(end - s.p) - at}, &e) ||
        e.line > (uint64_t)st.st_size - lines)
      break;
    if (!vec_push(&r->done, e)) return diag_memory(diag);
    lines += e.line;
    r->failed += e.failed;
    at = (size_t)(end - s.p) + 1;
  }
  if (ftruncate(r->sink->fd, (off_t)lines) ||
      lseek(r->sink->fd, 0, SEEK_END) < 0)
    return failed(diag, r->sink->part);
  if (ftruncate(r->fd, (off_t)at) || lseek(r->fd, 0, SEEK_END) < 0)
    return failed(diag, r->path);
  return true;
}

static bool goon(Resume *r, Str s, const char *what, Diag *diag) {
  size_t n = strlen(what), head = sizeof MAGIC - 1;
  const char *dot;
  if (s.n < head || memcmp(s.p, MAGIC, head)) return start(r, what, diag);
  dot = memmem(s.p, s.n, "\n.\n", 3);
  if (!dot) return start(r, what, diag); /* it was killed at its start */
  s = (Str){s.p, s.n};
  if ((size_t)(dot + 1 - s.p) != head + n || memcmp(s.p + head, what, n))
    return differs(r, (Str){what, n},
                   (Str){s.p + head, (size_t)(dot + 1 - s.p) - head}, diag);
  return takedone(r, s, head + n + 2, diag);
}

bool resume_open(Resume *r, Sink *sink, const char *what, Diag *diag) {
  Buf path, old;
  bool ok;
  *r = (Resume){.sink = sink, .fd = -1, .wrote = milliseconds()};
  buf_init(&path), buf_init(&old);
  if (buf_puts(&path, sink->path) && buf_puts(&path, ".resume"))
    r->path = buf_detach(&path);
  buf_deinit(&path);
  if (!r->path) return diag_memory(diag);
  r->fd = open(r->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (r->fd < 0) return failed(diag, r->path);
  if (flock(r->fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
    return diag_set(diag, DIAG_USAGE, NULL,
                    "another run is at work on %s; wait for its end",
                    sink->path);
  ok = readall(r->fd, &old) || failed(diag, r->path);
  ok = ok && goon(r, buf_str(&old), what, diag);
  buf_deinit(&old);
  return ok;
}

/* ---- documents ---- */

bool resume_isdone(Resume *r, const Str *parts, size_t n, Diag *diag) {
  ResumeEntry e = {.sum = (uint32_t)crc32(0, NULL, 0)};
  size_t i = r->asked++;
  diag_init(diag);
  for (size_t k = 0; k < n; k++) {
    uint64_t size = parts[k].n; /* so that no text moves between parts */
    e.sum = (uint32_t)crc32_z(e.sum, (Bytef *)&size, sizeof size);
    if (size) /* of no bytes crc32_z would begin anew */
      e.sum = (uint32_t)crc32_z(e.sum, (const Bytef *)parts[k].p, parts[k].n);
    e.bytes += parts[k].n;
  }
  if (i >= r->done.n) {
    if (r->first > 4096) { /* the queue moves to its start */
      r->asking.n -= r->first;
      memmove(r->asking.p, r->asking.p + r->first,
              r->asking.n * sizeof *r->asking.p);
      r->first = 0;
    }
    return vec_push(&r->asking, e) ? false : diag_memory(diag);
  }
  if (r->done.p[i].sum == e.sum && r->done.p[i].bytes == e.bytes) return true;
  return diag_set(diag, DIAG_USAGE, NULL,
                  "document %zu (%.*s) is another than when %s was begun; go "
                  "on with the same inputs, or remove it and %s to begin anew",
                  i + 1, (int)parts[0].n, parts[0].p, r->sink->part, r->path);
}

bool resume_flush(Resume *r, Diag *diag) {
  r->wrote = milliseconds();
  if (!sink_flush(r->sink)) return false; /* the sink tells */
  if (!writeall(r->fd, r->entries.p, r->entries.n))
    return failed(diag, r->path);
  buf_clear(&r->entries);
  return true;
}

bool resume_line(Resume *r, const char *bytes, size_t n, bool failed_,
                 Diag *diag) {
  const ResumeEntry *e = &r->asking.p[r->first++];
  if (!sink_write(r->sink, bytes, n)) return false;
  if (!buf_printf(&r->entries, "%08" PRIx32 " %" PRIu64 " %zu%s\n", e->sum,
                  e->bytes, n, failed_ ? " !" : ""))
    return diag_memory(diag);
  if (r->entries.n < ENTRIES_BYTES &&
      milliseconds() - r->wrote < WRITE_MILLISECONDS)
    return true;
  return resume_flush(r, diag);
}

void resume_finish(Resume *r) { unlink(r->path); }

void resume_close(Resume *r) {
  if (r->fd >= 0) close(r->fd);
  mem_free(r->path);
  vec_deinit(&r->done);
  vec_deinit(&r->asking);
  buf_deinit(&r->entries);
}
