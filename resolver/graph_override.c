// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph_internal.h"

#include "base/fs.h"
#include "base/path.h"

#include <dirent.h>

/*
 * Cargo's `paths`: packages below these folders stand in for every package of their name, whatever
 * its version or source. The lock knows nothing of it, so each becomes a node behind those of the
 * lock, with the edges of what it stands in for.
 */

typedef struct Overrides {
	GraphBuild *g;
	VEC(Str) folders; /* still to be looked into */
	size_t first;     /* local that is an override */
} Overrides;

static bool is_hidden(Str name)
{
	return str_starts_with(name, STR("."));
}

/* Cargo: `target` beside a manifest is not looked into, nor are other repositories */
static void add_subfolders(Overrides *o, Str folder, bool is_package)
{
	Arena *a = o->g->scratch;
	FsEntry *entries;
	size_t count;
	if (!fs_list(arena_cstr(a, folder), a, &entries, &count))
		return;
	for (size_t i = count; i-- > 0;) {
		const Str name = entries[i].name;
		if (entries[i].type != DT_DIR || is_hidden(name) ||
		    (is_package && str_eq(name, STR("target"))))
			continue;
		const Str sub = path_join(a, folder, name);
		const Str git = path_join(a, sub, STR(".git"));
		if (fs_kind(arena_cstr(a, git)) == FILE_ABSENT)
			*vec_push(a, &o->folders, Str) = path_join(o->g->arena, folder, name);
	}
}

static bool find_packages(Overrides *o)
{
	while (o->folders.count) {
		const Str folder = o->folders.items[--o->folders.count];
		if (!graph_add_local(o->g, folder))
			return false;
		add_subfolders(o, folder, graph_local(o->g, folder) != NULL);
	}
	return true;
}

/* What the lock knows of the package that is overridden: a place to start from. */
static const LockPackage *make_locked(GraphBuild *g, const Manifest *m)
{
	LockPackage *p = arena_new(g->scratch, LockPackage);
	NodeId node, end = graph_named(g, m->name, &node);
	if (node < end) {
		p->deps = g->nodes[node].lock->deps;
		p->dep_count = g->nodes[node].lock->dep_count;
	}
	p->name = m->name;
	p->version = m->version;
	p->at = m->name_at;
	return p;
}

static void add_node(GraphBuild *g, Local *l)
{
	l->node = (NodeId)g->count;
	g->nodes[g->count++] = (Node){ .lock = make_locked(g, l->manifest),
		                       .name = l->manifest->name,
		                       .version = l->manifest->version,
		                       .source = source_path(l->manifest->folder),
		                       .folder = l->manifest->folder,
		                       .is_path = true };
}

bool graph_add_overrides(GraphBuild *g)
{
	const StrList *want = &g->want->overrides;
	Overrides o = { .g = g, .first = g->locals.count };
	map_init(&g->overrides, g->scratch, want->count);
	if (!want->count)
		return true;
	for (size_t i = want->count; i-- > 0;)
		*vec_push(g->scratch, &o.folders, Str) = want->items[i];
	if (!find_packages(&o))
		return false;
	const size_t last = g->locals.count;
	if (!graph_add_path_deps(g, o.first))
		return false;
	const size_t added = g->locals.count - o.first;
	Node *nodes = arena_array(g->scratch, Node, g->count + added);
	memcpy(nodes, g->nodes, g->count * sizeof *nodes);
	g->nodes = nodes;
	for (size_t i = o.first; i < g->locals.count; i++) {
		add_node(g, &g->locals.items[i]);
		if (i < last)
			map_put(&g->overrides, g->locals.items[i].manifest->name,
			        g->locals.items[i].node);
	}
	return true;
}
