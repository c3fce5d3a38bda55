/*
** fuzz.h: what the fuzzers share. A target is one file with FUZZ(bytes): it
** gives the bytes to a part of trich and calls must() on what has to hold.
** Linked with libFuzzer by `make fuzz`, with replay.c by `make test`.
*/
#ifndef FUZZ_H
#define FUZZ_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "trich.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
void fuzz_target(Str bytes);
#define FUZZ(bytes) void fuzz_target(Str bytes)

/* must(holds) or must(holds, message): ends the program with the place and the
** text of what does not hold. */
#define must(...) must_(__VA_ARGS__, "", "")
#define must_(holds, more, ...) \
  ((holds) ? (void)0 : fuzz_fail(__FILE__, __LINE__, #holds, more))
_Noreturn void fuzz_fail(const char *file, int line, const char *what,
                         const char *more);

/* The first byte of what is left: a choice below n, or 0 at the end. */
unsigned fuzz_choice(Str *bytes, unsigned n);
/* Writes a file into the current folder, which is a scratch one. */
void fuzz_file(const char *name, Str bytes);
/* An engine with one rule file of that text and the options given as pairs of
** name and value, NULL at the end; NULL where it does not compile, which must
** be said well. */
Trich *fuzz_engine(Str rules, ...);

/* Takes all output; ud is a Buf. */
bool fuzz_write(void *ud, const char *bytes, size_t n);
/* One document's line: one JSON object, one newline, offsets inside of `size`,
** records in order, an id. */
void fuzz_line(Str line, size_t size);

#endif
