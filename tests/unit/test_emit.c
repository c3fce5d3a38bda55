/*
** test_emit.c: the engine's result as a line and as tables.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <lauxlib.h>
#include <lualib.h>

#include "faults.h"
#include "emit.h"
#include "mem.h"

static lua_State *L;
static EmitOptions options;

/* A decimal as the engine has it: a userdata with __name and __tostring. */
static int decimalstring(lua_State *S) {
  lua_getiuservalue(S, 1, 1);
  return 1;
}

static int decimal(lua_State *S) {
  lua_newuserdatauv(S, 1, 1);
  lua_pushvalue(S, 1);
  lua_setiuservalue(S, -2, 1);
  if (luaL_newmetatable(S, "decimal")) {
    lua_pushcfunction(S, decimalstring);
    lua_setfield(S, -2, "__tostring");
  }
  lua_setmetatable(S, -2);
  return 1;
}

static int setup(void **state) {
  (void)state;
  L = luaL_newstate();
  luaL_openlibs(L);
  lua_register(L, "D", decimal);
  options = (EmitOptions){.width = 60};
  return 0;
}

static int teardown(void **state) {
  (void)state;
  mem_failafter(-1);
  lua_close(L);
  return 0;
}

typedef bool Emit(lua_State *L, int index, const EmitOptions *, Buf *);

static void gives(Emit *emit, const char *code, const char *want) {
  int top = lua_gettop(L);
  Buf out;
  buf_init(&out);
  if (luaL_dostring(L, code)) fail_msg("%s", lua_tostring(L, -1));
  assert_true(emit(L, -1, &options, &out));
  assert_true(buf_putc(&out, '\0'));
  assert_string_equal(out.p, want);
  assert_int_equal(lua_gettop(L), top + 1);
  lua_settop(L, top);
  buf_deinit(&out);
}

static void test_empty(void **state) {
  (void)state;
  gives(emit_line, "return { id = '-', meta = {}, records = {} }",
        "{\"id\":\"-\",\"meta\":{},\"records\":[],"
        "\"schema\":1}\n");
}

static void test_record(void **state) {
  (void)state;
  gives(emit_line,
        "return { id = 'a', meta = { language = 'vi', title = 'T',"
        "  views = '12.345', byline = nil }, records = { { type = 't',"
        "  rule = 'p.r', start = 3, ['end'] = 9, text = 'x\"y',"
        "  xpath = '/html', order = { 'b', '_p', 'a', 'l', 'n' },"
        "  fields = { a = D'8700000000.5', b = true, _p = 'no', c = 'no',"
        "    l = { 'u', 2, { false } } },"
        "  from = { l = { start = 0, ['end'] = 2, rule = 'p.link' } } } } }",
        "{\"id\":\"a\",\"meta\":{\"title\":\"T\",\"views\":12345,"
        "\"language\":\"vi\"},\"records\":[{\"type\":\"t\",\"rule\":\"p.r\","
        "\"start\":3,\"end\":9,\"text\":\"x\\\"y\",\"xpath\":\"/html\","
        "\"fields\":{\"b\":true,\"a\":8700000000.5,"
        "\"l\":[\"u\",2,[false]]},"
        "\"from\":{\"l\":{\"start\":0,\"end\":2,\"rule\":\"p.link\"}}}],"
        "\"schema\":1}\n");
}

static void test_numbers(void **state) {
  (void)state;
  gives(emit_line,
        "return { id = '', records = { { order = { 'v' }, fields = { v ="
        "{ 1, -2, 3.0, 1e15, 0.1, 1/3, 2^53, -0.0, 1/0, 0/0 } } } } }",
        "{\"id\":\"\",\"meta\":{},\"records\":[{\"start\":0,\"end\":0,"
        "\"fields\":{\"v\":[1,-2,3,1000000000000000,0.1,0.33333333333333331,"
        "9007199254740992,0,null,null]}}],"
        "\"schema\":1}\n");
}

static void test_bad_strings_are_repaired(void **state) {
  (void)state;
  gives(emit_line,
        "return { id = 'a\\xff', records = {}, error = { kind = 'budget',"
        " limit = 'X', message = '\\xC3', rule = 'p.r' },"
        " warnings = { { kind = 'k', message = 'm' } } }",
        "{\"id\":\"a\xEF\xBF\xBD\",\"meta\":{},\"records\":[],\"warnings\":"
        "[{\"kind\":\"k\",\"message\":\"m\"}],\"error\":{\"kind\":\"budget\","
        "\"limit\":\"X\",\"message\":\"\xEF\xBF\xBD\",\"rule\":\"p.r\"},"
        "\"schema\":1}\n");
}

/* A list that holds itself comes to an end. */
static void test_list_in_itself(void **state) {
  (void)state;
  gives(emit_line,
        "local l = {}; l[1] = l; return { id = '', records = { { order ="
        " { 'v' }, fields = { v = l } } } }",
        "{\"id\":\"\",\"meta\":{},\"records\":[{\"start\":0,\"end\":0,"
        "\"fields\":{\"v\":[[[[[[[[[]]]]]]]]]}}],"
        "\"schema\":1}\n");
}

static size_t doubled(void *ud, size_t at) {
  (void)ud;
  return at * 2;
}

static void test_options(void **state) {
  (void)state;
  options.types = STR_LIT("x,t");
  options.offset = doubled;
  gives(emit_line,
        "return { id = '', records = { { type = 't', start = 1, ['end'] = 2 },"
        " { type = 'u', start = 1, ['end'] = 2 } } }",
        "{\"id\":\"\",\"meta\":{},\"records\":[{\"type\":\"t\",\"start\":2,"
        "\"end\":4,\"fields\":{}}],"
        "\"schema\":1}\n");
}

static void test_table(void **state) {
  (void)state;
  gives(emit_table,
        "local o = { 'name', '_x', 'value', 'unit', 'tags', 'empty' }\n"
        "return { id = 'a.txt', meta = { title = 'Một tiêu đề' }, records = {"
        "{ type = 'b', order = o, fields = { name = 'một', _x = 'y',"
        "  value = D'8700000000', unit = 'USD', tags = { 'u', 'v' } } },"
        "{ type = 'c', order = { 'k' }, fields = { k = false } },"
        "{ type = 'b', order = o, fields = { name = 'hai', value = 12 } } },"
        "error = { kind = 'budget', message = 'too much', limit = 'L' } }",
        "a.txt\n"
        "  title      Một tiêu đề\n"
        "  error: too much (limit L)\n"
        "\n"
        "  b (2)\n"
        "  name          value  unit  tags\n"
        "  một   8 700 000 000  USD   u, v\n"
        "  hai              12\n"
        "\n"
        "  c (1)\n"
        "  k\n"
        "  no\n"
        "\n");
}

static void test_table_folds_rare_fields(void **state) {
  (void)state;
  options.width = 32;
  gives(emit_table,
        "local o = { 'a', 'b', 'c', 'd' }\n"
        "return { id = 'x', records = {"
        "{ type = 't', order = o, fields = { a = 'a1', b = 'b1', c = 'c1' } },"
        "{ type = 't', order = o, fields = { a = 'a2', d = 'd2', c = 'c2',"
        "  b = 'b2' } }, { type = 't', order = o, fields = { a = 'a3' } } } }",
        "x\n"
        "\n"
        "  t (3)\n"
        "  a   b   more\n"
        "  a1  b1  c=c1\n"
        "  a2  b2  c=c2; d=d2\n"
        "  a3\n"
        "\n");
}

/* Failing allocations give false; nothing is lost or freed twice. */
static void test_no_memory(void **state) {
  (void)state;
  for (long count = 0; count < 20; count++) {
    Buf out;
    buf_init(&out);
    assert_int_equal(luaL_dostring(L,
        "return { id = 'a\\xff', records = { { type = 't', order = { 'v' },"
        " fields = { v = 'w' } } } }"), LUA_OK);
    mem_failafter(count);
    emit_line(L, -1, &options, &out);
    emit_table(L, -1, &options, &out);
    mem_failafter(-1);
    lua_settop(L, 0);
    buf_deinit(&out);
  }
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
  const struct CMUnitTest tests[] = {
      TEST(test_empty),   TEST(test_record),
      TEST(test_numbers), TEST(test_bad_strings_are_repaired),
      TEST(test_list_in_itself), TEST(test_options),
      TEST(test_table),   TEST(test_table_folds_rare_fields),
      TEST(test_no_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
