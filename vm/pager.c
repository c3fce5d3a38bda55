/*
** pager.c: a program that shows long output page by page.
*/
#include "pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define USUAL "if command -v less >/dev/null; then exec less; else exec cat; fi"

/* The command for a shell, or NULL. */
static const char *command(void) {
  const char *pager = getenv("PAGER"), *term = getenv("TERM");
  if (!term || !strcmp(term, "dumb")) return NULL;
  if (!pager) return USUAL;
  return *pager && strcmp(pager, "cat") ? pager : NULL;
}

static void run(const char *shell, int fd) {
  signal(SIGPIPE, SIG_DFL);
  signal(SIGXFSZ, SIG_DFL);
  setenv("LESS", "FRX", 0); /* ends where all fits, colours, screen stays */
  if (dup2(fd, STDIN_FILENO) == STDIN_FILENO)
    execl("/bin/sh", "sh", "-c", shell, (char *)NULL);
  _exit(127);
}

bool pager_start(Pager *p, int *fd) {
  const char *shell = command();
  int ends[2];
  p->pid = 0;
  if (!shell || pipe2(ends, O_CLOEXEC)) return false;
  p->pid = fork();
  if (p->pid == 0) run(shell, ends[0]);
  close(ends[0]);
  if (p->pid > 0) {
    *fd = ends[1];
    return true;
  }
  close(ends[1]);
  p->pid = 0;
  return false;
}

void pager_wait(Pager *p) {
  while (p->pid > 0 && waitpid(p->pid, NULL, 0) < 0 && errno == EINTR)
    ;
  p->pid = 0;
}
