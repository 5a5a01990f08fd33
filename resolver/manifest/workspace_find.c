// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/workspace_find.h"

#include "base/core/map.h"
#include "base/core/vec.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "resolver/manifest/parts.h"

struct WorkspaceFinder {
	Arena *arena;
	Diag *diag;
	Str home, cwd;
	Str limit; /* the folder of workspace_finder_within; empty if there is no limit */
	Map by_path;
	VEC(FoundManifest *) files;
	CandidateCheck check;
	void *check_ctx;
};

WorkspaceFinder *workspace_finder_new(Arena *a, Diag *diag, Str cargo_home)
{
	WorkspaceFinder *f = arena_new(a, WorkspaceFinder);
	*f = (WorkspaceFinder){ .arena = a, .diag = diag, .home = cargo_home };
	map_init(&f->by_path, a, 0);
	return f;
}

WorkspaceFinder *workspace_finder_within(Arena *a, Diag *diag, Str folder)
{
	WorkspaceFinder *f = workspace_finder_new(a, diag, STR(""));
	f->limit = folder;
	return f;
}

void workspace_finder_show_from(WorkspaceFinder *f, Str cwd)
{
	f->cwd = cwd;
}

void workspace_finder_check_with(WorkspaceFinder *f, CandidateCheck check, void *ctx)
{
	f->check = check;
	f->check_ctx = ctx;
}

static const char *shown_path(const WorkspaceFinder *f, Str path)
{
	if (!f->cwd.len || !path_is_below(path, f->cwd))
		return NULL;
	return arena_cstr(f->arena, path_relative(f->arena, f->cwd, path));
}

/* Returns whether `path` is within the limit, with links resolved, too. */
static bool is_within(const WorkspaceFinder *f, Str path)
{
	scoped_arena scratch = { 0 };
	if (!f->limit.len)
		return true;
	return path_is_below(path, f->limit) &&
	       path_is_below(fs_real_path(&scratch, path), fs_real_path(&scratch, f->limit));
}

/* Reads the parts that make this a root, or name one. */
static bool read_parts(const WorkspaceFinder *f, FoundManifest *m)
{
	const KeyReader k = { f->arena, f->diag, false };
	const TomlEntry *w = toml_entry(m->toml, STR("workspace"));
	const TomlTable *package = toml_get_table(m->toml, STR("package"));
	const TomlEntry *pointer =
		toml_entry(package ? package : toml_get_table(m->toml, STR("project")),
	                   STR("workspace"));
	m->pointer = key_text(pointer);
	if (pointer)
		m->pointer_at = pointer->value.at;
	if (!w)
		return true;
	return key_check(&k, w, KEY_TABLE, NULL) && read_workspace_table(&k, w, &m->workspace);
}

const FoundManifest *workspace_finder_read(WorkspaceFinder *f, Str path)
{
	const uint32_t next = (uint32_t)f->files.count, at = map_put(&f->by_path, path, next);
	if (at != next)
		return f->files.items[at]->toml ? f->files.items[at] : NULL;
	FoundManifest *m = arena_new(f->arena, FoundManifest);
	*vec_push(f->arena, &f->files, FoundManifest *) = m;
	m->path = path;
	m->folder = path_parent(path);
	m->src = fs_read_source(arena_cstr(f->arena, path), shown_path(f, path), f->arena, f->diag);
	m->toml = m->src ? toml_parse(m->src, f->arena, f->diag) : NULL;
	if (m->toml && !read_parts(f, m))
		m->toml = NULL;
	return m->toml ? m : NULL;
}

/*
 * Compares component by component. An entry with `..` matches nothing, because Cargo does not
 * resolve `..` here.
 */
static bool begins_with(Arena *a, Str path, Str root, Str entry)
{
	Str rest = entry, part;
	while (str_next(&rest, '/', &part))
		if (str_eq(part, STR("..")))
			return false;
	return path_is_below(path, path_normalise(a, path_join(a, root, entry)));
}

static bool any_begins(Arena *a, Str path, Str root, const StrList *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (begins_with(a, path, root, list->items[i]))
			return true;
	return false;
}

bool workspace_excludes(Arena *a, Str root_folder, const WorkspaceTable *w, Str path)
{
	return any_begins(a, path, root_folder, &w->exclude) &&
	       !any_begins(a, path, root_folder, &w->members);
}

static Str manifest_in(const WorkspaceFinder *f, Str folder)
{
	return path_join(f->arena, folder, STR("Cargo.toml"));
}

/* Finds the root that `m` names for the package at `path`. Returns false if it names none. */
static bool says_root(const WorkspaceFinder *f, const FoundManifest *m, Str path, Str *root)
{
	if (m->workspace.present) {
		*root = m->path;
		return !workspace_excludes(f->arena, m->folder, &m->workspace, path);
	}
	if (!m->pointer.ptr)
		return false;
	const Str folder = path_join(f->arena, m->folder, m->pointer);
	*root = path_normalise(f->arena, manifest_in(f, folder));
	return true;
}

/* Cargo does not search from inside CARGO_HOME past it, nor above target/package. */
static bool stops_search(const WorkspaceFinder *f, Str folder, Str last)
{
	if (f->limit.len && !path_is_below(folder, f->limit))
		return true;
	const Str parent = path_parent(folder);
	if (str_eq(path_name(folder), STR("package")) && str_eq(path_name(parent), STR("target")))
		return true;
	return f->home.len && last.len && str_eq(last, f->home);
}

static bool search_above(WorkspaceFinder *f, Str path, Str *root, const FoundManifest **by)
{
	Str last = STR("");
	for (Str folder = path_parent(path); folder.len > 1;) {
		folder = path_parent(folder);
		if (stops_search(f, folder, last))
			break;
		last = folder;
		const Str candidate = manifest_in(f, folder);
		if (fs_kind(candidate.ptr) == FILE_ABSENT || !is_within(f, candidate))
			continue;
		const FoundManifest *m = workspace_finder_read(f, candidate);
		if (!m || (f->check && !f->check(f->check_ctx, m))) {
			diag_note(f->diag, NO_SPAN,
			          "failed searching for potential workspace of `" STR_FMT "`",
			          STR_ARG(path));
			diag_help(f->diag, "to avoid searching for a non-existent workspace, add "
			                   "`[workspace]` to the package manifest");
			return false;
		}
		*by = m;
		if (says_root(f, m, path, root))
			return true;
	}
	*root = STR("");
	return true;
}

/* The same as workspace_finder_root. `*by` is the manifest that names the root, if there is one. */
static bool find_root(WorkspaceFinder *f, Str path, Str *root, const FoundManifest **by)
{
	*by = workspace_finder_read(f, path);
	if (!*by)
		return false;
	return says_root(f, *by, path, root) || search_above(f, path, root, by);
}

bool workspace_finder_root(WorkspaceFinder *f, Str path, Str *root)
{
	const FoundManifest *by;
	return find_root(f, path, root, &by);
}

const TomlTable *workspace_finder_table(void *finder, Str manifest_folder, Str *root_folder)
{
	WorkspaceFinder *f = finder;
	const FoundManifest *by;
	Str root;
	if (!find_root(f, manifest_in(f, manifest_folder), &root, &by) || !root.len)
		return NULL;
	if (!is_within(f, root)) {
		diag_error(f->diag, by->pointer_at,
		           "`package.workspace` of `" STR_FMT "` is `" STR_FMT
		           "`, which is not in `" STR_FMT "`",
		           STR_ARG(by->folder), STR_ARG(root), STR_ARG(f->limit));
		diag_help(f->diag, "the workspace of a downloaded package must be in the same "
		                   "download: please report it to its maintainers");
		return NULL;
	}
	const FoundManifest *m = workspace_finder_read(f, root);
	if (!m)
		return NULL;
	if (!m->workspace.present) {
		diag_error(f->diag, (Span){ m->src, 0, 0 },
		           "root of a workspace inferred but wasn't a root");
		diag_help(f->diag, "add this package to `workspace.members` of the root above, or "
		                   "to its `workspace.exclude`");
		return NULL;
	}
	*root_folder = m->folder;
	return m->workspace.table;
}
