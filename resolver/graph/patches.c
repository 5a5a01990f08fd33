// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/graph_internal.h"

#include "resolver/terms/spec.h"

/* Returns whether the configuration has a patch of the same name and source. Cargo prefers it to
 * the one of the manifest. */
static bool is_overruled(const GraphRequest *w, const PatchEntry *e)
{
	for (size_t i = 0; i < w->config_patch_count; i++) {
		const PatchEntry *c = &w->config_patches[i];
		if (str_eq(c->dep.key, e->dep.key) &&
		    str_eq(c->patched->canonical, e->patched->canonical))
			return true;
	}
	return false;
}

void graph_list_patches(GraphBuild *g)
{
	const GraphRequest *w = g->want;
	const Manifest *top = w->workspace->top;
	PatchTable *t = &g->patches;
	t->items = arena_array(g->scratch, PatchUse, w->config_patch_count + top->patch_count);
	for (size_t i = 0; i < w->config_patch_count; i++)
		t->items[t->count++].entry = &w->config_patches[i];
	for (size_t i = 0; i < top->patch_count; i++) {
		if (!is_overruled(w, &top->patches[i]))
			t->items[t->count++].entry = &top->patches[i];
	}
}

/* Returns whether the lock lists the patch as unused. */
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

/* Cargo checks the folder of each patch, whether or not the patch is needed. */
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

/* A patch that the lock does not have, not even as unused, may change any part of the lock. */
static void prepare_patch(GraphBuild *g, PatchUse *p)
{
	const PatchEntry *e = p->entry;
	p->node = graph_map_own_source(g, &e->dep);
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
		if (!specs[i].url.len) /* Cargo's default */
			specs[i].url = source_crates_io.url;
	}
	return true;
}

/* Each replacement in the lock must be in [replace] of the manifest, and the other way round. */
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
		if (!found)
			graph_problem(g, graph_stale_node(g, n, "[replace] has changed for ", ""));
	}
}

bool graph_prepare_patches(GraphBuild *g)
{
	const Manifest *top = g->want->workspace->top;
	PackageSpec *specs = arena_array(g->scratch, PackageSpec, top->replace_count);
	bool good = true;
	for (size_t i = 0; i < g->patches.count; i++) {
		const PatchEntry *e = g->patches.items[i].entry;
		if (e->dep.source->kind == SOURCE_PATH)
			good &= check_patch_folder(g, e);
		prepare_patch(g, &g->patches.items[i]);
	}
	if (!good || !parse_replaces(g, specs))
		return false;
	if (!g->lock->extended) /* an extended lock passed this check before */
		check_replaces(g, specs);
	return true;
}

/* A patch that the lock lists as unused must still be unused. */
void graph_check_unused_patches(GraphBuild *g)
{
	for (size_t i = 0; i < g->lock->unused_count; i++) {
		const LockPackage *u = &g->lock->unused_patches[i];
		bool found = false;
		for (size_t k = 0; k < g->patches.count; k++) {
			const PatchUse *p = &g->patches.items[k];
			found = found ||
			        (p->node == NODE_NONE && str_eq(p->entry->dep.package, u->name));
		}
		if (found || (!u->has_source && map_get(&g->locals.by_name, u->name) == MAP_NONE))
			continue;
		const Str text =
			arena_printf(g->arena, "`" STR_FMT "` is no longer an unused patch",
		                     STR_ARG(u->name));
		graph_problem(g, (Problem){ .kind = PROBLEM_STALE, .at = u->at, .text = text });
	}
}

void graph_warn_of_patches(const GraphBuild *g)
{
	for (size_t i = 0; i < g->patches.count; i++) {
		const PatchUse *p = &g->patches.items[i];
		if (p->node != NODE_NONE)
			continue;
		diag_warning(g->diag, p->entry->dep.at,
		             "patch of `" STR_FMT "` was not used in the crate graph",
		             STR_ARG(p->entry->dep.package));
		diag_help(g->diag, "check that its version fits the requirements, and run "
		                   "`cargo update` if the locked version is another");
	}
}
