# SPDX-License-Identifier: MIT OR Apache-2.0
#
# make            build/l4cargo, and build/l4cargo-unit, which generated makefiles run
# make demo       import ripgrep, build it, run it
# make check      every test; the last line is `N passed, N failed`
# make help       the other targets
#
# CC=clang, SAN=1 (AddressSanitizer and UBSan) and CI=1 (warnings are errors) may be given;
# BUILD=folder keeps such builds apart.

CC      := $(if $(filter default undefined,$(origin CC)),gcc,$(CC))
BUILD   ?= build$(if $(SAN),/san)
PREFIX  ?= /usr/local
LIBS    := libcurl libgit2 libcjson libarchive libcrypto
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
           -Wpointer-arith -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wcast-qual -Wconversion \
           -Wnull-dereference -Wimplicit-fallthrough
SOMETIMES_WARN := -Wcast-align=strict -Wduplicated-cond -Wduplicated-branches -Wlogical-op

ifdef SAN
CFLAGS  ?= -O1 -g
HARDEN  := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDHARDEN := $(HARDEN)
else
CFLAGS  ?= -O2 -g
HARDEN  := -fstack-protector-strong -fPIE $(if $(filter -O0,$(CFLAGS)),,-D_FORTIFY_SOURCE=3)
LDHARDEN := -pie -Wl,-z,relro,-z,now
endif

FOLDERS := base base/toml resolver cache emitters bridge bridge/cmd bridge/buildscript bridge/unit
SOURCES := $(wildcard $(addsuffix /*.c,$(FOLDERS)))
HEADERS := $(wildcard $(addsuffix /*.h,$(FOLDERS)))
MAINS   := bridge/main.c bridge/unit/main.c
object   = $(patsubst %.c,$(BUILD)/%.o,$(1))

LIBRARY := $(BUILD)/libl4cargo.a
BASE    := $(BUILD)/libbase.a
UNIT    := $(if $(wildcard bridge/unit/*.c),$(BUILD)/l4cargo-unit)
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*_test.c))
TEST_TOOLS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/*.c))
FUZZ_NAMES := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*_fuzz.c))

FLAGS    = -std=gnu17 -D_GNU_SOURCE -I. $(WARN) $(EXTRA_WARN) $(if $(CI),-Werror) $(LIB_CFLAGS)
COMPILE  = $(CC) $(FLAGS) $(HARDEN) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
LINK     = $(CC) $(LDHARDEN) $(CFLAGS) $(LDFLAGS) -Wl,--as-needed -o $@ $(filter %.o %.a,$^) $(LIB_LIBS)
ARCHIVE  = rm -f $@ && ar rcs $@ $(filter %.o,$^)
# V=1 shows the commands.
say      = $(if $(V),,@printf '  %-8s %s\n' '$(1)' '$(patsubst $(BUILD)/%,%,$@)' &&) $(2)
ifneq ($(findstring s,$(filter-out --%,$(firstword -$(MAKEFLAGS)))),)
say      = @$(2)
endif

all: $(BUILD)/l4cargo $(UNIT)

ifeq ($(filter clean help setup install-list uninstall,$(MAKECMDGOALS)),)
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
	$(call say,LINK,$(LINK))
$(TEST_TOOLS): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(LIBRARY)
	$(call say,LINK,$(LINK))

tests: all $(UNIT_TESTS) $(TEST_TOOLS)
unit: tests
	@tests/unit/run.sh $(UNIT_TESTS)

clean:
	rm -rf $(BUILD)

help:
	@sed -n '3,/^$$/s/^# \{0,1\}//p' Makefile

-include $(patsubst %.c,$(BUILD)/%.d,$(SOURCES) $(wildcard tests/*.c tests/unit/*.c))
.SECONDARY:
.PHONY: all tests unit clean help
