/*
** file.c: bytes from files, folders and standard input.
*/
#include "file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "conf.h"
#include "limit.h"
#include "mem.h"
#include "unpack.h"

/* ---- one file ---- */

/* What went wrong, and what to do about it. */
static bool refuse(Diag *diag, int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return diag_set(diag, DIAG_INPUT, NULL,
                      "there is no such file; check its name and the folder "
                      "that it is looked for in");
    case EACCES:
    case EPERM:
      return diag_set(diag, DIAG_INPUT, NULL,
                      "no permission to read it; check its mode (chmod) and "
                      "owner");
    case ELOOP:
      return diag_set(diag, DIAG_INPUT, NULL, "its links lead in a circle");
    case ENOMEM:
      return diag_memory(diag);
    default:
      return diag_set(diag, DIAG_INPUT, NULL, "cannot be read: %s",
                      strerror(error));
  }
}

bool file_open(File *f, const char *path, Diag *diag) {
  *f = (File){.fd = -1};
  buf_init(&f->packed);
  f->fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY) : STDIN_FILENO;
  return f->fd >= 0 || refuse(diag, errno);
}

void file_close(File *f) {
  if (f->fd > STDIN_FILENO) close(f->fd);
  f->fd = -1;
  unpack_free(f->unpack);
  f->unpack = NULL;
  buf_deinit(&f->packed);
}

/* One read(2) into out; sets *n to its bytes, 0 at the end of the file. */
static bool readblock(File *f, Buf *out, size_t *n, Diag *diag) {
  ssize_t got;
  *n = 0;
  if (out->cap - out->n < FILE_BLOCK_BYTES / 4 &&
      !buf_reserve(out, FILE_BLOCK_BYTES))
    return diag_memory(diag);
  if (f->wait && !f->wait(f->ud, f->fd))
    return diag_set(diag, DIAG_INPUT, NULL, "the reading was ended");
  while ((got = read(f->fd, out->p + out->n, out->cap - out->n)) < 0) {
    if (errno == EAGAIN) /* somebody made the pipe non-blocking */
      poll(&(struct pollfd){.fd = f->fd, .events = POLLIN}, 1, -1);
    else if (errno != EINTR)
      break;
  }
  if (got < 0) return refuse(diag, errno);
  out->n += *n = (size_t)got;
  f->taken += *n;
  return true;
}

static bool isgzip(Str s) {
  return s.n >= 3 && memcmp(s.p, "\x1f\x8b\x08", 3) == 0;
}

static bool startunpack(File *f, Diag *diag) {
  f->unpack = unpack_new(16 + MAX_WBITS);
  return f->unpack || diag_memory(diag);
}

/* The first bytes tell gzip from the rest; they may come in small pieces. */
static bool begin(File *f, Buf *out, Diag *diag) {
  size_t before = out->n, n;
  f->begun = true;
  do {
    if (!readblock(f, out, &n, diag)) return false;
  } while (n > 0 && out->n - before < 3);
  f->end = n == 0;
  if (!isgzip((Str){out->p + before, out->n - before})) return true;
  if (!buf_put(&f->packed, out->p + before, out->n - before))
    return diag_memory(diag);
  out->n = before;
  f->end = false;
  return startunpack(f, diag);
}

/* Packed bytes for the next inflate: those at hand, else from the file. */
static bool feed(File *f, Diag *diag) {
  size_t n;
  if (f->used < f->packed.n) return true;
  buf_clear(&f->packed);
  f->used = 0;
  return readblock(f, &f->packed, &n, diag);
}

/* A file may be several gzip members in a row. What follows the last one and
** is no member is padding, which gzip(1) leaves out, too. */
static bool nextmember(File *f, Diag *diag) {
  while (f->packed.n - f->used < 3) {
    size_t n;
    if (!readblock(f, &f->packed, &n, diag)) return false;
    if (n == 0) break;
  }
  if (isgzip((Str){f->packed.p + f->used, f->packed.n - f->used}))
    inflateReset(f->unpack);
  else
    f->end = true;
  f->between = false;
  return true;
}

static bool unpackerror(int code, Diag *diag) {
  if (code == Z_MEM_ERROR) return diag_memory(diag);
  return diag_set(diag, DIAG_INPUT, NULL,
                  "its gzip data is damaged; fetch or pack it again");
}

static bool unpackblock(File *f, Buf *out, Diag *diag) {
  z_stream *z = f->unpack;
  int code;
  if (f->between) return nextmember(f, diag);
  if (!feed(f, diag)) return false;
  if (f->packed.n == 0)
    return diag_set(diag, DIAG_INPUT, NULL,
                    "its gzip data ends in the middle; fetch or pack it again");
  if (!buf_reserve(out, FILE_BLOCK_BYTES)) return diag_memory(diag);
  z->next_in = (Bytef *)f->packed.p + f->used;
  z->avail_in = (uInt)(f->packed.n - f->used);
  z->next_out = (Bytef *)out->p + out->n;
  z->avail_out = FILE_BLOCK_BYTES;
  code = inflate(z, Z_NO_FLUSH);
  f->used = f->packed.n - z->avail_in;
  out->n += FILE_BLOCK_BYTES - z->avail_out;
  f->between = code == Z_STREAM_END;
  return code == Z_OK || code == Z_STREAM_END || unpackerror(code, diag);
}

bool file_more(File *f, Buf *out, Diag *diag) {
  size_t before = out->n, n;
  if (!f->begun && !begin(f, out, diag)) return false;
  if (f->unpack) {
    if (!f->end && !unpackblock(f, out, diag)) return false;
    f->given += out->n - before;
    if (f->given > LIMIT(GZIP_MAX_BYTES))
      return diag_set(diag, DIAG_INPUT, "GZIP_MAX_BYTES",
                      "its gzip data unpacks to more than %zu bytes; split it",
                      (size_t)LIMIT(GZIP_MAX_BYTES));
    return true;
  }
  if (!f->end && out->n == before) {
    if (!readblock(f, out, &n, diag)) return false;
    f->end = n == 0;
  }
  f->given += out->n - before;
  return true;
}

/* ---- folders ---- */

bool file_isfolder(const char *path) {
  struct stat st;
  return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

typedef struct Names {
  Buf bytes;          /* NUL-terminated names, folders with a '/' behind */
  VEC(size_t) at;     /* where each begins */
  const char **order; /* sorted pointers into bytes */
} Names;

static void names_deinit(Names *names) {
  buf_deinit(&names->bytes);
  vec_deinit(&names->at);
  mem_free(names->order);
}

static bool endswith(const char *s, size_t n, const char *tail) {
  size_t m = strlen(tail);
  if (n <= m) return false;
  for (size_t i = 0; i < m; i++) {
    char c = s[n - m + i];
    if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
    if (c != tail[i]) return false;
  }
  return true;
}

static bool ispage(const char *name, size_t n) {
  static const char *const tails[] = {".txt", ".html", ".htm", ".jsonl"};
  for (size_t i = 0; i < sizeof tails / sizeof *tails; i++)
    if (endswith(name, n, tails[i])) return true;
  return false;
}

bool file_ispage(const char *name) { return ispage(name, strlen(name)); }

bool file_isdocument(const char *name) {
  size_t n = strlen(name);
  if (endswith(name, n, ".gz")) n -= 3;
  return ispage(name, n) || endswith(name, n, ".warc");
}

/* DT_DIR, DT_REG or anything else; some file systems do not say at once. */
static unsigned char kindof(DIR *dir, const struct dirent *e) {
  struct stat st;
  if (e->d_type != DT_UNKNOWN) return e->d_type;
  if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW)) return DT_REG;
  return (unsigned char)IFTODT(st.st_mode);
}

static bool addname(Names *names, const char *name, bool folder) {
  if (!vec_push(&names->at, names->bytes.n)) return false;
  return buf_puts(&names->bytes, name) &&
         (!folder || buf_putc(&names->bytes, '/')) &&
         buf_putc(&names->bytes, '\0');
}

static bool listnames(DIR *dir, Names *names, FileVisitor *v) {
  const struct dirent *e;
  while ((e = readdir(dir)) != NULL) {
    unsigned char kind;
    if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
    kind = kindof(dir, e);
    if (kind == DT_DIR || (kind == DT_REG && file_isdocument(e->d_name))) {
      if (!addname(names, e->d_name, kind == DT_DIR)) return false;
    } else {
      *(kind == DT_LNK ? &v->links : &v->skipped) += 1;
    }
  }
  return true;
}

static int byname(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* With the '/' behind folders the order is that of whole paths. */
static bool sortnames(Names *names) {
  if (names->at.n == 0) return true;
  names->order = mem_alloc(names->at.n * sizeof *names->order);
  if (!names->order) return false;
  for (size_t i = 0; i < names->at.n; i++)
    names->order[i] = names->bytes.p + names->at.p[i];
  qsort(names->order, names->at.n, sizeof *names->order, byname);
  return true;
}

static bool walk(Buf *path, int depth, FileVisitor *v, Diag *diag);

/* path ends with a NUL that is not counted. */
static bool setpath(Buf *path, size_t n, const char *name) {
  path->n = n;
  if (!buf_puts(path, name) || !buf_putc(path, '\0')) return false;
  path->n--;
  return true;
}

static bool visitnames(Buf *path, Names *names, int depth, FileVisitor *v,
                       Diag *diag) {
  size_t n = path->n;
  for (size_t i = 0; i < names->at.n; i++) {
    bool more;
    if (!setpath(path, n, names->order[i])) return diag_memory(diag);
    more = path->p[path->n - 1] == '/' ? walk(path, depth + 1, v, diag)
                                       : v->document(v->ud, path->p);
    if (!more) return false;
  }
  path->n = n;
  return true;
}

static bool unreadable(const Buf *path, FileVisitor *v, const Diag *why) {
  size_t n = path->n;
  bool more;
  while (n > 1 && path->p[n - 1] == '/') path->p[--n] = '\0';
  more = v->unreadable(v->ud, path->p, why);
  for (; n < path->n; n++) path->p[n] = '/';
  return more;
}

static bool walk(Buf *path, int depth, FileVisitor *v, Diag *diag) {
  Names names = {0};
  Diag why;
  DIR *dir;
  bool ok;
  diag_init(&why);
  if ((uint64_t)depth > LIMIT(FOLDER_MAX_DEPTH)) {
    diag_set(&why, DIAG_INPUT, "FOLDER_MAX_DEPTH",
             "a folder more than %d deep; name it to have it read",
             (int)LIMIT(FOLDER_MAX_DEPTH));
    return unreadable(path, v, &why);
  }
  if (v->folder && !v->folder(v->ud, path->p)) return false;
  dir = opendir(path->p);
  if (!dir) {
    refuse(&why, errno);
    return unreadable(path, v, &why);
  }
  ok = listnames(dir, &names, v) && sortnames(&names);
  closedir(dir); /* before going down: few descriptors, however deep */
  if (!ok) diag_memory(diag);
  ok = ok && visitnames(path, &names, depth, v, diag);
  names_deinit(&names);
  return ok;
}

bool file_walk(const char *folder, FileVisitor *v, Diag *diag) {
  Buf path;
  bool ok;
  size_t n = strlen(folder);
  buf_init(&path);
  v->skipped = v->links = 0;
  while (n > 1 && folder[n - 1] == '/') n--;
  ok = buf_put(&path, folder, n) &&
       (n == 0 || folder[n - 1] == '/' || buf_putc(&path, '/')) &&
       setpath(&path, path.n, "");
  if (!ok) diag_memory(diag);
  ok = ok && walk(&path, 0, v, diag);
  buf_deinit(&path);
  return ok;
}
