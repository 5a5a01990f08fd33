// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "base/files/fs.h"
#include "base/text/path.h"

#define LOCAL_ABSENT (NODE_NONE - 1) /* in LocalTable.by_folder: there is no package */

static void add_local(GraphBuild *g, const Manifest *m, bool member)
{
	const uint32_t index = (uint32_t)g->locals.found.count;
	Local *l = vec_push(g->scratch, &g->locals.found, Local);
	*l = (Local){ .manifest = m, .member = member, .node = NODE_NONE, .next = NODE_NONE };
	map_set(&g->locals.by_folder, m->folder, index);
	const uint32_t first = map_put(&g->locals.by_name, m->name, index);
	if (first == index)
		return;
	l->next = g->locals.found.items[first].next;
	g->locals.found.items[first].next = index;
}

const Local *graph_local(const GraphBuild *g, Str folder)
{
	const uint32_t index = map_get(&g->locals.by_folder, folder);
	return index == MAP_NONE || index == LOCAL_ABSENT ? NULL : &g->locals.found.items[index];
}

BrokenLocal *graph_broken(const GraphBuild *g, Str folder)
{
	for (size_t i = 0; i < g->locals.broken.count; i++)
		if (str_eq(g->locals.broken.items[i].folder, folder))
			return &g->locals.broken.items[i];
	return NULL;
}

static const Manifest *read_local(GraphBuild *g, Str folder, Str path)
{
	ManifestContext c = *g->want->workspace->reader;
	const SourceId source = source_path(folder);
	DiagHeld held;
	c.source = &source;
	c.warn = false;
	diag_hold(c.diag, &held);
	const Manifest *m = manifest_read(&c, path, NULL);
	const DiagSaid why = diag_release(c.diag, &held, g->arena);
	if (!m)
		*vec_push(g->scratch, &g->locals.broken, BrokenLocal) =
			(BrokenLocal){ .folder = folder, .why = why };
	return m;
}

void graph_add_local(GraphBuild *g, Str folder)
{
	if (map_get(&g->locals.by_folder, folder) != MAP_NONE)
		return;
	map_set(&g->locals.by_folder, folder, LOCAL_ABSENT);
	const Str path = path_join(g->arena, folder, STR("Cargo.toml"));
	if (fs_kind(arena_cstr(g->scratch, path)) != FILE_REGULAR)
		return;
	const Manifest *m = read_local(g, folder, path);
	if (m && m->has_package)
		add_local(g, m, false);
}

/* Cargo ignores dev-dependencies of packages that are not members. */
static void add_path_deps(GraphBuild *g, const Manifest *m, bool member)
{
	for (size_t i = 0; i < m->dep_count; i++) {
		const Dependency *d = &m->deps[i];
		if (d->source->kind != SOURCE_PATH || (d->kind == DEP_DEV && !member))
			continue;
		graph_add_local(g, d->source->url);
	}
}

/* Cargo reads the packages of [patch] and [replace] first, and reports their errors whether or not
 * they are needed. */
static bool add_entry(GraphBuild *g, const PatchEntry *e)
{
	if (e->dep.source->kind != SOURCE_PATH)
		return true;
	graph_add_local(g, e->dep.source->url);
	const BrokenLocal *broken = graph_broken(g, e->dep.source->url);
	return !broken || diag_say(g->diag, &broken->why);
}

/* Returns whether the lock has a package of the replacement's name. Cargo does not read the
 * replacement otherwise. */
static bool is_used(const GraphBuild *g, const PatchEntry *e)
{
	return map_get(&g->by_name, e->dep.package) != MAP_NONE;
}

static bool add_patches(GraphBuild *g)
{
	const Manifest *top = g->want->workspace->top;
	for (size_t i = 0; i < g->patches.count; i++) {
		if (!add_entry(g, g->patches.items[i].entry))
			return false;
	}
	for (size_t i = 0; i < top->replace_count; i++) {
		if (is_used(g, &top->replaces[i]) && !add_entry(g, &top->replaces[i]))
			return false;
	}
	return true;
}

static bool find_all(GraphBuild *g)
{
	const Workspace *w = g->want->workspace;
	for (size_t i = 0; i < w->member_count; i++) {
		if (w->members[i]->has_package)
			add_local(g, w->members[i], true);
	}
	if (!add_patches(g))
		return false;
	for (size_t i = 0; i < g->locals.found.count; i++) { /* grows meanwhile */
		const Local l = g->locals.found.items[i];
		add_path_deps(g, l.manifest, l.member);
	}
	return true;
}

static void adopt_local(GraphBuild *g, NodeId node, uint32_t local)
{
	Local *l = &g->locals.found.items[local];
	GraphNode *n = &g->nodes[node];
	l->node = node;
	n->member = l->member;
	n->manifest = NULL;
	n->folder = l->manifest->folder;
	n->version = l->manifest->version;
	n->source = source_keep(g->arena, source_path(n->folder));
}

/* The lock has no folders: it identifies a path package by its name and version. */
static void adopt_exact(GraphBuild *g, NodeId node)
{
	const GraphNode *n = &g->nodes[node];
	uint32_t i = map_get(&g->locals.by_name, n->name);
	for (; i != MAP_NONE; i = g->locals.found.items[i].next) {
		const Local *l = &g->locals.found.items[i];
		if (l->node == NODE_NONE && version_eq(&l->manifest->version, &n->version)) {
			adopt_local(g, node, i);
			return;
		}
	}
}

/* If only one path package has the name, Cargo takes it whatever the locked version: the version in
 * its Cargo.toml was changed since. */
static void adopt_changed(GraphBuild *g, NodeId node)
{
	const uint32_t i = map_get(&g->locals.by_name, g->nodes[node].name);
	if (i == MAP_NONE)
		return;
	const Local *l = &g->locals.found.items[i];
	if (l->next != NODE_NONE || l->node != NODE_NONE)
		return;
	const Str text =
		arena_printf(g->arena,
	                     "`" STR_FMT "` has version " STR_FMT ", but is locked at " STR_FMT,
	                     STR_ARG(l->manifest->name), STR_ARG(l->manifest->version.text),
	                     STR_ARG(g->nodes[node].version.text));
	const Span at =
		l->manifest->version_at.src ? l->manifest->version_at : l->manifest->name_at;
	adopt_local(g, node, i);
	if (graph_is_exact(g))
		graph_problem(
			g,
			(Problem){ .node = node, .kind = PROBLEM_STALE, .at = at, .text = text });
}

bool graph_find_locals(GraphBuild *g)
{
	map_init(&g->locals.by_folder, g->scratch, 64);
	map_init(&g->locals.by_name, g->scratch, 64);
	if (!find_all(g))
		return false;
	for (NodeId i = 0; i < g->count; i++) {
		if (g->nodes[i].is_path)
			adopt_exact(g, i);
	}
	for (NodeId i = 0; i < g->count; i++) {
		if (g->nodes[i].is_path && !g->nodes[i].folder.len)
			adopt_changed(g, i);
	}
	for (size_t i = 0; i < g->locals.found.count; i++) {
		const Local *l = &g->locals.found.items[i];
		if (!l->member || l->node != NODE_NONE)
			continue;
		const Str text = arena_printf(g->arena, "`" STR_FMT " " STR_FMT "` is not locked",
		                              STR_ARG(l->manifest->name),
		                              STR_ARG(l->manifest->version.text));
		graph_problem(g, (Problem){ .kind = PROBLEM_STALE,
		                            .at = l->manifest->name_at,
		                            .text = text });
	}
	return true;
}
