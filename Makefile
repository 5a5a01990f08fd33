# SPDX-License-Identifier: MIT OR Apache-2.0
#
# make              builds build/l4cargo, and build/l4cargo-unit, which make runs
# make demo         imports ripgrep, builds it and runs it
# make check        runs every test; the last line is `N passed, N failed`
# make unit, golden, lint, tidy, coverage
#                   run parts of it
# make fuzz [SECONDS=n TARGETS=...]
#                   fuzzes the readers of outside data
# make fuzz-cargo [SECONDS=n]
#                   compares random projects, and questions about them, with cargo
# make check-attack tests hostile values: every field with every payload
# make check-corpus builds real crates, compares them with cargo (under an hour)
# make check-l4re L4DIR=tree O=objects [KERNEL=fiasco]
#                   tests in a built L4Re tree, and in QEMU;
#                   O='a b' KERNEL='ka kb' does so for two architectures
# make bench        measures times and memory beside cargo
# make format       formats the sources with clang-format
# make setup        installs what all of this needs (Debian)
# make install, uninstall [PREFIX=/usr/local DESTDIR=]
#
# Each accepts CC=clang, SAN=1 (AddressSanitizer and UBSan) and CI=1 (warnings are
# errors). BUILD=folder keeps such builds apart.

CC      := $(if $(filter default undefined,$(origin CC)),gcc,$(CC))
BUILD   ?= build$(if $(SAN),/san)
PREFIX  ?= /usr/local
LIBS    := libcurl libgit2 libcjson libarchive zlib libcrypto
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
           -Wpointer-arith -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wcast-qual -Wconversion \
           -Wnull-dereference -Wimplicit-fallthrough
SOMETIMES_WARN := -Wno-string-concatenation -Wcast-align=strict -Wduplicated-cond -Wduplicated-branches -Wlogical-op

ifdef SAN
CFLAGS  ?= -O1 -g
HARDEN  := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer \
           $(if $(LIBFUZZER),-fsanitize=fuzzer-no-link)
LDHARDEN := $(HARDEN)
else
CFLAGS  ?= -O2 -g
HARDEN  := -fstack-protector-strong -fPIE $(if $(filter -O0,$(CFLAGS)),,-D_FORTIFY_SOURCE=3)
LDHARDEN := -pie -Wl,-z,relro,-z,now
endif

# The rooms of each folder; docs/architecture.md has their order.
ROOMS   := $(addprefix base/,core text messages files system json toml) \
           $(addprefix resolver/,terms manifest lock config workspace toolchain graph units) \
           cache $(addprefix cache/,net git registry store) $(addprefix emitters/,report vendor bid) \
           bridge $(addprefix bridge/,verify vendor unit sysroot project import cmd)
SOURCES := $(wildcard $(addsuffix /*.c,$(ROOMS)))
HEADERS := $(wildcard $(addsuffix /*.h,$(ROOMS)))
MAINS   := bridge/main.c bridge/unit/main.c
object   = $(patsubst %.c,$(BUILD)/%.o,$(1))

LIBRARY := $(BUILD)/libl4cargo.a
BASE    := $(BUILD)/libbase.a
UNIT    := $(if $(wildcard bridge/unit/*.c),$(BUILD)/l4cargo-unit)
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(shell find tests/unit -name '*_test.c' | LC_ALL=C sort))
TEST_TOOLS := $(patsubst tests/tools/%.c,$(BUILD)/tests/%,$(wildcard tests/tools/*.c))
FUZZ_NAMES := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*_fuzz.c))

FLAGS    = -std=gnu17 -D_GNU_SOURCE -I. $(WARN) $(EXTRA_WARN) $(if $(CI),-Werror) $(LIB_CFLAGS)
COMPILE  = $(CC) $(FLAGS) $(HARDEN) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
LINK     = $(CC) $(LDHARDEN) $(CFLAGS) $(LDFLAGS) -Wl,--as-needed -o $@ $(filter %.o %.a,$^) $(LIB_LIBS)
ARCHIVE  = rm -f $@ && ar qcs $@ $(filter %.o,$^)
# V=1 shows the commands.
say      = $(if $(V),,@printf '  %-8s %s\n' '$(1)' '$(patsubst $(BUILD)/%,%,$@)' &&) $(2)
ifneq ($(findstring s,$(filter-out --%,$(firstword -$(MAKEFLAGS)))),)
say      = @$(2)
endif

all: $(BUILD)/l4cargo $(UNIT)

ifeq ($(filter bench check check-attack check-corpus check-l4re clean demo format help setup uninstall,$(MAKECMDGOALS)),)
include $(BUILD)/config.mk
endif
$(BUILD)/config.mk: Makefile tools/probe.sh
	@mkdir -p $(@D)
	@tools/probe.sh '$(CC)' '$(LIBS)' '$(SOMETIMES_WARN)' >$@.new && mv $@.new $@

$(BUILD)/l4cargo: $(call object,bridge/main.c) $(LIBRARY)
	$(call say,LINK,$(LINK))
$(BUILD)/l4cargo-unit: $(call object,$(wildcard bridge/unit/*.c)) $(BASE)
	$(call say,LINK,$(LINK))
$(LIBRARY): $(call object,$(filter-out $(MAINS),$(SOURCES)))
	$(call say,AR,$(ARCHIVE))
$(BASE): $(call object,$(filter base/%,$(SOURCES)))
	$(call say,AR,$(ARCHIVE))
$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$(COMPILE))

# --- tests -------------------------------------------------------------------------------------

$(UNIT_TESTS): LIB_LIBS += -lcmocka
$(UNIT_TESTS): $(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,LINK,$(LINK))
$(TEST_TOOLS): $(BUILD)/tests/%: $(BUILD)/tests/tools/%.o $(LIBRARY)
	$(call say,LINK,$(LINK))

tests: all $(UNIT_TESTS) $(TEST_TOOLS)
unit: tests
	@tests/unit/run.sh $(UNIT_TESTS)
golden: all
	@L4CARGO=$(BUILD)/l4cargo tests/golden/run.sh

check:
	@tools/setup.sh check
	+@MAKE='$(MAKE)' tests/check.sh
check-corpus:
	@tools/setup.sh check
	+@$(MAKE) -s all
	@mkdir -p build/results
	@RESULTS=build/results SUITE=corpus L4CARGO=$(BUILD)/l4cargo python3 tests/corpus/run.py $(CRATES)
check-attack:
	@tools/setup.sh rust
	+@$(MAKE) -s all
	@ALL=1 L4CARGO=$(BUILD)/l4cargo tests/attack/run.sh $(CASES)
check-l4re:
	@tools/setup.sh rust
	+@$(MAKE) -s all
	@L4CARGO=$(BUILD)/l4cargo L4DIR='$(L4DIR)' O='$(O)' KERNEL='$(KERNEL)' E2E_TIMEOUT=7200 tests/e2e/run.sh tests/l4re/check_test.sh
demo:
	@tools/setup.sh rust
	+@$(MAKE) -s all
	@L4CARGO=$(BUILD)/l4cargo tests/demo.sh
bench:
	@tools/setup.sh rust
	+@$(MAKE) -s all $(BUILD)/tests/measure
	@L4CARGO=$(BUILD)/l4cargo python3 tests/bench/bench.py $(ARGS)
setup:
	@tools/setup.sh check

# Fuzz targets are programs that replay files; `make fuzz` builds them with libFuzzer instead and
# looks for findings: SECONDS=n each, TARGETS="..." only those.
SECONDS ?= 60
TARGETS ?= $(FUZZ_NAMES)
FUZZ_PROGRAMS := $(FUZZ_NAMES:%=$(BUILD)/fuzz/%)
$(FUZZ_PROGRAMS): $(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(if $(LIBFUZZER),,$(BUILD)/tests/fuzz/replay.o) $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,LINK,$(LINK) $(if $(LIBFUZZER),-fsanitize=fuzzer))
fuzz-programs: $(FUZZ_PROGRAMS)
fuzz:
	+@$(MAKE) -s CC=clang SAN=1 LIBFUZZER=1 BUILD=build/libfuzzer fuzz-programs
	@BUILD=build/libfuzzer tests/fuzz/run.sh --fuzz $(SECONDS) $(TARGETS)
fuzz-cargo: all
	@L4CARGO=$(BUILD)/l4cargo python3 tests/fuzz-cargo/fuzz.py --seconds $(SECONDS) $(ARGS)

# Lines covered by the unit and golden tests and by toml-test.
coverage:
	@[ ! -d build/coverage ] || find build/coverage -name '*.gcda' -delete
	+@$(MAKE) -s BUILD=build/coverage CFLAGS='-O0 -g --coverage' unit golden
	@BUILD=build/coverage tests/toml/run.sh >/dev/null
	@tests/coverage.sh build/coverage

# --- lint --------------------------------------------------------------------------------------

TIDY := $(SOURCES:%.c=$(BUILD)/tidy/%.ok)
$(TIDY): $(BUILD)/tidy/%.ok: %.c .clang-tidy $(HEADERS)
	@mkdir -p $(@D)
	@clang-tidy --quiet $< -- -std=gnu17 -D_GNU_SOURCE -I. $(LIB_CFLAGS) >$@.err 2>&1 || { grep -E -A 2 ' error: ' $@.err; exit 1; }
	@touch $@
tidy: $(TIDY)
lint: tidy
	@for lint in tests/lint/*.sh; do $$lint || bad=1; done; exit $${bad:-0}
format:
	@tests/lint/format.sh --fix

# --- install -----------------------------------------------------------------------------------

DATA    := $(PREFIX)/share/l4cargo
DOCS    := $(PREFIX)/share/doc/l4cargo
SHARED  := $(filter-out %/README.md,$(shell find bridge/make bridge/sysroot -type f 2>/dev/null))

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(DATA) $(DESTDIR)$(DOCS)
	install -m 755 $(BUILD)/l4cargo $(DESTDIR)$(PREFIX)/bin/l4cargo
ifneq ($(UNIT),)
	install -d $(DESTDIR)$(PREFIX)/libexec/l4cargo
	install -m 755 $(UNIT) $(DESTDIR)$(PREFIX)/libexec/l4cargo/l4cargo-unit
endif
	for file in $(SHARED:bridge/%=%); do install -D -m 644 bridge/$$file $(DESTDIR)$(DATA)/$$file || exit 1; done
	install -m 644 README.md CHANGELOG.md SECURITY.md LICENSE LICENSE-MIT LICENSE-APACHE docs/*.md $(DESTDIR)$(DOCS)
uninstall:
	rm -rf $(DESTDIR)$(PREFIX)/bin/l4cargo $(DESTDIR)$(PREFIX)/libexec/l4cargo $(DESTDIR)$(DATA) $(DESTDIR)$(DOCS)

clean:
	rm -rf $(BUILD)

help:
	@sed -n '3,/^$$/s/^# \{0,1\}//p' Makefile

-include $(patsubst %.c,$(BUILD)/%.d,$(SOURCES) $(wildcard tests/tools/*.c tests/fuzz/*.c) $(UNIT_TESTS:$(BUILD)/tests/%=tests/unit/%.c))
.SECONDARY:
.PHONY: all bench check check-attack check-corpus check-l4re clean coverage demo format fuzz fuzz-cargo fuzz-programs golden help \
        install lint setup tests tidy uninstall unit
