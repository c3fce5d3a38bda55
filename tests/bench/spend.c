/*
** spend.c: runs a command and prints what it spent, children too:
**
**   spend [-p] COMMAND [ARGUMENT]...
**   --> CPU seconds, wall seconds, peak of memory in KB
**
** Memory is the largest resident size of one process; with -p the largest sum,
** over the command and its children, of private and proportionally shared
** memory (PSS), looked at every 10 ms. Standard output is read and forgotten:
** some programs do less where it is /dev/null.
*/
#include <dirent.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The number behind `key` in a file of /proc/PID; 0 where there is none. */
static long entry(const char *pid, const char *file, const char *key) {
  char path[300], line[256];
  long n = 0;
  FILE *f;
  snprintf(path, sizeof path, "/proc/%.200s/%s", pid, file);
  f = fopen(path, "r");
  if (!f) return 0;
  while (fgets(line, sizeof line, f))
    if (!strncmp(line, key, strlen(key))) n = atol(line + strlen(key));
  fclose(f);
  return n;
}

/* PSS of the process and of those that it started. */
static long pss(pid_t pid) {
  struct dirent *e;
  long sum = 0;
  DIR *dir = opendir("/proc");
  if (!dir) return 0;
  while ((e = readdir(dir)))
    if (atol(e->d_name) == pid || entry(e->d_name, "status", "PPid:") == pid)
      sum += entry(e->d_name, "smaps_rollup", "Pss:");
  closedir(dir);
  return sum;
}

static void run(char **argv, int out[2]) {
  close(out[0]);
  dup2(out[1], STDOUT_FILENO);
  close(out[1]);
  execvp(argv[0], argv);
  perror(argv[0]);
  _exit(127);
}

/* Reads all that comes, and looks at the memory meanwhile where asked to. */
static long drain(int fd, pid_t pid, int proportional) {
  static char bytes[1 << 16];
  struct pollfd p = {.fd = fd, .events = POLLIN};
  double next = 0;
  long peak = 0;
  for (;;) {
    int ready = poll(&p, 1, proportional ? 10 : -1);
    if (proportional && now() > next) {
      long n = pss(pid);
      if (n > peak) peak = n;
      next = now() + 0.01;
    }
    if (ready > 0 && read(fd, bytes, sizeof bytes) <= 0) return peak;
  }
}

int main(int argc, char **argv) {
  int proportional = argc > 1 && !strcmp(argv[1], "-p"), status, out[2];
  struct rusage used;
  double start = now();
  long peak;
  pid_t pid;
  if (argc < 2 + proportional || pipe(out) != 0) return 2;
  pid = fork();
  if (pid == 0) run(argv + 1 + proportional, out);
  close(out[1]);
  peak = drain(out[0], pid, proportional);
  waitpid(pid, &status, 0);
  getrusage(RUSAGE_CHILDREN, &used);
  printf("%.6f %.6f %ld\n",
         (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
             (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
         now() - start, proportional ? peak : used.ru_maxrss);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
