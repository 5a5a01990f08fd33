// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/outdir.h"

#include "base/fs.h"
#include "base/map.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { MARK_WITHIN = 200, DEPTH_MAX = 3 }; /* OUT/package/part/file */

typedef struct OutDir {
	Arena *arena;
	Diag *diag;
	Str root;
	const BidFiles *files;
	Map wanted; /* paths below root, files and their folders */
	OutDirChanges *changes;
} OutDir;

typedef enum Found { FOUND_NONE, FOUND_OURS, FOUND_FOREIGN } Found;

/* Whose file is it? Ours carries the mark near its beginning. */
static Found look(const char *path)
{
	char head[MARK_WITHIN];
	scoped_fd fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? FOUND_NONE : FOUND_FOREIGN;
	const ssize_t n = read(fd, head, sizeof(head));
	return n > 0 && str_contains((Str){ head, (size_t)n }, STR(BID_MARK)) ? FOUND_OURS
	                                                                      : FOUND_FOREIGN;
}

static const char *full_path(const OutDir *o, Arena *a, Str path)
{
	return arena_cstr(a, path_join(a, o->root, path));
}

/* Nothing is written before it is known that all can be. */
static bool check_foreign(const OutDir *o)
{
	bool good = true;
	scoped_arena scratch = { 0 };
	for (size_t i = 0; i < o->files->list.count; i++) {
		const char *path = full_path(o, &scratch, o->files->list.items[i].path);
		if (look(path) != FOUND_FOREIGN)
			continue;
		good = diag_error(o->diag, NO_SPAN,
		                  "`%s` was not made by l4cargo: it is left alone", path);
		diag_help(o->diag, "move it away, or choose another folder with `-o DIR`");
	}
	return good;
}

static void note_wanted(OutDir *o)
{
	map_init(&o->wanted, o->arena, 2 * o->files->list.count);
	for (size_t i = 0; i < o->files->list.count; i++)
		for (Str p = o->files->list.items[i].path; p.len; p = path_parent(p))
			map_put(&o->wanted, p, 1);
}

static bool write_one(const OutDir *o, const BidFile *file, Str *last_folder)
{
	scoped_arena scratch = { 0 };
	const char *path = full_path(o, &scratch, file->path);
	const Str folder = path_parent(file->path);
	if (!last_folder->ptr || !str_eq(folder, *last_folder)) {
		const char *dir = full_path(o, &scratch, folder);
		if (fs_kind(dir) != FILE_FOLDER && !fs_make_folders(dir, o->diag))
			return false;
		*last_folder = folder;
	}
	const FsWritten how = fs_write_if_changed(path, file->text, o->diag);
	o->changes->written += how == FS_WRITTEN;
	o->changes->unchanged += how == FS_UNCHANGED;
	return how != FS_FAILED;
}

static bool remove_stale(const OutDir *o, Str folder, int depth);

static bool remove_entry(const OutDir *o, Str path, unsigned char type, int depth)
{
	scoped_arena scratch = { 0 };
	const char *full = full_path(o, &scratch, path);
	const bool wanted = map_get(&o->wanted, path) != MAP_NONE;
	if (type == DT_DIR)
		return depth >= DEPTH_MAX || remove_stale(o, path, depth);
	if (wanted || type != DT_REG || look(full) != FOUND_OURS)
		return true;
	if (unlink(full) < 0 && errno != ENOENT)
		return diag_error(o->diag, NO_SPAN, "cannot remove `%s`: %m", full);
	o->changes->removed++;
	return true;
}

/* Ours go, folders that are empty then too. What others put there stays, with its folder. */
static bool remove_stale(const OutDir *o, Str folder, int depth)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	const char *full = full_path(o, &scratch, folder);
	if (!fs_list(full, &scratch, &entries, &count))
		return errno == ENOENT ||
		       diag_error(o->diag, NO_SPAN, "cannot read folder `%s`: %m", full);
	for (size_t i = 0; i < count; i++) {
		const Str path = path_join(&scratch, folder, entries[i].name);
		if (depth == 0 && str_eq(path, STR("build"))) /* the object tree is make's */
			continue;
		if (!remove_entry(o, path, entries[i].type, depth + 1))
			return false;
	}
	if (depth && map_get(&o->wanted, folder) == MAP_NONE)
		rmdir(full); /* stays if something is in it */
	return true;
}

bool outdir_write(Str out, const BidFiles *files, Diag *diag, OutDirChanges *changes)
{
	scoped_arena arena = { 0 };
	OutDir o = {
		.arena = &arena, .diag = diag, .root = out, .files = files, .changes = changes
	};
	Str last = { 0 };
	*changes = (OutDirChanges){ 0 };
	note_wanted(&o);
	if (!check_foreign(&o))
		return false;
	for (size_t i = 0; i < files->list.count; i++)
		if (!write_one(&o, &files->list.items[i], &last))
			return false;
	return remove_stale(&o, STR(""), 0);
}
