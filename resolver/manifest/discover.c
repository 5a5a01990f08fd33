// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/discover.h"

#include "base/core/vec.h"
#include "base/files/fs.h"
#include "base/text/path.h"

#include <dirent.h>

bool discover_exists(Arena *a, Str package, Str path)
{
	return fs_kind(arena_cstr(a, path_join(a, package, path))) != FILE_ABSENT;
}

/*
 * Sets the name of the target that `e` stands for, and its file within `below`. Returns false if it
 * is not a target.
 */
static bool target_of(Arena *a, Str folder, const FsEntry *e, Discovered *out)
{
	if (e->name.ptr[0] == '.')
		return false;
	/* Cargo looks at the entry itself: a link to a folder is not a folder. */
	if (e->type == DT_DIR) {
		out->name = e->name;
		out->path = path_join(a, e->name, STR("main.rs"));
		return discover_exists(a, folder, out->path);
	}
	out->name = path_stem(e->name);
	out->path = e->name;
	return str_ends_with(e->name, STR(".rs")) && out->name.len;
}

void discover_folder(Arena *a, Str package, Str below, DiscoveredList *out)
{
	const Str folder = path_join(a, package, below);
	FsEntry *entries;
	size_t count;
	if (!fs_list(arena_cstr(a, folder), a, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		Discovered d;
		if (!target_of(a, folder, &entries[i], &d))
			continue;
		d.path = path_join(a, below, d.path);
		*vec_push(a, out, Discovered) = d;
	}
}
