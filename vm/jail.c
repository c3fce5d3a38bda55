/*
** jail.c: a short list of system calls, by libseccomp. What is not on it fails
** with EPERM, as a library that merely tries (a locale, a time zone) must not
** end the worker; what only an attack wants ends it.
*/
#include "jail.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define DEFAULT SCMP_ACT_ALLOW
#else
#define DEFAULT SCMP_ACT_ERRNO(EPERM)
#endif

/* On the descriptors that are open, on memory, on itself. */
static const int allowed[] = {
    SCMP_SYS(read),           SCMP_SYS(write),
    SCMP_SYS(readv),          SCMP_SYS(writev),
    SCMP_SYS(poll),           SCMP_SYS(ppoll),
    SCMP_SYS(close),          SCMP_SYS(fstat),
    SCMP_SYS(lseek),          SCMP_SYS(brk),
    SCMP_SYS(munmap),         SCMP_SYS(mremap),
    SCMP_SYS(madvise),        SCMP_SYS(futex),
    SCMP_SYS(clock_gettime),  SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),   SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep), SCMP_SYS(getrandom),
    SCMP_SYS(getpid),         SCMP_SYS(gettid),
    SCMP_SYS(getrusage),      SCMP_SYS(sched_yield),
    SCMP_SYS(rt_sigaction),   SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),   SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall), SCMP_SYS(rseq),
    SCMP_SYS(exit),           SCMP_SYS(exit_group),
};

/* Nothing that runs in a worker has a harmless use for these. */
static const int deadly[] = {
    SCMP_SYS(execve),   SCMP_SYS(execveat), SCMP_SYS(fork),
    SCMP_SYS(vfork),    SCMP_SYS(socket),   SCMP_SYS(socketpair),
    SCMP_SYS(connect),  SCMP_SYS(bind),     SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
    SCMP_SYS(mount),    SCMP_SYS(unlink),   SCMP_SYS(unlinkat),
    SCMP_SYS(rename),   SCMP_SYS(renameat), SCMP_SYS(renameat2),
    SCMP_SYS(bpf),      SCMP_SYS(io_uring_setup),
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Memory that can be written is never run, and none becomes so; a signal goes
** to the process itself (abort). */
static int addnarrow(scmp_filter_ctx filter) {
  const struct scmp_arg_cmp noexec =
      SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
  const struct scmp_arg_cmp self =
      SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());
  int error = 0;
  for (size_t i = 0; !error && i < COUNT(allowed); i++)
    error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
  if (!error)
    error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, noexec);
  if (!error)
    error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                             noexec);
  if (!error)
    error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, self);
  return error;
}

static int addrules(scmp_filter_ctx filter) {
  int error = DEFAULT == SCMP_ACT_ALLOW ? 0 : addnarrow(filter);
  for (size_t i = 0; !error && i < COUNT(deadly); i++)
    error = seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, deadly[i], 0);
  return error;
}

bool jail_enter(void) {
  scmp_filter_ctx filter = seccomp_init(DEFAULT);
  bool ok;
  if (!filter) return false;
  /* without this some kernels slow the whole process down */
  seccomp_attr_set(filter, SCMP_FLTATR_CTL_SSB, 1);
  ok = addrules(filter) == 0 && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return ok;
}
