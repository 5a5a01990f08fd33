// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/outdir_remove.h"

#include "base/core/map.h"
#include "base/files/below.h"
#include "base/text/path.h"
#include "emitters/bid/outdir_owner.h"
#include "resolver/terms/version.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Removing {
	const OutDirRemoval *what;
	Arena *arena;
	Diag *diag;
	int root;
	BelowPath *paths; /* of the listed files, with the record last */
	size_t count;
	Map listed;     /* the same paths */
	StrVec folders; /* the folders of these files, without duplicates */
	OutDirRemoved *out;
} Removing;

static bool cannot_remove(const Removing *r, Str path)
{
	return diag_errno(r->diag, "cannot remove `" STR_FMT "/" STR_FMT "`", STR_ARG(r->what->out),
	                  STR_ARG(path));
}

/* --- listed files --- */

static void note_folders(Removing *r, Map *known, Str folder)
{
	for (Str p = folder; p.len && map_get(known, p) == MAP_NONE; p = path_parent(p)) {
		map_put(known, p, 1);
		*vec_push(r->arena, &r->folders, Str) = p;
	}
}

/* A record may have any text: paths outside of the folder are refused before anything is
 * removed. */
static bool add_path(Removing *r, Map *known, Str path)
{
	if (!below_path(r->arena, path, &r->paths[r->count])) {
		diag_error(r->diag, NO_SPAN,
		           "the record of `" STR_FMT "` names `" STR_FMT
		           "`, which is not in that folder",
		           STR_ARG(r->what->out), STR_ARG(path));
		return diag_help(r->diag, "nothing was removed; remove the folder by hand");
	}
	map_put(&r->listed, r->paths[r->count++].checked, 1);
	note_folders(r, known, path_parent(path));
	return true;
}

/* Puts deeper folders first. */
static int by_length(const void *a, const void *b)
{
	const Str *x = a, *y = b;
	if (x->len != y->len)
		return x->len > y->len ? -1 : 1;
	return str_compare(*x, *y);
}

static bool add_paths(Removing *r)
{
	const OutDirRemoval *w = r->what;
	Map known;
	r->paths = arena_array(r->arena, BelowPath, w->file_count + 1);
	map_init(&r->listed, r->arena, w->file_count + 1);
	map_init(&known, r->arena, w->file_count + 1);
	for (size_t i = 0; i < w->file_count; i++)
		if (!str_eq(w->files[i], STR(OUTDIR_RECORD)) && !add_path(r, &known, w->files[i]))
			return false;
	for (size_t i = 0; i < w->folder_count; i++)
		note_folders(r, &known, w->folders[i]);
	if (r->folders.count)
		qsort(r->folders.items, r->folders.count, sizeof(Str), by_length);
	return add_path(r, &known, STR(OUTDIR_RECORD));
}

/* --- files --- */

static bool is_own_file(const Removing *r, BelowPath path)
{
	scoped_arena scratch = { 0 };
	Str text;
	return below_read(r->root, path, &scratch, &text) && (outdir_has_mark(text) || !text.len);
}

static bool remove_file(Removing *r, BelowPath path)
{
	if (below_kind(r->root, path) == FILE_ABSENT)
		return true;
	if (!is_own_file(r, path)) {
		*vec_push(r->arena, &r->out->kept, Str) = path.checked;
		return true;
	}
	*vec_push(r->arena, &r->out->files, Str) = path.checked;
	return r->what->dry_run || below_remove_file(r->root, path) || errno == ENOENT ||
	       cannot_remove(r, path.checked);
}

/* Removes starts of listed files that interrupted writers left. */
static bool remove_begun(Removing *r, Str folder)
{
	scoped_arena scratch = { 0 };
	BelowPath path;
	FsEntry *entries;
	size_t count;
	if (r->what->dry_run || (folder.len && !below_path(&scratch, folder, &path)))
		return true;
	scoped_fd fd = folder.len ? below_open_folder(r->root, path) : dup(r->root);
	if (fd < 0 || !fs_list_opened(fd, &scratch, &entries, &count))
		return true;
	for (size_t i = 0; i < count; i++) {
		const Str name = path_join(&scratch, folder, entries[i].name);
		const size_t dot = name.len > OUTDIR_RANDOM ? name.len - OUTDIR_RANDOM - 1 : 0;
		if (entries[i].type == DT_REG && name.ptr[dot] == '.' &&
		    map_get(&r->listed, str_sub(name, 0, dot)) != MAP_NONE &&
		    below_path(&scratch, name, &path) && is_own_file(r, path) &&
		    !below_remove_file(r->root, path))
			return cannot_remove(r, name);
	}
	return true;
}

static bool remove_folder(Removing *r, Str folder)
{
	BelowPath path;
	if (r->what->dry_run || !below_path(r->arena, folder, &path) ||
	    below_remove_folder(r->root, path) || errno == ENOENT || errno == ENOTEMPTY ||
	    errno == EEXIST || errno == ENOTDIR || errno == ELOOP)
		return true;
	return cannot_remove(r, folder);
}

/* --- objects that make built --- */

/* The entries of an object tree besides the packages' folders; removed with all their contents. */
static const char *const make_parts[] = {
	"bin",  "cfg",  "deps", "examples", "incremental", "lib",       "pc",          "running",
	"rust", "spec", "tmp",  "watched",  ".output",     "toolchain", "toolchain.mk"
};

static bool is_make_part(const Removing *r, Str name)
{
	for (size_t i = 0; i < COUNT_OF(make_parts); i++)
		if (str_eq(name, str_from(make_parts[i])))
			return true;
	for (size_t i = 0; i < r->folders.count; i++)
		if (str_eq(name, r->folders.items[i]))
			return true;
	return false;
}

/* Removes from `build`, or from the folder of a target in it. */
static bool remove_objects(Removing *r, Str folder, int depth)
{
	scoped_arena scratch = { 0 };
	BelowPath path;
	FsEntry *entries;
	size_t count;
	if (!below_path(&scratch, folder, &path))
		return true;
	scoped_fd fd = below_open_folder(r->root, path);
	if (fd < 0 || !fs_list_opened(fd, &scratch, &entries, &count))
		return true;
	for (size_t i = 0; i < count; i++) {
		const Str name = path_join(&scratch, folder, entries[i].name);
		if (!is_make_part(r, entries[i].name)) {
			if (depth == 0 && entries[i].type == DT_DIR && !remove_objects(r, name, 1))
				return false;
			continue;
		}
		r->out->objects = true;
		if (!r->what->dry_run && below_path(&scratch, name, &path) &&
		    !below_remove_tree(r->root, path))
			return cannot_remove(r, name);
	}
	return remove_folder(r, folder);
}

/* --- all of it --- */

static bool remove_all(Removing *r)
{
	if (!add_paths(r) || !remove_objects(r, STR("build"), 0))
		return false;
	for (size_t i = 0; i + 1 < r->count; i++)
		if (!remove_file(r, r->paths[i]))
			return false;
	for (size_t i = 0; i < r->folders.count; i++)
		if (!remove_begun(r, r->folders.items[i]) || !remove_folder(r, r->folders.items[i]))
			return false;
	return remove_begun(r, STR("")) && remove_file(r, r->paths[r->count - 1]);
}

/* Removes the folder itself if it is still the one that was opened, and is empty. */
static bool remove_root(const Removing *r)
{
	scoped_arena scratch = { 0 };
	struct stat opened, named;
	const Str out = r->what->out;
	const char *name = arena_cstr(&scratch, path_name(out));
	scoped_fd parent =
		open(arena_cstr(&scratch, path_parent(out)), O_PATH | O_DIRECTORY | O_CLOEXEC);
	r->out->folder_is_there = true;
	if (r->what->dry_run || parent < 0 || fstat(r->root, &opened) < 0 ||
	    fstatat(parent, name, &named, AT_SYMLINK_NOFOLLOW) < 0 ||
	    opened.st_ino != named.st_ino || opened.st_dev != named.st_dev)
		return true;
	if (unlinkat(parent, name, AT_REMOVEDIR) == 0) {
		r->out->folder_is_there = false;
		return true;
	}
	return errno == ENOTEMPTY || errno == EEXIST ||
	       diag_errno(r->diag, "cannot remove folder `" STR_FMT "`", STR_ARG(out));
}

static int open_removed_folder(Str out)
{
	scoped_arena scratch = { 0 };
	return open(arena_cstr(&scratch, out),
	            O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

bool outdir_remove(const OutDirRemoval *what, Arena *a, Diag *diag, OutDirRemoved *out)
{
	scoped_fd root = open_removed_folder(what->out);
	Removing r = { .what = what, .arena = a, .diag = diag, .root = root, .out = out };
	*out = (OutDirRemoved){ 0 };
	if (root < 0)
		return diag_errno(diag, "cannot open folder `" STR_FMT "`", STR_ARG(what->out));
	return remove_all(&r) && remove_root(&r);
}

/* --- without a record --- */

/* Returns whether it is `NAME-VERSION`, perhaps with the suffix of a package for the host. */
static bool is_package_name(Str name)
{
	const char *why;
	Version version;
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] == '-' &&
		    version_parse(str_sub(name, i + 1, name.len), &version, &why))
			return true;
	return false;
}

static bool is_generated_name(Str name)
{
	return str_eq(name, STR("Makefile")) || str_eq(name, STR("Control")) ||
	       str_eq(name, STR(OUTDIR_RECORD)) || str_ends_with(name, STR(".mk"));
}

/* A file with the mark. In a package's folder, also an empty one that an interrupted import may
 * have left. */
static bool is_left(int root, BelowPath path, Str name, bool of_packages)
{
	scoped_arena scratch = { 0 };
	Str text;
	const size_t dot = name.len > OUTDIR_RANDOM ? name.len - OUTDIR_RANDOM - 1 : 0;
	const Str whole = name.ptr[dot] == '.' ? str_sub(name, 0, dot) : name;
	return below_read(root, path, &scratch, &text) &&
	       (outdir_has_mark(text) || (!text.len && of_packages &&
	                                  (is_generated_name(name) || is_generated_name(whole))));
}

typedef struct Search {
	int root;
	Arena *arena;
	OutDirLeft *left;
} Search;

static int open_below(const Search *s, Str folder)
{
	BelowPath path;
	if (!folder.len)
		return dup(s->root);
	return below_path(s->arena, folder, &path) ? below_open_folder(s->root, path) : -1;
}

static bool has_record(const FsEntry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(entries[i].name, STR(OUTDIR_RECORD)))
			return true;
	return false;
}

static bool search_folder(Search *s, Str folder, int depth, bool of_packages)
{
	BelowPath path;
	FsEntry *entries;
	size_t count;
	scoped_fd fd = open_below(s, folder);
	if (fd < 0 || !fs_list_opened(fd, s->arena, &entries, &count))
		return false;
	if (depth && has_record(entries, count))
		return true;
	if (depth && of_packages)
		*vec_push(s->arena, &s->left->folders, Str) = folder;
	for (size_t i = 0; i < count; i++) {
		const Str base = entries[i].name, name = path_join(s->arena, folder, base);
		if (entries[i].type == DT_DIR && depth < OUTDIR_DEPTH) {
			if (depth)
				search_folder(s, name, depth + 1, of_packages);
			else if (!str_eq(name, STR("build")))
				search_folder(s, name, 1,
				              str_eq(name, STR("bid")) || is_package_name(name));
		} else if (entries[i].type == DT_REG && below_path(s->arena, name, &path) &&
		           is_left(s->root, path, base, of_packages)) {
			*vec_push(s->arena, &s->left->files, Str) = name;
		}
	}
	return true;
}

bool outdir_find_left(Str out, Arena *a, OutDirLeft *left)
{
	scoped_fd root = open_removed_folder(out);
	Search s = { .root = root, .arena = a, .left = left };
	*left = (OutDirLeft){ 0 };
	return root >= 0 && search_folder(&s, STR(""), 0, true);
}
