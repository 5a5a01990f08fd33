// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "base/core/buf.h"
#include "resolver/lock/extend.h"
#include "resolver/terms/spec.h"

NodeId graph_named(const GraphBuild *g, Str name, NodeId *from)
{
	*from = map_get(&g->by_name, name);
	if (*from == MAP_NONE)
		return *from = 0;
	NodeId to = *from + 1;
	while (to < g->lock->count && str_eq(g->nodes[to].name, name))
		to++;
	return to;
}

/* Does [patch] of the record's source provide the node? Cargo compares the address alone. */
static bool is_patch(const GraphBuild *g, const Dependency *d, NodeId node)
{
	for (size_t i = 0; i < g->patch_count && g->nodes[node].patched; i++) {
		const PatchUse *p = &g->patches[i];
		if (p->node == node && str_eq(p->entry->patched->canonical, d->source->canonical))
			return true;
	}
	return false;
}

/* Does [replace] say that the node stands for something? Edges of a file lead to what it stands
 * for, those beyond it to the node. */
static bool is_replacement(const GraphBuild *g, NodeId node)
{
	const Manifest *top = g->want->workspace->top;
	for (size_t i = 0; i < top->replace_count && g->lock->extended; i++)
		if (str_eq(top->replaces[i].dep.package, g->nodes[node].name) &&
		    source_eq(top->replaces[i].dep.source, g->nodes[node].source))
			return true;
	return false;
}

static bool fits_but_version(const GraphBuild *g, const Dependency *d, NodeId node, bool patches)
{
	const GraphNode *n = &g->nodes[node];
	return str_eq(n->name, d->package) &&
	       (source_eq(d->source, n->source) ||
	        (patches && (is_patch(g, d, node) || is_replacement(g, node))));
}

static bool fits_record(const GraphBuild *g, const Dependency *d, NodeId node, bool patches)
{
	return fits_but_version(g, d, node, patches) &&
	       version_req_matches(&d->req, &g->nodes[node].version);
}

static NodeId map_by_name(const GraphBuild *g, const Dependency *d, bool patches)
{
	NodeId node, end = graph_named(g, d->package, &node);
	while (node < end && !fits_record(g, d, node, patches))
		node++;
	return node < end ? node : NODE_NONE;
}

static bool is_from_registry(const GraphNode *n)
{
	return !n->is_path && n->source->kind != SOURCE_GIT;
}

/* Edge `i` is there for some record: can it be for another than `d`? */
static bool is_for_another(const GraphBuild *g, NodeId from, const Dependency *d, size_t i)
{
	const GraphNode *n = &g->nodes[from];
	for (size_t k = 0; k < n->manifest->dep_count; k++) {
		const Dependency *other = &n->manifest->deps[k];
		if (other != d && lock_edge_is_for(n->lock, i, other) &&
		    fits_record(g, other, n->lock->deps[i], true))
			return true;
	}
	return false;
}

/* The first of the file; of those beyond it the first, too, if none can be for this record only. */
static NodeId fitting_edge(const GraphBuild *g, NodeId from, const Dependency *d)
{
	const LockPackage *p = g->nodes[from].lock;
	NodeId first = NODE_NONE;
	for (size_t i = 0; i < p->dep_count; i++) {
		if (!lock_edge_is_for(p, i, d) || !fits_record(g, d, p->deps[i], true))
			continue;
		if (i < p->dep_count - p->beyond_count || !is_for_another(g, from, d, i))
			return p->deps[i];
		first = first == NODE_NONE ? p->deps[i] : first;
	}
	return first;
}

/* An edge to a package of a registry, whichever it is. In a registry that mirrors another the
 * packages' manifests still name that one. */
static NodeId edge_to_registry(const GraphBuild *g, NodeId from, const Dependency *d, bool fitting)
{
	const LockPackage *p = g->nodes[from].lock;
	for (size_t i = 0; i < p->dep_count; i++) {
		const GraphNode *to = &g->nodes[p->deps[i]];
		if (lock_edge_is_for(p, i, d) && str_eq(to->name, d->package) &&
		    is_from_registry(to) &&
		    (!fitting || version_req_matches(&d->req, &to->version)))
			return p->deps[i];
	}
	return NODE_NONE;
}

static NodeId edge_but_version(const GraphBuild *g, NodeId from, const Dependency *d)
{
	const LockPackage *p = g->nodes[from].lock;
	for (size_t i = 0; i < p->dep_count; i++)
		if (lock_edge_is_for(p, i, d) && fits_but_version(g, d, p->deps[i], true))
			return p->deps[i];
	return NODE_NONE;
}

/*
 * Cargo believes the index, from which the lock was made, rather than the manifest in the package:
 * where these differ, a requirement (or a registry) may not fit what is locked for it. But what
 * leads beyond the lock is asked of Cargo.
 */
static NodeId map_by_edge(const GraphBuild *g, NodeId from, const Dependency *d, EdgeUse *edge)
{
	const bool to_be_asked = graph_is_beyond(g, from) && !g->lock->extended;
	const bool indexed = is_from_registry(&g->nodes[from]) && !to_be_asked;
	NodeId to = fitting_edge(g, from, d);
	*edge = EDGE_FITS;
	if (to == NODE_NONE && indexed)
		to = edge_to_registry(g, from, d, true);
	if (to != NODE_NONE || !indexed)
		return to;
	*edge = EDGE_ODD;
	to = edge_but_version(g, from, d);
	return to != NODE_NONE ? to : edge_to_registry(g, from, d, false);
}

bool graph_cargo_has(const GraphBuild *g, NodeId from, const Dependency *d)
{
	const LockPackage *p = g->nodes[from].lock;
	for (size_t i = p->dep_count - p->beyond_count; i < p->dep_count; i++) {
		const GraphNode *to = &g->nodes[p->deps[i]];
		if (lock_edge_is_for(p, i, d) && str_eq(to->name, d->package) &&
		    version_req_matches(&d->req, &to->version))
			return true;
	}
	return false;
}

NodeId graph_map_by_name(const GraphBuild *g, const Dependency *d)
{
	const NodeId same_source = map_by_name(g, d, false);
	return same_source != NODE_NONE ? same_source : map_by_name(g, d, true);
}

NodeId graph_map_record(const GraphBuild *g, NodeId from, const Dependency *d, EdgeUse *edge)
{
	const NodeId to = map_by_edge(g, from, d, edge);
	if (to != NODE_NONE)
		return to;
	*edge = EDGE_NONE;
	return graph_map_by_name(g, d);
}

NodeId graph_replaced(const GraphBuild *g, NodeId node, Str name)
{
	const NodeId override = map_get(&g->overrides, name);
	if (override != MAP_NONE)
		return override;
	const bool replaced = node != NODE_NONE && g->nodes[node].lock->replaced;
	return replaced ? g->nodes[node].lock->replace : node;
}

/* --- [patch] and [replace] ------------------------------------------------------------------- */

static NodeId find_patch(const GraphBuild *g, const PatchEntry *e)
{
	return map_by_name(g, &e->dep, false);
}

static bool is_unused(const GraphBuild *g, const PatchEntry *e)
{
	const Local *l =
		e->dep.source->kind == SOURCE_PATH ? graph_local(g, e->dep.source->url) : NULL;
	for (size_t i = 0; i < g->lock->unused_count; i++) {
		const LockPackage *u = &g->lock->unused_patches[i];
		if (!str_eq(u->name, e->dep.package))
			continue;
		if (u->has_source ? source_eq(e->dep.source, u->source)
		                  : l && version_eq(&l->manifest->version, &u->version))
			return true;
	}
	return false;
}

/* Cargo looks into the folder of each patch, needed or not. */
static bool check_patch_folder(const GraphBuild *g, const PatchEntry *e)
{
	const Dependency *d = &e->dep;
	const Local *l = graph_local(g, d->source->url);
	if (!l || !str_eq(l->manifest->name, d->package)) {
		diag_error(g->diag, d->at,
		           "patch location `" STR_FMT
		           "` does not contain packages matching `" STR_FMT "`",
		           STR_ARG(d->source->url), STR_ARG(d->package));
		if (l)
			diag_note(g->diag, l->manifest->name_at,
			          "the package there is called `" STR_FMT "`",
			          STR_ARG(l->manifest->name));
		return diag_help(g->diag, "correct `path`, or add `package` with the name that "
		                          "the package there has");
	}
	if (version_req_matches(&d->req, &l->manifest->version))
		return true;
	diag_error(g->diag, d->at,
	           "patch `" STR_FMT "` version mismatch: the definition requires `" STR_FMT "`",
	           STR_ARG(d->package), STR_ARG(d->req.text));
	diag_note(g->diag, l->manifest->version_at, "the package there has version " STR_FMT,
	          STR_ARG(l->manifest->version.text));
	return diag_help(g->diag, "correct `version`, or leave it out");
}

/* A patch that the lock has never seen could change anything. */
static void prepare_patch(GraphBuild *g, PatchUse *p)
{
	const PatchEntry *e = p->entry;
	p->node = find_patch(g, e);
	if (p->node != NODE_NONE) {
		g->nodes[p->node].patched = true;
		return;
	}
	if (is_unused(g, e))
		return;
	graph_problem(g, (Problem){ .kind = PROBLEM_STALE,
	                            .at = e->dep.at,
	                            .text = arena_printf(g->arena,
	                                                 "the patch of `" STR_FMT "` is not locked",
	                                                 STR_ARG(e->dep.package)) });
}

static bool replace_fits(const GraphBuild *g, const PatchEntry *e, const PackageSpec *spec,
                         NodeId node)
{
	const GraphNode *n = &g->nodes[node];
	const GraphNode *by = &g->nodes[n->lock->replace];
	return spec_matches(spec, n->name, &n->version, n->source) &&
	       str_eq(by->name, e->dep.package) && source_eq(e->dep.source, by->source);
}

static bool parse_replaces(GraphBuild *g, PackageSpec *specs)
{
	const Manifest *top = g->want->workspace->top;
	for (size_t i = 0; i < top->replace_count; i++) {
		const PatchEntry *e = &top->replaces[i];
		const char *why;
		if (!spec_parse(e->of, g->scratch, &specs[i], &why)) {
			diag_error(g->diag, e->dep.at, "`" STR_FMT "` does not name a package: %s",
			           STR_ARG(e->of), why);
			return diag_help(g->diag,
			                 "write `\"NAME:VERSION\"`: the version that is replaced");
		}
		if (!specs[i].url.len) /* as in Cargo */
			specs[i].url = source_crates_io.url;
	}
	return true;
}

/* What is replaced in the lock must be in the manifest, and the other way round. */
static void check_replaces(GraphBuild *g, const PackageSpec *specs)
{
	const Manifest *top = g->want->workspace->top;
	for (NodeId n = 0; n < g->lock->count; n++) {
		const GraphNode *node = &g->nodes[n];
		bool found = !node->lock->replaced;
		for (size_t i = 0; i < top->replace_count; i++) {
			const PatchEntry *e = &top->replaces[i];
			if (node->lock->replaced)
				found = found || replace_fits(g, e, &specs[i], n);
			else if (!source_eq(node->source, e->dep.source) &&
			         spec_matches(&specs[i], node->name, &node->version, node->source))
				found = false;
		}
		if (found)
			continue;
		graph_problem(g,
		              (Problem){ .node = n,
		                         .kind = PROBLEM_STALE,
		                         .at = node->lock->at,
		                         .text = arena_printf(g->arena,
		                                              "[replace] has changed for `" STR_FMT
		                                              " " STR_FMT "`",
		                                              STR_ARG(node->name),
		                                              STR_ARG(node->version.text)) });
	}
}

bool graph_prepare_patches(GraphBuild *g)
{
	const Manifest *top = g->want->workspace->top;
	PackageSpec *specs = arena_array(g->scratch, PackageSpec, top->replace_count);
	bool good = true;
	for (size_t i = 0; i < g->patch_count; i++) {
		const PatchEntry *e = g->patches[i].entry;
		if (e->dep.source->kind == SOURCE_PATH)
			good &= check_patch_folder(g, e);
		prepare_patch(g, &g->patches[i]);
	}
	if (!good || !parse_replaces(g, specs))
		return false;
	if (!g->lock->extended) /* else the file was looked at before */
		check_replaces(g, specs);
	return true;
}

/* --- records without a package --------------------------------------------------------------- */

static const char *requirement(GraphBuild *g, const Dependency *d)
{
	return d->req.text.len ? arena_cstr(g->arena, d->req.text) : "*";
}

/* Cargo is asked once: what is missing then is an error of ours, if anybody's. */
static ProblemKind unmapped_kind(const GraphBuild *g, NodeId from)
{
	if (!graph_is_beyond(g, from))
		return PROBLEM_STALE;
	return g->lock->extended ? PROBLEM_FEATURE : PROBLEM_BEYOND;
}

/* A path dependency leads to one package or none: the lock cannot be to blame. */
static void unmapped_path(GraphBuild *g, Problem p, const Dependency *d)
{
	const Local *l = graph_local(g, d->source->url);
	BrokenLocal *broken = graph_broken(g, d->source->url);
	if (broken) {
		broken->needed = true;
		return;
	}
	p.text = arena_printf(g->arena, "no matching package named `" STR_FMT "` found",
	                      STR_ARG(d->package));
	if (!l) {
		p.note = arena_printf(g->arena, "there is no package in `" STR_FMT "`",
		                      STR_ARG(d->source->url));
		p.help = STR("correct `path`: it is relative to the folder of this Cargo.toml");
	} else if (!str_eq(l->manifest->name, d->package)) {
		p.note = arena_printf(g->arena,
		                      "the package in `" STR_FMT "` is called `" STR_FMT "`",
		                      STR_ARG(d->source->url), STR_ARG(l->manifest->name));
		p.note_at = l->manifest->name_at;
		p.help =
			arena_printf(g->arena, "correct `path`, or add `package = \"" STR_FMT "\"`",
		                     STR_ARG(l->manifest->name));
	} else if (!version_req_matches(&d->req, &l->manifest->version)) {
		p.text = arena_printf(g->arena,
		                      "failed to select a version for the requirement `" STR_FMT
		                      " = \"%s\"`",
		                      STR_ARG(d->package), requirement(g, d));
		p.note = arena_printf(g->arena, "the package in `" STR_FMT "` has version " STR_FMT,
		                      STR_ARG(d->source->url), STR_ARG(l->manifest->version.text));
		p.note_at = l->manifest->version_at;
		p.help =
			arena_printf(g->arena, "write `version = \"" STR_FMT "\"`, or leave it out",
		                     STR_ARG(l->manifest->version.text));
	} else {
		p.text = arena_printf(g->arena, "`" STR_FMT " " STR_FMT "` is not locked",
		                      STR_ARG(l->manifest->name),
		                      STR_ARG(l->manifest->version.text));
		p.kind = unmapped_kind(g, p.node);
	}
	graph_problem(g, p);
}

void graph_unmapped(GraphBuild *g, NodeId from, const Dependency *d)
{
	const Manifest *m = g->nodes[from].manifest;
	Problem p = { .node = from, .record = (uint32_t)(d - m->deps), .at = d->at };
	if (d->source->kind == SOURCE_PATH) {
		unmapped_path(g, p, d);
		return;
	}
	p.kind = unmapped_kind(g, from);
	NodeId node, end = graph_named(g, d->package, &node);
	if (node == end) {
		p.text = arena_printf(g->arena, "`" STR_FMT " = \"%s\"` is not locked at all",
		                      STR_ARG(d->package), requirement(g, d));
		graph_problem(g, p);
		return;
	}
	scoped_buf b = { 0 };
	for (; node < end; node++) {
		const GraphNode *n = &g->nodes[node];
		const bool other = !source_eq(d->source, n->source);
		buf_printf(&b, "%s" STR_FMT "%s", b.len ? ", " : "", STR_ARG(n->version.text),
		           other ? " (of another source)" : "");
	}
	p.text =
		arena_printf(g->arena,
	                     "`" STR_FMT " = \"%s\"` matches none of the locked versions: " STR_FMT,
	                     STR_ARG(d->package), requirement(g, d), STR_ARG(buf_str(&b)));
	graph_problem(g, p);
}
