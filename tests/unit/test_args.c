/*
** test_args.c: the command line as data.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "args.h"
#include "mem.h"

static Args a;
static Diag diag;

/* Splits at spaces; keeps the words for as long as the test runs. */
static bool parse(const char *line) {
  static char text[256], *argv[32];
  int argc = 0;
  strcpy(text, line);
  for (char *p = strtok(text, " "); p; p = strtok(NULL, " ")) argv[argc++] = p;
  argv[argc] = NULL;
  diag_init(&diag);
  return args_parse(&a, argc, argv, &diag);
}

static void refuses(const char *line, const char *message) {
  assert_false(parse(line));
  assert_int_equal(diag.kind, DIAG_USAGE);
  assert_string_equal(diag.message, message);
  args_deinit(&a);
}

static void test_run(void **state) {
  (void)state;
  assert_true(parse("trich -r x.rule a.txt -t jsonl --rules=y.rule - -o out "
                    "--no-shipped --type event,person -- -z"));
  assert_int_equal(a.task, ARGS_RUN);
  assert_int_equal(a.rules.n, 2);
  assert_string_equal(a.rules.p[1], "y.rule");
  assert_int_equal(a.operands.n, 3);
  assert_string_equal(a.operands.p[0], "a.txt");
  assert_string_equal(a.operands.p[1], "-");
  assert_string_equal(a.operands.p[2], "-z");
  assert_string_equal(a.format, "jsonl");
  assert_string_equal(a.out, "out");
  assert_string_equal(a.types, "event,person");
  assert_false(a.shipped);
  assert_false(a.reference);
  args_deinit(&a);
}

static void test_commands(void **state) {
  (void)state;
  assert_true(parse("trich run run"));
  assert_int_equal(a.task, ARGS_RUN);
  assert_int_equal(a.operands.n, 1);
  args_deinit(&a);
  assert_true(parse("trich -t text text b.html"));
  assert_int_equal(a.task, ARGS_TEXT);
  args_deinit(&a);
  assert_true(parse("trich eval folder"));
  assert_int_equal(a.task, ARGS_COMMAND);
  assert_string_equal(a.command, "eval");
  assert_string_equal(a.operands.p[0], "folder");
  args_deinit(&a);
  assert_true(parse("trich --help --nonsense"));
  assert_int_equal(a.task, ARGS_HELP);
  args_deinit(&a);
}

static void test_script_keeps_its_arguments(void **state) {
  (void)state;
  assert_true(parse("trich -r x.rule s.lua -r --foo run"));
  assert_int_equal(a.task, ARGS_SCRIPT);
  assert_int_equal(a.rules.n, 1);
  assert_int_equal(a.operands.n, 4);
  assert_string_equal(a.operands.p[1], "-r");
  args_deinit(&a);
}

static void test_mistakes(void **state) {
  (void)state;
  refuses("trich tset", "unknown command or missing file 'tset' (did you mean "
                        "'test'?)");
  refuses("trich frobnicate",
          "unknown command or missing file 'frobnicate' (see trich --help)");
  refuses("trich --publishd=3",
          "unknown option '--publishd' (did you mean '--published'?)");
  refuses("trich --zzzzzzzz", "unknown option '--zzzzzzzz' (see trich --help)");
  refuses("trich -x", "unknown option '-x' (see trich --help)");
  refuses("trich -r", "option '-r' needs a value");
  refuses("trich a.txt --field", "option '--field' needs a value");
  refuses("trich --reference=yes", "option '--reference' takes no value");
  refuses("trich -t jsnol a.txt",
          "unknown format 'jsnol' (did you mean 'jsonl'?)");
  refuses("trich text -t table",
          "unknown format 'table' (see trich --help)");
  refuses("trich --offsets char x.txt",
          "unknown unit of --offsets 'char' (did you mean 'chars'?)");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_run), cmocka_unit_test(test_commands),
      cmocka_unit_test(test_script_keeps_its_arguments),
      cmocka_unit_test(test_mistakes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
