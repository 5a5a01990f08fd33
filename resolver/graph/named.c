// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/glob.h"
#include "resolver/graph/graph_internal.h"
#include "resolver/terms/spec.h"

/*
 * `-p` may name any package that Cargo's version resolver reaches. That resolver ignores platforms,
 * and does not care whether tests are built. Under resolver 1 such a package is built. Otherwise it
 * was not resolved with features, so no target of it can be built. It still matters: the selected
 * targets may not exist in it, or it may make a name ambiguous.
 */

static bool is_meant(const PackageSpec *spec, const GraphNode *n)
{
	return spec_matches(spec, n->name, &n->version, n->source);
}

/* Marks the nodes that one specification may mean. Returns whether all ways to them must be
 * followed. */
static bool find_meant(GraphBuild *g, Str text)
{
	PackageSpec spec;
	const char *why;
	bool outside = false;
	size_t found = 0;
	if (glob_is_pattern(text) || !spec_parse(text, g->scratch, &spec, &why))
		return false; /* select_packages reports the error */
	for (NodeId i = 0; i < g->count; i++) {
		found += is_meant(&spec, &g->nodes[i]);
		outside |= is_meant(&spec, &g->nodes[i]) && !g->nodes[i].member;
	}
	if (!outside || (g->want->listed && found < 2 && g->want->workspace->resolver > 1))
		return false;
	for (NodeId i = 0; i < g->count; i++)
		g->nodes[i].meant |= is_meant(&spec, &g->nodes[i]) && !g->nodes[i].member;
	return true;
}

bool graph_find_meant(GraphBuild *g)
{
	bool followed = false;
	for (size_t i = 0; i < g->want->named.count; i++)
		followed |= find_meant(g, g->want->named.items[i]);
	return followed;
}
