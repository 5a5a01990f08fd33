// SPDX-License-Identifier: MIT OR Apache-2.0
#include "tests/unit/units.h"

/* `a` uses `b`, which may have a feature; another package may come before them. */
static void fill(Sample *s, bool more_packages, bool more_features)
{
	static const Str feature = STR_INIT("f");
	if (more_packages)
		sample_package(s, "0", "1.0.0", true);
	const PkgId a = sample_package(s, "a", "1.0.0", true);
	const PkgId b = sample_package(s, "b", "1.0.0", true);
	const UnitId user =
		sample_unit(s, a, sample_target(s, a, TARGET_LIB, "a", "lib"), MODE_BUILD);
	const UnitId used =
		sample_unit(s, b, sample_target(s, b, TARGET_LIB, "b", "lib"), MODE_BUILD);
	if (more_features)
		s->units[used].features = (StrList){ &feature, 1 };
	sample_dep(s, user, used);
	sample_root(s, user);
}

static void equal_units_are_one(void **state)
{
	(void)state;
	Sample *s = sample_new(), *t = sample_new();
	fill(s, false, false);
	fill(t, true, false);
	const UnitSets *u =
		unit_sets_unite(&s->arena, (const UnitGraph *[SET_COUNT]){ &s->graph, &t->graph });
	assert_int_equal(u->graph->count, 2);
	assert_ptr_equal(u->graph->packages, &t->package_graph);
	assert_true(str_eq(u->graph->packages->packages[u->graph->units[0].pkg].name, STR("a")));
	assert_true(unit_set_has(u, SET_BUILD, 0) && unit_set_has(u, SET_TEST, 0));
	assert_false(unit_set_has(u, SET_BENCH, 0));
	assert_int_equal(u->graph->root_count, 1);
	sample_free(t);
	sample_free(s);
}

static void other_dependencies_make_another_unit(void **state)
{
	(void)state;
	Sample *s = sample_new(), *t = sample_new();
	fill(s, false, false);
	fill(t, false, true);
	const UnitSets *u =
		unit_sets_unite(&s->arena, (const UnitGraph *[SET_COUNT]){ &s->graph, &t->graph });
	assert_int_equal(u->graph->count, 4);
	for (UnitId i = 0; i < 4; i++)
		assert_true(unit_set_has(u, SET_BUILD, i) != unit_set_has(u, SET_TEST, i));
	assert_int_equal(u->sets[SET_BUILD].root_count, 1);
	assert_int_equal(u->graph->root_count, 2);
	sample_free(t);
	sample_free(s);
}

static void other_profiles_and_forms_of_code_make_another_unit(void **state)
{
	(void)state;
	for (int lto = 0; lto < 2; lto++) {
		Sample *s = sample_new(), *t = sample_new();
		fill(s, false, false);
		fill(t, false, false);
		if (lto) /* the same units, linked into something that wants bitcode */
			t->units[0].profile.lto = STR("off");
		else
			t->units[1].profile.opt_level = STR("3");
		const UnitSets *u =
			unit_sets_unite(&s->arena,
		                        (const UnitGraph *[SET_COUNT]){ &s->graph, &t->graph });
		assert_int_equal(u->graph->count, 4);
		sample_free(t);
		sample_free(s);
	}
}

static void the_order_has_dependencies_first(void **state)
{
	(void)state;
	Sample *s = sample_new();
	fill(s, false, false);
	const UnitId *order = unit_graph_order(&s->arena, &s->graph);
	assert_int_equal(order[0], 1);
	assert_int_equal(order[1], 0);
	sample_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_units_are_one),
		cmocka_unit_test(other_dependencies_make_another_unit),
		cmocka_unit_test(other_profiles_and_forms_of_code_make_another_unit),
		cmocka_unit_test(the_order_has_dependencies_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
