/*
** test_input.c: documents out of inputs.
*/
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "faults.h"
#include "input.h"
#include "mem.h"

static char name[64];
static InputOptions options;

static int setup(void **state) {
  (void)state;
  snprintf(name, sizeof name, "/tmp/trich-input-XXXXXX");
  options = (InputOptions){.field = NULL};
  return close(mkstemp(name));
}

static int teardown(void **state) {
  (void)state;
  mem_failafter(-1);
  return unlink(name);
}

static void put(const char *bytes, size_t n) {
  FILE *f = fopen(name, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes, 1, n, f), n);
  fclose(f);
}

/* One line a document: id [published/outlet] text, or id ! error. */
static void list(Buf *out, const char *as) {
  InputDocument d;
  Input in;
  if (input_open(&in, name, as, &options))
    while (input_next(&in, &d)) {
      buf_printf(out, "%s", d.id);
      if (d.published) buf_printf(out, " <%s>", d.published);
      if (d.outlet) buf_printf(out, " <%s>", d.outlet);
      if (d.error) buf_printf(out, " ! %s", d.error);
      else if (d.encoding) buf_puts(out, " = "), buf_put(out, d.bytes, d.n);
      else buf_puts(out, " # "), buf_put(out, d.bytes, d.n);
      buf_putc(out, '\n');
    }
  input_close(&in);
}

static void givesas(const char *as, const char *bytes, size_t n,
                    const char *want) {
  Buf out;
  buf_init(&out);
  put(bytes, n);
  list(&out, as);
  buf_putc(&out, '\0');
  assert_string_equal(out.p, want);
  buf_deinit(&out);
}

#define GIVES(bytes, want) givesas("f", bytes, sizeof(bytes) - 1, want)

static void test_text(void **state) {
  (void)state;
  GIVES("", "f # \n");
  GIVES("abc\ndef\n", "f # abc\ndef\n\n");
  GIVES("<html>{\"a\":1}", "f # <html>{\"a\":1}\n");
  GIVES("{ not json", "f # { not json\n");
  GIVES("[\"a\"]", "f # [\"a\"]\n");
}

static void test_lines(void **state) {
  (void)state;
  GIVES("{\"text\":\"a\"}", "f:1 = a\n");
  GIVES("\xEF\xBB\xBF{\"text\":\"a\"}\r\n\r\n{\"id\":7,\"body\":\"\"}\n",
        "f:1 = a\n7 = \n");
  GIVES(" \n { \"html\" : \"<p>\" , \"id\" : \"x\" }\n",  "x = <p>\n");
  GIVES("{}\n", "f:1 ! no field of line 1 is text, body, html or content; "
                "name the one that holds the text (--field)\n");
}

static void test_broken_lines(void **state) {
  (void)state;
  GIVES("{\"text\":\"a\"}\n{\"text\":\"b\n[1]\nnull\n{\"text\":5}\n"
        "{\"text\":\"c\"}\n",
        "f:1 = a\n"
        "f:2 ! line 2 is no JSON: premature end of input near '\"b', at byte "
        "10\n"
        "f:3 ! line 3 is a list, and an object {...} is expected\n"
        "f:4 ! line 4 is no JSON: '[' or '{' expected near 'null', at byte 4\n"
        "f:5 ! no field of line 5 is text, body, html or content; name the one "
        "that holds the text (--field)\n"
        "f:6 = c\n");
}

/* The name says lines, and one is. */
static void test_broken_first_line(void **state) {
  static const char bytes[] = "oops\n{\"text\":\"a\"}\n";
  (void)state;
  givesas("f.jsonl", bytes, sizeof bytes - 1,
          "f.jsonl:1 ! line 1 is no JSON: '[' or '{' expected near 'oops', at "
          "byte 4\nf.jsonl:2 = a\n");
  GIVES("oops\n{\"text\":\"a\"}\n", "f # oops\n{\"text\":\"a\"}\n\n");
}

static void test_fields(void **state) {
  (void)state;
  options = (InputOptions){.field = "page.body", .idfield = "meta.id"};
  GIVES("{\"page\":{\"body\":\"a\"},\"meta\":{\"id\":3}}\n"
        "{\"page.body\":\"b\",\"id\":4}\n"
        "{\"page\":1}\n{\"page\":{\"body\":[]}}\n",
        "3 = a\nf:2 = b\nf:3 ! there is no field 'page.body' in line 3; name "
        "the one that holds the text (--field)\n"
        "f:4 ! field 'page.body' of line 4 is a list, not a string\n");
}

static void test_what_is_handed_on(void **state) {
  (void)state;
  GIVES("{\"text\":\"a\",\"published\":\"2023-04-01 08:30\",\"outlet\":\"B\"}\n"
        "{\"text\":\"a\",\"published\":\"yesterday\",\"outlet\":5}\n"
        "{\"text\":\"a\"}\n",
        "f:1 <2023-04-01T08:30> <B> = a\nf:2 = a\nf:3 = a\n");
}

static void test_what_is_mended(void **state) {
  (void)state;
  GIVES("{\"text\":\"\xff\",\"id\":\"a\\u0000b\"}\n"
        "{\"text\":\"\\ud800x\\\\ud800 \\ud83d\\ude00 \\udc00\"}\n"
        "{\"text\":\"a\",\"id\":123456789012345678901}\n",
        "a\xEF\xBF\xBD" "b = \xEF\xBF\xBD\n"
        "f:2 = \xEF\xBF\xBDx\\ud800 \xF0\x9F\x98\x80 \xEF\xBF\xBD\n"
        "1.2345678901234568e+20 = a\n");
}

/* The message is valid UTF-8 where it quotes half of a character. */
static void test_messages_are_utf8(void **state) {
  char bytes[600] = "{\"text\":\"a\"}\n{", want[] = "\xEF\xBF\xBD";
  Buf out;
  (void)state;
  for (int i = 0; i < 150; i++) strcat(bytes, "đ");
  buf_init(&out);
  put(bytes, strlen(bytes));
  list(&out, "a\xff");
  buf_putc(&out, '\0');
  assert_non_null(strstr(out.p, want));
  assert_null(strchr(out.p, '\xff'));
  buf_deinit(&out);
}

static void test_long_line(void **state) {
  enum { N = 5 * 1000 * 1000 };
  InputDocument d;
  Input in;
  FILE *f = fopen(name, "wb");
  (void)state;
  fputs("{\"text\":\"", f);
  for (int i = 0; i < N; i++) fputc('a', f);
  fputs("\"}\n{\"text\":\"b\"}\n", f);
  fclose(f);
  assert_true(input_open(&in, name, "f", &options));
  assert_true(input_next(&in, &d));
  assert_int_equal(d.n, N);
  assert_true(input_next(&in, &d));
  assert_int_equal(d.n, 1);
  assert_false(input_next(&in, &d));
  assert_false(input_next(&in, &d));
  input_close(&in);
}

static void test_unreadable(void **state) {
  InputDocument d;
  Input in;
  Diag why;
  (void)state;
  assert_true(input_open(&in, "/nonexistent/x", "x", &options));
  assert_true(input_next(&in, &d));
  assert_string_equal(d.id, "x");
  assert_true(d.whole);
  assert_non_null(strstr(d.error, "there is no such file"));
  assert_false(input_next(&in, &d));
  input_close(&in);
  diag_set(&why, DIAG_INPUT, NULL, "because");
  assert_true(input_refuse(&in, "y", &why));
  assert_true(input_next(&in, &d));
  assert_string_equal(d.error, "because");
  assert_false(input_next(&in, &d));
  input_close(&in);
}

static void test_foreign(void **state) {
  (void)state;
  GIVES("\x89PNG\r\n\x1a\n", "f ! an image; no text is read from it\n");
  GIVES("%PDF-1.4", "f ! a PDF file; turn it into text first (pdftotext)\n");
}

/* Every allocation fails in turn: fewer documents, or errors; no crash. */
static void test_no_memory(void **state) {
  static const char bytes[] = "{\"text\":\"a\",\"outlet\":\"b\"}\n{\"x\n";
  (void)state;
  put(bytes, sizeof bytes - 1);
  for (long count = 0; count < 60; count++) {
    Buf out;
    buf_init(&out);
    mem_failafter(count);
    list(&out, "f");
    mem_failafter(-1);
    buf_deinit(&out);
  }
}

/* Likewise of a WARC archive, with chunks and a packed body. */
static void test_no_memory_warc(void **state) {
  static const char bytes[] =
      "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
      "WARC-Target-URI: http://a/\r\nContent-Length: 134\r\n\r\n"
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=viscii\r\n"
      "Transfer-Encoding: chunked\r\nContent-Encoding: deflate\r\n\r\n"
      "8\r\n\xcb\x48\xcd\xc9\xc9\x57\x04\x00\r\n0\r\n\r\n\r\n\r\n";
  (void)state;
  GIVES(bytes, "http://a/ = hello!\n");
  put(bytes, sizeof bytes - 1);
  for (long count = 0; count < 60; count++) {
    Buf out;
    buf_init(&out);
    mem_failafter(count);
    list(&out, "f");
    mem_failafter(-1);
    buf_deinit(&out);
  }
}

static void test_dates(void **state) {
  static const char *const good[] = {
      "2023", "2023-04", "2023-04-01", "2023-04-01T08:30",
      "2023-04-01T08:30:00.000+07:00", "2023-04-01T08:30Z", NULL};
  static const char *const bad[] = {
      "", "23", "2023-13", "2023-4-1", "2023-04-32", "2023-04-01T", "2023-04-01T25:00", "2023-04-01x", "01/04/2023", NULL};
  (void)state;
  for (size_t i = 0; good[i]; i++)
    assert_true(input_isdate((Str){good[i], strlen(good[i])}));
  for (size_t i = 0; bad[i]; i++)
    assert_false(input_isdate((Str){bad[i], strlen(bad[i])}));
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
  const struct CMUnitTest tests[] = {
      TEST(test_text),          TEST(test_lines),
      TEST(test_broken_lines),  TEST(test_broken_first_line),
      TEST(test_fields),        TEST(test_what_is_handed_on),
      TEST(test_what_is_mended), TEST(test_messages_are_utf8),
      TEST(test_long_line),     TEST(test_unreadable),
      TEST(test_foreign),       TEST(test_no_memory),
      TEST(test_no_memory_warc),
      TEST(test_dates)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
