// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/command.h"
#include "bridge/cmd/tree_options.h"
#include "bridge/project.h"
#include "resolver/spec.h"

typedef struct Tree {
	Session *session;
	const TreeOptions *options;
	BuildOptions build; /* without `--target all` */
	Project project;
	TreeRequest request;
	TreeStyle style;
	PkgList roots; /* what is shown first */
} Tree;

/* Does the lock file have such a package, though nothing on these platforms uses it? */
static bool only_locked(const Tree *t, Str text)
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

/* What --invert and --prune name. False after an error. */
static bool find_packages(const Tree *t, const TextList *specs, PkgList *out)
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

static bool find_pruned(Tree *t)
{
	PkgList pruned;
	bool *flags = arena_array(&t->session->arena, bool, t->project.packages->count + 1);
	if (!find_packages(t, &t->options->prune, &pruned))
		return false;
	for (size_t i = 0; i < pruned.count; i++)
		flags[pruned.items[i]] = true;
	t->style.pruned = flags;
	return true;
}

/* Which packages count, with which features. */
static bool resolve(Tree *t, const Selection *selection)
{
	Session *s = t->session;
	FeatureRequest features;
	const Select select = { &s->arena, &s->diag, t->project.packages, selection };
	if (!select_packages(&select, &t->roots) ||
	    !select_feature_roots(&select, t->roots, &features))
		return false;
	t->request.packages = t->project.packages;
	t->request.features = features_resolve(&s->arena, t->project.packages, &features);
	t->request.roots = features.roots;
	t->request.root_count = features.root_count;
	if (t->options->invert.count && !find_packages(t, &t->options->invert, &t->roots))
		return false;
	return t->request.features && find_pruned(t);
}

static bool is_every_target(const TreeOptions *o)
{
	return o->all_targets ||
	       (o->build.target.count == 1 && strcmp(o->build.target.items[0], "all") == 0);
}

static bool open_tree(Tree *t)
{
	const TreeOptions *o = t->options;
	Session *s = t->session;
	Selection selection;
	if (o->all_targets)
		diag_warning(&s->diag, NO_SPAN,
		             "the --all-targets flag has been changed to --target=all");
	if (is_every_target(o))
		t->build.target = (TextList){ 0 };
	const ProjectRequest want = {
		.build = &t->build,
		.intent = t->request.kinds[TREE_DEV] ? INTENT_TEST : INTENT_BUILD,
		.every_platform = is_every_target(o),
	};
	return project_open_workspace(s, &want, &t->project) &&
	       project_open_packages(s, &want, &t->project, &selection) && resolve(t, &selection);
}

static bool show(Tree *t)
{
	Session *s = t->session;
	TreeGraph *g = tree_build(&s->arena, &t->request);
	TreeNodes roots = tree_nodes_of(g, t->roots);
	if (t->options->duplicates) {
		tree_keep_reachable(g, &roots);
		roots = tree_duplicates(g, &roots);
	}
	if (t->options->duplicates || t->options->invert.count)
		tree_invert(g);
	if (roots.count == 0)
		diag_warning(&s->diag, NO_SPAN,
		             "nothing to print.\n\nTo find dependencies that require specific "
		             "target platforms, try to use option `--target all` first, and then "
		             "narrow your search scope accordingly.");
	scoped_buf text = { 0 };
	tree_print(g, &t->style, &roots, &text);
	if (fwrite(text.ptr, 1, text.len, s->out) == text.len)
		return true;
	return diag_error(&s->diag, NO_SPAN, "cannot write the tree: %m");
}

static int run(Session *s, const void *given, const TextList *operands)
{
	const TreeOptions *o = given;
	(void)operands;
	Tree t = { .session = s, .options = o, .build = o->build };
	if (!tree_options_edges(s, o, &t.request) || !tree_options_style(s, o, &t.style) ||
	    !open_tree(&t))
		return STATUS_FAILED;
	t.style.colour = session_colour(s, s->out);
	return show(&t) ? STATUS_DONE : STATUS_FAILED;
}

const Command cmd_tree = {
	.name = "tree",
	.summary = "show which packages depend on which, as `cargo tree` does",
	.sets = tree_option_sets,
	.options_size = sizeof(TreeOptions),
	.run = run,
};
