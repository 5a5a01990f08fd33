// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import_tree.h"

#include "base/path.h"
#include "bridge/l4tree.h"
#include "bridge/project.h"

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
	char *name = arena_cstr(&s->arena, path_is_below(out, pkg) && out.len > pkg.len
	                                           ? str_sub(out, pkg.len + 1, out.len)
	                                           : path_name(out));
	*scope = str_from(name);
	while ((name = strchr(name, '/')))
		*name = '.';
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

bool import_tree_check_names(Session *s, Str tree, Str out, const BidPlan *plan)
{
	bool good = true;
	for (UnitId u = 0; u < plan->graph->count; u++) {
		Str names = plan->units[u].provides, name;
		while (names.len && str_next(&names, ' ', &name)) {
			if (!l4tree_provides(s, tree, name, out))
				continue;
			diag_error(&s->diag, NO_SPAN,
			           "another package in `" STR_FMT "` provides `" STR_FMT
			           "` already, as `" STR_FMT "` would",
			           STR_ARG(tree), STR_ARG(name), STR_ARG(plan->units[u].folder));
			diag_help(&s->diag,
			          "remove one of them; a library of your own may get another "
			          "`name` in its [lib]");
			good = false;
		}
	}
	return good;
}

Str import_tree_output(Arena *a, Str tree, Str name, Str sources)
{
	const Str pkg = path_join(a, tree, STR("pkg"));
	const Str out = path_join(a, pkg, name);
	return path_is_below(sources, out) ? path_join(a, out, STR("bid")) : out;
}

/* Triples of flags and configuration; a specification's is its file's stem. */
static void configure(Session *s, const NativeLinks *links, Str target, size_t *count)
{
	const Str triple =
		str_ends_with(target, STR(".json")) ? path_stem(path_name(target)) : target;
	if (!str_contains(triple, STR("-l4re-")))
		return;
	native_links_configure(s, links, triple);
	++*count;
}

/* An object tree is for one architecture, and packages have no conditions. */
static bool check_count(Session *s, size_t count)
{
	if (count <= 1)
		return true;
	diag_error(&s->diag, NO_SPAN,
	           "packages in an L4Re tree are for one target of it, not for %zu", count);
	diag_help(&s->diag, "import once for each into folders of their own: -o, --target");
	return false;
}

bool import_tree_target(Session *s, const NativeLinks *links, const Config **config,
                        BuildOptions *build)
{
	ConfigTarget *configured;
	size_t count = 0, of_l4re = 0;
	if (!build->target.count && !config_build_targets(*config, &configured, &count))
		return false;
	if (!build->target.count && !count)
		text_list_add(&s->arena, &build->target, "x86_64-unknown-l4re-uclibc");
	for (size_t i = 0; i < build->target.count; i++)
		configure(s, links, str_from(build->target.items[i]), &of_l4re);
	for (size_t i = 0; i < count; i++)
		configure(s, links, configured[i].name, &of_l4re);
	if (links->count)
		*config = project_config(s);
	return *config != NULL && check_count(s, of_l4re);
}
