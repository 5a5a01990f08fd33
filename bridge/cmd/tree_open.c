// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/tree_open.h"
#include "bridge/project/open.h"

#include "resolver/terms/spec.h"

static bool is_locked_as(const LockPackage *k, const Package *p)
{
	return str_eq(k->name, p->name) && version_eq(&k->version, &p->version) &&
	       (k->has_source ? !p->is_path && source_eq(k->source, p->source) : p->is_path);
}

/* Returns, by index in the lock, the locked packages that the graph has or that these need on any
 * platform. */
static bool *locked_below(const TreeProject *t)
{
	Arena *a = &t->session->arena;
	const Lockfile *lock = t->packages->lock;
	const PackageGraph *g = t->packages->graph;
	bool *below = arena_array(a, bool, lock->count);
	uint32_t *stack = arena_array(a, uint32_t, lock->count);
	size_t depth = 0;
	for (PkgId i = 0; i < g->count; i++)
		for (uint32_t k = 0; g->packages[i].reached && k < lock->count; k++)
			if (!below[k] && is_locked_as(&lock->packages[k], &g->packages[i])) {
				below[k] = true;
				stack[depth++] = k;
			}
	while (depth) {
		const LockPackage *from = &lock->packages[stack[--depth]];
		for (size_t i = 0; i < from->dep_count; i++)
			if (!below[from->deps[i]]) {
				below[from->deps[i]] = true;
				stack[depth++] = from->deps[i];
			}
	}
	return below;
}

/* Returns whether the spec names a package that nothing on these platforms uses: one that the graph
 * reached but did not build, or one that only the lock has. If it names several that the graph
 * reached, the answer is no, and select_packages reports them. */
static bool only_locked(const TreeProject *t, Str text)
{
	PackageSpec spec;
	const char *why;
	const PackageGraph *g = t->packages->graph;
	if (!spec_parse(text, &t->session->arena, &spec, &why))
		return false;
	size_t reached = 0, built = 0;
	for (size_t i = 0; i < g->count; i++)
		if (g->packages[i].reached &&
		    spec_matches(&spec, g->packages[i].name, &g->packages[i].version,
		                 g->packages[i].source)) {
			reached++;
			built += g->packages[i].built;
		}
	if (reached)
		return reached == 1 && !built;
	const bool *below = locked_below(t);
	for (size_t i = 0; i < g->locked_count; i++) { /* with path packages' addresses */
		const LockedPackage *k = &g->locked[i];
		if (below[i] && spec_matches(&spec, k->name, k->version, k->source))
			return true;
	}
	return false;
}

bool tree_find_packages(const TreeProject *t, const TextList *specs, PkgList *out)
{
	Session *s = t->session;
	TextList found = { 0 };
	for (size_t i = 0; i < specs->count; i++) {
		const Str text = str_from(specs->items[i]);
		PackageSpec spec; /* as in Cargo, not a pattern */
		if (!spec_read(text, &s->arena, &s->diag, &spec))
			return false;
		if (!only_locked(t, text))
			text_list_add(&s->arena, &found, specs->items[i]);
	}
	const Selection selection = { .packages = text_list_strs(&s->arena, &found) };
	const Select select = { &s->arena, &s->diag, t->packages->graph, &selection };
	*out = (PkgList){ 0 };
	return found.count == 0 || select_packages(&select, out);
}

/* Selects the roots. As in Cargo, it is not an error to name a package that is locked but not used
 * on these platforms; there is then nothing to show for it. */
static bool select_roots(TreeProject *t)
{
	Arena *a = &t->session->arena;
	const Selection *selection = &t->packages->selection;
	Selection used = *selection;
	Str *items = arena_array(a, Str, selection->packages.count + 1);
	const Select select = { a, &t->session->diag, t->packages->graph, &used };
	/* An inverted tree shows other roots, so as in Cargo, these need not be built. */
	if (t->inverted && used.packages.count)
		return select_known_packages(&select, &t->roots);
	used.packages = (StrList){ items, 0 };
	for (size_t i = 0; i < selection->packages.count; i++)
		if (!only_locked(t, selection->packages.items[i]))
			items[used.packages.count++] = selection->packages.items[i];
	if (selection->packages.count && !used.packages.count && !used.workspace)
		return true;
	return select_packages(&select, &t->roots);
}

/* Selects the roots and resolves features for them. */
static bool resolve_roots(TreeProject *t)
{
	Session *s = t->session;
	const ProjectPackages *p = t->packages;
	FeatureRequest features;
	const Select select = { &s->arena, &s->diag, p->graph, &p->selection };
	if (!select_roots(t) || !select_feature_roots(&select, t->roots, &features))
		return false;
	t->request.packages = p->graph;
	t->request.features = features_resolve(&s->arena, p->graph, &features);
	t->request.sources = replacements_read(p->project.tools.config);
	t->request.roots = features.roots;
	t->request.root_count = features.root_count;
	return t->request.features != NULL;
}

bool tree_every_target(const BuildOptions *o)
{
	return o->target.count == 1 && strcmp(o->target.items[0], "all") == 0;
}

bool tree_open(TreeProject *t, bool every_target)
{
	if (every_target)
		t->build.target = (TextList){ 0 };
	const ProjectRequest want = {
		.build = &t->build,
		.intent = t->request.kinds[TREE_DEV] ? INTENT_TEST : INTENT_BUILD,
		.platforms = every_target ? PLATFORMS_ALL : PLATFORMS_SELECTED,
		.packages = { .use = PACKAGES_LISTED, .no_readmes = true },
	};
	t->packages = project_open_packages(t->session, &want);
	return t->packages && resolve_roots(t);
}
