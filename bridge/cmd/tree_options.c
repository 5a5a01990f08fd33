// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/tree_options.h"

static const char *const prefixes[] = { "indent", "depth", "none", NULL };
static const char *const charsets[] = { "utf8", "ascii", NULL };

static const Option options[] = {
	OPTION_LIST(TreeOptions, edges, 'e', "edges", "KINDS",
	            "kinds of dependencies to show: all, normal, build, dev, features, no-normal, "
	            "no-build, no-dev, no-proc-macro"),
	OPTION_LIST(TreeOptions, invert, 'i', "invert", "SPEC",
	            "show the packages that depend on this one"),
	OPTION_LIST(TreeOptions, prune, 0, "prune", "SPEC", "leave this package out"),
	OPTION_TEXT(TreeOptions, depth, 0, "depth", "DEPTH",
	            "greatest depth to show, or `workspace`"),
	OPTION_CHOICE(TreeOptions, prefix, 0, "prefix", "PREFIX", "how to begin each line",
	              prefixes),
	OPTION_FLAG(TreeOptions, no_dedupe, 0, "no-dedupe",
	            "repeat the dependencies of a package each time"),
	OPTION_FLAG(TreeOptions, duplicates, 'd', "duplicates",
	            "show only packages with several versions (implies -i)"),
	OPTION_FLAG(TreeOptions, duplicates, 0, "duplicate", NULL),
	OPTION_CHOICE(TreeOptions, charset, 0, "charset", "CHARSET",
	              "characters to draw the tree with", charsets),
	OPTION_TEXT(TreeOptions, format, 'f', "format", "FORMAT",
	            "format of a package: {p} {l} {r} {f} {lib} [default: {p}]"),
	OPTION_FLAG(TreeOptions, all, 'a', "all", NULL),
	OPTION_FLAG(TreeOptions, no_dev_dependencies, 0, "no-dev-dependencies", NULL),
	OPTION_FLAG(TreeOptions, no_indent, 0, "no-indent", NULL),
	OPTION_FLAG(TreeOptions, prefix_depth, 0, "prefix-depth", NULL),
	OPTION_FLAG(TreeOptions, all_targets, 0, "all-targets", NULL),
	OPTION_END,
};

static const Option package_options[] = {
	OPTION_LIST(BuildOptions, packages, 'p', "package", "SPEC", "root of the tree"),
	OPTION_FLAG(BuildOptions, workspace, 0, "workspace", "show all members of the workspace"),
	OPTION_LIST(BuildOptions, exclude, 0, "exclude", "SPEC",
	            "leave out these members (with --workspace)"),
	OPTION_END,
};

static const Option target_options[] = {
	OPTION_LIST(BuildOptions, target, 0, "target", "TRIPLE",
	            "show dependencies for this target, or `all` [default: the host]"),
	OPTION_END,
};

const OptionSet tree_option_sets[] = {
	{ "Options", options, 0 },
	{ "Package Selection", package_options, offsetof(TreeOptions, build) },
	{ "Feature Selection", build_feature_options, offsetof(TreeOptions, build) },
	{ "Compilation Options", target_options, offsetof(TreeOptions, build) },
	{ "Manifest Options", build_manifest_options, offsetof(TreeOptions, build) },
	{ 0 },
};

typedef enum KindWord {
	WORD_ALL,
	WORD_FEATURES,
	WORD_NORMAL,
	WORD_BUILD,
	WORD_DEV,
	WORD_NO_NORMAL,
	WORD_NO_BUILD,
	WORD_NO_DEV,
	WORD_NO_PROC_MACRO,
	WORD_COUNT
} KindWord;

static const char *const words[WORD_COUNT + 1] = { "all",      "features", "normal",
	                                           "build",    "dev",      "no-normal",
	                                           "no-build", "no-dev",   "no-proc-macro" };

typedef struct EdgeWords {
	bool given[WORD_COUNT];
	size_t count; /* the number of all but no-proc-macro */
} EdgeWords;

static bool take_word(Session *s, Str text, EdgeWords *out)
{
	size_t w = 0;
	while (w < WORD_COUNT && !str_eq(text, str_from(words[w])))
		w++;
	if (w == WORD_COUNT && str_eq(text, STR("public"))) {
		diag_error(&s->diag, NO_SPAN,
		           "`--edges public` is unstable in cargo and not supported");
		return diag_help(&s->diag, "leave `public` out");
	}
	if (w == WORD_COUNT) {
		diag_error(&s->diag, NO_SPAN, "invalid value `" STR_FMT "` for `--edges`",
		           STR_ARG(text));
		diag_help(&s->diag, "possible values: all, normal, build, dev, features, "
		                    "no-normal, no-build, no-dev, no-proc-macro");
		const char *meant = choice_similar(words, text);
		if (meant)
			diag_help(&s->diag, "a similar value exists: `%s`", meant);
		return false;
	}
	out->given[w] = true;
	out->count += w != WORD_NO_PROC_MACRO;
	return true;
}

static bool take_words(Session *s, const TreeOptions *o, EdgeWords *out)
{
	for (size_t i = 0; i < o->edges.count; i++) {
		Str rest = str_from(o->edges.items[i]), word;
		while (str_next(&rest, ',', &word))
			if (!take_word(s, word, out))
				return false;
	}
	if (o->no_dev_dependencies) {
		diag_warning(&s->diag, NO_SPAN,
		             "the --no-dev-dependencies flag has changed to -e=no-dev");
		return take_word(s, STR("no-dev"), out);
	}
	return true;
}

/* As in Cargo, words for kinds to show and words for kinds to leave out cannot be mixed. */
static bool take_exclusions(Session *s, const EdgeWords *w, TreeRequest *out)
{
	static const KindWord positive[] = { WORD_NORMAL, WORD_BUILD, WORD_DEV, WORD_ALL };
	for (size_t i = 0; i < COUNT_OF(positive); i++)
		if (w->given[positive[i]]) {
			diag_error(&s->diag, NO_SPAN,
			           "`%s` dependency kind cannot be mixed with \"no-normal\", "
			           "\"no-build\", or \"no-dev\" dependency kinds",
			           words[positive[i]]);
			return diag_help(&s->diag,
			                 "name only the kinds to show, or only those to leave out");
		}
	out->kinds[TREE_NORMAL] = !w->given[WORD_NO_NORMAL];
	out->kinds[TREE_BUILD] = !w->given[WORD_NO_BUILD];
	out->kinds[TREE_DEV] = !w->given[WORD_NO_DEV];
	return true;
}

bool tree_options_edges(Session *s, const TreeOptions *o, TreeRequest *out)
{
	EdgeWords w = { 0 };
	if (!take_words(s, o, &w))
		return false;
	const bool *given = w.given;
	out->no_proc_macro = given[WORD_NO_PROC_MACRO];
	out->kinds[TREE_FEATURE] = given[WORD_FEATURES] || given[WORD_ALL];
	if (out->kinds[TREE_FEATURE] && o->duplicates) {
		diag_error(&s->diag, NO_SPAN,
		           "the `-e features` flag does not support `--duplicates`");
		return diag_help(&s->diag, "leave one of them out");
	}
	if (given[WORD_NO_NORMAL] || given[WORD_NO_BUILD] || given[WORD_NO_DEV])
		return take_exclusions(s, &w, out);
	const bool every =
		w.count == 0 || given[WORD_ALL] || (w.count == 1 && given[WORD_FEATURES]);
	out->kinds[TREE_NORMAL] = every || given[WORD_NORMAL];
	out->kinds[TREE_BUILD] = every || given[WORD_BUILD];
	out->kinds[TREE_DEV] = every || given[WORD_DEV];
	return true;
}

static TreePrefix prefix_of(Session *s, const TreeOptions *o)
{
	if (o->no_indent)
		diag_warning(&s->diag, NO_SPAN,
		             "the --no-indent flag has been changed to --prefix=none");
	else if (o->prefix_depth)
		diag_warning(&s->diag, NO_SPAN,
		             "the --prefix-depth flag has been changed to --prefix=depth");
	if (o->no_indent || o->prefix_depth)
		return o->no_indent ? TREE_NO_PREFIX : TREE_DEPTH;
	if (!o->prefix || strcmp(o->prefix, "indent") == 0)
		return TREE_INDENT;
	return strcmp(o->prefix, "depth") == 0 ? TREE_DEPTH : TREE_NO_PREFIX;
}

static bool depth_of(Session *s, const char *text, TreeStyle *out)
{
	uint64_t depth = UINT32_MAX;
	out->members_only = text && strcmp(text, "workspace") == 0;
	if (text && !out->members_only &&
	    (!str_to_u64(str_from(text), &depth) || depth > UINT32_MAX)) {
		diag_error(&s->diag, NO_SPAN,
		           "supported values for --depth are non-negative integers and "
		           "`workspace`, but `%s` is unknown",
		           text);
		return diag_help(&s->diag, "write a number: `--depth 1`");
	}
	out->depth = (uint32_t)depth;
	return true;
}

bool tree_options_style(Session *s, const TreeOptions *o, TreeStyle *out)
{
	if (o->all)
		diag_warning(&s->diag, NO_SPAN,
		             "the `cargo tree` --all flag has been changed to --no-dedupe, and may "
		             "be removed in a future version");
	out->prefix = prefix_of(s, o);
	out->no_dedupe = o->no_dedupe || o->all;
	out->ascii = o->charset && strcmp(o->charset, "ascii") == 0;
	out->format = tree_format_parse(&s->arena, &s->diag,
	                                o->format ? str_from(o->format) : STR("{p}"));
	return out->format && depth_of(s, o->depth, out);
}
