// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import_tree.h"

#include "base/path.h"
#include "bridge/l4tree.h"

enum { DEPTH_MAX = 3 }; /* BID looks for Control files in four levels of folders below pkg */

bool import_tree_find(Session *s, Str place, Str *tree)
{
	*tree = l4tree_around(&s->arena, place);
	if (!tree->ptr || l4tree_is_set_up(&s->arena, *tree))
		return true;
	diag_error(&s->diag, NO_SPAN,
	           "`" STR_FMT "` is in an L4Re tree that does not build Rust packages yet",
	           STR_ARG(place));
	diag_help(&s->diag, "run `l4cargo setup " STR_FMT "`", STR_ARG(*tree));
	return false;
}

bool import_tree_check(Session *s, Str tree, Str out, Str *scope)
{
	const Str pkg = path_join(&s->arena, tree, STR("pkg"));
	size_t depth = 0;
	*scope = path_name(out);
	if (path_is_below(out, pkg))
		for (Str at = out; at.len > pkg.len; at = path_parent(at))
			depth++;
	if (depth && depth <= DEPTH_MAX)
		return true;
	diag_error(&s->diag, NO_SPAN, "BID finds no packages in `" STR_FMT "`%s", STR_ARG(out),
	           depth ? ": that is too far below pkg" : "");
	diag_help(&s->diag, "give a folder below `" STR_FMT "` with -o", STR_ARG(pkg));
	return false;
}

Str import_tree_output(Arena *a, Str tree, Str name, Str sources)
{
	const Str pkg = path_join(a, tree, STR("pkg"));
	const Str out = path_join(a, pkg, name);
	return path_is_below(sources, out) ? path_join(a, out, STR("bid")) : out;
}

bool import_tree_target(Session *s, const Config *config, BuildOptions *build)
{
	ConfigTarget *configured;
	size_t count;
	if (build->target.count)
		return true;
	if (!config_build_targets(config, &configured, &count))
		return false;
	if (!count)
		text_list_add(&s->arena, &build->target, "x86_64-unknown-l4re-uclibc");
	return true;
}
