# SPDX-License-Identifier: MIT OR Apache-2.0
CC      ?= gcc
CFLAGS  ?= -O2 -g
BUILD   ?= build
LIBS    := libcurl libgit2 libcjson libarchive libcrypto
WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
           -Wpointer-arith -Wwrite-strings -Wformat=2 -Wundef -Wvla -Wcast-qual -Wconversion \
           -Wnull-dereference -Wimplicit-fallthrough
SOURCES := $(wildcard $(addsuffix /*.c,base base/toml resolver cache emitters bridge bridge/cmd))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
FLAGS   := -std=gnu17 -D_GNU_SOURCE -I. $(WARN) $(if $(CI),-Werror) $(shell pkg-config --cflags $(LIBS) 2>/dev/null)

all: $(BUILD)/l4cargo

$(BUILD)/l4cargo: $(OBJECTS)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(shell pkg-config --libs $(LIBS))

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(FLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d)
.PHONY: all clean
