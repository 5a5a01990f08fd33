// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/glob.h"
#include "resolver/graph/graph_internal.h"
#include "resolver/terms/spec.h"

/*
 * `-p` may name any package that Cargo's version resolver leads to, which knows neither platforms
 * nor what is tested. Under resolver 1 such a package is built. Otherwise it has no features, so
 * that no target of it can be built; but it may have none that is asked for, or make a name
 * ambiguous.
 */

static bool is_meant(const PackageSpec *spec, const GraphNode *n)
{
	return spec_matches(spec, n->name, &n->version, n->source);
}

/* The nodes that one specification may mean. False: no way to them needs to be followed. */
static bool find_meant(GraphBuild *g, Str text)
{
	PackageSpec spec;
	const char *why;
	bool outside = false;
	size_t found = 0;
	if (glob_is_pattern(text) || !spec_parse(text, g->scratch, &spec, &why))
		return false; /* reported when packages are chosen */
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
