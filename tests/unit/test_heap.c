/*
** test_heap.c: blocks of every size keep their bytes, are used again, and fail
** without harm.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "faults.h"
#include "../../vm/heap.h"
#include "../../vm/mem.h"

enum { COUNT = 700 };

static void sizes(void **state) {
  Heap *h = heap_new();
  unsigned char *p[COUNT];
  (void)state;
  for (size_t i = 1; i < COUNT; i++) {
    p[i] = heap_resize(h, NULL, 0, i);
    assert_non_null(p[i]);
    assert_int_equal((uintptr_t)p[i] % HEAP_STEP, 0);
    memset(p[i], (int)(i & 0xff), i);
  }
  for (size_t i = 1; i < COUNT; i++) { /* larger, then smaller again */
    p[i] = heap_resize(h, p[i], i, i * 2);
    p[i] = heap_resize(h, p[i], i * 2, (i + 1) / 2);
  }
  for (size_t i = 1; i < COUNT; i++) {
    for (size_t k = 0; k < (i + 1) / 2; k++)
      assert_int_equal(p[i][k], i & 0xff);
    assert_null(heap_resize(h, p[i], (i + 1) / 2, 0));
  }
  heap_free(h);
}

static void again(void **state) {
  Heap *h = heap_new();
  void *p = heap_resize(h, NULL, 0, 40);
  (void)state;
  heap_resize(h, p, 40, 0);
  if (HEAP_SMALL) { /* else p is free()d */
    assert_ptr_equal(heap_resize(h, NULL, 0, 33), p);
    heap_seal(h);
    heap_resize(h, p, 33, 0);
  }
  heap_free(h);
}

/* Lua counts on it that a block can always be made smaller. */
static void failing(void **state) {
  Heap *h = heap_new();
  char *p = heap_resize(h, NULL, 0, 100);
  (void)state;
  p[0] = 'a';
  mem_failafter(0);
  assert_null(heap_resize(h, NULL, 0, 16));
  assert_null(heap_resize(h, NULL, 0, 16000));
  assert_null(heap_resize(h, p, 100, 200));
  p = heap_resize(h, p, 100, 20);
  mem_failafter(-1);
  assert_non_null(p);
  assert_int_equal(p[0], 'a');
  heap_resize(h, p, 20, 0);
  heap_free(h);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(sizes),
                                     cmocka_unit_test(again),
                                     cmocka_unit_test(failing)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
