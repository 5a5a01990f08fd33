// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/verify/unit_digest.h"

#include "base/core/depth_walk.h"

#include <inttypes.h>
#include <stdlib.h>

/* Returns an order in which each unit follows its dependencies. */
static uint32_t *dependencies_first(Arena *a, const GraphFacts *g)
{
	uint32_t *order = arena_array(a, uint32_t, g->count + 1);
	DepthWalk w = depth_walk_new(a, g->count);
	size_t done = 0;
	for (uint32_t root = 0; root < g->count; root++) {
		depth_walk_enter(&w, root);
		for (DepthStep *at; (at = depth_walk_top(&w));) {
			const UnitFacts *u = &g->units[at->node];
			if (at->next < u->dep_count) {
				depth_walk_enter(&w, u->deps[at->next++].unit);
			} else {
				order[done++] = at->node;
				depth_walk_leave(&w);
			}
		}
	}
	return order;
}

static void add_text(Digest *d, Str s)
{
	char length[24];
	snprintf(length, sizeof(length), "%zu:", s.len);
	digest_add(d, str_from(length));
	digest_add(d, s);
}

typedef struct DepText {
	const FactDep *dep;
	const char *digest;
} DepText;

static int by_dep(const void *a, const void *b)
{
	const DepText *x = a, *y = b;
	int order = str_compare(x->dep->extern_name, y->dep->extern_name);
	if (order == 0)
		order = strcmp(x->digest, y->digest);
	if (order == 0)
		order = x->dep->public - y->dep->public;
	return order ? order : x->dep->noprelude - y->dep->noprelude;
}

static void add_deps(Digest *d, const UnitFacts *u, const UnitDigest *known)
{
	scoped_arena scratch = { 0 };
	DepText *deps = arena_array(&scratch, DepText, u->dep_count + 1);
	for (size_t i = 0; i < u->dep_count; i++)
		deps[i] = (DepText){ &u->deps[i], known[u->deps[i].unit].hex };
	if (u->dep_count)
		qsort(deps, u->dep_count, sizeof(DepText), by_dep);
	for (size_t i = 0; i < u->dep_count; i++) {
		const char flags[] = { (char)('0' + deps[i].dep->public),
			               (char)('0' + deps[i].dep->noprelude) };
		add_text(d, deps[i].dep->extern_name);
		add_text(d, str_from(deps[i].digest));
		digest_add(d, (Str){ flags, sizeof(flags) });
	}
}

const UnitDigest *unit_digests(Arena *a, const GraphFacts *g)
{
	UnitDigest *out = arena_array(a, UnitDigest, g->count + 1);
	const uint32_t *order = dependencies_first(a, g);
	scoped_digest d = digest_new();
	for (size_t i = 0; i < g->count; i++) {
		const UnitFacts *u = &g->units[order[i]];
		digest_restart(d);
		for (size_t f = 0; f < FACT_COUNT; f++)
			add_text(d, u->facts[f]);
		for (size_t f = 0; f < u->features.count; f++)
			add_text(d, u->features.items[f]);
		digest_add(d, STR(";"));
		add_deps(d, u, out);
		digest_hex(d, out[order[i]].hex);
	}
	return out;
}
