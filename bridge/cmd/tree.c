// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/command.h"
#include "bridge/cmd/tree_open.h"
#include "bridge/cmd/tree_options.h"

typedef struct Tree {
	const TreeOptions *options;
	TreeProject in;
	TreeStyle style;
} Tree;

static bool find_pruned(Tree *t)
{
	PkgList pruned;
	bool *flags = arena_array(&t->in.session->arena, bool, t->in.packages->graph->count + 1);
	if (!tree_find_packages(&t->in, &t->options->prune, &pruned))
		return false;
	for (size_t i = 0; i < pruned.count; i++)
		flags[pruned.items[i]] = true;
	t->style.pruned = flags;
	return true;
}

static bool open_all(Tree *t)
{
	const TreeOptions *o = t->options;
	if (o->all_targets)
		diag_warning(&t->in.session->diag, NO_SPAN,
		             "the --all-targets flag has been changed to --target=all");
	if (!tree_open(&t->in, o->all_targets || tree_every_target(&o->build)))
		return false;
	if (o->invert.count && !tree_find_packages(&t->in, &o->invert, &t->in.roots))
		return false;
	return find_pruned(t);
}

static bool show_tree(Tree *t)
{
	Session *s = t->in.session;
	TreeGraph *g = tree_build(&s->arena, &t->in.request);
	TreeNodes roots = tree_nodes_of(g, t->in.roots);
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
	scoped_screen text = { 0 };
	tree_print(g, &t->style, &roots, &text);
	return session_print_styled(s, &text);
}

static int run_tree(Session *s, const void *given, const TextList *operands)
{
	const TreeOptions *o = given;
	(void)operands;
	Tree t = { .options = o,
		   .in = { .session = s, .build = o->build, .inverted = o->invert.count > 0 } };
	if (!tree_options_edges(s, o, &t.in.request) || !tree_options_style(s, o, &t.style) ||
	    !open_all(&t))
		return STATUS_FAILED;
	t.style.colour = session_colour(s, stdout);
	return show_tree(&t) ? STATUS_DONE : STATUS_FAILED;
}

const Command cmd_tree = {
	.name = "tree",
	.summary = "show a tree of dependencies, as `cargo tree` does",
	.sets = tree_option_sets,
	.options_size = sizeof(TreeOptions),
	.run = run_tree,
};
