// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/bid.h"

#include "tests/unit/units.h"

/* All of it as what `cargo build` makes. */
static const UnitSets *sample_sets(Sample *s)
{
	return unit_sets_unite(&s->arena, (const UnitGraph *[SET_COUNT]){ &s->graph });
}

typedef struct Chain { /* a program that uses a library that uses a proc macro */
	Sample *s;
	UnitId program, library, macro;
} Chain;

static Chain chain_new(void)
{
	Sample *s = sample_new();
	Chain c = { .s = s };
	const PkgId a = sample_package(s, "a", "1.0.0", true);
	const PkgId b = sample_package(s, "b", "1.0.0", false);
	const PkgId m = sample_package(s, "m", "1.0.0", false);
	c.program = sample_unit(s, a, sample_target(s, a, TARGET_BIN, "a", NULL), MODE_BUILD);
	c.library = sample_unit(s, b, sample_target(s, b, TARGET_LIB, "b", "lib"), MODE_BUILD);
	c.macro = sample_unit(s, m, sample_target(s, m, TARGET_LIB, "m", "proc-macro"), MODE_BUILD);
	sample_dep(s, c.program, c.library);
	sample_dep(s, c.library, c.macro);
	sample_root(s, c.program);
	return c;
}

static Str emit(Sample *s, const UnitSets *sets)
{
	Diag quiet = { 0 };
	const Config config = { .diag = &quiet, .arena = &s->arena };
	scoped_page page = { .arena = &s->arena };
	const BidContext c = {
		.plan = plan_make(&s->arena, &quiet, sets, STR("")),
		.config = &config,
		.out = STR("/w/out"),
		.title = STR("sample"),
	};
	bid_emit_flat(&c, &page);
	assert_true(make_is_whole(&page.text));
	return arena_str(&s->arena, make_str(&page.text));
}

static void assert_has(Str text, const char *line)
{
	if (!str_contains(text, str_from(line)))
		fail_msg("no `%s` in\n%s", line, text.ptr);
}

static void libraries_wait_for_metadata_and_programs_for_files(void **state)
{
	(void)state;
	Chain c = chain_new();
	const Str text = emit(c.s, sample_sets(c.s));
	assert_has(text, "\n$(RS_BUILD)/bin/a: $(RS_OUT)/a-1.0.0/Makefile $(RS_TOOLCHAIN) "
	                 "$(RS_DEPS)/libb-1.0.0.rlib\n"
	                 "\t$(call rs_compile,a-1.0.0)\n");
	assert_has(text, "\n$(RS_PC_DIR)/rs-b-1.0.0.pc: $(RS_OUT)/b-1.0.0/Makefile $(RS_TOOLCHAIN) "
	                 "$(RS_DEPS)/libm-1.0.0.so\n"
	                 "\t$(call rs_compile,b-1.0.0)\n"
	                 "$(RS_DEPS)/libb-1.0.0.rlib: $(RS_PC_DIR)/rs-b-1.0.0.pc | "
	                 "$(RS_DEPS)/libm-1.0.0.so\n"
	                 "\t$(call rs_finish,b-1.0.0)\n");
	sample_free(c.s);
}

static void what_most_wait_for_is_started_first(void **state)
{
	(void)state;
	Chain c = chain_new();
	assert_has(emit(c.s, sample_sets(c.s)),
	           "\nrs-all: $(RS_PC_DIR)/rs-m-1.0.0.pc $(RS_DEPS)/libm-1.0.0.so "
	           "$(RS_PC_DIR)/rs-b-1.0.0.pc "
	           "$(RS_DEPS)/libb-1.0.0.rlib $(RS_BUILD)/bin/a\n");
	sample_free(c.s);
}

static void only_local_units_are_watched(void **state)
{
	(void)state;
	Chain c = chain_new();
	assert_has(emit(c.s, sample_sets(c.s)), "\nRS_WATCH      = a-1.0.0\n");
	sample_free(c.s);
}

static void tests_are_run_after_all_is_built_documentation_last(void **state)
{
	(void)state;
	Sample *s = sample_new();
	const PkgId pkg = sample_package(s, "p", "1.0.0", true);
	const Target *lib = sample_target(s, pkg, TARGET_LIB, "p", "lib");
	const UnitId unit = sample_unit(s, pkg, lib, MODE_TEST);
	const UnitId built = sample_unit(s, pkg, lib, MODE_BUILD);
	const UnitId doc = sample_unit(s, pkg, lib, MODE_DOCTEST);
	const UnitId test =
		sample_unit(s, pkg, sample_target(s, pkg, TARGET_TEST, "t", NULL), MODE_TEST);
	const UnitId program =
		sample_unit(s, pkg, sample_target(s, pkg, TARGET_BIN, "x", NULL), MODE_BUILD);
	sample_dep(s, doc, built);
	sample_dep(s, test, program);
	sample_dep(s, test, built);
	sample_root(s, unit);
	sample_root(s, doc);
	sample_root(s, test);
	const Str text =
		emit(s,
	             unit_sets_unite(&s->arena, (const UnitGraph *[SET_COUNT]){ NULL, &s->graph }));
	assert_has(text, "\nRS_TESTS      = p-1.0.0/unittest-lib p-1.0.0/test-t p-1.0.0/doctest\n");
	assert_has(text, "\nRS_TESTED     = p-1.0.0/unittest-lib p-1.0.0/doctest p-1.0.0/test-t\n");
	assert_has(text, "\np-1.0.0/doctest: $(RS_OUT)/p-1.0.0/doctest/Makefile $(RS_TOOLCHAIN) "
	                 "$(RS_DEPS)/libp-1.0.0.rlib\n");
	assert_has(text, "\np-1.0.0: $(RS_DEPS)/libp-1.0.0.rlib $(RS_BUILD)/bin/x\n");
	assert_has(text, "/test-t/Makefile $(RS_TOOLCHAIN) $(RS_DEPS)/libp-1.0.0.rlib | "
	                 "$(RS_BUILD)/bin/x\n");
	assert_has(text, "\nrs-test: $(RS_PC_DIR)/rs-p-1.0.0.pc $(RS_DEPS)/libp-1.0.0.rlib ");
	sample_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(libraries_wait_for_metadata_and_programs_for_files),
		cmocka_unit_test(what_most_wait_for_is_started_first),
		cmocka_unit_test(only_local_units_are_watched),
		cmocka_unit_test(tests_are_run_after_all_is_built_documentation_last),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
