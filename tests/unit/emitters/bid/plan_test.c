// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/plan.h"

#include "tests/unit/units.h"

/* All of it as what `cargo build` makes. */
static const UnitSets *sample_sets(Sample *s)
{
	return unit_sets_unite(&s->arena, (const UnitGraph *[SET_COUNT]){ &s->graph });
}

static const BidPlan *plan(Sample *s)
{
	Diag quiet = { 0 };
	const BidPlan *p = plan_make(&s->arena, &quiet, sample_sets(s), STR(""));
	assert_non_null(p);
	return p;
}

static void assert_name(const BidPlan *p, UnitId id, const char *name, const char *output)
{
	assert_string_equal(p->units[id].name.ptr, name);
	assert_string_equal(p->units[id].output.ptr, output);
}

static void a_package_of_one_unit_has_it_at_its_top(void **state)
{
	(void)state;
	Sample *s = sample_new();
	const PkgId pkg = sample_package(s, "one", "1.0.0", false);
	const UnitId lib =
		sample_unit(s, pkg, sample_target(s, pkg, TARGET_LIB, "one", "lib"), MODE_BUILD);
	sample_root(s, lib);
	const BidPlan *p = plan(s);
	assert_name(p, lib, "one-1.0.0", "$(RS_DEPS)/libone-1.0.0.rlib");
	assert_string_equal(p->units[lib].pc.ptr, "rs-one-1.0.0");
	assert_int_equal(p->units[lib].part.len, 0);
	assert_true(p->units[lib].pure);
	sample_free(s);
}

static void parts_stand_in_the_order_of_their_work(void **state)
{
	(void)state;
	Sample *s = sample_new();
	const PkgId pkg = sample_package(s, "all", "0.1.0", true);
	const Target *lib_target = sample_target(s, pkg, TARGET_LIB, "all", "lib");
	const Target *script =
		sample_target(s, pkg, TARGET_CUSTOM_BUILD, "build-script-build", NULL);
	const UnitId lib = sample_unit(s, pkg, lib_target, MODE_BUILD);
	const UnitId bin =
		sample_unit(s, pkg, sample_target(s, pkg, TARGET_BIN, "tool", NULL), MODE_BUILD);
	const UnitId build = sample_unit(s, pkg, script, MODE_BUILD);
	const UnitId run = sample_unit(s, pkg, script, MODE_RUN_CUSTOM_BUILD);
	sample_dep(s, run, build);
	sample_dep(s, lib, run);
	sample_dep(s, bin, run);
	sample_dep(s, bin, lib);
	sample_root(s, lib);
	sample_root(s, bin);
	const BidPlan *p = plan(s);
	assert_int_equal(p->count, 1);
	assert_int_equal(p->packages[0].count, 4);
	assert_string_equal(p->units[p->packages[0].units[0]].part.ptr, "build");
	assert_string_equal(p->units[p->packages[0].units[1]].part.ptr, "run");
	assert_string_equal(p->units[p->packages[0].units[2]].part.ptr, "lib");
	assert_string_equal(p->units[p->packages[0].units[3]].part.ptr, "bin-tool");
	sample_free(s);
}

/* A library for both targets and a program of each. */
static void programs_stand_beside_the_library_that_they_use(void **state)
{
	(void)state;
	Sample *s = sample_new();
	s->toolchain.target_count = 2;
	const PkgId pkg = sample_package(s, "two", "1.0.0", true);
	const Target *lib = sample_target(s, pkg, TARGET_LIB, "two", "lib");
	const Target *bin = sample_target(s, pkg, TARGET_BIN, "two", NULL);
	UnitId libs[2], bins[2];
	for (int t = 0; t < 2; t++) {
		libs[t] = sample_unit(s, pkg, lib, MODE_BUILD);
		s->units[libs[t]].platform = t;
	}
	for (int t = 0; t < 2; t++) {
		bins[t] = sample_unit(s, pkg, bin, MODE_BUILD);
		s->units[bins[t]].platform = t;
		sample_dep(s, bins[t], libs[t]);
		sample_root(s, bins[t]);
	}
	const BidPlan *p = plan(s);
	assert_name(p, libs[0], "two-1.0.0/lib", "$(RS_BUILD)/t0/deps/libtwo-1.0.0.rlib");
	assert_name(p, libs[1], "two-1.0.0-2/lib", "$(RS_BUILD)/t1/deps/libtwo-1.0.0-2.rlib");
	assert_name(p, bins[0], "two-1.0.0/bin-two", "$(RS_BUILD)/t0/bin/two");
	assert_name(p, bins[1], "two-1.0.0-2/bin-two", "$(RS_BUILD)/t1/bin/two");
	sample_free(s);
}

static void a_second_program_of_a_name_gets_a_folder(void **state)
{
	(void)state;
	Sample *s = sample_new();
	UnitId bins[2];
	for (int i = 0; i < 2; i++) {
		const PkgId pkg = sample_package(s, i ? "b" : "a", "1.0.0", true);
		bins[i] = sample_unit(s, pkg, sample_target(s, pkg, TARGET_BIN, "tool", NULL),
		                      MODE_BUILD);
		sample_root(s, bins[i]);
	}
	Diag count = { 0 };
	const BidPlan *p = plan_make(&s->arena, &count, sample_sets(s), STR(""));
	assert_name(p, bins[0], "a-1.0.0", "$(RS_BUILD)/bin/tool");
	assert_name(p, bins[1], "b-1.0.0", "$(RS_BUILD)/bin/b-1.0.0/tool");
	assert_int_equal(count.warnings, 1);
	sample_free(s);
}

static void libraries_of_one_file_name_are_kept_apart(void **state)
{
	(void)state;
	Sample *s = sample_new();
	UnitId libs[2];
	for (int i = 0; i < 2; i++) {
		const PkgId pkg = sample_package(s, i ? "b" : "a", "1.0.0", true);
		libs[i] = sample_unit(s, pkg,
		                      sample_target(s, pkg, TARGET_LIB, "same",
		                                    i ? "cdylib rlib" : "cdylib lib"),
		                      MODE_BUILD);
		sample_root(s, libs[i]);
	}
	const BidPlan *p = plan(s);
	assert_string_equal(p->units[libs[0]].target.ptr, "libsame.rlib libsame.so");
	assert_string_equal(p->units[libs[1]].target.ptr, "libsame-1.0.0.rlib libsame-1.0.0.so");
	assert_string_equal(p->units[libs[0]].place.ptr, "lib");
	assert_string_equal(p->units[libs[1]].place.ptr, "lib/b-1.0.0");
	sample_free(s);
}

/* The library of build and tests is one; its tests are in the same folder, but not built. */
static void tests_rename_nothing(void **state)
{
	(void)state;
	Sample *s = sample_new(), *t = sample_new();
	const UnitGraph *graphs[SET_COUNT] = { &s->graph, &t->graph };
	UnitId lib = 0, unit = 0, integration = 0, doc = 0;
	for (int with = 0; with < 2; with++) {
		Sample *x = with ? t : s;
		const PkgId pkg = sample_package(x, "p", "1.0.0", true);
		const Target *target = sample_target(x, pkg, TARGET_LIB, "p", "lib");
		if (with)
			unit = sample_unit(x, pkg, target, MODE_TEST);
		lib = sample_unit(x, pkg, target, MODE_BUILD);
		if (!with) {
			sample_root(x, lib);
			continue;
		}
		doc = sample_unit(x, pkg, target, MODE_DOCTEST);
		integration = sample_unit(x, pkg, sample_target(x, pkg, TARGET_TEST, "it", NULL),
		                          MODE_TEST);
		sample_dep(x, doc, lib);
		sample_dep(x, integration, lib);
		sample_root(x, unit);
		sample_root(x, doc);
		sample_root(x, integration);
	}
	Diag quiet = { 0 };
	const UnitSets *sets = unit_sets_unite(&s->arena, graphs);
	const BidPlan *p = plan_make(&s->arena, &quiet, sets, STR(""));
	assert_int_equal(sets->graph->count, 4);
	assert_name(p, unit, "p-1.0.0/unittest-lib", "$(RS_BUILD)/p-1.0.0/unittest-lib/p-test");
	assert_name(p, lib, "p-1.0.0/lib", "$(RS_DEPS)/libp-1.0.0.rlib");
	assert_name(p, doc, "p-1.0.0/doctest", "p-1.0.0/doctest");
	assert_name(p, integration, "p-1.0.0/test-it", "$(RS_BUILD)/p-1.0.0/test-it/it-test");
	assert_true(plan_is_built(p, lib));
	assert_false(plan_is_built(p, unit) || plan_is_built(p, doc));
	sample_free(t);
	sample_free(s);
}

static void examples_have_a_place_of_their_own(void **state)
{
	(void)state;
	Sample *s = sample_new();
	const PkgId pkg = sample_package(s, "p", "1.0.0", true);
	const UnitId bin =
		sample_unit(s, pkg, sample_target(s, pkg, TARGET_BIN, "x", NULL), MODE_BUILD);
	const UnitId program =
		sample_unit(s, pkg, sample_target(s, pkg, TARGET_EXAMPLE, "x", NULL), MODE_BUILD);
	const UnitId library =
		sample_unit(s, pkg, sample_target(s, pkg, TARGET_EXAMPLE, "y", "staticlib rlib"),
	                    MODE_BUILD);
	sample_root(s, bin);
	sample_root(s, program);
	sample_root(s, library);
	const BidPlan *p = plan(s);
	assert_name(p, bin, "p-1.0.0/bin-x", "$(RS_BUILD)/bin/x");
	assert_name(p, program, "p-1.0.0/example-x", "$(RS_BUILD)/examples/x");
	assert_name(p, library, "p-1.0.0/example-y", "$(RS_BUILD)/examples/liby.rlib");
	assert_string_equal(p->units[library].target.ptr, "liby.rlib liby.a");
	sample_free(s);
}

static void what_is_only_checked_is_refused(void **state)
{
	(void)state;
	Sample *s = sample_new();
	const PkgId pkg = sample_package(s, "p", "1.0.0", true);
	sample_root(s,
	            sample_unit(s, pkg, sample_target(s, pkg, TARGET_LIB, "p", "lib"), MODE_CHECK));
	Diag quiet = { 0 };
	assert_null(plan_make(&s->arena, &quiet, sample_sets(s), STR("")));
	assert_int_equal(quiet.errors, 1);
	sample_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_package_of_one_unit_has_it_at_its_top),
		cmocka_unit_test(parts_stand_in_the_order_of_their_work),
		cmocka_unit_test(programs_stand_beside_the_library_that_they_use),
		cmocka_unit_test(a_second_program_of_a_name_gets_a_folder),
		cmocka_unit_test(libraries_of_one_file_name_are_kept_apart),
		cmocka_unit_test(tests_rename_nothing),
		cmocka_unit_test(examples_have_a_place_of_their_own),
		cmocka_unit_test(what_is_only_checked_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
