// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "base/files/fs.h"
#include "base/text/path.h"

#include <dirent.h>
#include <stdlib.h>

/*
 * Cargo's `paths`: the packages in or below these folders, and their path dependencies, take the
 * place of every package of the same name, whatever its version or source. Their source is the
 * folder in `paths`. The lock does not have them, so each becomes a new node behind those of the
 * lock, with edges that are made from its manifest. A package that lies directly in the folder of
 * `paths` has the same source as without `paths`: if the lock has it, its node is used.
 */

typedef struct OverridePackage {
	const Manifest *manifest;
	const PathOverride *from;
} OverridePackage;

typedef struct Overrides {
	GraphBuild *g;
	StrVec folders; /* folders to search; a stack */
	VEC(OverridePackage) found;
	size_t followed; /* the number of `found` whose path dependencies were added */
	Map names; /* from a name to an index of `found`; the first package of a name counts */
} Overrides;

/* Returns whether the folder has a package. Like Cargo, it passes over a broken one. */
static bool add_package(Overrides *o, Str folder, const PathOverride *from)
{
	graph_add_local(o->g, folder);
	const Local *l = graph_local(o->g, folder);
	const uint32_t index = (uint32_t)o->found.count;
	if (l && map_put(&o->names, l->manifest->name, index) == index)
		*vec_push(o->g->scratch, &o->found, OverridePackage) =
			(OverridePackage){ l->manifest, from };
	return l != NULL;
}

static bool has_manifest(const Overrides *o, Str folder)
{
	const Str path = path_join(o->g->scratch, folder, STR("Cargo.toml"));
	return fs_kind(arena_cstr(o->g->scratch, path)) != FILE_ABSENT;
}

/* Like Cargo, passes over hidden folders, a `target` beside a manifest, and other repositories. */
static void add_subfolders(Overrides *o, Str folder)
{
	Arena *a = o->g->scratch;
	FsEntry *entries;
	size_t count;
	if (!fs_list(arena_cstr(a, folder), a, &entries, &count))
		return;
	for (size_t i = count; i-- > 0;) {
		const Str name = entries[i].name;
		if (entries[i].type != DT_DIR || str_starts_with(name, STR(".")) ||
		    (str_eq(name, STR("target")) && has_manifest(o, folder)))
			continue;
		const Str sub = path_join(o->g->arena, folder, name);
		if (fs_kind(arena_cstr(a, path_join(a, sub, STR(".git")))) == FILE_ABSENT)
			*vec_push(a, &o->folders, Str) = sub;
	}
}

static bool nothing_there(const Overrides *o, const PathOverride *from, const Dependency *of)
{
	diag_error(o->g->diag, from->at,
	           "failed to update path override `" STR_FMT "`: there is no package in `" STR_FMT
	           "`",
	           STR_ARG(from->folder), STR_ARG(of ? of->source->url : from->folder));
	if (of)
		diag_note(o->g->diag, of->at, "the dependency leads there");
	return diag_help(o->g->diag, of ? "correct the `path` of that dependency"
	                                : "correct the folder: it is relative to the parent of "
	                                  "this configuration file's folder");
}

static bool add_path_deps(Overrides *o, const PathOverride *from)
{
	while (o->followed < o->found.count) {
		const Manifest *m = o->found.items[o->followed++].manifest;
		for (size_t i = 0; i < m->dep_count; i++) {
			const SourceId *s = m->deps[i].source;
			if (s->kind != SOURCE_PATH || add_package(o, s->url, from))
				continue;
			if (!has_manifest(o, s->url))
				return nothing_there(o, from, &m->deps[i]);
		}
	}
	return true;
}

static bool is_path_dep(const Manifest *m, Str folder)
{
	for (size_t i = 0; i < m->dep_count; i++)
		if (m->deps[i].source->kind == SOURCE_PATH &&
		    str_eq(m->deps[i].source->url, folder))
			return true;
	return false;
}

/*
 * Cargo has already loaded the members, and their path dependencies outside of the workspace's
 * folder. Each of these is a source of its own. If its folder is in `paths`, Cargo uses that
 * source: it has the package alone, without packages below the folder and without path
 * dependencies.
 */
static bool is_at_hand(const GraphBuild *g, Str folder)
{
	const Workspace *w = g->want->workspace;
	const Local *l = graph_local(g, folder);
	if (l && l->member)
		return true;
	for (size_t i = 0; l && !path_is_below(folder, w->root) && i < w->member_count; i++)
		if (is_path_dep(w->members[i], folder))
			return true;
	return false;
}

static bool find_packages(Overrides *o, const PathOverride *from)
{
	bool found = false;
	if (is_at_hand(o->g, from->folder))
		return add_package(o, from->folder, from);
	DiagSaid broken = { 0 }; /* the errors of the last broken manifest */
	*vec_push(o->g->scratch, &o->folders, Str) = from->folder;
	while (o->folders.count) {
		const Str folder = o->folders.items[--o->folders.count];
		found |= add_package(o, folder, from);
		const BrokenLocal *b = graph_broken(o->g, folder);
		broken = b ? b->why : broken;
		add_subfolders(o, folder);
	}
	if (!found)
		return broken.errors ? diag_say(o->g->diag, &broken) : nothing_there(o, from, NULL);
	return add_path_deps(o, from);
}

static int by_index(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return x < y ? -1 : x > y;
}

/* Makes the entry that a lock would have for the package. Like Cargo, it ignores the entry of the
 * overridden package, and takes the first locked package that fits each dependency. */
static const LockPackage *make_locked(GraphBuild *g, const Manifest *m)
{
	LockPackage *p = arena_new(g->scratch, LockPackage);
	p->name = m->name;
	p->source = &source_some_path;
	p->version = m->version;
	p->at = m->name_at;
	p->deps = arena_array(g->scratch, uint32_t, m->dep_count);
	for (size_t i = 0; i < m->dep_count; i++) {
		const NodeId to = graph_map_by_name(g, &m->deps[i]);
		if (to != NODE_NONE)
			p->deps[p->dep_count++] = to;
	}
	qsort(p->deps, p->dep_count, sizeof *p->deps, by_index);
	return p;
}

static void add_node(GraphBuild *g, const OverridePackage *p)
{
	const Manifest *m = p->manifest;
	const Local *l = graph_local(g, m->folder);
	const bool same = str_eq(m->folder, p->from->folder) && l->node != NODE_NONE;
	map_put(&g->overrides, m->name, same ? l->node : (NodeId)g->count);
	if (same)
		return;
	g->nodes[g->count++] =
		(GraphNode){ .lock = make_locked(g, m),
		             .name = m->name,
		             .version = m->version,
		             .source = source_keep(g->arena, source_path(p->from->folder)),
		             .folder = m->folder,
		             .is_path = true };
}

static void add_nodes(const Overrides *o)
{
	GraphBuild *g = o->g;
	GraphNode *nodes = arena_array(g->scratch, GraphNode, g->count + o->found.count);
	memcpy(nodes, g->nodes, g->count * sizeof *nodes);
	g->nodes = nodes;
	for (size_t i = 0; i < o->found.count; i++)
		add_node(g, &o->found.items[i]);
}

bool graph_add_overrides(GraphBuild *g)
{
	const OverrideList *want = &g->want->overrides;
	Overrides o = { .g = g };
	map_init(&g->overrides, g->scratch, want->count);
	map_init(&o.names, g->scratch, want->count);
	for (size_t i = 0; i < want->count; i++) {
		if (!find_packages(&o, &want->items[i]))
			return false;
	}
	if (o.found.count)
		add_nodes(&o);
	return true;
}
