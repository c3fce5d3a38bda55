/*
** rulefile.c: the bytes of a rule file. A path below a folder is walked step by
** step from a descriptor of the folder, so that nothing can be put in its way
** between a look and the reading.
*/
#include "rulefile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limit.h"

#define BLOCK_BYTES (64u * 1024u)
#define FLAGS (O_RDONLY | O_CLOEXEC | O_NOCTTY)

static bool refuse(Diag *diag, int error) {
  if (error == ELOOP)
    return diag_set(diag, DIAG_INPUT, NULL,
                    "a symbolic link, which rule files do not follow");
  return diag_set(diag, DIAG_INPUT, NULL, "%s", strerror(error));
}

/* The folder that the path begins with; "" is where we are. */
static int openfolder(const char *path, size_t n) {
  char name[4096];
  if (n == 0) return open(".", FLAGS | O_DIRECTORY);
  if (n >= sizeof name) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(name, path, n);
  name[n] = '\0';
  return open(name, FLAGS | O_DIRECTORY);
}

/* One step down; closes the folder. */
static int step(int folder, const char *name, int flags) {
  int fd = openat(folder, name, FLAGS | O_NOFOLLOW | flags), error = errno;
  close(folder);
  errno = error;
  return fd;
}

/* Opens `rest` below the folder; -1 with errno. */
static int openbelow(int folder, const char *rest) {
  char name[256];
  const char *slash;
  while (folder >= 0 && (slash = strchr(rest, '/'))) {
    size_t n = (size_t)(slash - rest);
    if (n >= sizeof name || (n == 2 && !memcmp(rest, "..", 2))) {
      close(folder);
      errno = n == 2 ? EACCES : ENAMETOOLONG;
      return -1;
    }
    memcpy(name, rest, n);
    name[n] = '\0';
    if (n > 0) folder = step(folder, name, O_DIRECTORY);
    rest = slash + 1;
  }
  return folder < 0 ? -1 : step(folder, rest, O_NONBLOCK);
}

static bool isregular(int fd) {
  struct stat st;
  return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

static bool readall(int fd, Buf *out, Diag *diag) {
  size_t most = LIMIT(RULE_FILE_MAX_BYTES), begun = out->n;
  for (;;) {
    ssize_t got;
    if (!buf_reserve(out, BLOCK_BYTES)) return diag_memory(diag);
    got = read(fd, out->p + out->n, BLOCK_BYTES);
    if (got == 0) return true;
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return refuse(diag, errno);
    out->n += (size_t)got;
    if (out->n - begun > most)
      return diag_set(diag, DIAG_INPUT, "RULE_FILE_MAX_BYTES",
                      "larger than RULE_FILE_MAX_BYTES (%zu)", most);
  }
}

bool rulefile_read(const char *path, size_t folder, Buf *out, bool *missing,
                   Diag *diag) {
  bool named = folder == RULEFILE_NAMED, ok;
  int fd = named ? open(path, FLAGS)
                 : openbelow(openfolder(path, folder), path + folder);
  *missing = fd < 0 && (errno == ENOENT || errno == ENOTDIR);
  if (fd < 0) return refuse(diag, errno);
  ok = named || isregular(fd) ||
       diag_set(diag, DIAG_INPUT, NULL, "no regular file");
  ok = ok && readall(fd, out, diag);
  close(fd);
  return ok;
}
