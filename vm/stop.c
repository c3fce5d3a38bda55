/*
** stop.c: signals that ask the program to stop.
*/
#include "stop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t came;
static int ends[2] = {-1, -1}; /* a pipe: a poll must not miss the signal */

static void note(int signal) {
  int saved = errno;
  came = signal;
  if (write(ends[1], "", 1) < 0) errno = saved; /* full: it was told already */
  errno = saved;
}

bool stop_catch(void) {
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
  if (ends[0] < 0 && pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return false;
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
    struct sigaction now, then;
    if (sigaction(signals[i], NULL, &now) || now.sa_handler == SIG_IGN)
      continue;
    then = (struct sigaction){.sa_handler = note, .sa_flags = SA_RESETHAND};
    sigemptyset(&then.sa_mask);
    sigaction(signals[i], &then, NULL);
  }
  return true;
}

int stop_signal(void) { return came; }

int stop_fd(void) { return ends[0]; }

void stop_forget(void) { came = 0; }

void stop_die(void) {
  signal(came, SIG_DFL);
  raise(came);
}
