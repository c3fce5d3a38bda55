# trich. On a fresh Debian 12, git and make are enough for `make run` and
# `make test`: both install what is missing, and do nothing where all is there.

MODE ?= release
PREFIX ?= /usr/local
VERSION := $(shell sed -n 's/^.define TRICH_VERSION "\(.*\)"/\1/p' vm/conf.h)

B := build/$(MODE)
PROGRAM := $(if $(filter release,$(MODE)),trich,$B/trich)
SOURCES := $(wildcard vm/*.c)
# What makes the program of the library.
PROGRAM_OBJECTS := $(addprefix $B/,main.o job.o jobinput.o jobwatch.o console.o)
OBJECTS := $(filter-out $(PROGRAM_OBJECTS),$(SOURCES:vm/%.c=$B/%.o))
UNITS := $(patsubst tests/unit/%.c,$B/unit/%,$(wildcard tests/unit/test_*.c))
BAKED := $(sort $(wildcard stdlib/*.lua docs/help/*.txt vm/report/report.html) $(shell find stdlib/vi rules -type f \
           \( -name '*.rule' -o -name '*.tsv' -o -name '*.lua' \)))

# Asked once, and only where something is compiled: the packages may have been
# installed a moment ago by this very run.
LIBRARIES := libxml-2.0 libutf8proc gmp jansson zlib libedit sqlite3 libarchive libseccomp
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags lua5.4 \
               $(LIBRARIES)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(shell pkg-config --libs $(LIBRARIES)))$(PKG_LIBS)

CC = gcc
CFLAGS ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wvla
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Ivm -I$B $(WARNINGS) $(CFLAGS) $(MODE_FLAGS) \
             $(PKG_CFLAGS)
LDLIBS = -l:liblua5.4-lpeg.a -l:liblua5.4.a $(PKG_LIBS) -lm -ldl
MODE_FLAGS.asan := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
                   -fno-omit-frame-pointer
# What a mistake of ours could still do is less with these. Not PIE: the compiled
# rules in the program hold addresses (vm/image.h).
HARD := -fstack-protector-strong -D_FORTIFY_SOURCE=2
MODE_FLAGS.release := $(HARD)
MODE_FLAGS.pic := $(HARD) -fPIC -fvisibility=hidden
MODE_FLAGS = $(MODE_FLAGS.$(MODE))

# The interface's number: it changes where a program would have to be rebuilt.
SO := 0
LIBDIR ?= $(PREFIX)/lib
# To be read and copied: the program carries the same files within.
INSTALLED_RULES := $(filter rules/% stdlib/vi/%,$(BAKED))
INCLUDEDIR ?= $(PREFIX)/include
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions

# `make V=1` shows the commands whole.
Q := $(if $V,,@)
say = @$(if $V,true,echo) '  '

all: $(PROGRAM) ## build ./trich

run: ## install what is missing, build, and show the corpus as tables
	@tests/setup build
	@$(MAKE) --no-print-directory all
	./trich run -t table corpus

test: ## install what is missing, build, and pass every test
	@tests/setup test
	@$(MAKE) --no-print-directory suites

check: ## before a commit: lint, analyzers, every test under ASan and UBSan, fuzzers
	@tests/setup check
	@$(MAKE) --no-print-directory lint analyze asan
	@$(MAKE) --no-print-directory fuzz

suites: $(PROGRAM) $(UNITS) fuzzers steps
	@lua5.4 tests/run.lua $(PROGRAM) $B/unit $(ONLY)

accept: ## what the scripts of tests/cli print is what they should; ONLY=cli/gzip
	@ACCEPT=1 $(MAKE) --no-print-directory suites ONLY=$(or $(ONLY),cli/)
	@git --no-pager diff --stat tests/cli

# Megabytes of text, HTML pages of 120 KB, runs of each command: what ends in
# minutes; the goals are stated for SIZE=64 PAGES=300.
SIZE ?= 8
PAGES ?= 60
RUNS ?= 5
bench: ## speed against other programs; SIZE= PAGES= RUNS= ONLY=
	@tests/setup bench
	@$(MAKE) --no-print-directory $(PROGRAM) $B/spend
	@lua5.4 tests/bench/bench.lua ./$(PROGRAM) $B/spend build/bench $(SIZE) \
	  $(PAGES) $(RUNS) $(ONLY)

$B/spend: tests/bench/spend.c | $B/unit
	$Q$(CC) $(ALL_CFLAGS) -o $@ $<

asan: ## every test under ASan and UBSan
	@$(MAKE) --no-print-directory MODE=asan suites

valgrind: ## the unit tests and the cli cases under valgrind; ONLY=cli/gzip
	@tests/setup valgrind
	@$(MAKE) --no-print-directory all $(UNITS)
	@tests/valgrind ./$(PROGRAM) $B/unit build/valgrind $(ONLY)

long: $(PROGRAM) ## 200,000 pages through one process, and through workers; N=
	@tests/setup test
	python3 tests/long/run.py ./$(PROGRAM) $(or $N,200000) -j 0
	python3 tests/long/run.py ./$(PROGRAM) $(or $N,200000) -j 2

resume: $(PROGRAM) ## kill a run of 10,000 pages at 50 moments, and go on with it
	@PAGES=10000 KILLS=50 $(MAKE) --no-print-directory suites ONLY=cli/resume

lint: $B/baked.c $B/texttable.inc $(PROGRAM) ## warnings as errors, cppcheck, luacheck, trich fmt
	$Qfor f in $(SOURCES) $(wildcard tests/unit/*.c tests/fuzz/*.c); do \
	  $(CC) $(ALL_CFLAGS) -Werror -fsyntax-only $$f || exit 1; done
	cppcheck --quiet --error-exitcode=1 --suppressions-list=tests/cppcheck.txt \
	  --std=c11 --enable=warning,performance,portability --inline-suppr -Ivm vm
	luacheck --quiet --config tests/luacheckrc stdlib vm/bake.lua tests \
	  $(wildcard rules/*.lua rules/*/*.lua)
	./$(PROGRAM) fmt --check rules stdlib/vi

analyze: $B/baked.c $B/texttable.inc ## the analyzers of gcc and clang
	$Qfor f in $(SOURCES); do \
	  $(CC) $(ALL_CFLAGS) -fanalyzer -Werror -c -o /dev/null $$f && \
	  clang --analyze -Xclang -analyzer-output=text -Xclang -analyzer-werror \
	    $(ALL_CFLAGS) $$f || exit 1; done

ifeq ($(MODE),release)
# Linked twice: first without the compiled rules, which that program writes as
# they are in its memory, then with them (vm/image.h). They hold addresses: all
# else must stay where it was.
FIXED := -no-pie -Wl,-z,relro,-z,now -Wl,-T,vm/image.ld -Wl,--wrap=time
# Most of the symbols that are looked up at start are C++'s, in the libraries
# that libxml2 brings along: first in line, that takes a fifth less.
FIXED += -Wl,--push-state,--no-as-needed -l:libstdc++.so.6 -Wl,--pop-state
$(PROGRAM): $B/bare $B/imagedata.o
	$(say) LINK $@
	$Q$(CC) $(ALL_CFLAGS) $(FIXED) $(LDFLAGS) -o $B/trich $(PROGRAM_OBJECTS) $B/imagedata.o \
	  $B/libtrich.a $(LDLIBS)
	$Qfor p in bare trich; do nm $B/$$p | grep -v ' image_\| _end$$' >$B/$$p.nm; done
	$Qcmp $B/bare.nm $B/trich.nm && mv $B/trich $@

$B/imagedata.o: vm/imagedata.S $B/image
	$Q$(CC) -c -DIMAGE='"$B/image"' -o $@ $<

$B/image: $B/bare
	$(say) COMPILE rules
	$Q$B/bare --write-image $@

$B/bare: $(PROGRAM_OBJECTS) $B/imageroom.o $B/libtrich.a vm/image.ld
	$(say) LINK $@
	$Q$(CC) $(ALL_CFLAGS) $(FIXED) $(LDFLAGS) -o $@ $(filter-out %.ld,$^) $(LDLIBS)

$B/imageroom.o: vm/imagedata.S
	$Q$(CC) -c -o $@ $<
else
$(PROGRAM): $(PROGRAM_OBJECTS) $B/libtrich.a
	$(say) LINK $@
	$Q$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
endif

# All but the program's own: what the program and the unit tests are linked with.
$B/libtrich.a: $(OBJECTS) $B/baked.o
	$Qrm -f $@ && ar rcs $@ $^

# What each character is: computed once, by text.c itself.
$B/text.o: $B/texttable.inc

$B/texttable.inc: $B/maketext
	$Q$< >$@

$B/maketext: vm/text.c $(addprefix $B/,buf.o mem.o image.o utf8.o)
	$Q$(CC) $(ALL_CFLAGS) -DTEXT_MAKE -o $@ $^ $(LDLIBS)

$B/%.o: vm/%.c | $B/unit
	$(say) CC $<
	$Q$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$B/baked.o: $B/baked.c
	$Q$(CC) $(ALL_CFLAGS) -c -o $@ $<

# The list changes when a file comes or goes, its files when one is edited.
$B/baked.list: FORCE | $B/unit
	@echo $(BAKED) | cmp -s - $@ || echo $(BAKED) >$@

$B/baked.c: $B/baked.list $(BAKED) vm/bake.lua
	$(say) BAKE $@
	$Qlua5.4 vm/bake.lua $@ $(BAKED)

# Tests make allocations fail.
FAULTS := -Wl,--wrap=mem_alloc,--wrap=mem_realloc,--wrap=mem_strndup \
          -Wl,--wrap=heap_resize

$B/unit/%: tests/unit/%.c tests/unit/faults.c $B/libtrich.a
	$(say) CC $<
	$Q$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< tests/unit/faults.c \
	  $B/libtrich.a $(FAULTS) $(LDLIBS) -lcmocka

$B/unit:
	@mkdir -p $@

lib: ## build the libraries, build/pic/libtrich.so and .a
	@$(MAKE) --no-print-directory MODE=pic build/pic/libtrich.so

# Lua and LPeg come as shared libraries here: Debian's static ones are not
# position-independent.
$B/libtrich.so: $B/libtrich.a
	$(say) LINK $@
	$Q$(CC) -shared -Wl,-soname,libtrich.so.$(SO) -Wl,-z,defs $(CFLAGS) \
	  $(LDFLAGS) -o $@ -Wl,--whole-archive $< -Wl,--no-whole-archive \
	  $$(pkg-config --libs lua5.4 lua5.4-lpeg) $(PKG_LIBS) -lm
	$Qln -sf libtrich.so $@.$(SO)

# What a program that is linked with libtrich.a needs besides.
libraries:
	@pkg-config --libs lua5.4 lua5.4-lpeg $(LIBRARIES)

lua: lib ## build the module for a plain Lua 5.4, build/pic/lua/trich.so
	@$(MAKE) --no-print-directory MODE=pic build/pic/lua/trich.so

# Lua's own functions are those of the Lua that loads it.
$B/lua/trich.so: vm/lua/trich.c vm/trich.h $B/libtrich.so
	$(say) CC $<
	$Qmkdir -p $(@D)
	$Q$(CC) $(ALL_CFLAGS) -shared $(LDFLAGS) -o $@ $< -L$B -ltrich \
	  $$(pkg-config --libs jansson)

$B/trich.pc: vm/trich.pc.in Makefile FORCE
	$Qsed -e 's|@PREFIX@|$(PREFIX)|; s|@LIBDIR@|$(LIBDIR)|' \
	  -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|; s|@VERSION@|$(VERSION)|' \
	  -e 's|@LIBRARIES@|lua5.4 lua5.4-lpeg $(LIBRARIES)|' $< >$@

# Manual pages and completion are made of the help texts.
manual: ## build the manual pages and the completion of shells, build/manual
	$Qmkdir -p build/manual/man build/manual/bash build/manual/zsh \
	  build/manual/fish
	$Qlua5.4 docs/help/manual.lua $(VERSION) build/manual

install: all lua manual build/release/trich.pc ## install below PREFIX (/usr/local)
	install -D -m 755 trich $(DESTDIR)$(PREFIX)/bin/trich
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 build/manual/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -D -m 644 build/manual/bash/trich \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/trich
	install -D -m 644 build/manual/zsh/_trich \
	  $(DESTDIR)$(ZSHDIR)/_trich
	install -D -m 644 build/manual/fish/trich.fish \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/trich.fish
	cd $(CURDIR) && for f in $(INSTALLED_RULES); do install -D -m 644 $$f \
	  $(DESTDIR)$(PREFIX)/share/trich/$$f || exit 1; done
	install -D -m 644 vm/trich.h $(DESTDIR)$(INCLUDEDIR)/trich.h
	install -D -m 644 build/pic/libtrich.a $(DESTDIR)$(LIBDIR)/libtrich.a
	install -D -m 644 build/pic/libtrich.so \
	  $(DESTDIR)$(LIBDIR)/libtrich.so.$(VERSION)
	ln -sf libtrich.so.$(VERSION) $(DESTDIR)$(LIBDIR)/libtrich.so.$(SO)
	ln -sf libtrich.so.$(SO) $(DESTDIR)$(LIBDIR)/libtrich.so
	install -D -m 644 build/pic/lua/trich.so \
	  $(DESTDIR)$(LIBDIR)/lua/5.4/trich.so
	install -D -m 644 build/release/trich.pc \
	  $(DESTDIR)$(LIBDIR)/pkgconfig/trich.pc

uninstall: ## remove what install put there
	rm -rf $(DESTDIR)$(PREFIX)/share/trich
	rm -f $(DESTDIR)$(PREFIX)/share/man/man1/trich.1 \
	  $(DESTDIR)$(PREFIX)/share/man/man1/trich-*.1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/trich \
	  $(DESTDIR)$(ZSHDIR)/_trich \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/trich.fish
	rm -f $(DESTDIR)$(PREFIX)/bin/trich $(DESTDIR)$(INCLUDEDIR)/trich.h \
	  $(DESTDIR)$(LIBDIR)/libtrich.* $(DESTDIR)$(LIBDIR)/lua/5.4/trich.so \
	  $(DESTDIR)$(LIBDIR)/pkgconfig/trich.pc

dist: ## the sources of this commit as build/trich-VERSION.tar.gz
	@mkdir -p build
	git archive --prefix=trich-$(VERSION)/ -o build/trich-$(VERSION).tar.gz HEAD

scale: all ## the Spark job on a small cluster, an executor killed meanwhile
	@tests/setup scale
	@test -x build/scale/bin/python || python3 -m venv build/scale
	build/scale/bin/pip install -q --disable-pip-version-check . 'pyspark==3.5.*' \
	  'pandas<3' pyarrow warcio
	PATH=$(CURDIR)/build/scale/bin:$$PATH build/scale/bin/python \
	  tests/scale/spark.py ./trich $(or $(DOCUMENTS),20000)

deb: ## Debian packages of this commit, looked over by lintian, in build/deb
	@tests/setup deb
	vm/debian/build $(VERSION)

clean: ## remove what was built
	rm -rf build trich

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

.PHONY: analyze accept bench all lib libraries lua manual run test check suites asan valgrind lint install uninstall dist deb scale \
  clean help FORCE
include tests/fuzz/fuzz.mk
include tests/traps/traps.mk
-include $(wildcard $B/*.d $B/unit/*.d)
