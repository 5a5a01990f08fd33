// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/tree_open.h"

#include "resolver/spec.h"

/* Does the lock file have such a package, though nothing on these platforms uses it? */
static bool only_locked(const TreeProject *t, Str text)
{
	PackageSpec spec;
	const char *why;
	const PackageGraph *g = t->project.packages;
	if (!spec_parse(text, &t->session->arena, &spec, &why))
		return false;
	for (size_t i = 0; i < g->count; i++)
		if (spec_matches(&spec, g->packages[i].name, &g->packages[i].version,
		                 &g->packages[i].source))
			return false;
	for (size_t i = 0; i < t->project.lock->count; i++) {
		const LockPackage *k = &t->project.lock->packages[i];
		if (k->has_source && spec_matches(&spec, k->name, &k->version, &k->source))
			return true;
	}
	return false;
}

bool tree_find_packages(const TreeProject *t, const TextList *specs, PkgList *out)
{
	Session *s = t->session;
	TextList found = { 0 };
	for (size_t i = 0; i < specs->count; i++)
		if (!only_locked(t, str_from(specs->items[i])))
			text_list_add(&s->arena, &found, specs->items[i]);
	const Selection selection = { .packages = text_list_strs(&s->arena, &found) };
	const Select select = { &s->arena, &s->diag, t->project.packages, &selection };
	*out = (PkgList){ 0 };
	return found.count == 0 || select_packages(&select, out);
}

/* Which packages count, with which features. */
static bool resolve(TreeProject *t, const Selection *selection)
{
	Session *s = t->session;
	FeatureRequest features;
	const Select select = { &s->arena, &s->diag, t->project.packages, selection };
	/* Cargo: of an inverted tree other roots are shown, so these need not be there. */
	if (!(t->inverted && selection->packages.count ? select_known_packages(&select, &t->roots)
	                                               : select_packages(&select, &t->roots)) ||
	    !select_feature_roots(&select, t->roots, &features))
		return false;
	t->request.packages = t->project.packages;
	t->request.features = features_resolve(&s->arena, t->project.packages, &features);
	t->request.sources = replacements_read(t->project.config);
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
	Session *s = t->session;
	Selection selection;
	if (every_target)
		t->build.target = (TextList){ 0 };
	const ProjectRequest want = {
		.build = &t->build,
		.intent = t->request.kinds[TREE_DEV] ? INTENT_TEST : INTENT_BUILD,
		.every_platform = every_target,
	};
	return project_open_workspace(s, &want, &t->project) &&
	       project_open_packages(s, &want, &t->project, &selection) && resolve(t, &selection);
}
