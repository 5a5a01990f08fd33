// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/workspace/workspace_internal.h"

#include "base/text/path.h"

static bool check_names(const Loader *l)
{
	scoped_arena scratch = { 0 };
	Map first;
	bool ok = true;
	map_init(&first, &scratch, l->members.count);
	for (size_t i = 0; i < l->members.count; i++) {
		const Manifest *m = l->members.items[i]->manifest;
		if (!m->has_package)
			continue;
		const uint32_t other = map_put(&first, m->name, (uint32_t)i);
		if (other == i)
			continue;
		diag_error(l->diag, m->name_at,
		           "two packages named `" STR_FMT "` in this workspace", STR_ARG(m->name));
		diag_note(l->diag, l->members.items[other]->manifest->name_at,
		          "the other one is here");
		ok = diag_help(l->diag,
		               "rename one of them, or take one out of `workspace.members`");
	}
	return ok;
}

static bool check_roots(const Loader *l)
{
	bool ok = true;
	for (size_t i = 0; i < l->members.count; i++) {
		const LoadedManifest *m = l->members.items[i];
		if (m == l->top || !m->manifest->workspace.present)
			continue;
		diag_error(l->diag, m->manifest->workspace.at,
		           "multiple workspace roots found in the same workspace");
		diag_note(l->diag, l->top->manifest->workspace.at, "the other root is here");
		ok = diag_help(l->diag, "remove one `[workspace]`, or put its folder into "
		                        "`workspace.exclude` of the other");
	}
	return ok;
}

static Span place_of(const Manifest *m)
{
	return m->has_package ? m->name_at : m->workspace.at;
}

static bool check_member_roots(Loader *l)
{
	bool ok = true;
	for (size_t i = 0; i < l->members.count; i++) {
		const LoadedManifest *m = l->members.items[i];
		Str root;
		if (!loader_find_root(l, m->path, &root))
			return false;
		if (str_eq(root, l->top->path))
			continue;
		if (root.len) {
			diag_error(l->diag, place_of(m->manifest),
			           "package `" STR_FMT "` is a member of the wrong workspace",
			           STR_ARG(m->path));
			diag_note(l->diag, NO_SPAN, "expected: " STR_FMT ", actual: " STR_FMT,
			          STR_ARG(l->top->path), STR_ARG(root));
			ok = diag_help(l->diag,
			               "remove its `package.workspace`, or take it out of this "
			               "`workspace.members`");
		} else {
			diag_error(l->diag, place_of(m->manifest),
			           "workspace member `" STR_FMT
			           "` is not hierarchically below the workspace root `" STR_FMT "`",
			           STR_ARG(m->path), STR_ARG(l->top->path));
			ok = diag_help(l->diag,
			               "add `workspace = \"PATH OF THE ROOT\"` to its `[package]`");
		}
	}
	return ok;
}

static bool check_current(const Loader *l)
{
	const Manifest *m = l->current->manifest, *top = l->top->manifest;
	if (map_get(&l->is_member, l->current->path) != MAP_NONE)
		return true;
	diag_error(l->diag, place_of(m),
	           "current package believes it's in a workspace when it's not");
	diag_note(l->diag, top->workspace.at, "the workspace is here");
	if (top->has_package && !top->workspace.has_members)
		diag_help(l->diag,
		          "this may be fixable by ensuring that this crate is depended on by "
		          "the workspace root: " STR_FMT,
		          STR_ARG(l->top->path));
	else
		diag_help(l->diag,
		          "this may be fixable by adding `" STR_FMT
		          "` to the `workspace.members` array of the manifest located at: " STR_FMT,
		          STR_ARG(path_relative(l->arena, top->folder, m->folder)),
		          STR_ARG(l->top->path));
	diag_help(l->diag, "alternatively, to keep it out of the workspace, add the package to the "
	                   "`workspace.exclude` array, or add an empty `[workspace]` table to the "
	                   "package's manifest");
	return false;
}

bool loader_check(Loader *l)
{
	bool ok = check_names(l);
	ok &= check_roots(l);
	return ok && check_member_roots(l) && check_current(l);
}

static void warn_ignored(const Loader *l, const Manifest *m, const char *key, const char *what)
{
	const TomlEntry *e =
		toml_entry(l->finder ? workspace_finder_read(l->finder, m->path)->toml : NULL,
	                   str_from(key));
	diag_warning(
		l->diag, e ? e->key_at : m->name_at,
		"%s for the non root package will be ignored, specify %s at the workspace root",
		what, what);
	diag_note(l->diag, l->top->manifest->workspace.at, "the workspace root is here");
}

/* In Cargo a virtual workspace has the oldest resolver unless it names one. */
static void warn_of_resolver(const Loader *l, const Workspace *w)
{
	Edition newest = EDITION_2015;
	for (size_t i = 0; i < w->member_count; i++)
		newest = w->members[i]->edition > newest ? w->members[i]->edition : newest;
	if (w->top->has_package || w->top->workspace.resolver.len || newest < EDITION_2021)
		return;
	const char *resolver = newest == EDITION_2021 ? "2" : "3";
	diag_warning(l->diag, w->top->workspace.at,
	             "virtual workspace defaulting to `resolver = \"1\"` despite one or more "
	             "workspace members being on edition %s which implies `resolver = \"%s\"`",
	             edition_names[newest], resolver);
	diag_help(l->diag,
	          "to keep the current resolver, specify `workspace.resolver = \"1\"`; to "
	          "use the edition %s resolver, specify `workspace.resolver = \"%s\"`",
	          edition_names[newest], resolver);
}

void loader_warn(const Loader *l, const Workspace *w)
{
	for (size_t i = 0; i < w->member_count; i++) {
		const Manifest *m = w->members[i];
		if (m == w->top)
			continue;
		if (m->profiles)
			warn_ignored(l, m, "profile", "profiles");
		if (m->replace_count)
			warn_ignored(l, m, "replace", "replace");
		if (m->patch_count)
			warn_ignored(l, m, "patch", "patch");
		if (m->resolver.len && m->resolver.ptr[0] - '0' != w->resolver)
			warn_ignored(l, m, "package", "resolver");
	}
	if (w->top->workspace.present)
		warn_of_resolver(l, w);
}
