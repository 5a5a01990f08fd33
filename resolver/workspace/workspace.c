// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/workspace/workspace_internal.h"

#include "base/files/fs.h"
#include "base/text/path.h"

#include <stdlib.h>

static const TomlTable *inherit_from(void *ctx, Str manifest_folder, Str *root_folder)
{
	Loader *l = ctx;
	return workspace_finder_table(l->finder, manifest_folder, root_folder);
}

static bool find_registry(void *ctx, Str name, Span at, const SourceId **out)
{
	Loader *l = ctx;
	return registries_find(&l->registries, name, at, out);
}

static bool known_registry(void *ctx, Str name, const SourceId **out)
{
	const Loader *l = ctx;
	return registries_known(&l->registries, name, out);
}

/* Returns a context that outlives the loading, because the graph reads more packages with it. */
static const ManifestContext *new_reader(Loader *l, bool member)
{
	ManifestContext *c = arena_new(l->arena, ManifestContext);
	*c = (ManifestContext){
		.arena = l->arena,
		.diag = l->diag,
		.workspace_of = inherit_from,
		.registry = find_registry,
		.known_registry = known_registry,
		.ctx = l,
		.cargo = l->config->cargo,
		.warn = member && !l->quiet && !l->published, /* like `cargo install` */
		.member = member && !l->library,
		.published = member && l->published,
		.unstable = l->library,
	};
	return c;
}

LoadedManifest *loader_read(Loader *l, Str path)
{
	const uint32_t next = (uint32_t)l->loaded.count, at = map_put(&l->by_path, path, next);
	if (at != next)
		return l->loaded.items[at]->manifest ? l->loaded.items[at] : NULL;
	LoadedManifest *m = arena_new(l->arena, LoadedManifest);
	*vec_push(l->arena, &l->loaded, LoadedManifest *) = m;
	m->path = path;
	const FoundManifest *found = workspace_finder_read(l->finder, path);
	if (!found)
		return NULL;
	ManifestContext c = *l->member_reader;
	const SourceId source = source_path(found->folder);
	c.source = &source;
	m->manifest = manifest_read_document(&c, found->src, found->toml, path);
	return m->manifest ? m : NULL;
}

bool loader_find_root(Loader *l, Str path, Str *root)
{
	return loader_read(l, path) && workspace_finder_root(l->finder, path, root);
}

static bool read_candidate(void *ctx, const FoundManifest *m)
{
	return loader_read(ctx, m->path) != NULL;
}

static int by_name_and_path(const void *a, const void *b)
{
	const Manifest *const *x = a, *const *y = b;
	const int name = str_compare((*x)->name, (*y)->name);
	return name ? name : str_compare((*x)->path, (*y)->path);
}

/* Returns the packages of `from`, sorted. Virtual manifests have no package. */
static const Manifest **packages_of(Loader *l, LoadedManifest *const *from, size_t count,
                                    size_t *out)
{
	const Manifest **list = arena_array(l->arena, const Manifest *, count);
	*out = 0;
	for (size_t i = 0; i < count; i++)
		if (from[i]->manifest->has_package)
			list[(*out)++] = from[i]->manifest;
	if (*out)
		qsort(list, *out, sizeof(*list), by_name_and_path);
	return list;
}

static int resolver_of(const Manifest *top)
{
	static const int by_edition[] = { 1, 1, 2, 3 };
	const Str written = top->resolver.len ? top->resolver : top->workspace.resolver;
	if (written.len)
		return written.ptr[0] - '0';
	return top->has_package ? by_edition[top->edition] : 1;
}

static const Workspace *finish_workspace(Loader *l)
{
	Workspace *w = arena_new(l->arena, Workspace);
	w->top = l->top->manifest;
	w->root = w->top->folder;
	w->current = l->current->manifest;
	w->members = packages_of(l, l->members.items, l->members.count, &w->member_count);
	w->defaults = packages_of(l, l->defaults.items, l->defaults.count, &w->default_count);
	w->resolver = resolver_of(w->top);
	w->published = l->published;
	w->reader = new_reader(l, false);
	if (!l->quiet)
		loader_warn(l, w);
	return w;
}

/* Without a [workspace] around it, the package is a workspace of its own. */
static const Workspace *load_alone(Loader *l)
{
	l->top = l->current;
	loader_add_member(l, l->current);
	*vec_push(l->arena, &l->defaults, LoadedManifest *) = l->current;
	return finish_workspace(l);
}

static const Workspace *with_root(Loader *l, Str root)
{
	l->top = loader_read(l, root);
	if (!l->top)
		return NULL;
	if (!l->top->manifest->workspace.present) {
		diag_error(l->diag, (Span){ l->top->manifest->src, 0, 0 },
		           "`package.workspace` configuration points to a crate which is not "
		           "configured with [workspace]");
		diag_note(l->diag, NO_SPAN, "configuration at: " STR_FMT,
		          STR_ARG(l->current->path));
		diag_help(l->diag,
		          "remove `package.workspace`, or add `[workspace]` to that Cargo.toml");
		return NULL;
	}
	if (!loader_find_members(l) || !loader_check(l))
		return NULL;
	return finish_workspace(l);
}

static Loader *new_loader(Loader start)
{
	Loader *l = arena_new(start.arena, Loader);
	*l = start;
	l->finder = workspace_finder_new(l->arena, l->diag, l->config->cargo_home);
	workspace_finder_show_from(l->finder, l->config->cwd);
	workspace_finder_check_with(l->finder, read_candidate, l);
	l->member_reader = new_reader(l, true);
	registries_init(&l->registries, l->config);
	map_init(&l->by_path, l->arena, 0);
	map_init(&l->is_member, l->arena, 0);
	return l;
}

const Workspace *workspace_load_library(Arena *a, Diag *diag, const Config *config,
                                        Str manifest_path)
{
	Loader *l = new_loader((Loader){
		.arena = a, .diag = diag, .config = config, .quiet = true, .library = true });
	l->current = loader_read(l, manifest_path);
	return l->current ? with_root(l, manifest_path) : NULL;
}

const Workspace *workspace_load(Arena *a, Diag *diag, const Config *config, Str manifest_path,
                                WorkspaceUse use)
{
	Loader *l = new_loader((Loader){ .arena = a,
	                                 .diag = diag,
	                                 .config = config,
	                                 .quiet = use & WORKSPACE_SHOW,
	                                 .published = use & WORKSPACE_ISOLATED });
	l->current = loader_read(l, manifest_path);
	if (!l->current)
		return NULL;
	Str root = STR("");
	if (!(use & WORKSPACE_ISOLATED) && !loader_find_root(l, manifest_path, &root))
		return NULL;
	return root.len ? with_root(l, root) : load_alone(l);
}

Str workspace_find_manifest(Arena *a, Diag *diag, Str folder)
{
	for (Str at = folder;; at = path_parent(at)) {
		const Str path = path_join(a, at, STR("Cargo.toml"));
		if (fs_kind(path.ptr) != FILE_ABSENT)
			return path;
		const Str lower = path_join(a, at, STR("cargo.toml"));
		if (fs_kind(lower.ptr) != FILE_ABSENT) {
			diag_error(diag, NO_SPAN,
			           "could not find `Cargo.toml` in `" STR_FMT
			           "` or any parent directory, but found cargo.toml please try to "
			           "rename it to Cargo.toml",
			           STR_ARG(folder));
			diag_help(diag, "rename `cargo.toml` to `Cargo.toml`");
			return STR("");
		}
		if (at.len <= 1)
			break;
	}
	diag_error(diag, NO_SPAN,
	           "could not find `Cargo.toml` in `" STR_FMT "` or any parent directory",
	           STR_ARG(folder));
	diag_help(diag,
	          "go to a folder of the project, or give its Cargo.toml with --manifest-path");
	return STR("");
}
