// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project.h"

#include "base/fs.h"
#include "base/path.h"
#include "bridge/provider.h"
#include "bridge/relock.h"

Str project_cache_folder(Session *s)
{
	const Str xdg = env_get(s->env, "XDG_CACHE_HOME");
	const Str home = env_get(s->env, "HOME");
	if (path_is_absolute(xdg))
		return path_join(&s->arena, xdg, STR("l4cargo"));
	if (path_is_absolute(home))
		return path_join(&s->arena, home, STR(".cache/l4cargo"));
	diag_error(&s->diag, NO_SPAN,
	           "no folder for the cache: neither XDG_CACHE_HOME nor HOME is set");
	diag_help(&s->diag, "set HOME, or XDG_CACHE_HOME to an absolute path");
	return (Str){ 0 };
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
		            text_list_strs(a, &o->test), text_list_strs(a, &o->bench) },
		.ignore_rust_version = o->ignore_rust_version,
	};
	return build_options_profile(o, &s->diag, &out->profile);
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
		return (Str){ 0 };
	}
	if (fs_kind(arena_cstr(a, path)) == FILE_REGULAR)
		return path;
	diag_error(&s->diag, NO_SPAN, "manifest path `%s` does not exist", given);
	return (Str){ 0 };
}

bool project_open_tools(Session *s, const ProjectRequest *want, Project *out)
{
	Arena *a = &s->arena;
	const Str cache = project_cache_folder(s);
	if (cache.len == 0)
		return false;
	out->config = config_load(a, &s->diag,
	                          &(ConfigSources){ s->cwd, s->env, s->common.config.items });
	if (!out->config)
		return false;
	const ToolchainRequest tools = {
		.targets = want->build->target.items,
		.cache_folder = path_join(a, cache, STR("rustc")),
	};
	out->toolchain = toolchain_open(out->config, &tools);
	return out->toolchain != NULL;
}

static Str lock_path(Session *s, const ProjectRequest *want, const Workspace *ws)
{
	const char *given = want->build->lockfile_path;
	const Str own = path_join(&s->arena, ws->root, STR("Cargo.lock"));
	if (given)
		return path_join(&s->arena, s->cwd, str_from(given));
	if (want->lock_path.len && fs_kind(arena_cstr(&s->arena, own)) != FILE_REGULAR)
		return want->lock_path;
	return own;
}

static bool read_lock(Session *s, Project *p)
{
	const Source *src =
		fs_read_source(arena_cstr(&s->arena, p->lock_path), NULL, &s->arena, &s->diag);
	p->lock = src ? lockfile_read(src, &s->arena, &s->diag) : NULL;
	return p->lock != NULL;
}

/* Cargo decides what a missing or outdated lock file is to say. */
static bool have_lock(Session *s, Project *p)
{
	if (fs_kind(arena_cstr(&s->arena, p->lock_path)) == FILE_REGULAR)
		return true;
	if (s->common.locked) {
		diag_error(&s->diag, NO_SPAN,
		           "the lock file `" STR_FMT
		           "` is missing, and --locked was passed to prevent making it",
		           STR_ARG(p->lock_path));
		diag_help(&s->diag, "run `cargo generate-lockfile`, or leave --locked out");
		return false;
	}
	return relock(s, p);
}

static bool build_graph(Session *s, const ProjectRequest *want, const Selection *selection,
                        Project *p)
{
	Provider provider;
	if (!provider_open(s, p, &provider))
		return false;
	(void)want;
	const GraphRequest request = {
		.workspace = p->workspace,
		.lock = p->lock,
		.toolchain = p->toolchain,
		.provider = &provider.as_provider,
		.locked = s->common.locked,
		.dev = selection_wants_dev(selection),
	};
	GraphResult result = graph_build(&s->arena, &s->diag, &request, &p->packages);
	provider_close(&provider);
	if (result != GRAPH_OUTDATED || s->common.locked)
		return result == GRAPH_OK;
	return false;
}

bool project_open(Session *s, const ProjectRequest *want, Project *out)
{
	Selection selection;
	if (!project_selection(s, want->build, want->intent, &selection) ||
	    !project_open_tools(s, want, out))
		return false;
	const Str manifest = manifest_path(s, want);
	if (manifest.len == 0)
		return false;
	out->workspace =
		workspace_load(&s->arena, &s->diag, out->config, manifest, want->published.len > 0);
	if (!out->workspace)
		return false;
	out->lock_path = lock_path(s, want, out->workspace);
	if (!have_lock(s, out) || !read_lock(s, out) || !build_graph(s, want, &selection, out))
		return false;
	out->units = units_build(&s->arena, out->config, out->packages, &selection);
	return out->units != NULL;
}
