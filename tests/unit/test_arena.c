/*
** test_arena.c: blocks are freed by themselves or all at once, and a failure
** jumps.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "faults.h"
#include "../../vm/arena.h"
#include "../../vm/mem.h"

static void plain(void **state) {
  char *p = arena_alloc(10), *q = arena_copy("abc");
  (void)state;
  assert_non_null(p);
  assert_string_equal(q, "abc");
  p = arena_resize(p, 100000);
  assert_non_null(p);
  p[99999] = 1;
  arena_free(p);
  arena_free(q);
  arena_free(NULL);
  mem_failafter(0);
  assert_null(arena_alloc(1));
  assert_null(arena_alloc(SIZE_MAX));
  mem_failafter(-1);
}

static jmp_buf jump;

static void fill(void) {
  char *p;
  arena_alloc(5);
  p = arena_resize(NULL, 6);
  p = arena_resize(p, 6000);
  arena_free(arena_alloc(7));
  memset(p, 1, 6000);
  mem_failafter(0);
  arena_copy("never");
}

static void jumps(void **state) {
  void *kept = arena_alloc(3);
  (void)state;
  if (setjmp(jump) == 0) {
    arena_jump(&jump);
    fill();
    fail();
  }
  mem_failafter(-1);
  arena_jump(NULL);
  arena_drop();
  arena_free(kept);
}

/* What a library keeps from one time to the next stays. */
static void keeps(void **state) {
  void *first, *second;
  (void)state;
  if (setjmp(jump) != 0) fail();
  arena_jump(&jump);
  first = arena_alloc(1);
  arena_jump(&jump);
  second = arena_alloc(2);
  arena_jump(NULL);
  (void)second;
  arena_drop();
  arena_free(first);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(plain),
                                     cmocka_unit_test(jumps),
                                     cmocka_unit_test(keeps)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
