# Traps for work that grows with the square of a page: counted in `make test`;
# `make traps` runs the program over 50 MB of each.

MODE_FLAGS.steps := -O1 -fsanitize-coverage=trace-pc
ifeq ($(MODE),steps)
LDLIBS += tests/traps/tick.c
endif

STEPS := build/steps/count
steps: ## build what counts steps
	@$(MAKE) --no-print-directory MODE=steps $(STEPS)

ifeq ($(MODE),steps)
$(STEPS): tests/traps/count.c tests/traps/trap.c $B/libtrich.a
	$(say) CC $<
	$Q$(CC) -std=c11 -D_GNU_SOURCE -O2 -Ivm $(WARNINGS) $(PKG_CFLAGS) -o $@ $^ \
	  -Wl,--wrap=lua_newstate,--wrap=arena_resize $(LDLIBS)
endif

traps: all ## 50 MB (MB=) of each trap: seconds, memory, what came
	@$(CC) -std=c11 -O2 -Ivm -o build/traps tests/traps/write.c \
	  tests/traps/trap.c $B/libtrich.a $(LDLIBS)
	@tests/traps/run build/traps ./$(PROGRAM) $(or $(MB),50)

.PHONY: steps traps
