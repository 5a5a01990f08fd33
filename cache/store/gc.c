// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/gc.h"

#include "base/core/map.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "cache/store_layout.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* --- size and last use --- */

/* Adds the size of a file, or puts a folder on the list `later`: the depth comes from outside, so
 * there is no recursion. */
static void look_at(Arena *a, Str path, StrVec *later, Stored *out)
{
	struct stat st;
	if (lstat(path.ptr, &st) < 0)
		return;
	if (S_ISDIR(st.st_mode))
		*vec_push(a, later, Str) = path;
	else
		out->bytes += (uint64_t)st.st_size;
	if (out->kind == STORED_INDEX && st.st_mtime > out->used)
		out->used = st.st_mtime; /* its files are written when the registry is asked */
}

static void measure_entry(Str path, Stored *out)
{
	scoped_arena a = { 0 };
	StrVec later = { 0 };
	struct stat st;
	if (lstat(path.ptr, &st) == 0) {
		out->used = st.st_mtime;
		out->changed = st.st_mtim;
	}
	look_at(&a, path, &later, out);
	while (later.count) {
		const Str folder = later.items[--later.count];
		FsEntry *entries;
		size_t count;
		if (!fs_list(folder.ptr, &a, &entries, &count))
			continue;
		for (size_t i = 0; i < count; i++)
			look_at(&a,
			        arena_printf(&a, STR_FMT "/" STR_FMT, STR_ARG(folder),
			                     STR_ARG(entries[i].name)),
			        &later, out);
	}
}

/* --- the entries --- */

/* Reuses the size of an entry that has not changed. Not for an index, which changes below its
 * folder. */
static bool measured_before(const Gc *s, Stored *one, Str path)
{
	struct stat st;
	const uint32_t at = s->before.count ? map_get(&s->by_path, one->path) : MAP_NONE;
	if (at == MAP_NONE || one->kind == STORED_INDEX || lstat(path.ptr, &st) < 0)
		return false;
	const Stored *old = &s->before.items[at];
	one->bytes = old->bytes;
	one->used = st.st_mtime;
	return st.st_mtim.tv_sec == old->changed.tv_sec &&
	       st.st_mtim.tv_nsec == old->changed.tv_nsec;
}

static Stored *add_stored(Gc *s, StoredKind kind, Str path)
{
	Stored *out = vec_push(s->arena, &s->items, Stored);
	const Str whole =
		arena_printf(s->arena, STR_FMT "/" STR_FMT, STR_ARG(s->folder), STR_ARG(path));
	*out = (Stored){ .kind = kind, .path = path, .name = path };
	if (!measured_before(s, out, whole)) {
		out->bytes = 0;
		measure_entry(whole, out);
	}
	return out;
}

static bool list_entries(const Gc *s, Str below, FsEntry **entries, size_t *count)
{
	const Str path = path_join(s->arena, s->folder, below);
	if (fs_list(arena_cstr(s->arena, path), s->arena, entries, count))
		return true;
	*count = 0;
	return errno == ENOENT || errno == ENOTDIR ||
	       diag_errno(s->diag, "cannot read `" STR_FMT "`", STR_ARG(path));
}

/* Splits NAME-VERSION at the first `-` that is followed by a digit and then by a `.` before any
 * other `-`. */
static Str crate_name(Gc *s, Str root)
{
	for (size_t i = 1; i + 1 < root.len; i++) {
		const Str rest = str_sub(root, i + 1, root.len);
		const ptrdiff_t dot = str_find(rest, '.'), dash = str_find(rest, '-');
		if (root.ptr[i] == '-' && char_is_digit(root.ptr[i + 1]) && dot >= 0 &&
		    (dash < 0 || dot < dash))
			return arena_printf(s->arena, STR_FMT " v" STR_FMT,
			                    STR_ARG(str_sub(root, 0, i)), STR_ARG(rest));
	}
	return root;
}

static bool add_crates(Gc *s)
{
	static const Str ending = STR_INIT(".crate");
	FsEntry *keys, *inside;
	size_t count, parts;
	if (!list_entries(s, STR("crates"), &keys, &count))
		return false;
	for (size_t i = 0; i < count; i++) {
		const Str path = path_join(s->arena, STR("crates"), keys[i].name);
		if (!list_entries(s, path, &inside, &parts))
			return false;
		Stored *crate = add_stored(s, STORED_CRATE, path);
		crate->key = keys[i].name;
		for (size_t k = 0; k < parts; k++)
			if (inside[k].type == DT_DIR || inside[k].type == DT_LNK /* to a layer */)
				crate->name = crate_name(s, inside[k].name);
			else if (crate->name.ptr == path.ptr &&
			         str_ends_with(inside[k].name, ending))
				crate->name =
					crate_name(s, str_sub(inside[k].name, 0,
				                              inside[k].name.len - ending.len));
	}
	return true;
}

static bool add_each(Gc *s, Str below, StoredKind kind)
{
	FsEntry *entries;
	size_t count;
	if (!list_entries(s, below, &entries, &count))
		return false;
	for (size_t i = 0; i < count; i++) {
		Stored *one = add_stored(s, kind, path_join(s->arena, below, entries[i].name));
		one->key = entries[i].name;
	}
	return true;
}

/* Adds repositories, but not their lock files: a process may hold one or wait for it. */
static bool add_repositories(Gc *s)
{
	FsEntry *entries;
	size_t count;
	if (!list_entries(s, STR("git/db"), &entries, &count))
		return false;
	for (size_t i = 0; i < count; i++)
		if (entries[i].type == DT_DIR)
			add_stored(s, STORED_REPOSITORY,
			           path_join(s->arena, STR("git/db"), entries[i].name));
	return true;
}

static bool add_checkouts(Gc *s)
{
	FsEntry *entries;
	size_t count;
	if (!list_entries(s, STR("git/checkouts"), &entries, &count))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!add_each(s, path_join(s->arena, STR("git/checkouts"), entries[i].name),
		              STORED_CHECKOUT))
			return false;
	return true;
}

static int by_kind_and_name(const void *a, const void *b)
{
	const Stored *one = a, *two = b;
	if (one->kind != two->kind)
		return one->kind < two->kind ? -1 : 1;
	const int order = str_compare(one->name, two->name);
	return order ? order : str_compare(one->path, two->path);
}

/* --- entries that imports use --- */

/* Returns the part of a path that names an entry: `crates/KEY`, `git/checkouts/ID/COMMIT`. */
static Str stored_part(Str path, Str folder)
{
	if (!str_starts_with(path, folder) || path.len == folder.len)
		return (Str){ 0 };
	const Str below = str_sub(path, folder.len + 1, path.len);
	int slashes = str_starts_with(below, STR("crates/")) ? 2
	              : str_starts_with(below, STR("git/"))  ? 4
	                                                     : 0;
	for (size_t i = 0; i < below.len; i++)
		if (below.ptr[i] == '/' && --slashes == 0)
			return str_sub(below, 0, i);
	return below;
}

/* Marks the entries that an import uses. Its record has a line for each path that the import looked
 * at. */
static void use_of_import(Gc *s, const Map *by_path, const Stored *record)
{
	scoped_arena a = { 0 };
	Str text, line;
	const Str path = path_join(&a, s->folder, record->path);
	if (!fs_read_quietly(arena_cstr(&a, path), &a, &text))
		return;
	while (str_next(&text, '\n', &line)) {
		Str state, named;
		str_cut(line, ' ', &state, &named);
		const uint32_t at = map_get(by_path, stored_part(named, s->folder));
		if (at != MAP_NONE && s->items.items[at].used < record->used)
			s->items.items[at].used = record->used;
	}
}

static void index_paths(const StoredList *items, Arena *a, Map *out)
{
	map_init(out, a, items->count);
	for (size_t i = 0; i < items->count; i++)
		map_put(out, items->items[i].path, (uint32_t)i);
}

static void use_of_imports(Gc *s)
{
	scoped_arena a = { 0 };
	Map by_path;
	index_paths(&s->items, &a, &by_path);
	for (size_t i = 0; i < s->items.count; i++)
		if (str_starts_with(s->items.items[i].path, STR("imports/")))
			use_of_import(s, &by_path, &s->items.items[i]);
}

/* --- the entries of the store --- */

static bool list_all(Gc *s)
{
	s->items = (StoredList){ 0 };
	return add_crates(s) && add_checkouts(s) && add_repositories(s) &&
	       add_each(s, STR("index"), STORED_INDEX) &&
	       add_each(s, STR("library"), STORED_LIBRARY) &&
	       add_each(s, STR("imports"), STORED_RECORD) &&
	       add_each(s, STR("locks"), STORED_RECORD) && add_each(s, STR("rustc"), STORED_RECORD);
}

/* Lists twice: first without the lock, because measuring takes long, then with it. */
static bool list_alone(Gc *s)
{
	if (!list_all(s))
		return false;
	s->before = s->items;
	index_paths(&s->before, s->arena, &s->by_path);
	return place_lock_alone(s->folder, s->diag, &s->lock) && list_all(s);
}

bool gc_open(Gc *s, Str folder, bool alone)
{
	s->folder = folder;
	s->lock = -1;
	if (fs_kind(arena_cstr(s->arena, folder)) == FILE_ABSENT)
		return true;
	if (alone && place_is_read_only(folder)) {
		diag_error(s->diag, NO_SPAN, "the cache `" STR_FMT "` cannot be written",
		           STR_ARG(folder));
		return diag_help(s->diag, "ask its owner to remove the entries");
	}
	if (!(alone ? list_alone(s) : list_all(s)))
		return false;
	if (s->items.count)
		qsort(s->items.items, s->items.count, sizeof(Stored), by_kind_and_name);
	use_of_imports(s);
	return true;
}

/* Moves an entry away by one rename. */
static bool move_aside(Gc *s, const StoreLayout *p, size_t number)
{
	Arena *a = s->arena;
	const Stored *one = &s->items.items[number];
	const char *from =
		arena_printf(a, STR_FMT "/" STR_FMT, STR_ARG(s->folder), STR_ARG(one->path)).ptr;
	const char *to = arena_printf(a, STR_FMT "/%zu", STR_ARG(p->temp), number).ptr;
	return below_rename(place_in_store(p, a, from), place_in_store(p, a, to)) ||
	       errno == ENOENT || diag_errno(s->diag, "cannot remove `%s`", from);
}

bool gc_remove(Gc *s)
{
	StoreLayout p;
	place_init(&p, s->folder);
	bool good = place_make_temp(&p, s->arena, s->diag);
	for (size_t i = 0; p.temp.len && i < s->items.count; i++)
		if (s->items.items[i].goes)
			good &= move_aside(s, &p, i);
	gc_close(s); /* others do not wait for the deletion, which takes long */
	place_close(&p);
	return good;
}

void gc_close(Gc *s)
{
	fs_close(&s->lock);
	s->lock = -1;
}
