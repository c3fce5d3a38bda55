/*
** bundle.c: the files of a tar or zip archive.
*/
#include "bundle.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "limit.h"
#include "mem.h"

/* ---- what it is ---- */

static bool iszip(Str s) {
  return s.n >= 4 && (!memcmp(s.p, "PK\3\4", 4) || !memcmp(s.p, "PK\5\6", 4));
}

/* The head of a file in a tar holds the sum of its bytes, those of the sum
** itself taken as spaces. */
static bool istar(Str s) {
  enum { SUM = 148, SUM_BYTES = 8 };
  unsigned long sum = 0, said = 0;
  size_t i = SUM;
  if (s.n < BUNDLE_START || !s.p[0]) return false;
  while (i < SUM + SUM_BYTES && s.p[i] == ' ') i++;
  for (; i < SUM + SUM_BYTES && s.p[i] >= '0' && s.p[i] <= '7'; i++)
    said = said * 8 + (unsigned long)(s.p[i] - '0');
  for (i = 0; i < BUNDLE_START; i++)
    sum += i - SUM < SUM_BYTES ? ' ' : (unsigned char)s.p[i];
  return sum == said;
}

bool bundle_is(Str start) { return iszip(start) || istar(start); }

/* ---- the archive ---- */

static la_ssize_t lend(struct archive *a, void *ud, const void **p) {
  Bundle *b = ud;
  if (!b->first) buf_clear(&b->raw);
  b->first = false;
  while (b->raw.n == 0 && !b->file->end)
    if (!file_more(b->file, &b->raw, &b->why)) {
      archive_set_error(a, EIO, "%s", b->why.message);
      return -1;
    }
  *p = b->raw.p;
  return (la_ssize_t)b->raw.n;
}

/* The list of a zip's files stands at its end. */
static bool canseek(const Bundle *b) {
  struct stat st;
  return iszip(buf_str(&b->raw)) && !b->file->unpack &&
         fstat(b->file->fd, &st) == 0 && S_ISREG(st.st_mode) &&
         lseek(b->file->fd, 0, SEEK_SET) == 0;
}

static bool failed(Bundle *b, Diag *diag) {
  const char *why = b->a ? archive_error_string(b->a) : NULL;
  b->broken = true;
  if (!b->a || archive_errno(b->a) == ENOMEM) return diag_memory(diag);
  return diag_set(diag, DIAG_INPUT, b->why.limit,
                  "the archive cannot be read on: %s",
                  why ? why : "it is damaged");
}

bool bundle_open(Bundle *b, File *file, Buf *start, Diag *diag) {
  int code;
  *b = (Bundle){.file = file, .raw = *start, .first = true};
  buf_init(start);
  diag_init(&b->why);
  b->a = archive_read_new();
  if (!b->a) return failed(b, diag);
  archive_read_support_format_tar(b->a);
  archive_read_support_format_zip(b->a);
  code = canseek(b) ? archive_read_open_fd(b->a, file->fd, FILE_BLOCK_BYTES)
                    : archive_read_open(b->a, b, NULL, lend, NULL);
  return code == ARCHIVE_OK || code == ARCHIVE_WARN || failed(b, diag);
}

void bundle_close(Bundle *b) {
  archive_read_free(b->a); /* NULL is nothing */
  b->a = NULL;
  buf_deinit(&b->raw);
}

/* The name as UTF-8 where it is known what it is in, else its bytes. */
static const char *nameof(struct archive_entry *e) {
  const char *name = archive_entry_pathname_utf8(e);
  if (!name) name = archive_entry_pathname(e);
  return name ? name : "?";
}

BundleResult bundle_next(Bundle *b, const char **name, Diag *diag) {
  struct archive_entry *e;
  int code;
  for (;;) {
    b->file->given = 0;
    code = archive_read_next_header(b->a, &e);
    if (code == ARCHIVE_EOF) return BUNDLE_END;
    if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
      return failed(b, diag), BUNDLE_BROKEN;
    *name = nameof(e);
    if (archive_entry_filetype(e) == AE_IFDIR) continue;
    if (archive_entry_filetype(e) == AE_IFREG && file_ispage(*name) &&
        !archive_entry_hardlink(e))
      break;
    b->skipped++;
  }
  if (!archive_entry_is_data_encrypted(e)) return BUNDLE_FILE;
  diag_set(diag, DIAG_INPUT, NULL, "it is encrypted; unpack it first");
  return BUNDLE_BAD;
}

bool bundle_more(Bundle *b, Buf *out, bool *end, Diag *diag) {
  la_ssize_t n;
  if (!buf_reserve(out, FILE_BLOCK_BYTES)) return diag_memory(diag);
  n = archive_read_data(b->a, out->p + out->n, FILE_BLOCK_BYTES);
  if (n >= 0) {
    out->n += (size_t)n;
    *end = n == 0;
    return true;
  }
  *end = true;
  failed(b, diag);
  if (n == ARCHIVE_FATAL || diag->kind == DIAG_MEMORY) return false;
  b->broken = false; /* the others can be read */
  return diag_set(diag, DIAG_INPUT, NULL, "it cannot be unpacked: %s",
                  archive_error_string(b->a) ? archive_error_string(b->a)
                                             : "it is damaged");
}
