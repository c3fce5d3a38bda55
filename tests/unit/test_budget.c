/*
** test_budget.c: what is counted ends at its limit, at the same step each time.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <lauxlib.h>
#include <lualib.h>

#include "budget.h"
#include "fence.h"
#include "limit.h"

static Budget *b;
static lua_State *L;
static Diag diag;

static int setup(void **state) {
  (void)state;
  b = budget_new();
  L = b ? lua_newstate(budget_alloc, b) : NULL;
  if (!L) return -1;
  luaL_openlibs(L);
  luaL_requiref(L, "budget", luaopen_budget, 1);
  luaL_requiref(L, "fence", luaopen_fence, 1);
  lua_settop(L, 0);
  return 0;
}

static int teardown(void **state) {
  (void)state;
  lua_close(L);
  budget_free(b);
  return 0;
}

static void limit(const char *text) { assert_true(limit_set(text, &diag)); }

/* What the code gives as a text, or the error; a page of n bytes begins. */
static const char *runs(size_t n, const char *code) {
  budget_renew(b, n);
  lua_settop(L, 0);
  if (luaL_loadstring(L, code) == LUA_OK) lua_pcall(L, 0, 1, 0);
  return luaL_tolstring(L, -1, NULL);
}

static void fails(size_t n, const char *code, const char *name) {
  const char *said = runs(n, code);
  if (!strstr(said, name)) fail_msg("no %s in: %s", name, said);
  assert_non_null(b->limit);
  assert_string_equal(b->limit, name);
}

static void steps_end(void **state) {
  static const char loop[] = "fence.wrap(function () while true do end end)()";
  (void)state;
  limit("BUDGET_STEPS=100000"), limit("BUDGET_STEPS_PER_BYTE=1000");
  for (int i = 0; i < 2; i++) {
    fails(0, loop, "BUDGET_STEPS");
    assert_in_range(b->steps, 100000, 101000);
    fails(100, loop, "BUDGET_STEPS");
    assert_in_range(b->steps, 200000, 201000);
  }
  /* nothing catches it, and it stays until the next page */
  fails(0, "fence.wrap(function () pcall(function () while true do end end) "
           "return 1 end)()", "BUDGET_STEPS");
  assert_string_equal(runs(0, "return fence.wrap(function () return 7 end)()"),
                      "7");
  fails(0, "local f = fence.wrap(function (n) while n do end return 7 end) "
           "pcall(f, 1) return f()", "BUDGET_STEPS");
  /* what is not a package's is not counted */
  assert_string_equal(runs(0, "for i = 1, 1e6 do end return 1"), "1");
}

static void most_is_no_bound(void **state) {
  (void)state;
  limit("BUDGET_STEPS=18446744073709551615");
  assert_string_equal(runs(1000, "return fence.wrap(function () for i = 1, "
                                 "1e6 do end return 1 end)()"), "1");
  limit("BUDGET_STEPS=200000000");
}

static void bytes_end(void **state) {
  (void)state;
  limit("PACKAGE_MAX_BYTES=1000000"), limit("PACKAGE_MAX_BLOCK=100000");
  fails(0, "return #fence.wrap(function () return ('x'):rep(200000) end)()",
        "PACKAGE_MAX_BLOCK");
  fails(0, "fence.wrap(function () local t = {} for i = 1, 2000 do "
           "t[i] = ('x'):rep(999) .. i end end)()", "PACKAGE_MAX_BYTES");
  assert_string_equal(runs(0, "return #('x'):rep(2000000)"), "2000000");
  limit("PACKAGE_MAX_BYTES=67108864"), limit("PACKAGE_MAX_BLOCK=1048576");
}

static void page_counts_end(void **state) {
  (void)state;
  limit("BUDGET_TEXT=100"), limit("BUDGET_TEXT_PER_BYTE=2");
  limit("BUDGET_COMPARISONS=50"), limit("BUDGET_COMPARISONS_PER_BYTE=1");
  assert_string_equal(runs(10, "budget.read(120) budget.look(60)"), "nil");
  assert_string_equal(runs(10, "return budget.again()"), "nil");
  fails(10, "budget.read(60) budget.read(61)", "BUDGET_TEXT");
  fails(10, "budget.look(60) budget.look(1)", "BUDGET_COMPARISONS");
  /* once more, from nothing */
  assert_string_equal(runs(0, "pcall(budget.look, 51) return budget.again()"),
                      "BUDGET_COMPARISONS");
  assert_null(b->limit);
  assert_string_equal(runs(0, "pcall(budget.look, 51) budget.again() "
                              "budget.look(50) return budget.limit()"), "nil");
}

/* Tables and texts go in and out as copies, and no function does. */
static void fence_copies(void **state) {
  (void)state;
  assert_string_equal(
      runs(0, "local t = { 1, { 2 } } fence.wrap(function (u) u[1] = 5 "
              "u[2][1] = 6 end)(t) return t[1] .. t[2][1]"), "12");
  assert_string_equal(
      runs(0, "return fence.wrap(function () return function () end end)()"),
      "nil");
  assert_string_equal(
      runs(0, "return fence.wrap(function (f) return type(f) end)(print)"),
      "nil");
  assert_non_null(strstr(
      runs(0, "local t = {} t.t = t fence.wrap(function () end)(t)"),
      "nested deeper"));
  assert_non_null(strstr(
      runs(0, "fence.wrap(function () error(('x'):rep(9999)) end)()"), "xxx"));
  assert_true(lua_rawlen(L, -1) <= 300);
  assert_int_equal(b->inside, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(steps_end),       cmocka_unit_test(most_is_no_bound),
      cmocka_unit_test(bytes_end),       cmocka_unit_test(page_counts_end),
      cmocka_unit_test(fence_copies)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
