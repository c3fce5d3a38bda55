/*
** tick.c: counts the branches that code compiled for MODE=steps takes.
*/
#include <stdint.h>

extern uint64_t tick_count;
uint64_t tick_count;

void __sanitizer_cov_trace_pc(void);

__attribute__((no_sanitize_coverage)) void __sanitizer_cov_trace_pc(void) {
  tick_count++;
}
