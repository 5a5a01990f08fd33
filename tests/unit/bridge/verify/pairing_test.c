// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/verify/pairing.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct Made { /* a graph of units that differ in name and features only */
	GraphFacts graph;
	UnitFacts units[4];
	Str features[4][2];
	FactDep deps[4];
} Made;

static void add(Made *m, const char *name, const char *feature, int on)
{
	const size_t i = m->graph.count++;
	UnitFacts *u = &m->units[i];
	for (size_t f = 0; f < FACT_COUNT; f++)
		u->facts[f] = STR("same");
	u->facts[FACT_NAME] = str_from(name);
	m->features[i][0] = str_from(feature);
	u->features = (StrList){ m->features[i], 1 };
	m->deps[i] = (FactDep){ .extern_name = STR("it"), .unit = (uint32_t)on };
	u->deps = &m->deps[i];
	u->dep_count = on >= 0;
	m->graph.units = m->units;
}

static void order_and_numbers_do_not_matter(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Made x = { 0 }, y = { 0 };
	add(&x, "app", "f", 1);
	add(&x, "lib", "f", -1);
	add(&y, "lib", "f", -1);
	add(&y, "app", "f", 0);
	const Pairing *p = pairing_make(&a, &x.graph, &y.graph);
	assert_int_equal(p->count, 2);
	assert_int_equal(p->pair_of[WANTED][0], p->pair_of[GOT][1]);
	assert_int_equal(p->pair_of[WANTED][1], p->pair_of[GOT][0]);
}

static void equal_units_count_as_one(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Made x = { 0 }, y = { 0 };
	add(&x, "lib", "f", -1);
	add(&y, "lib", "f", -1);
	add(&y, "lib", "f", -1);
	const Pairing *p = pairing_make(&a, &x.graph, &y.graph);
	assert_int_equal(p->count, 1);
	assert_int_equal(p->pair_of[GOT][1], p->pair_of[WANTED][0]);
}

static void variants_are_paired_by_their_features(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Made x = { 0 }, y = { 0 };
	add(&x, "lib", "one", -1);
	add(&x, "lib", "two", -1);
	add(&y, "lib", "two", -1);
	add(&y, "lib", "three", -1);
	const Pairing *p = pairing_make(&a, &x.graph, &y.graph);
	assert_int_equal(p->count, 2);
	assert_int_equal(p->pair_of[WANTED][1], p->pair_of[GOT][0]);
	assert_int_equal(p->pair_of[WANTED][0], p->pair_of[GOT][1]);
}

static void units_of_one_side_stay_alone(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Made x = { 0 }, y = { 0 };
	add(&x, "lib", "f", -1);
	const Pairing *p = pairing_make(&a, &x.graph, &y.graph);
	assert_int_equal(p->count, 1);
	assert_int_equal(p->pairs[0].unit[WANTED], 0);
	assert_int_equal(p->pairs[0].unit[GOT], PAIR_NONE);
}

static void circles_end(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Made x = { 0 }, y = { 0 };
	add(&x, "a", "f", 1);
	add(&x, "b", "f", 0);
	add(&y, "a", "f", 1);
	add(&y, "b", "f", 0);
	assert_int_equal(pairing_make(&a, &x.graph, &y.graph)->count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_and_numbers_do_not_matter),
		cmocka_unit_test(equal_units_count_as_one),
		cmocka_unit_test(variants_are_paired_by_their_features),
		cmocka_unit_test(units_of_one_side_stay_alone),
		cmocka_unit_test(circles_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
