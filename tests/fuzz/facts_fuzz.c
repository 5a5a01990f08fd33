// SPDX-License-Identifier: MIT OR Apache-2.0
/* A unit graph, as `verify` gets one, and as cargo prints its own: numbers are those of units. */
#include "bridge/verify/facts.h"
#include "tests/fuzz/fuzz.h"

static void check_graph(const GraphFacts *g)
{
	for (size_t i = 0; i < g->root_count; i++)
		CHECK(g->roots[i] < g->count);
	for (size_t i = 0; i < g->count; i++) {
		const UnitFacts *u = &g->units[i];
		for (size_t f = 0; f < FACT_COUNT; f++)
			CHECK(u->facts[f].ptr);
		for (size_t d = 0; d < u->dep_count; d++)
			CHECK(u->deps[d].unit < g->count);
		for (size_t k = 1; k < u->features.count; k++)
			CHECK(str_compare(u->features.items[k - 1], u->features.items[k]) <= 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	scoped_fuzz_diag diag = fuzz_diag();
	TargetInfo target = { .triple = STR("l4"), .spec = STR("/nowhere/l4.json") };
	const Toolchain toolchain = { .host = STR("x86_64-unknown-linux-gnu"),
		                      .targets = &target,
		                      .target_count = size % 2 };
	const Source src = { .path = "graph.json", .text = fuzz_text(data, size) };
	const FactsContext c = { .arena = &a,
		                 .diag = &diag,
		                 .src = &src,
		                 .workspace = STR("/nowhere/ws"),
		                 .toolchain = &toolchain };
	const GraphFacts *g = facts_read(&c);
	CHECK(g || diag.errors);
	if (g)
		check_graph(g);
	const unsigned before = diag.errors;
	g = facts_read_cargo(&c);
	CHECK(g || diag.errors > before);
	if (g)
		check_graph(g);
	return 0;
}
