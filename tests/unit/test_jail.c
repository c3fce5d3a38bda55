/*
** test_jail.c: what a worker can no longer do. Each case is a child of its own,
** as there is no way back.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jail.h"

#define NO_JAIL 77 /* exit status: the kernel has none */

/* The wait status of a child that does `f` in jail; f's result is its exit. */
static int injail(int (*f)(void)) {
  int status;
  pid_t pid = fork();
  if (pid == 0) _exit(jail_enter() ? f() : NO_JAIL);
  assert_true(waitpid(pid, &status, 0) == pid);
  if (WIFEXITED(status) && WEXITSTATUS(status) == NO_JAIL) skip();
  return status;
}

static void exits(int (*f)(void), int want) {
  int status = injail(f);
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), want);
}

static void dies(int (*f)(void)) {
  int status = injail(f);
  assert_true(WIFSIGNALED(status));
  assert_int_equal(WTERMSIG(status), SIGSYS);
}

static int work(void) {
  char *p = malloc(10u << 20);
  if (!p) return 1;
  memset(p, 1, 10u << 20);
  free(p);
  return write(STDERR_FILENO, "", 0) == 0 ? 0 : 2;
}

static int openfile(void) {
  return open("/etc/passwd", O_RDONLY) < 0 && errno == EPERM ? 0 : 1;
}

static int makefile(void) {
  return open("/tmp/jail", O_WRONLY | O_CREAT, 0600) < 0 ? 0 : 1;
}

static int runnable(void) {
  void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return p == MAP_FAILED ? 0 : 1;
}

static int becomerunnable(void) {
  void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) return 1;
  return mprotect(p, 4096, PROT_READ | PROT_EXEC) != 0 ? 0 : 2;
}

static int killparent(void) { return kill(getppid(), 0) != 0 ? 0 : 1; }

static int startprogram(void) {
  char *argv[] = {"true", NULL};
  execv("/bin/true", argv);
  return 1;
}

static int opensocket(void) { return socket(AF_INET, SOCK_STREAM, 0) < 0; }

static int removefile(void) { return unlink("/tmp/jail") != 0; }

static int giveup(void) { abort(); }

static void memory_and_output_go_on(void **state) {
  (void)state;
  exits(work, 0);
}

static void programs_and_network_end_it(void **state) {
  (void)state;
  dies(startprogram);
  dies(opensocket);
  dies(removefile);
}

static void an_abort_is_one(void **state) {
  int status = injail(giveup);
  (void)state;
  assert_true(WIFSIGNALED(status));
  assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void files_and_code_are_refused(void **state) {
  (void)state;
#ifdef __SANITIZE_ADDRESS__
  (void)openfile, (void)makefile, (void)runnable, (void)becomerunnable;
  (void)killparent;
  skip(); /* the sanitizer opens files and maps code */
#else
  exits(openfile, 0);
  exits(makefile, 0);
  exits(runnable, 0);
  exits(becomerunnable, 0);
  exits(killparent, 0);
#endif
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(memory_and_output_go_on),
      cmocka_unit_test(programs_and_network_end_it),
      cmocka_unit_test(an_abort_is_one),
      cmocka_unit_test(files_and_code_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
