// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/import.h"
#include "bridge/project/open.h"

#include "base/text/path.h"
#include "bridge/import/make_inputs.h"
#include "bridge/import/record.h"
#include "bridge/import/tree.h"
#include "bridge/project/provider.h"
#include "emitters/bid/outdir_owner.h"

/* Returns the name of the imported root package or workspace, for messages and the head of the
 * Makefile. */
static Str title_of(const Import *i)
{
	const UnitGraph *units = i->units->graph;
	const PackageGraph *g = units->packages;
	PkgId only = UINT32_MAX;
	for (size_t r = 0; r < units->root_count; r++) {
		const PkgId pkg = units->units[units->roots[r]].pkg;
		if (only != UINT32_MAX && only != pkg)
			return arena_printf(&i->session->arena, "workspace " STR_FMT,
			                    STR_ARG(path_name(g->workspace->root)));
		only = pkg;
	}
	const Package *p = only == UINT32_MAX ? NULL : &g->packages[only];
	return p ? arena_printf(&i->session->arena, STR_FMT " " STR_FMT, STR_ARG(p->name),
	                        STR_ARG(p->version.text))
	         : STR("nothing");
}

/* Returns the name of the published crate, of the project's package, or of the workspace's
 * folder. */
static Str project_name(const Import *i)
{
	const Workspace *ws = i->project->workspace;
	if (i->published.name.len)
		return i->published.name;
	return ws->current->name.len ? ws->current->name : path_name(ws->root);
}

Str import_folder_name(const Import *i)
{
	const Published *p = &i->published;
	if (i->std)
		return STR("rust");
	if (!p->name.len)
		return project_name(i);
	return arena_printf(&i->session->arena, STR_FMT "-" STR_FMT, STR_ARG(p->name),
	                    STR_ARG(p->version));
}

static Str default_output(const Import *i)
{
	Arena *a = &i->session->arena;
	const Published *p = &i->published;
	if (i->tree.len)
		return import_tree_output(a, i->tree, project_name(i), i->project->workspace->root);
	if (p->name.len)
		return path_join(a, i->session->cwd, import_folder_name(i));
	return path_join(a, i->project->workspace->root, STR("target/bid"));
}

/* Checks that make's rules can name the folder, before anything is written. */
static bool folder_is_plain(const Import *i)
{
	static const char odd[] = " \t\n#$%:;=\\'\"|&*?[]()<>";
	for (size_t k = 0; k < i->out.len; k++)
		if (strchr(odd, i->out.ptr[k])) {
			diag_error(&i->session->diag, NO_SPAN,
			           "the packages cannot go to `" STR_FMT
			           "`: make does not work in folders "
			           "with `%c` in their path",
			           STR_ARG(i->out), i->out.ptr[k]);
			diag_help(&i->session->diag, "choose another folder with `-o DIR`");
			return false;
		}
	return true;
}

bool import_check_output(Import *i)
{
	return folder_is_plain(i) &&
	       (!i->tree.len || import_tree_check(i->session, i->tree, i->out, &i->scope));
}

static bool choose_import_folder(Import *i)
{
	Arena *a = &i->session->arena;
	const char *given = i->options->output;
	const Str path = given ? path_join(a, i->session->cwd, str_from(given)) : default_output(i);
	i->out = path_normalise(a, path);
	i->is_chosen = given != NULL;
	return import_check_output(i);
}

static ProjectRequest import_request_of(const Import *i, Intent intent)
{
	return (ProjectRequest){
		.build = &i->build,
		.intent = intent,
		.config = i->config,
		.crate = i->published.name.len ? &i->published : NULL,
		.packages = { .use = i->unverified ? PACKAGES_INSPECTED : PACKAGES_BUILT },
	};
}

/* Finds the tree for the packages: that of -o, of the project, or of the working folder. For a
 * tree, this also reads l4cargo.toml and chooses targets. */
static bool find_import_tree(Import *i, const TextList *operands)
{
	Session *s = i->session;
	const char *given = i->options->output;
	if (!given && !operands->count)
		given = i->options->build.manifest_path;
	const Str place = given ? path_join(&s->arena, s->cwd, str_from(given)) : s->cwd;
	i->build = i->options->build;
	i->config = project_config(s);
	if (!i->config || !import_tree_find(s, path_normalise(&s->arena, place), &i->tree))
		return false;
	if (!i->tree.len)
		return true;
	const char *manifest = operands->count ? NULL : i->options->build.manifest_path;
	const Str start =
		manifest ? path_parent(path_join(&s->arena, s->cwd, str_from(manifest))) : s->cwd;
	return native_links_load(s, path_normalise(&s->arena, start), i->tree, &i->links) &&
	       import_tree_target(s, &i->links, i->tree, &i->config, &i->build);
}

/*
 * The Rust libraries are an import of their own, which all imports into a tree share. In a tree,
 * [unstable] build-std of the configuration is ignored: users of Cargo may need it there, and
 * `l4cargo sysroot` does the same.
 */
static bool check_unstable(const Import *i)
{
	Session *s = i->session;
	const LibraryFlags *flags = &i->options->library;
	const Config *config = i->config;
	LibraryOptions library = { 0 };
	if (!library_options(s, flags, config, &library))
		return false;
	if (!library.wanted || (i->tree.len && !flags->unstable.count))
		return library_allowed(s, flags, config, i->project->tools.toolchain);
	const bool flagged = flags->unstable.count > 0;
	diag_error(&s->diag, flagged ? NO_SPAN : config_place(config, "unstable.build-std"),
	           "`import` does not build the standard library (`build-std` of %s)",
	           flagged ? "-Z" : "the configuration");
	if (i->tree.len)
		return diag_help(&s->diag, "leave it out, and run `l4cargo sysroot` once: all "
		                           "imports into the tree use the packages that it makes");
	return diag_help(&s->diag, "leave it out, and run `l4cargo sysroot --target TRIPLE`: "
	                           "`make` builds a sysroot from its packages");
}

static bool open_project(Import *i, const TextList *operands)
{
	Session *s = i->session;
	if (!find_import_tree(i, operands))
		return false;
	ProjectRequest want = import_request_of(i, INTENT_BUILD);
	const ProjectTools *tools = published_open(s, operands, &want, &i->published);
	if (!tools)
		return false;
	i->config = tools->config;
	i->project = project_open_workspace(s, &want, tools);
	return i->project && check_unstable(i);
}

bool import_open(Import *i, const TextList *operands)
{
	return tool_find(i->session, &i->tool) && open_project(i, operands) &&
	       choose_import_folder(i);
}

/* Makes the graph of one cargo command. What cargo said about the lock for the first one holds for
 * the others. */
static bool open_unit_set(Import *i, Intent intent, const UnitGraph **out)
{
	const ProjectRequest want = import_request_of(i, intent);
	const Project *project = i->packages ? &i->packages->project : i->project;
	const ProjectUnits *units = project_open_units(i->session, &want, project);
	if (!units)
		return false;
	if (!i->packages)
		i->packages = &units->packages;
	*out = units->graph;
	return true;
}

/* Makes one graph for each cargo command that the folder stands for. The last one has the most
 * packages, so it is made first and is the only one that prints warnings: the others would repeat
 * them. */
static bool open_unit_sets(Import *i)
{
	static const Intent intents[SET_COUNT] = { INTENT_BUILD, INTENT_TEST, INTENT_BENCH };
	const bool wanted[SET_COUNT] = { true, i->options->with_tests, i->options->with_benches };
	const UnitGraph *graphs[SET_COUNT] = { NULL };
	Session *s = i->session;
	const bool quiet = s->diag.quiet;
	bool good = true;
	for (int k = SET_COUNT; good && k-- > 0;) {
		if (!wanted[k])
			continue;
		good = open_unit_set(i, intents[k], &graphs[k]);
		s->diag.quiet = true;
	}
	s->diag.quiet = quiet;
	if (good)
		i->units = unit_sets_unite(&s->arena, graphs);
	return good;
}

bool import_make(Import *i, BidFiles *files)
{
	if (!open_unit_sets(i))
		return false;
	native_links_check_use(i->session, &i->links, i->units->graph->packages);
	i->title = title_of(i);
	if (!import_emit(i, files))
		return false;
	make_inputs_add(i, files);
	record_add(i, files);
	return true;
}

/* Returns a folder as the user would type it: relative, unless it is two or more folders above. */
static Str shown_folder(const Import *i, Str folder)
{
	const Str way = path_relative(&i->session->arena, i->session->cwd, folder);
	return str_starts_with(way, STR("../..")) ? folder : way;
}

Str import_shown_output(const Import *i)
{
	return shown_folder(i, i->out);
}

/* Returns the folder `name` in `base`, or `base` itself if `name` is empty. Appends `-bid` while
 * the folder has files of others. */
static Str better_folder(const Import *i, Str base, Str name)
{
	Arena *a = &i->session->arena;
	Str folder = name.len ? path_join(a, base, name) : base;
	while (outdir_is_others(folder))
		folder = arena_printf(a, STR_FMT "-bid", STR_ARG(folder));
	return folder;
}

static bool advise_folder(const Import *i, Str base, Str name)
{
	Diag *d = &i->session->diag;
	const Workspace *ws = i->project ? i->project->workspace : NULL;
	if (ws && !i->published.name.len && path_is_below(i->out, ws->root)) {
		const Str usual = default_output(i);
		if (!str_eq(usual, i->out) && !outdir_is_others(usual))
			return diag_help(d, "leave out -o: the packages then go to `" STR_FMT "`",
			                 STR_ARG(shown_folder(i, usual)));
	}
	return diag_help(d, "give them a folder of their own: `-o " STR_FMT "`",
	                 STR_ARG(shown_folder(i, better_folder(i, base, name))));
}

bool import_check_owner(const Import *i, Str name)
{
	Diag *d = &i->session->diag;
	const Str whole = outdir_whole(&i->session->arena, i->out);
	if (whole.len) {
		diag_error(d, NO_SPAN,
		           "`" STR_FMT "` is part of the import in `" STR_FMT
		           "`: the packages would replace it",
		           STR_ARG(import_shown_output(i)), STR_ARG(shown_folder(i, whole)));
		return advise_folder(i, path_parent(whole), import_folder_name(i));
	}
	if (!outdir_is_others(i->out))
		return true;
	diag_error(d, NO_SPAN,
	           "`" STR_FMT
	           "` has files that are not l4cargo's: the packages would be mixed with them",
	           STR_ARG(import_shown_output(i)));
	return advise_folder(i, i->out, name);
}

void import_report_written(const Import *i, const OutDirChanges *c)
{
	if (c->forgotten)
		diag_status(&i->session->diag, "Rebuilding",
		            "`" STR_FMT "`: what was built there was removed, because the cache "
		            "has no record of an import into this folder",
		            STR_ARG(import_shown_output(i)));
	const size_t units = i->units->graph->count;
	diag_status(&i->session->diag, "Generated",
	            "%zu files for " STR_FMT " (%zu unit%s): %zu written, %zu unchanged, "
	            "%zu removed",
	            c->written + c->unchanged, STR_ARG(i->title), units, units == 1 ? "" : "s",
	            c->written, c->unchanged, c->removed);
}
