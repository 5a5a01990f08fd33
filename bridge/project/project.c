// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/project.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/project/lock_extend.h"
#include "bridge/project/lock_fetch.h"
#include "bridge/project/lock_update.h"
#include "bridge/project/provider.h"
#include "bridge/project/target_spec.h"
#include "resolver/config/check.h"
#include "resolver/config/patch.h"
#include "resolver/units/select_graph.h"

const Config *project_config(Session *s)
{
	const Str folder = s->config_folder.len ? s->config_folder : s->cwd;
	const Config *c = config_load(&s->arena, &s->diag,
	                              &(ConfigSources){ folder, s->env, s->common.config.items });
	if (!c || !session_configure(s, c) || !config_check(c))
		return NULL;
	credentials_guard(c);
	return c;
}

/* Cargo's rules for `cargo test --doc`; no other command has that. */
static bool check_doc(Session *s, const Selection *selection)
{
	const bool test = selection->intent == INTENT_TEST;
	if (!selection->filter.doc || (test && !target_filter_is_set(&selection->filter)))
		return true;
	if (test) {
		diag_error(&s->diag, NO_SPAN,
		           "can't mix --doc with other target selecting options");
		return diag_help(&s->diag, "leave --doc or the others out");
	}
	diag_error(&s->diag, NO_SPAN,
	           "--doc selects documentation tests, but nothing is tested here");
	return diag_help(&s->diag, "leave --doc out, or add `--mode test`");
}

bool project_selection(Session *s, const BuildOptions *o, Intent intent, Selection *out)
{
	Arena *a = &s->arena;
	*out = (Selection){
		.intent = intent,
		.packages = text_list_strs(a, &o->packages),
		.exclude = text_list_strs(a, &o->exclude),
		.workspace = o->workspace || o->all,
		.features = build_options_features(a, o),
		.all_features = o->all_features,
		.no_default_features = o->no_default_features,
		.filter = { o->lib, o->bins, o->examples, o->tests, o->benches, o->all_targets,
		            text_list_strs(a, &o->bin), text_list_strs(a, &o->example),
		            text_list_strs(a, &o->test), text_list_strs(a, &o->bench), o->doc },
		.ignore_rust_version = o->ignore_rust_version,
	};
	return check_doc(s, out) && build_options_profile(o, &s->diag, &out->profile);
}

/* The Cargo.toml that is meant: the published one, --manifest-path, or the nearest. */
static Str manifest_path(Session *s, const ProjectRequest *want)
{
	Arena *a = &s->arena;
	const char *given = want->build->manifest_path;
	if (want->published.len)
		return want->published;
	if (!given)
		return workspace_find_manifest(a, &s->diag, s->cwd);
	const Str path = path_normalise(a, path_join(a, s->cwd, str_from(given)));
	if (!str_eq(path_name(path), STR("Cargo.toml"))) {
		diag_error(&s->diag, NO_SPAN,
		           "the manifest-path must be a path to a Cargo.toml file: `%s`", given);
		diag_help(&s->diag, "give `PATH/Cargo.toml`");
		return (Str){ 0 };
	}
	const FileKind kind = fs_kind(arena_cstr(a, path));
	if (kind == FILE_REGULAR ||
	    kind == FILE_OTHER) /* what it is else is told by who reads it */
		return path;
	diag_error(&s->diag, NO_SPAN, "manifest path `%s` does not exist", given);
	diag_help(&s->diag, "check the path, which counts from the working folder; without it the "
	                    "nearest Cargo.toml is read");
	return (Str){ 0 };
}

static bool check_links(const Project *p)
{
	const Toolchain *t = p->toolchain;
	bool good = !t->host.len || config_check_links(p->config, t->host);
	for (size_t i = 0; good && i < t->target_count; i++)
		good = config_check_links(p->config, t->targets[i].triple);
	return good;
}

bool project_open_tools(Session *s, const ProjectRequest *want, Project *p)
{
	Str cache;
	if (p->toolchain)
		return true;
	if (!store_default_folder(&s->arena, s->env, &s->diag, &cache))
		return false;
	if (!p->config)
		p->config = project_config(s);
	const ToolchainRequest tools = {
		.programs = want->programs,
		.targets = want->build->target.items,
		.cache_folder = path_join(&s->arena, cache, STR("rustc")),
		.every_platform = want->every_platform,
		.library = want->library && want->library->wanted,
		.find_spec = target_spec_find,
		.ctx = s,
	};
	p->toolchain = p->config ? toolchain_open(p->config, &tools) : NULL;
	return p->toolchain && check_links(p);
}

static bool is_file(Session *s, Str path)
{
	return fs_kind(arena_cstr(&s->arena, path)) == FILE_REGULAR;
}

/* A published crate comes with its lock. One that cargo made counts where it came without, and
 * where its own did not fit; but not to --locked. */
static void choose_lock(Session *s, const ProjectRequest *want, Project *p)
{
	const char *given = want->build->lockfile_path;
	const Str own = path_join(&s->arena, p->workspace->root, STR("Cargo.lock"));
	p->lock_path = p->lock_kept = own;
	if (given)
		p->lock_path = p->lock_kept = path_join(&s->arena, s->cwd, str_from(given));
	else if (p->published)
		p->lock_kept = want->lock_path;
	if (!is_file(s, own) || (!s->common.locked && is_file(s, p->lock_kept)))
		p->lock_path = p->lock_kept;
}

static bool read_lock(Session *s, Project *p)
{
	const Source *src =
		fs_read_source(arena_cstr(&s->arena, p->lock_path), NULL, &s->arena, &s->diag);
	p->lock = src ? lockfile_read(src, &s->arena, &s->diag) : NULL;
	return p->lock != NULL;
}

typedef struct Opening {
	const ProjectRequest *want;
	Selection selection;
	VendoredCheck *check; /* of packages in directory sources, that goes on; NULL: none */
} Opening;

/* What keeps the lock file as it is, and what else can be done about that. NULL: nothing. */
static const char *what_locks(Session *s, const char **help)
{
	const char *flag = s->common.frozen ? "--frozen" : "--locked";
	*help = s->lock_reader
	                ? ""
	                : arena_cstr(&s->arena, arena_printf(&s->arena, ", or leave out %s", flag));
	if (!s->common.locked)
		return NULL;
	const Str text =
		s->lock_reader
			? arena_printf(&s->arena, "`l4cargo %s` changes nothing", s->lock_reader)
			: arena_printf(&s->arena, "%s was passed to prevent this", flag);
	return arena_cstr(&s->arena, text);
}

static bool refuse_missing(Session *s, const Project *p)
{
	const char *help, *why = what_locks(s, &help);
	diag_error(&s->diag, NO_SPAN,
	           "the lock file `" STR_FMT "` is missing and must be made, but %s",
	           STR_ARG(p->lock_path), why);
	return diag_help(&s->diag, "run `cargo generate-lockfile`%s", help);
}

/* Cargo decides what a missing or outdated lock file is to say. */
static bool have_lock(Session *s, const Opening *how, const Project *p)
{
	if (is_file(s, p->lock_path))
		return true;
	const FileKind kind = fs_kind(arena_cstr(&s->arena, p->lock_path));
	if (kind == FILE_OTHER) { /* cargo would wait for it */
		diag_error(&s->diag, NO_SPAN,
		           "cannot read the lock file `" STR_FMT "`: it is no regular file",
		           STR_ARG(p->lock_path));
		return diag_help(&s->diag, "remove it: another one is made then");
	}
	if (kind == FILE_FOLDER) {
		diag_error(&s->diag, NO_SPAN, "lock file path `" STR_FMT "` is a folder",
		           STR_ARG(p->lock_path));
		return diag_help(&s->diag, "give the path of a file: `" STR_FMT "/Cargo.lock`",
		                 STR_ARG(p->lock_path));
	}
	if (s->common.locked)
		return refuse_missing(s, p);
	return relock(s, p, LOCK_MISSING, selection_wants_dev(&how->selection));
}

/* False after errors. Before anything is shown or written. */
static bool is_checked(Opening *how)
{
	const bool good = !how->check || vendored_checked(how->check);
	how->check = NULL;
	return good;
}

static GraphResult graph_from(Session *s, const Opening *how, const PackageProvider *provider,
                              Project *p)
{
	PatchList patches;
	OverrideList overrides;
	if (!patch_config_read(p->config, p->workspace->reader, &patches) ||
	    !patch_config_overrides(p->config, &overrides))
		return GRAPH_FAILED;
	const bool all = how->want->every_feature;
	const bool dev = all || selection_wants_dev(&how->selection);
	const GraphRootList roots =
		all ? (GraphRootList){ 0 }
		    : select_graph_roots(&s->arena, p->workspace, &how->selection);
	const char *help, *why = what_locks(s, &help);
	const GraphRequest request = {
		.workspace = p->workspace,
		.lock = p->lock,
		.toolchain = p->toolchain,
		.provider = provider,
		.trust = p->trust,
		.locked = how->want->lock_stands ? NULL : why,
		.locked_help = help,
		.dev = dev,
		.dev_spared = p->published && !dev,
		.listed = how->want->listed,
		.no_readmes = how->want->no_readmes,
		.outsiders = roots.outsiders,
		.named = all ? (StrList){ 0 } : how->selection.packages,
		.roots = roots.items,
		.root_count = roots.count,
		.config_patches = patches.items,
		.config_patch_count = patches.count,
		.overrides = overrides,
	};
	const GraphResult result = graph_build(&s->arena, &s->diag, &request, &p->packages);
	progress_clear(&s->progress);
	if (result == GRAPH_OK && !how->want->whole_lock)
		provider_tell_downloads(s);
	return result;
}

/* Everything that the graph asks for, or that the lock names. */
static GraphResult graph_with(Session *s, const Opening *how, const Provider *provider, Project *p)
{
	LockFetch all = { .from = &provider->as_provider,
		          .lay_by = how->want->fill.len ? NULL : provider_lay_by };
	if (!how->want->whole_lock)
		return graph_from(s, how, &provider->as_provider, p);
	lock_fetch_init(&all, &s->arena, p->lock);
	const GraphResult result = graph_from(s, how, &all.as_provider, p);
	if (result == GRAPH_OK && !lock_fetch_finish(&all))
		return GRAPH_FAILED;
	if (result == GRAPH_OK)
		provider_tell_downloads(s);
	return result;
}

static GraphResult build_graph(Session *s, Opening *how, Project *p)
{
	Store *store = provider_open_store(s, p->config, how->want->fill);
	if (!store)
		return GRAPH_FAILED;
	Provider provider;
	GraphResult result = GRAPH_FAILED;
	if (provider_init(&provider, s, p->config, store))
		result = graph_with(s, how, &provider, p);
	how->check = provider_close(&provider, result == GRAPH_OK);
	if (result == GRAPH_OK && how->want->verify &&
	    !(is_checked(how) && provider_verify(&provider)))
		result = GRAPH_FAILED;
	progress_clear(&s->progress);
	store_close(&store);
	return result;
}

GraphResult project_graph(Session *s, const Selection *selection, const ProjectRequest *want,
                          Project *p)
{
	Opening how = { want, *selection, NULL };
	const GraphResult result = read_lock(s, p) ? build_graph(s, &how, p) : GRAPH_FAILED;
	return is_checked(&how) ? result : GRAPH_FAILED;
}

/* By the lock, if cargo takes it, and, where features lead further, by what cargo resolves beyond
 * it. */
static GraphResult graph_by_lock(Session *s, Opening *how, Project *p)
{
	GraphResult result = build_graph(s, how, p);
	if (result == GRAPH_DOUBTFUL) {
		p->trust = lock_is_taken(s, p) ? LOCK_TAKEN : LOCK_REFUSED;
		result = build_graph(s, how, p);
	}
	if (result != GRAPH_BEYOND)
		return result;
	return beyond_lock(s, &how->selection, p) ? build_graph(s, how, p) : GRAPH_FAILED;
}

/* A lock that does not fit is brought up to date once. */
static bool open_locked(Session *s, Opening *how, Project *p)
{
	if (!have_lock(s, how, p) || !read_lock(s, p))
		return false;
	GraphResult result = graph_by_lock(s, how, p);
	if (result != GRAPH_OUTDATED)
		return result == GRAPH_OK;
	if (s->common.locked)
		return false;
	if (!relock(s, p, LOCK_OUTDATED, selection_wants_dev(&how->selection)))
		return false;
	p->lock_path = p->lock_kept;
	if (!read_lock(s, p))
		return false;
	p->trust = LOCK_TAKEN;
	result = graph_by_lock(s, how, p);
	if (result == GRAPH_OUTDATED) {
		diag_error(&s->diag, NO_SPAN,
		           "the lock file `" STR_FMT "` does not fit, even after cargo "
		           "brought it up to date",
		           STR_ARG(p->lock_path));
		diag_help(&s->diag, "run `cargo generate-lockfile`, and see whether `cargo build "
		                    "--locked` takes it");
	}
	return result == GRAPH_OK;
}

/* The archive of one crate may have another's manifest. As Cargo does, it is not believed. */
static bool is_named_crate(Session *s, const ProjectRequest *want, const Manifest *m)
{
	if (!want->published.len ||
	    (str_eq(m->name, want->crate_name) && str_eq(m->version.text, want->crate_version)))
		return true;
	diag_error(&s->diag, m->name_at,
	           "this is `" STR_FMT " " STR_FMT "`, but the registry published it as `" STR_FMT
	           " " STR_FMT "`",
	           STR_ARG(m->name), STR_ARG(m->version.text), STR_ARG(want->crate_name),
	           STR_ARG(want->crate_version));
	return diag_help(&s->diag, "choose another version, or tell the registry: cargo refuses "
	                           "this crate, too");
}

bool project_open_workspace(Session *s, const ProjectRequest *want, Project *out)
{
	if (!project_open_tools(s, want, out))
		return false;
	const Str manifest = manifest_path(s, want);
	if (manifest.len == 0)
		return false;
	const WorkspaceUse use = (want->published.len ? WORKSPACE_ISOLATED : WORKSPACE_BUILD) |
	                         (want->listed ? WORKSPACE_SHOW : WORKSPACE_BUILD);
	out->workspace = workspace_load(&s->arena, &s->diag, out->config, manifest, use);
	if (!out->workspace || !is_named_crate(s, want, out->workspace->current))
		return false;
	out->published = want->published.len > 0;
	choose_lock(s, want, out);
	return true;
}

static bool open_packages(Session *s, Opening *how, Project *out)
{
	const ProjectRequest *want = how->want;
	return project_selection(s, want->build, want->intent, &how->selection) &&
	       open_locked(s, how, out);
}

bool project_open_packages(Session *s, const ProjectRequest *want, Project *out,
                           Selection *selection)
{
	Opening how = { .want = want };
	const bool good = open_packages(s, &how, out);
	*selection = how.selection;
	return is_checked(&how) && good;
}

static bool open_units(Session *s, const Opening *how, Project *out)
{
	const ProjectRequest *want = how->want;
	const LibraryOptions *library = want->library;
	UnitsRequest units = { .packages = out->packages, .selection = &how->selection };
	if (library && library->wanted) {
		if (!library_open(s, want, out))
			return false;
		units.library = out->library;
		units.wanted = library->request;
	}
	out->units = units_build(&s->arena, out->config, &units);
	return out->units != NULL;
}

bool project_open_units(Session *s, const ProjectRequest *want, Project *out)
{
	Opening how = { .want = want };
	const bool good = open_packages(s, &how, out) && open_units(s, &how, out);
	return is_checked(&how) && good;
}

bool project_open(Session *s, const ProjectRequest *want, Project *out)
{
	return project_open_workspace(s, want, out) && project_open_units(s, want, out);
}
