// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/arch.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct Piece { /* an entry; the last of a file has no text */
	BidEntryKind kind;
	const char *name, *text;
} Piece;

static BidFile file_of(Arena *a, const char *path, const Piece *pieces)
{
	scoped_page page = { .arena = a };
	for (; pieces->text; pieces++)
		make_put_lines(page_begin(&page, pieces->kind, pieces->name),
		               str_from(pieces->text));
	return (BidFile){ str_from(path), arena_str(a, make_str(&page.text)), page.entries };
}

/* One file for amd64, arm64 and 32-bit RISC-V; NULL: it is not there. */
static Str merged(Arena *a, const char *path, const Piece *const pieces[3])
{
	static const char *const triples[] = { "x86_64-unknown-l4re-uclibc",
		                               "aarch64-unknown-l4re-uclibc",
		                               "riscv32gc-unknown-l4re-uclibc" };
	BidReading readings[3];
	BidFiles out = { .arena = a };
	Diag quiet = { 0 };
	for (size_t i = 0; i < 3; i++) {
		readings[i] = (BidReading){ bid_arch_of(str_from(triples[i])), { .arena = a } };
		if (pieces[i])
			*vec_push(a, &readings[i].files.list, BidFile) =
				file_of(a, path, pieces[i]);
	}
	if (!bid_merge(readings, 3, &quiet, &out))
		return (Str){ 0 };
	assert_int_equal(out.list.count, 1);
	return out.list.items[0].text;
}

#define PIECES(...) ((const Piece[]){ __VA_ARGS__, { 0 } })
#define TEXT(name, text) \
	{ \
		ENTRY_TEXT, name, text \
	}
#define LIST(name, text) \
	{ \
		ENTRY_LIST, name, text \
	}
#define ITEM(list, text) \
	{ \
		ENTRY_WORD, list, text \
	}
#define VARIABLE(n, text) \
	{ \
		ENTRY_VARIABLE, n, text \
	}
#define RULE(text) \
	{ \
		ENTRY_RULE, "", text \
	}

#define PROVIDES   TEXT("head", "# m\n"), LIST("provides", "provides:"), ITEM("provides", " rs-x")
#define REQUIRES   LIST("requires", "\nrequires:")
#define NEEDS(x)   ITEM("requires", " " x)
#define MAINTAINER TEXT("maintainer", "\nmaintainer: none\n")

static void conditions_say_which_architectures(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const Piece *const files[] = {
		PIECES(PROVIDES, REQUIRES, NEEDS("a"), NEEDS("b"), MAINTAINER),
		PIECES(PROVIDES, ITEM("provides", " libx"), REQUIRES, NEEDS("a"), NEEDS("c"),
		       NEEDS("b"), MAINTAINER),
		PIECES(PROVIDES, REQUIRES, NEEDS("c"), NEEDS("a"), MAINTAINER),
	};
	assert_string_equal(
		merged(&a, "x-1.0.0/Control", files).ptr,
		"# m\nprovides: rs-x libx\nrequires: a\n"
		"requires[arch(amd64) || arch(arm64)]: b\n"
		"requires[arch(arm64) || arch(riscv) && config(CONFIG_CPU_RISCV_32IMA)]: c\n"
		"maintainer: none\n");
}

#define INCLUDE(file) TEXT("include", "\ninclude $(L4DIR)/mk/" file "\n")

static void what_all_say_stands_there_once(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const Piece *const files[] = {
		PIECES(TEXT("head", "# x\n"), VARIABLE("A", "A = 1\n"),
		       VARIABLE("B", "B = $$(x)=\n"), INCLUDE("lib.mk")),
		PIECES(TEXT("head", "# x\n"), VARIABLE("A", "A = 1\n"), VARIABLE("C", "C = 3\n"),
		       INCLUDE("lib.mk")),
		NULL,
	};
	assert_string_equal(merged(&a, "x-1.0.0/Makefile", files).ptr,
	                    "# x\nA = 1\n"
	                    "C             = $(C_$(RS_ARCH))\nC_amd64       =\n"
	                    "C_arm64       = 3\n"
	                    "B             = $(B_$(RS_ARCH))\nB_amd64       = $$(x)=\n"
	                    "B_arm64       =\n"
	                    "\ninclude $(L4DIR)/mk/lib.mk\n");
}

#define FLAT_HEAD TEXT("head", "# x\n"), TEXT("include", "include k.mk\n"), TEXT("blank", "\n")
#define PHONY(x)  LIST(".PHONY", ".PHONY:"), ITEM(".PHONY", " " x)

static void rules_of_some_are_for_them(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const Piece *const files[] = {
		PIECES(FLAT_HEAD, RULE("rs-all: a b\n"), RULE("a: t\n\tdo\n"), PHONY("a"),
		       ITEM(".PHONY", " b"), TEXT("blank", "\n\n")),
		PIECES(FLAT_HEAD, RULE("rs-all: a\n"), RULE("a: t\n\tdo\n"), PHONY("a"),
		       TEXT("blank", "\n\n")),
		PIECES(FLAT_HEAD, RULE("rs-all: a\n"), RULE("a: t\n\tdo\n"), PHONY("a"),
		       TEXT("blank", "\n\n")),
	};
	assert_string_equal(merged(&a, "Makefile", files).ptr,
	                    "# x\ninclude k.mk\n\n.PHONY: a b\n\na: t\n\tdo\n"
	                    "\nifeq ($(RS_ARCH),amd64)\nrs-all: a b\nendif\n"
	                    "\nifeq ($(RS_ARCH),arm64)\nrs-all: a\nendif\n"
	                    "\nifeq ($(RS_ARCH),riscv32)\nrs-all: a\nendif\n");
}

static void what_is_of_two_kinds_is_refused(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const Piece *const files[] = {
		PIECES(TEXT("head", "# x\n"), INCLUDE("lib.mk")),
		PIECES(TEXT("head", "# x\n"), INCLUDE("prog.mk")),
		NULL,
	};
	assert_null(merged(&a, "x-1.0.0/Makefile", files).ptr);
}

static void processors_have_architectures(void **state)
{
	(void)state;
	static const char *const rows[][2] = { { "x86_64-unknown-l4re-uclibc", "amd64" },
		                               { "aarch64-my-l4re-x", "arm64" },
		                               { "armv7-unknown-l4re-uclibceabihf", "arm" },
		                               { "i686-unknown-l4re-uclibc", "x86" },
		                               { "riscv64gc-unknown-l4re-uclibc", "riscv64" } };
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_string_equal(bid_arch_of(str_from(rows[i][0]))->name.ptr, rows[i][1]);
	assert_null(bid_arch_of(STR("s390x-unknown-l4re-uclibc")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditions_say_which_architectures),
		cmocka_unit_test(what_all_say_stands_there_once),
		cmocka_unit_test(rules_of_some_are_for_them),
		cmocka_unit_test(what_is_of_two_kinds_is_refused),
		cmocka_unit_test(processors_have_architectures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
