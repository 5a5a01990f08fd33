// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/arch.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* One file for amd64, arm64 and 32-bit RISC-V; NULL: it is not there. */
static Str merged(Arena *a, const char *path, const char *const texts[3])
{
	static const char *const triples[] = { "x86_64-unknown-l4re-uclibc",
		                               "aarch64-unknown-l4re-uclibc",
		                               "riscv32gc-unknown-l4re-uclibc" };
	BidReading readings[3];
	BidFiles out = { .arena = a };
	Diag quiet = { 0 };
	for (size_t i = 0; i < 3; i++) {
		readings[i] = (BidReading){ bid_arch_of(str_from(triples[i])), { .arena = a } };
		if (texts[i])
			*vec_push(a, &readings[i].files.list, BidFile) =
				(BidFile){ str_from(path), str_from(texts[i]) };
	}
	if (!bid_merge(readings, 3, &quiet, &out))
		return (Str){ 0 };
	assert_int_equal(out.list.count, 1);
	return out.list.items[0].text;
}

static void conditions_say_which_architectures(void **state)
{
	(void)state;
	Arena a = { 0 };
	const Str text =
		merged(&a, "x-1.0.0/Control",
	               (const char *const[]){
			       "# m\nprovides: rs-x\nrequires: a b\nmaintainer: none\n",
			       "# m\nprovides: rs-x libx\nrequires: a c b\nmaintainer: none\n",
			       "# m\nprovides: rs-x\nrequires: c a\nmaintainer: none\n" });
	assert_string_equal(
		text.ptr,
		"# m\nprovides: rs-x libx\nrequires: a\n"
		"requires[arch(amd64) || arch(arm64)]: b\n"
		"requires[arch(arm64) || arch(riscv) && config(CONFIG_CPU_RISCV_32IMA)]: c\n"
		"maintainer: none\n");
	arena_free(&a);
}

static void what_all_say_stands_there_once(void **state)
{
	(void)state;
	Arena a = { 0 };
	const Str text = merged(
		&a, "x-1.0.0/Makefile",
		(const char *const[]){ "# x\nA = 1\nB = $$(x)\n\ninclude $(L4DIR)/mk/lib.mk\n",
	                               "# x\nA = 1\nC = 3\n\ninclude $(L4DIR)/mk/lib.mk\n", NULL });
	assert_string_equal(text.ptr, "# x\nA = 1\n"
	                              "C             = $(C_$(RS_ARCH))\nC_amd64       =\n"
	                              "C_arm64       = 3\n"
	                              "B             = $(B_$(RS_ARCH))\nB_amd64       = $$(x)\n"
	                              "B_arm64       =\n"
	                              "\ninclude $(L4DIR)/mk/lib.mk\n");
	arena_free(&a);
}

static void rules_of_some_are_for_them(void **state)
{
	(void)state;
	Arena a = { 0 };
	const Str text =
		merged(&a, "Makefile",
	               (const char *const[]){
			       "# x\ninclude k.mk\n\nrs-all: a b\na: t\n\tdo\n.PHONY: a b\n",
			       "# x\ninclude k.mk\n\nrs-all: a\na: t\n\tdo\n.PHONY: a\n",
			       "# x\ninclude k.mk\n\nrs-all: a\na: t\n\tdo\n.PHONY: a\n" });
	assert_string_equal(text.ptr, "# x\ninclude k.mk\n\n.PHONY: a b\n\na: t\n\tdo\n"
	                              "\nifeq ($(RS_ARCH),amd64)\nrs-all: a b\nendif\n"
	                              "\nifeq ($(RS_ARCH),arm64)\nrs-all: a\nendif\n"
	                              "\nifeq ($(RS_ARCH),riscv32)\nrs-all: a\nendif\n");
	arena_free(&a);
}

static void what_is_of_two_kinds_is_refused(void **state)
{
	(void)state;
	Arena a = { 0 };
	const Str text =
		merged(&a, "x-1.0.0/Makefile",
	               (const char *const[]){ "# x\n\ninclude $(L4DIR)/mk/lib.mk\n",
	                                      "# x\n\ninclude $(L4DIR)/mk/prog.mk\n", NULL });
	assert_null(text.ptr);
	arena_free(&a);
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
