// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/project.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/project/target_spec.h"
#include "cache/registry/credentials.h"
#include "cache/store/store.h"
#include "resolver/config/check.h"

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

/* Checks Cargo's rules for `cargo test --doc`; no other command has the option. */
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

/* Returns the path of the published, given or nearest Cargo.toml. Returns an empty text after an
 * error. */
static Str manifest_path(Session *s, const ProjectRequest *want)
{
	Arena *a = &s->arena;
	const char *given = want->build->manifest_path;
	if (want->crate)
		return want->crate->manifest;
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
	    kind == FILE_OTHER) /* the reader of the file reports other kinds */
		return path;
	diag_error(&s->diag, NO_SPAN, "manifest path `%s` does not exist", given);
	diag_help(&s->diag, "check the path, which is relative to the working folder; without it "
	                    "the nearest Cargo.toml is read");
	return (Str){ 0 };
}

static bool check_links(const Config *config, const Toolchain *t)
{
	bool good = !t->host.len || config_check_links(config, t->host);
	for (size_t i = 0; good && i < t->target_count; i++)
		good = config_check_links(config, t->targets[i].triple);
	return good;
}

static ToolchainPrograms programs_for(ProjectPlatforms platforms)
{
	static const ToolchainPrograms programs[] = {
		[PLATFORMS_SELECTED] = PROGRAMS_CONFIGURED,
		[PLATFORMS_SELECTED_OWN_RUSTC] = PROGRAMS_OF_USER,
		[PLATFORMS_ALL] = PROGRAMS_CONFIGURED,
		[PLATFORMS_ALL_NO_RUSTC] = PROGRAMS_NONE,
	};
	return programs[platforms];
}

const ProjectTools *project_open_tools(Session *s, const ProjectRequest *want)
{
	Str cache;
	if (!store_default_folder(&s->arena, s->env, &s->diag, &cache))
		return NULL;
	const Config *config = want->config ? want->config : project_config(s);
	const ToolchainRequest request = {
		.programs = programs_for(want->platforms),
		.targets = want->build->target.items,
		.cache_folder = path_join(&s->arena, cache, STR("rustc")),
		.every_platform = want->platforms >= PLATFORMS_ALL,
		.library = want->library && want->library->wanted,
		.find_spec = target_spec_find,
		.ctx = s,
	};
	const Toolchain *toolchain = config ? toolchain_open(config, &request) : NULL;
	if (!toolchain)
		return NULL;
	Config *known = arena_new(&s->arena, Config);
	*known = *config;
	known->cargo = toolchain->cargo_version;
	if (!check_links(known, toolchain))
		return NULL;
	ProjectTools *tools = arena_new(&s->arena, ProjectTools);
	*tools = (ProjectTools){ known, toolchain };
	return tools;
}

static bool is_file(Session *s, Str path)
{
	return fs_kind(arena_cstr(&s->arena, path)) == FILE_REGULAR;
}

/* Reads `resolver.lockfile-path`; `*out` stays empty if it is not set. */
static bool configured_lock(Session *s, const Config *c, Str *out)
{
	static const char key[] = "resolver.lockfile-path";
	if (!cargo_has(c->cargo, CARGO_LOCKFILE_PATH))
		return true;
	if (!config_path(c, key, out))
		return false;
	if (!out->ptr)
		return true;
	const Span at = config_place(c, key);
	if (str_find(*out, '{') >= 0 || str_find(*out, '}') >= 0) {
		diag_error(&s->diag, at, "`%s` cannot have braces", key);
		return diag_help(&s->diag, "cargo reserves them for templates: rename the folder");
	}
	if (!str_eq(path_name(*out), STR("Cargo.lock"))) {
		diag_error(&s->diag, at, "`%s` must be a path to a Cargo.lock file", key);
		return diag_help(&s->diag, "write `FOLDER/Cargo.lock`");
	}
	if (fs_kind(arena_cstr(&s->arena, *out)) != FILE_FOLDER)
		return true;
	diag_error(&s->diag, at, "`%s` is a directory, but a file was expected", key);
	return diag_help(&s->diag, "write the path of the file in it");
}

/* Chooses the lock file. A published crate comes with its own. If it has none, or if that one did
 * not fit, a lock that cargo made earlier is used, but with --locked only if the crate has none. */
static bool choose_lock(Session *s, const ProjectRequest *want, Project *p)
{
	const char *given = want->build->lockfile_path;
	Str set = { 0 };
	const Str own = path_join(&s->arena, p->workspace->root, STR("Cargo.lock"));
	p->lock_path = p->lock_kept = own;
	if (given)
		p->lock_path = p->lock_kept = path_join(&s->arena, s->cwd, str_from(given));
	else if (p->published) {
		p->lock_kept = want->crate->lock_path;
		p->lock_store = path_parent(path_parent(p->lock_kept));
	} else if (!configured_lock(s, p->tools.config, &set))
		return false;
	else if (set.ptr)
		p->lock_path = p->lock_kept = set;
	if (!is_file(s, own) || (!s->common.locked && is_file(s, p->lock_kept)))
		p->lock_path = p->lock_kept;
	return true;
}

/* As Cargo does, this checks that the archive has the manifest of the crate that was requested. */
static bool is_named_crate(Session *s, const Published *crate, const Manifest *m)
{
	if (!crate || (str_eq(m->name, crate->name) && str_eq(m->version.text, crate->version)))
		return true;
	diag_error(&s->diag, m->name_at,
	           "this is `" STR_FMT " " STR_FMT "`, but the registry published it as `" STR_FMT
	           " " STR_FMT "`",
	           STR_ARG(m->name), STR_ARG(m->version.text), STR_ARG(crate->name),
	           STR_ARG(crate->version));
	return diag_help(&s->diag, "choose another version, or tell the registry: cargo refuses "
	                           "this crate, too");
}

const Project *project_open_workspace(Session *s, const ProjectRequest *want,
                                      const ProjectTools *tools)
{
	const Str manifest = manifest_path(s, want);
	if (manifest.len == 0)
		return NULL;
	const WorkspaceUse use =
		(want->crate ? WORKSPACE_ISOLATED : WORKSPACE_BUILD) |
		(want->packages.use == PACKAGES_LISTED ? WORKSPACE_SHOW : WORKSPACE_BUILD);
	const Workspace *workspace =
		workspace_load(&s->arena, &s->diag, tools->config, manifest, use);
	if (!workspace || !is_named_crate(s, want->crate, workspace->current))
		return NULL;
	Project *p = arena_new(&s->arena, Project);
	*p = (Project){ .tools = *tools, .workspace = workspace, .published = want->crate != NULL };
	return choose_lock(s, want, p) ? p : NULL;
}
