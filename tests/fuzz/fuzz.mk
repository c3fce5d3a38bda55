# What the fuzzers need: `make fuzz` builds them with clang and libFuzzer, and
# runs each for TIME seconds; `make test` replays what they found, in every MODE.

TIME ?= 60
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
TARGET ?= $(FUZZERS)
REPLAYS := $(addprefix $B/fuzz/,$(FUZZERS))
FUZZ_SHARED := tests/fuzz/fuzz.c tests/fuzz/fuzz.h

MODE_FLAGS.fuzz := -O1 -fsanitize=fuzzer-no-link,address,undefined \
                   -fno-sanitize-recover=all -fno-omit-frame-pointer \
                   -D__SANITIZE_ADDRESS__ # as gcc says it, and clang does not
MODE_FLAGS.fuzzfast := -O2 -fsanitize=fuzzer-no-link

fuzz: ## fuzz for TIME seconds in all; TARGET=page, FUZZ=fuzzfast without ASan
	@tests/setup fuzz
	@$(MAKE) --no-print-directory CC=clang MODE=$(or $(FUZZ),fuzz) fuzzers
	@tests/fuzz/run build/$(or $(FUZZ),fuzz)/fuzz $(TIME) $(TARGET)

ifneq ($(filter fuzz%,$(MODE)),)
FUZZ_END := tests/fuzz/coverage.c -fsanitize=fuzzer -Wl,--wrap=lua_newstate
else
FUZZ_END := tests/fuzz/replay.c
endif

fuzzers: $(REPLAYS)

$B/fuzz/%: tests/fuzz/fuzz_%.c $(FUZZ_SHARED) $B/libtrich.a \
           $(filter %.c,$(FUZZ_END))
	$(say) CC $<
	$Qmkdir -p $(@D)
	$Q$(CC) $(ALL_CFLAGS) -o $@ $< tests/fuzz/fuzz.c \
	  $(FUZZ_END) $B/libtrich.a $(LDLIBS)

faults: ## every STEPth allocation failing in turn (1: all), under ASan
	@$(MAKE) --no-print-directory MODE=asan build/asan/unit/test_faults
	@ROOT=$(CURDIR) build/asan/unit/test_faults $(or $(STEP),97) $(TEST)

.PHONY: fuzz fuzzers faults
