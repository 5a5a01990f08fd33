// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/workspace/workspace_internal.h"

#include "base/files/fs.h"
#include "base/files/glob.h"
#include "base/text/path.h"

#include <errno.h>

typedef struct Expanded { /* one folder that an entry of `members` matches */
	Str folder;       /* not normalised */
	Str pattern;      /* the entry if it is a pattern, else empty */
} Expanded;

typedef VEC(Expanded) ExpandedList;

typedef struct MemberVisit { /* the Cargo.toml of a possible member */
	Str path;
	bool is_path_dep;
	const Dependency *wanted_by; /* the path dependency that leads here, or NULL */
	Span listed_at;              /* if `wanted_by` is NULL, the list that names it */
	Str pattern;
} MemberVisit;

typedef VEC(MemberVisit) VisitStack;

/* Returns the place of one entry of a list in [workspace]. */
static Span entry_span(const Loader *l, const char *key, size_t index)
{
	const TomlValue *list = toml_get(l->top->manifest->workspace.table, str_from(key));
	return list && list->kind == TOML_ARRAY && index < list->array.count
	               ? list->array.items[index].at
	               : l->top->manifest->workspace.at;
}

static bool report_glob(const Loader *l, GlobResult result, Span at, Str culprit)
{
	if (result == GLOB_TOO_MANY) {
		diag_error(l->diag, at, "the pattern leads through too many folders");
		return diag_help(l->diag, "write more of the path before the first `*`");
	}
	diag_error(l->diag, at, "unable to match path to pattern: cannot read `" STR_FMT "`: %s",
	           STR_ARG(culprit), strerror(errno));
	return diag_help(l->diag, "check its permissions: `ls -ld` on it and its parent folders");
}

/* Adds the folders that the entry matches. If there are none, adds the entry itself as a path. */
static bool expand_member(const Loader *l, Str entry, Span at, ExpandedList *out)
{
	const Str root = l->top->manifest->folder;
	GlobFound found;
	if (!glob_accept(l->diag, at, "could not parse pattern", entry))
		return false;
	const GlobResult result = glob_expand(l->arena, root, entry, &found);
	if (result != GLOB_OK)
		return report_glob(l, result, at, found.culprit);
	if (!found.count)
		*vec_push(l->arena, out, Expanded) =
			(Expanded){ path_join(l->arena, root, entry), STR("") };
	const bool literal = !glob_is_pattern(entry);
	for (size_t i = 0; i < found.count; i++)
		if (fs_kind(arena_cstr(l->arena, found.paths[i])) == FILE_FOLDER)
			*vec_push(l->arena, out, Expanded) =
				(Expanded){ found.paths[i], literal ? STR("") : entry };
	return true;
}

bool loader_add_member(Loader *l, LoadedManifest *m)
{
	const uint32_t next = (uint32_t)l->members.count;
	if (map_put(&l->is_member, m->path, next) != next)
		return false;
	*vec_push(l->arena, &l->members, LoadedManifest *) = m;
	return true;
}

/*
 * A path dependency outside the root folder is a member only if its own manifest names this root.
 */
static bool is_foreign(Loader *l, const MemberVisit *v, bool *failed)
{
	Str root;
	if (!v->is_path_dep || path_is_below(path_parent(v->path), l->top->manifest->folder))
		return false;
	*failed = !loader_find_root(l, v->path, &root);
	return *failed || !str_eq(root, l->top->path);
}

static void explain_member(const Loader *l, const MemberVisit *v)
{
	if (v->wanted_by)
		diag_note(l->diag, v->wanted_by->at,
		          "failed to load manifest for dependency `" STR_FMT "`",
		          STR_ARG(v->wanted_by->package));
	else if (v->pattern.len)
		diag_note(l->diag, v->listed_at,
		          "failed to load manifest for workspace member `" STR_FMT
		          "`, referenced via `" STR_FMT "`",
		          STR_ARG(path_parent(v->path)), STR_ARG(v->pattern));
	else if (v->listed_at.src)
		diag_note(l->diag, v->listed_at,
		          "failed to load manifest for workspace member `" STR_FMT "`",
		          STR_ARG(path_parent(v->path)));
}

static void push_path_deps(Loader *l, const Manifest *m, VisitStack *stack)
{
	for (size_t i = m->dep_count; i-- > 0;) {
		const Dependency *d = &m->deps[i];
		if (d->source->kind != SOURCE_PATH)
			continue;
		*vec_push(l->arena, stack, MemberVisit) = (MemberVisit){
			.path = path_join(l->arena, d->source->url, STR("Cargo.toml")),
			.is_path_dep = true,
			.wanted_by = d,
		};
	}
}

/* False after an error. */
static bool visit_member(Loader *l, const MemberVisit *v, VisitStack *stack)
{
	const Manifest *top = l->top->manifest;
	bool failed = false;
	if (map_get(&l->is_member, v->path) != MAP_NONE)
		return true;
	if (!is_foreign(l, v, &failed)) {
		if (workspace_excludes(l->arena, top->folder, &top->workspace, v->path))
			return true;
		LoadedManifest *m = loader_read(l, v->path);
		failed = !m;
		if (m && loader_add_member(l, m))
			push_path_deps(l, m->manifest, stack);
	}
	if (failed)
		explain_member(l, v);
	return !failed;
}

/* Visits `first` and all path dependencies that it leads to. Returns false after an error. */
static bool visit_all(Loader *l, MemberVisit first)
{
	VisitStack stack = { 0 };
	bool ok = true;
	first.path = path_normalise(l->arena, first.path);
	*vec_push(l->arena, &stack, MemberVisit) = first;
	while (stack.count) {
		const MemberVisit v = stack.items[--stack.count];
		ok &= visit_member(l, &v, &stack);
	}
	return ok;
}

static bool visit_members(Loader *l, ExpandedList *listed)
{
	const StrList *members = &l->top->manifest->workspace.members;
	bool ok = true;
	for (size_t i = 0; i < members->count; i++) {
		const Span at = entry_span(l, "members", i);
		const size_t first = listed->count;
		ok &= expand_member(l, members->items[i], at, listed);
		for (size_t k = first; k < listed->count; k++) {
			const Expanded *e = &listed->items[k];
			ok &= visit_all(l, (MemberVisit){ .path = path_join(l->arena, e->folder,
			                                                    STR("Cargo.toml")),
			                                  .listed_at = at,
			                                  .pattern = e->pattern });
		}
	}
	return ok;
}

/*
 * Returns whether `members` lists the folder but `exclude` excludes it. It then may be missing in
 * `default-members`, too.
 */
static bool is_kept_out(const Loader *l, const ExpandedList *listed, Str folder)
{
	const Manifest *top = l->top->manifest;
	for (size_t i = 0; i < listed->count; i++)
		if (str_eq(listed->items[i].folder, folder))
			return workspace_excludes(l->arena, top->folder, &top->workspace, folder);
	return false;
}

static bool add_default(Loader *l, const ExpandedList *listed, const Expanded *e, Span at)
{
	const Str folder = path_normalise(l->arena, e->folder);
	const uint32_t i = map_get(&l->is_member, path_join(l->arena, folder, STR("Cargo.toml")));
	if (i != MAP_NONE) {
		*vec_push(l->arena, &l->defaults, LoadedManifest *) = l->members.items[i];
		return true;
	}
	if (is_kept_out(l, listed, folder))
		return true;
	return diag_error(l->diag, at,
	                  "package `" STR_FMT "` is listed in default-members but is not a member",
	                  STR_ARG(folder)) ||
	       diag_help(l->diag, "add it to `members`, or correct the path");
}

static bool find_defaults(Loader *l, const ExpandedList *listed)
{
	const StrList *names = &l->top->manifest->workspace.default_members;
	bool ok = true;
	for (size_t i = 0; i < names->count; i++) {
		const Span at = entry_span(l, "default-members", i);
		ExpandedList places = { 0 };
		ok &= expand_member(l, names->items[i], at, &places);
		for (size_t k = 0; k < places.count; k++)
			ok &= add_default(l, listed, &places.items[k], at);
	}
	return ok;
}

bool loader_find_members(Loader *l)
{
	ExpandedList listed = { 0 };
	bool ok = visit_members(l, &listed);
	ok &= visit_all(l, (MemberVisit){ .path = l->top->path });
	if (!ok)
		return false;
	if (l->current == l->top && l->top->manifest->workspace.has_default_members)
		return find_defaults(l, &listed);
	if (l->current->manifest->has_package)
		*vec_push(l->arena, &l->defaults, LoadedManifest *) = l->current;
	else
		for (size_t i = 0; i < l->members.count; i++)
			*vec_push(l->arena, &l->defaults, LoadedManifest *) = l->members.items[i];
	return true;
}
