/*
** worker.c: what a forked process of ours does first.
*/
#include "worker.h"

#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "jail.h"

/* On top of what is mapped already; where that is not known there is none. */
static void limitmemory(uint64_t bytes) {
  struct rlimit limit;
  unsigned long long pages = 0;
  FILE *f = fopen("/proc/self/statm", "r");
  if (!f) return;
  if (fscanf(f, "%llu", &pages) == 1) {
    rlim_t wanted =
        (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + (rlim_t)bytes;
    if (getrlimit(RLIMIT_AS, &limit) == 0 &&
        (limit.rlim_cur == RLIM_INFINITY || wanted < limit.rlim_cur)) {
      limit.rlim_cur = wanted;
      setrlimit(RLIMIT_AS, &limit);
    }
  }
  fclose(f);
}

void worker_enter(pid_t parent, uint64_t bytes) {
  struct rlimit none = {0, 0};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0); /* it ended before this could be asked */
  setrlimit(RLIMIT_CORE, &none);
  limitmemory(bytes);
}

/* A kernel without such lists is no reason to stop: the rest still holds. */
void worker_confine(void) { (void)jail_enter(); }
