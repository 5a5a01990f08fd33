// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/rerun.h"

#include "base/files/fs.h"
#include "base/text/path.h"

#include <dirent.h>

enum { MOST_ENTRIES = 200000 }; /* most entries of a watched tree */

typedef struct RerunWalk {
	Fragment *fragment;
	StrVec folders;     /* folders that are not listed yet */
	bool package_files; /* list them as cargo does for a package: without nested packages and
	                       version control */
	size_t seen;
} RerunWalk;

static bool is_left_out(const RerunWalk *w, Str path, Str name)
{
	UnitJob *j = w->fragment->job;
	if (path_is_below(path, j->build))
		return true;
	if (!w->package_files)
		return false;
	return str_eq(name, STR(".git")) || str_eq(path, job_file(j, j->source, STR("target"))) ||
	       path_is_below(path, job_path(j, "OUT")) ||
	       fs_kind(job_file(j, path, STR("Cargo.toml")).ptr) == FILE_REGULAR;
}

static void walk_one(RerunWalk *w, Str folder)
{
	UnitJob *j = w->fragment->job;
	FsEntry *entries = NULL;
	size_t count = 0;
	fragment_file(w->fragment, folder);
	if (!fs_list(folder.ptr, &j->arena, &entries, &count))
		return;
	w->seen += count;
	for (size_t i = 0; i < count && w->seen < MOST_ENTRIES; i++) {
		const Str path = job_file(j, folder, entries[i].name);
		if (entries[i].type != DT_DIR)
			fragment_file(w->fragment, path);
		else if (!is_left_out(w, path, entries[i].name))
			*vec_push(&j->arena, &w->folders, Str) = path;
	}
}

/* Adds a folder and everything in it: a new or removed entry changes its folder. Links are not
 * followed. */
static void add_tree(Fragment *f, Str folder, bool package_files)
{
	RerunWalk w = { .fragment = f, .package_files = package_files };
	*vec_push(&f->job->arena, &w.folders, Str) = folder;
	while (w.folders.count)
		walk_one(&w, w.folders.items[--w.folders.count]);
}

/* Returns whether the file belongs to a package that is not local; it never changes. */
static bool is_fixed(UnitJob *j, Str path)
{
	return !job_is(j, "LOCAL") && path_is_below(path, j->source);
}

static void add_path(Fragment *f, Str path)
{
	UnitJob *j = f->job;
	const Str full = path_normalise(&j->arena, path_join(&j->arena, j->source, path));
	const FileKind kind = fs_kind(full.ptr);
	if (kind == FILE_ABSENT)
		fragment_always(f);
	else if (is_fixed(j, full))
		return;
	else if (kind == FILE_FOLDER)
		add_tree(f, full, false);
	else
		fragment_file(f, full);
}

void rerun_add(Fragment *f, const DirectiveList *said)
{
	bool any = false;
	for (size_t i = 0; i < said->count; i++) {
		const Directive *d = &said->items[i];
		any = any || d->kind == DIR_RERUN_PATH || d->kind == DIR_RERUN_ENV;
		if (d->kind == DIR_RERUN_PATH)
			add_path(f, d->value);
		else if (d->kind == DIR_RERUN_ENV)
			fragment_variable(f, d->value);
	}
	if (!any && job_is(f->job, "LOCAL"))
		add_tree(f, f->job->source, true);
}
