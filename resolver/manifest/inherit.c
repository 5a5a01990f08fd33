// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "base/text/path.h"
#include "resolver/manifest/reader.h"
#include "resolver/manifest/workspace_find.h"

/*
 * The workspace of a published package is already applied to it, and workspaces in other folders do
 * not concern it.
 */
static WorkspaceFinder *finder_for(const ManifestReader *r)
{
	if (reader_is_published(r))
		return workspace_finder_within(r->arena, r->diag, r->m->folder);
	return workspace_finder_new(r->arena, r->diag, STR(""));
}

/*
 * Returns the [workspace] that this package inherits from; NULL after an error. Searches for it at
 * the first call only.
 */
static const TomlTable *find_root(ManifestReader *r, Span at)
{
	if (r->root_sought)
		return r->root;
	r->root_sought = true;
	if (r->m->workspace.present) {
		r->root = r->m->workspace.table;
		r->root_folder = r->m->folder;
		return r->root;
	}
	const unsigned before = r->diag->errors;
	if (r->c->workspace_of && !reader_is_published(r))
		r->root = r->c->workspace_of(r->c->ctx, r->m->folder, &r->root_folder);
	else
		r->root = workspace_finder_table(finder_for(r), r->m->folder, &r->root_folder);
	if (!r->root && r->diag->errors == before) {
		diag_error(r->diag, at, "failed to find a workspace root");
		diag_help(r->diag, "`workspace = true` takes the value of the [workspace] in a "
		                   "Cargo.toml of a folder above this package");
	}
	return r->root;
}

static const TomlEntry *not_inherited(const ManifestReader *r, const TomlEntry *e,
                                      const char *table)
{
	diag_error(r->diag, e->value.at,
	           "error inheriting `" STR_FMT
	           "` from workspace root manifest's `workspace.%s." STR_FMT "`",
	           STR_ARG(e->key), table, STR_ARG(e->key));
	diag_note(r->diag, r->root->at, "this is the workspace");
	diag_help(r->diag, "add `" STR_FMT "` to `[workspace.%s]`, or write its value here",
	          STR_ARG(e->key), table);
	return NULL;
}

const TomlEntry *inherit_field(ManifestReader *r, const TomlEntry *e)
{
	const TomlTable *root = find_root(r, e->value.at);
	if (!root)
		return NULL;
	const TomlTable *package = toml_get_table(root, STR("package"));
	const TomlEntry *found = toml_entry(package, e->key);
	if (found)
		return found;
	not_inherited(r, e, "package");
	diag_note(r->diag, package ? package->at : root->at,
	          "`workspace.package." STR_FMT "` was not defined", STR_ARG(e->key));
	return NULL;
}

const TomlEntry *inherit_or_own(ManifestReader *r, const TomlEntry *e)
{
	return key_is_inherited(e) ? inherit_field(r, e) : e;
}

static void suggest_dependency(const ManifestReader *r, const TomlTable *deps, Str key)
{
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	for (size_t i = 0; i < deps->count && !r->diag->muted; i++)
		closest_offer(key, deps->entries[i].key, &best, &edits);
	if (best.ptr)
		diag_help(r->diag, "a dependency with a similar name exists: `" STR_FMT "`",
		          STR_ARG(best));
}

const TomlEntry *inherit_dependency(ManifestReader *r, const TomlEntry *e)
{
	const TomlTable *root = find_root(r, e->key_at);
	if (!root)
		return NULL;
	const TomlTable *deps = toml_get_table(root, STR("dependencies"));
	const TomlEntry *found = toml_entry(deps, e->key);
	if (found)
		return found;
	not_inherited(r, e, "dependencies");
	if (!deps) {
		diag_note(r->diag, root->at, "`workspace.dependencies` was not defined");
		return NULL;
	}
	diag_note(r->diag, deps->at,
	          "`dependency." STR_FMT "` was not found in `workspace.dependencies`",
	          STR_ARG(e->key));
	suggest_dependency(r, deps, e->key);
	return NULL;
}

const TomlTable *inherit_lints(ManifestReader *r, Span at)
{
	const TomlTable *root = find_root(r, at);
	if (!root)
		return NULL;
	const TomlTable *lints = toml_get_table(root, STR("lints"));
	if (lints)
		return lints;
	diag_error(r->diag, at,
	           "error inheriting `lints` from workspace root manifest's `workspace.lints`");
	diag_note(r->diag, root->at, "`workspace.lints` was not defined");
	diag_help(r->diag, "add `[workspace.lints]` there, or remove `[lints]` here");
	return NULL;
}

Str inherit_path(ManifestReader *r, Str path)
{
	const Str there = path_normalise(r->arena, path_join(r->arena, r->root_folder, path));
	return path_relative(r->arena, r->m->folder, there);
}

/* Returns the readme of a package that does not name one; empty if there is none. */
static Str default_readme(const ManifestReader *r, Str folder)
{
	static const Str names[] = { STR_INIT("README.md"), STR_INIT("README.txt"),
		                     STR_INIT("README") };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const Str path = path_join(r->arena, folder, names[i]);
		if (fs_kind(path.ptr) == FILE_REGULAR)
			return names[i];
	}
	return STR("");
}

/* ptr is NULL if there is none. An empty path is the folder, as in Cargo. */
static Str readme_of(const ManifestReader *r, const TomlEntry *e, Str folder)
{
	if (e && e->value.kind == TOML_BOOL)
		return e->value.boolean ? STR("README.md") : (Str){ 0 };
	if (e)
		return key_text(e);
	const Str found = r->c->no_readme ? STR("") : default_readme(r, folder);
	return found.len ? found : (Str){ 0 };
}

Str inherit_readme(ManifestReader *r, const TomlEntry *e)
{
	if (!key_is_inherited(e)) {
		const Str own = readme_of(r, e, r->m->folder);
		return own.ptr ? own : STR("");
	}
	const TomlTable *root = find_root(r, e->value.at);
	if (!root)
		return STR("");
	const TomlTable *package = toml_get_table(root, STR("package"));
	const Str there = readme_of(r, toml_entry(package, STR("readme")), r->root_folder);
	if (there.ptr)
		return inherit_path(r, there);
	not_inherited(r, e, "package");
	diag_note(r->diag, root->at, "`workspace.package.readme` was not defined");
	return STR("");
}
