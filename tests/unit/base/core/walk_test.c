// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/depth_walk.h"
#include "base/core/reach.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { NODES = 6 };

/* By node, where its edges lead. 0 -> 1, 2; 1 -> 3; 2 -> 3; 4 -> 5 -> 4. */
static const struct {
	uint32_t to[2], count;
} edges[NODES] = { { { 1, 2 }, 2 }, { { 3 }, 1 }, { { 3 }, 1 },
	           { { 0 }, 0 },    { { 5 }, 1 }, { { 4 }, 1 } };

static void each_node_is_given_out_once(void **state)
{
	(void)state;
	static const uint32_t wanted[] = { 0, 2, 3, 1 };
	scoped_arena a = { 0 };
	Reach r = reach_new(&a, NODES);
	size_t count = 0;
	reach_add(&r, 0);
	for (uint32_t id; reach_next(&r, &id);) {
		assert_int_equal(id, wanted[count++]);
		for (uint32_t i = 0; i < edges[id].count; i++)
			reach_add(&r, edges[id].to[i]);
	}
	assert_int_equal(count, 4);
	assert_false(r.seen[4]);
}

static void what_was_seen_stays_seen(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Reach r = reach_new(&a, NODES);
	uint32_t id;
	reach_add(&r, 3);
	reach_add(&r, 3);
	assert_true(reach_next(&r, &id));
	assert_false(reach_next(&r, &id));
	reach_add(&r, 3);
	assert_false(reach_next(&r, &id));
	reach_add(&r, 4);
	assert_true(reach_next(&r, &id));
	assert_int_equal(id, 4);
}

/* The nodes in the order in which they are left; *cycle: the node that leads to itself. */
static size_t walk_from(DepthWalk *w, uint32_t root, uint32_t *left, uint32_t *cycle)
{
	size_t count = 0;
	*cycle = UINT32_MAX;
	depth_walk_enter(w, root);
	for (DepthStep *at; (at = depth_walk_top(w));) {
		if (at->next == edges[at->node].count) {
			left[count++] = at->node;
			depth_walk_leave(w);
			continue;
		}
		const uint32_t to = edges[at->node].to[at->next++];
		if (depth_walk_enter(w, to) == DEPTH_ON_PATH)
			*cycle = to;
	}
	return count;
}

static void a_node_is_left_after_all_that_it_leads_to(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	DepthWalk w = depth_walk_new(&a, NODES);
	uint32_t left[NODES], cycle;
	assert_int_equal(walk_from(&w, 0, left, &cycle), 4);
	assert_int_equal(left[0], 3);
	assert_int_equal(left[1], 1);
	assert_int_equal(left[2], 2);
	assert_int_equal(left[3], 0);
	assert_int_equal(cycle, UINT32_MAX);
	assert_int_equal(walk_from(&w, 1, left, &cycle), 0);
}

static void a_cycle_is_seen_and_ends(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	DepthWalk w = depth_walk_new(&a, NODES);
	uint32_t left[NODES], cycle;
	assert_int_equal(walk_from(&w, 4, left, &cycle), 2);
	assert_int_equal(cycle, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_node_is_given_out_once),
		cmocka_unit_test(what_was_seen_stays_seen),
		cmocka_unit_test(a_node_is_left_after_all_that_it_leads_to),
		cmocka_unit_test(a_cycle_is_seen_and_ends),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
