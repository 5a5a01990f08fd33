// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/tree.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/import/l4tree.h"
#include "bridge/project/project.h"
#include "emitters/bid/arch.h"

enum { DEPTH_MAX = 3 }; /* BID searches four levels of folders below pkg for Control files */

bool import_tree_find(Session *s, Str place, Str *tree)
{
	*tree = l4tree_around(&s->arena, place);
	if (!tree->ptr)
		return true;
	const bool there = l4tree_is_set_up(&s->arena, *tree);
	if (there && l4tree_is_current(s, *tree))
		return true;
	diag_error(&s->diag, NO_SPAN, "`" STR_FMT "` is in an L4Re tree that %s", STR_ARG(place),
	           there ? "another l4cargo was set up in" : "does not build Rust packages yet");
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
	           depth ? ": it is too deep below pkg" : "");
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
			diag_error(&s->diag, plan->graph->units[u].target->at,
			           "another package in `" STR_FMT "` provides `" STR_FMT
			           "` already, as `" STR_FMT "` would",
			           STR_ARG(tree), STR_ARG(name), STR_ARG(plan->units[u].folder));
			diag_help(&s->diag, "remove one of them, or give your library another "
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

/* Adds the targets of the tree's Rust libraries, as `l4cargo sysroot` wrote them. */
static void add_targets_of_tree(Session *s, Str tree, BuildOptions *build)
{
	Arena *a = &s->arena;
	Str text, rest, line, name, words, word;
	const Str file = path_join(a, tree, STR("pkg/rust/Makefile"));
	if (!fs_read_quietly(arena_cstr(a, file), a, &text))
		return;
	rest = text;
	while (rest.len && str_next(&rest, '\n', &line)) {
		if (!str_cut(line, '=', &name, &words) ||
		    !str_eq(str_trim(name), STR("RS_TARGETS")))
			continue;
		words = str_trim(words);
		while (words.len && str_next(&words, ' ', &word))
			text_list_add(a, &build->target, arena_cstr(a, word));
	}
}

typedef struct Chosen { /* the targets of L4Re that were seen */
	Session *session;
	const NativeLinks *links;
	Str tree;
	Str triples[BID_ARCHES_MAX];
	size_t count;
	bool good;
} Chosen;

static bool other_of_arch(Chosen *c, ConfigTarget triple, Str other)
{
	diag_error(
		&c->session->diag, triple.at,
		"packages in an L4Re tree can have only one target for each architecture: `" STR_FMT
		"` and `" STR_FMT "` are both for %s",
		STR_ARG(other), STR_ARG(triple.name), bid_arch_of(triple.name)->name.ptr);
	diag_help(&c->session->diag, "import each of them into a folder of its own: --target, -o");
	return false;
}

/* Checks that BID has the target's architecture, and that no other target has the same: an object
 * tree is for one. */
static bool check_arch(Chosen *c, ConfigTarget triple)
{
	const BidArch *arch = bid_arch_of(triple.name);
	if (!arch) {
		diag_error(&c->session->diag, triple.at,
		           "BID has no architecture for the target `" STR_FMT "`",
		           STR_ARG(triple.name));
		return diag_help(&c->session->diag,
		                 "triples of L4Re begin with x86_64, aarch64, arm, i686, mips, "
		                 "riscv64 or riscv32");
	}
	for (size_t i = 0; i < c->count; i++)
		if (str_eq(bid_arch_of(c->triples[i])->name, arch->name))
			return str_eq(c->triples[i], triple.name) ||
			       other_of_arch(c, triple, c->triples[i]);
	c->triples[c->count++] = triple.name; /* the array has room for all architectures */
	return true;
}

/* Adds the links for one target of L4Re. The triple of a specification is the stem of its file. */
static void configure_links(Chosen *c, ConfigTarget triple)
{
	if (str_ends_with(triple.name, STR(".json")))
		triple.name = path_stem(path_name(triple.name));
	if (!triple_is_l4re(triple.name))
		return;
	native_links_configure(c->session, c->links, triple.name);
	c->good = (!c->tree.len || check_arch(c, triple)) && c->good;
}

bool import_tree_target(Session *s, const NativeLinks *links, Str tree, const Config **config,
                        BuildOptions *build)
{
	ConfigTarget *configured;
	Chosen c = { .session = s, .links = links, .tree = tree, .good = true };
	size_t count = 0;
	if (!build->target.count && !config_build_targets(*config, &configured, &count))
		return false;
	if (!build->target.count && !count && tree.len)
		add_targets_of_tree(s, tree, build);
	if (!build->target.count && !count)
		text_list_add(&s->arena, &build->target, "x86_64-unknown-l4re-uclibc");
	for (size_t i = 0; i < build->target.count; i++)
		configure_links(&c, (ConfigTarget){ str_from(build->target.items[i]), NO_SPAN });
	for (size_t i = 0; i < count; i++)
		configure_links(&c, configured[i]);
	if (links->count)
		*config = project_config(s);
	return *config != NULL && c.good;
}
