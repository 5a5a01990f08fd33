// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/why.h"
#include "bridge/cmd/command.h"
#include "bridge/cmd/tree_open.h"
#include "resolver/manifest/keys.h"

typedef struct WhyOptions {
	bool no_dev;
	BuildOptions build;
} WhyOptions;

static const Option options[] = {
	OPTION_FLAG(WhyOptions, no_dev, 0, "no-dev", "ignore dev-dependencies"),
	OPTION_END,
};

static const Option package_options[] = {
	OPTION_LIST(BuildOptions, packages, 'p', "package", "SPEC", "root that paths start at"),
	OPTION_FLAG(BuildOptions, workspace, 0, "workspace",
	            "start at all members of the workspace"),
	OPTION_LIST(BuildOptions, exclude, 0, "exclude", "SPEC",
	            "leave out these members (with --workspace)"),
	OPTION_END,
};

static const Option target_options[] = {
	OPTION_LIST(BuildOptions, target, 0, "target", "TRIPLE",
	            "follow dependencies for this target, or `all` [default: the host]"),
	OPTION_END,
};

static const OptionSet sets[] = {
	{ "Options", options, 0 },
	{ "Package Selection", package_options, offsetof(WhyOptions, build) },
	{ "Feature Selection", build_feature_options, offsetof(WhyOptions, build) },
	{ "Compilation Options", target_options, offsetof(WhyOptions, build) },
	{ "Manifest Options", build_manifest_options, offsetof(WhyOptions, build) },
	{ 0 },
};

/* Splits `CRATE/FEATURE`. A slash before the `#` of a URL belongs to the URL. */
static void split_feature(Str text, Str *crate, Str *feature)
{
	const ptrdiff_t slash = str_rfind(text, '/'), hash = str_rfind(text, '#');
	const bool is_url = str_contains(text, STR("://")) && (hash < 0 || slash < hash);
	*crate = text;
	*feature = (Str){ 0 };
	if (slash < 0 || is_url)
		return;
	*crate = str_sub(text, 0, (size_t)slash);
	*feature = str_sub(text, (size_t)slash + 1, text.len);
}

/* Returns the nodes of the crate, or of its feature. */
static TreeNodes nodes_wanted(const TreeGraph *g, PkgList packages, Str feature)
{
	TreeNodes out = { 0 };
	if (!feature.ptr)
		return tree_nodes_of(g, packages);
	for (TreeNodeId i = 0; i < g->nodes.count; i++)
		for (size_t p = 0; p < packages.count; p++)
			if (g->nodes.items[i].is_feature &&
			    g->nodes.items[i].pkg == packages.items[p] &&
			    str_eq(g->nodes.items[i].name, feature))
				*vec_push(g->arena, &out, TreeNodeId) = i;
	tree_sort(g, &out);
	return out;
}

static int print_reasons(TreeProject *t, const char *operand, PkgList packages, Str feature)
{
	Session *s = t->session;
	TreeGraph *g = tree_build(&s->arena, &t->request);
	const TreeNodes wanted = nodes_wanted(g, packages, feature);
	const TreeNodes roots = tree_nodes_of(g, t->roots);
	scoped_screen text = { 0 };
	if (why_emit(g, &roots, &wanted, s->diag.folder, &text) == 0) {
		diag_error(&s->diag, NO_SPAN, "`%s` is not used by the selected packages", operand);
		diag_help(&s->diag, "it may be used on other platforms (`--target`), or with other "
		                    "features (`--all-features`)");
		return STATUS_FAILED;
	}
	return session_print(s, str_sub(screen_str(&text), 0, screen_str(&text).len - 1))
	               ? STATUS_DONE
	               : STATUS_FAILED;
}

/* Finds a crate; a name alone means all its versions. */
static bool find_crate(const TreeProject *t, Str crate, PkgList *out)
{
	Arena *a = &t->session->arena;
	const PackageGraph *g = t->packages->graph;
	PkgId *items = arena_array(a, PkgId, g->count + 1);
	TextList specs = { 0 };
	*out = (PkgList){ items, 0 };
	for (PkgId i = 0; i < g->count; i++)
		if (str_eq(g->packages[i].name, crate))
			items[out->count++] = i;
	if (out->count)
		return true;
	text_list_add(a, &specs, arena_cstr(a, crate));
	return tree_find_packages(t, &specs, out);
}

static bool no_such_feature(const TreeProject *t, PkgList packages, Str feature)
{
	enum { SHOWN = 12 };
	Diag *d = &t->session->diag;
	const Package *k = &t->packages->graph->packages[packages.items[0]];
	const FeatureTable *table = k->manifest->table;
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	scoped_buf list = { 0 };
	diag_error(d, NO_SPAN, "package `" STR_FMT "` does not have feature `" STR_FMT "`",
	           STR_ARG(k->name), STR_ARG(feature));
	for (size_t i = 0; i < table->count; i++) {
		closest_offer(feature, table->defs[i].name, &best, &edits);
		if (i < SHOWN)
			buf_printf(&list, "%s`" STR_FMT "`", i ? ", " : "",
			           STR_ARG(table->defs[i].name));
	}
	if (best.ptr && edits < best.len)
		return diag_help(d, "a feature with a similar name exists: `" STR_FMT "`",
		                 STR_ARG(best));
	if (!table->count)
		return diag_help(d, "it has no features: leave `/" STR_FMT "` out",
		                 STR_ARG(feature));
	return diag_help(d, "its features are " STR_FMT "%s", STR_ARG(buf_str(&list)),
	                 table->count > SHOWN ? " and others" : "");
}

/* Checks that one of the packages has the feature. As in Cargo, every package has `default`. */
static bool check_feature(const TreeProject *t, PkgList packages, Str feature)
{
	if (!packages.count || str_eq(feature, STR("default")))
		return true;
	for (size_t i = 0; i < packages.count; i++) {
		const Package *k = &t->packages->graph->packages[packages.items[i]];
		if (feature_find(k->manifest->table, feature) != MAP_NONE)
			return true;
	}
	return no_such_feature(t, packages, feature);
}

static int run_why(Session *s, const void *given, const TextList *operands)
{
	const WhyOptions *o = given;
	if (operands->count == 0) {
		diag_error(&s->diag, NO_SPAN, "no crate was given");
		diag_help(&s->diag, "`l4cargo why CRATE`, `CRATE@VERSION` or `CRATE/FEATURE`");
		return STATUS_USAGE;
	}
	Str crate, feature;
	PkgList packages;
	split_feature(str_from(operands->items[0]), &crate, &feature);
	if (feature.ptr && !feature.len) {
		diag_error(&s->diag, NO_SPAN, "`%s` does not name a feature", operands->items[0]);
		diag_help(&s->diag, "write it after the slash, or leave the slash out");
		return STATUS_USAGE;
	}
	TreeProject t = { .session = s, .build = o->build };
	t.request.kinds[TREE_NORMAL] = t.request.kinds[TREE_BUILD] = true;
	t.request.kinds[TREE_DEV] = !o->no_dev;
	t.request.kinds[TREE_FEATURE] = feature.ptr != NULL;
	if (!tree_open(&t, tree_every_target(&o->build)) || !find_crate(&t, crate, &packages) ||
	    (feature.ptr && !check_feature(&t, packages, feature)))
		return STATUS_FAILED;
	return print_reasons(&t, operands->items[0], packages, feature);
}

const Command cmd_why = {
	.name = "why",
	.summary = "show why a crate, or one of its features, is in the build",
	.operands = "CRATE[@VERSION][/FEATURE]",
	.operands_max = 1,
	.details = "For each package that needs CRATE directly, prints the shortest paths to it "
		   "from each root. Each step shows the manifest line that causes it.",
	.sets = sets,
	.options_size = sizeof(WhyOptions),
	.run = run_why,
};
