// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/path.h"
#include "bridge/cmd/command.h"
#include "bridge/import/foreign.h"
#include "bridge/import/import.h"
#include "bridge/import/tree.h"
#include "bridge/project/cargo_args.h"
#include "bridge/project/library.h"
#include "cache/store/store.h"
#include "emitters/bid/outdir.h"

typedef struct SysrootOptions {
	const char *output;
	BuildOptions build;
	LibraryFlags library;
} SysrootOptions;

static const Option options[] = {
	OPTION_TEXT(SysrootOptions, output, 'o', "output", "DIR",
	            "folder for the packages [default: rust-TARGET; in an L4Re tree pkg/rust]"),
	OPTION_END,
};

static const OptionSet sets[] = {
	{ "Options", options, 0 },
	{ "Compilation Options", build_compile_options, offsetof(SysrootOptions, build) },
	LIBRARY_OPTION_SET(SysrootOptions, library),
	{ 0 },
};

typedef struct Sysroot {
	Import import;
	const ProjectTools *tools;
	const SysrootOptions *options;
	LibraryOptions library;
	Str cache;
	Freshness freshness; /* its key is empty, so it is never fresh */
} Sysroot;

/* Chooses core and alloc if no crates are given and no target has std. */
static void choose_crates(Sysroot *y)
{
	static const Str without_std[] = { STR_INIT("core"), STR_INIT("alloc") };
	const Toolchain *t = y->tools->toolchain;
	bool std = t->target_count == 0;
	for (size_t i = 0; i < t->target_count; i++)
		std |= library_supports_std(t, (int)i);
	if (!std && !y->library.request.crates.count)
		y->library.request.crates = (StrList){ without_std, COUNT_OF(without_std) };
}

static bool open_tools(Sysroot *y)
{
	Import *i = &y->import;
	Session *s = i->session;
	const char *given = y->options->output;
	const Str place = given ? path_join(&s->arena, s->cwd, str_from(given)) : s->cwd;
	s->env = cargo_unstable_env(s); /* the library uses unstable features */
	i->config = project_config(s);
	i->build = y->options->build;
	y->library.wanted = true;
	if (!i->config || !import_tree_find(s, path_normalise(&s->arena, place), &i->tree))
		return false;
	if (!import_tree_target(s, &i->links, i->tree, &i->config, &i->build) ||
	    !library_options(s, &y->options->library, i->config, &y->library))
		return false;
	const ProjectRequest want = { .build = &i->build,
		                      .config = i->config,
		                      .library = &y->library };
	y->tools = project_open_tools(s, &want);
	if (y->tools)
		i->config = y->tools->config;
	return y->tools != NULL;
}

static Str list_triples(const Toolchain *t, Arena *a, const char *between)
{
	scoped_buf text = { 0 };
	for (size_t i = 0; i < t->target_count; i++)
		buf_printf(&text, "%s" STR_FMT, i ? between : "", STR_ARG(t->targets[i].triple));
	return arena_str(a, buf_str(&text));
}

static bool choose_sysroot_folder(Sysroot *y)
{
	Import *i = &y->import;
	Arena *a = &i->session->arena;
	const Toolchain *t = y->tools->toolchain;
	const char *given = y->options->output;
	Str out = given ? str_from(given)
	                : arena_printf(a, "rust-" STR_FMT, STR_ARG(list_triples(t, a, "-")));
	if (!given && i->tree.len)
		out = path_join(a, i->tree, STR("pkg/rust"));
	i->out = path_normalise(a, path_join(a, i->session->cwd, out));
	i->is_chosen = given != NULL;
	y->freshness = freshness_of(a, y->cache, i->out);
	i->title = arena_printf(a, "Rust's library " STR_FMT " for " STR_FMT,
	                        STR_ARG(t->version.text), STR_ARG(list_triples(t, a, ", ")));
	return import_check_output(i) && import_check_links(i) &&
	       import_check_owner(i, given ? import_folder_name(i) : STR(""));
}

/*
 * Programs that unwind and programs that abort are linked with the library. As in the library's own
 * profiles, which Cargo ignores here, panic_abort is built for those that abort.
 */
static const UnitGraph *fix_panic(const UnitGraph *g)
{
	for (UnitId i = 0; i < g->count; i++) {
		const Package *p = &g->packages->packages[g->units[i].pkg];
		if (p->std && str_eq(p->name, STR("panic_abort")))
			g->units[i].profile.panic_abort = true;
	}
	return g;
}

static bool find_units(Sysroot *y)
{
	Import *i = &y->import;
	Session *s = i->session;
	Selection selection;
	OpenLibrary library = { 0 };
	if (!library_open(s, &y->library, y->tools, &library) ||
	    !project_selection(s, &i->build, INTENT_BUILD, &selection))
		return false;
	if (!selection.profile.ptr)
		selection.profile = STR("release");
	const UnitsRequest units = {
		.selection = &selection,
		.library = library.packages,
		.wanted = y->library.request,
	};
	const UnitGraph *graphs[SET_COUNT] = { units_build(&s->arena, i->config, &units) };
	if (!graphs[SET_BUILD])
		return false;
	i->units = unit_sets_unite(&s->arena,
	                           (const UnitGraph *[SET_COUNT]){ fix_panic(graphs[SET_BUILD]) });
	return true;
}

static void report_sysroot(const Import *i, const OutDirChanges *c)
{
	Diag *diag = &i->session->diag;
	const Str out = import_shown_output(i);
	import_report_written(i, c);
	if (i->tree.len)
		diag_status(diag, "Finished",
		            "packages in `" STR_FMT "`; build them with `make O=...` in `" STR_FMT
		            "`: the sysroot is `rust/sysroot` of its object tree",
		            STR_ARG(out), STR_ARG(i->tree));
	else
		diag_status(diag, "Finished",
		            "packages in `" STR_FMT "`; after `make -C " STR_FMT
		            " -j` it is for `rustc --sysroot " STR_FMT "/build/rust/sysroot`",
		            STR_ARG(out), STR_ARG(out), STR_ARG(out));
}

static bool results_are_unknown(const void *ctx)
{
	const Sysroot *y = ctx;
	return import_is_unknown(&y->import, &y->freshness);
}

static bool write_freshness(const void *ctx)
{
	const Sysroot *y = ctx;
	const StrVec nothing = { 0 };
	return freshness_write(&y->freshness, &nothing, &y->import.session->diag);
}

static bool write_packages(const Sysroot *y)
{
	const Import *i = &y->import;
	Session *s = i->session;
	BidFiles files = { .arena = &s->arena };
	OutDirChanges changes;
	const OutDirLocked locked = { results_are_unknown, write_freshness, y };
	if (!import_emit(i, &files) || !tool_write_place(s, &i->tool, y->cache) ||
	    !outdir_write(i->out, &files, &locked, &s->diag, &changes))
		return false;
	report_sysroot(i, &changes);
	return true;
}

static int run_sysroot(Session *s, const void *given, const TextList *operands)
{
	Sysroot y = { .import = { .session = s, .std = true }, .options = given };
	(void)operands;
	if (!tool_find(s, &y.import.tool) || !open_tools(&y) ||
	    !store_default_folder(&s->arena, s->env, &s->diag, &y.cache) ||
	    !choose_sysroot_folder(&y))
		return STATUS_FAILED;
	choose_crates(&y);
	return find_units(&y) && write_packages(&y) ? STATUS_DONE : STATUS_FAILED;
}

const Command cmd_sysroot = {
	.name = "sysroot",
	.summary = "make BID packages of the Rust libraries (core, alloc, std) for a target",
	.details = "The target is x86_64-unknown-l4re-uclibc unless --target or the configuration "
		   "names another. The sources come from the toolchain (`rustup component add "
		   "rust-src`) or from --rust-src, and must have the compiler's version. l4cargo "
		   "patches a copy of them for L4Re. The units are those of cargo's -Z build-std, "
		   "in the release profile.",
	.sets = sets,
	.options_size = sizeof(SysrootOptions),
	.run = run_sysroot,
};
