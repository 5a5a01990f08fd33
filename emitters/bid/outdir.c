// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/outdir.h"

#include "base/core/map.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "emitters/bid/outdir_fill.h"
#include "emitters/bid/outdir_forget.h"
#include "emitters/bid/outdir_owner.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

/* Files below the folder are accessed only through its descriptor, and never through a link. */
typedef struct OutDir {
	Arena *arena;
	Diag *diag;
	Str shown; /* the folder's path, for messages */
	int root;  /* the folder's descriptor */
	const BidFiles *files;
	BelowPath *paths; /* the checked paths of the files */
	Map wanted;       /* paths of files and their folders, below root */
	OutDirChanges *changes;
	const OutDirLocked *locked;     /* NULL: nothing to call */
	bool forget;                    /* it is unknown who filled the folder */
	OutDirDifferences *differences; /* NULL: write; else only record the differences */
} OutDir;

typedef enum FoundFile { FOUND_NONE, FOUND_EQUAL, FOUND_OURS, FOUND_FOREIGN } FoundFile;

/* Checks again that each path is below the folder, whoever chose it and whatever was checked
 * before. */
static bool check_paths(OutDir *o)
{
	o->paths = arena_array(o->arena, BelowPath, o->files->list.count);
	for (size_t i = 0; i < o->files->list.count; i++) {
		const Str path = o->files->list.items[i].path;
		if (below_path(o->arena, path, &o->paths[i]) && !str_has_controls(path))
			continue;
		diag_error(o->diag, NO_SPAN,
		           "a file with the name `" STR_FMT "` cannot be made in `" STR_FMT
		           "`: the name may lead out of that folder",
		           STR_ARG(path), STR_ARG(o->shown));
		return diag_help(o->diag, "rename the package or target that it is made from");
	}
	return true;
}

/*
 * Returns whether a file is ours, and whether it has the text `wanted` already. Our files have the
 * mark near their beginning. A power loss may leave our files empty, so an empty file counts as
 * ours: nothing is lost with it.
 */
static FoundFile look_at_file(const OutDir *o, BelowPath path, Str wanted)
{
	scoped_arena scratch = { 0 };
	Str text;
	if (!below_read(o->root, path, &scratch, &text))
		return errno == ENOENT ? FOUND_NONE : FOUND_FOREIGN;
	if (str_eq(text, wanted))
		return FOUND_EQUAL;
	return outdir_has_mark(text) || !text.len ? FOUND_OURS : FOUND_FOREIGN;
}

static Str full_path(const OutDir *o, Arena *a, Str path)
{
	return path_join(a, o->shown, path);
}

static bool is_foreign(const OutDir *o, BelowPath path)
{
	scoped_arena scratch = { 0 };
	bool link;
	const Str obstacle = below_obstacle(o->root, path, &link);
	const Str shown = full_path(o, &scratch, obstacle.len ? obstacle : path.checked);
	if (link)
		diag_error(o->diag, NO_SPAN,
		           "`" STR_FMT "` is a link: nothing is written through it",
		           STR_ARG(shown));
	else
		diag_error(o->diag, NO_SPAN,
		           "`" STR_FMT "` was not made by l4cargo: it is left alone",
		           STR_ARG(shown));
	diag_help(o->diag, "%s",
	          o->files->foreign_help ? o->files->foreign_help
	                                 : "move it away, or choose another folder with `-o DIR`");
	return false;
}

/* If a folder has several makefiles, make reads only one, and it prefers these to `Makefile`. */
static bool is_read_instead(const OutDir *o, Str makefile, const char *name)
{
	scoped_arena scratch = { 0 };
	BelowPath at;
	const Str path = path_join(&scratch, path_parent(makefile), str_from(name));
	if (map_get(&o->wanted, path) != MAP_NONE || !below_path(&scratch, path, &at) ||
	    below_kind(o->root, at) == FILE_ABSENT)
		return false;
	Str text;
	if (below_read(o->root, at, &scratch, &text) && outdir_has_mark(text)) /* will be removed */
		return false;
	diag_error(o->diag, NO_SPAN,
	           "`" STR_FMT "` was not made by l4cargo, and make reads it instead of `Makefile`",
	           STR_ARG(full_path(o, &scratch, path)));
	diag_help(o->diag, "move it away, or choose another folder with `-o DIR`");
	return true;
}

static bool is_makefile_read(const OutDir *o, Str path)
{
	return !str_eq(path_name(path), STR("Makefile")) ||
	       (!is_read_instead(o, path, "GNUmakefile") && !is_read_instead(o, path, "makefile"));
}

/* The time stamp of this file later identifies the folder, so nobody else may have chosen it. */
static bool is_written_anyway(const OutDir *o, Str path)
{
	return o->forget && str_eq(path, STR("Makefile"));
}

/* Determines which files must be written. Returns false, before any is written, if one is not
 * ours. */
static bool find_changes(const OutDir *o, bool *changed)
{
	bool good = true;
	for (size_t i = 0; i < o->files->list.count; i++) {
		const BidFile *file = &o->files->list.items[i];
		const FoundFile found = look_at_file(o, o->paths[i], file->text);
		changed[i] = found != FOUND_EQUAL || is_written_anyway(o, file->path);
		o->changes->unchanged += !changed[i];
		if (found == FOUND_FOREIGN)
			good = is_foreign(o, o->paths[i]);
		else if (!is_makefile_read(o, file->path))
			good = false;
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

static bool outdir_cannot(const OutDir *o, const char *what, Str path)
{
	return diag_errno(o->diag, "cannot %s `" STR_FMT "/" STR_FMT "`", what, STR_ARG(o->shown),
	                  STR_ARG(path));
}

static bool write_one(const OutDir *o, size_t i, Str *last_folder)
{
	const BidFile *file = &o->files->list.items[i];
	const Str folder = path_parent(file->path);
	if (!last_folder->ptr || !str_eq(folder, *last_folder)) {
		if (!below_make_parents(o->root, o->paths[i]))
			return outdir_cannot(o, "make folder", folder);
		*last_folder = folder;
	}
	o->changes->written++;
	return below_write(o->root, o->paths[i], file->text, FS_FLEETING) ||
	       outdir_cannot(o, "write", file->path);
}

static bool remove_stale(const OutDir *o, Str folder, int depth);

/* It has the mark, or it is the start of a file of an interrupted below_write. */
static bool is_ours(const OutDir *o, BelowPath at)
{
	scoped_arena scratch = { 0 };
	const Str path = at.checked;
	Str text;
	if (!below_read(o->root, at, &scratch, &text))
		return false;
	if (outdir_has_mark(text) || path.len <= OUTDIR_RANDOM + 1)
		return outdir_has_mark(text);
	const size_t dot = path.len - OUTDIR_RANDOM - 1;
	return !text.len && path.ptr[dot] == '.' &&
	       map_get(&o->wanted, str_sub(path, 0, dot)) != MAP_NONE;
}

static bool remove_entry(const OutDir *o, Str path, unsigned char type, int depth)
{
	scoped_arena scratch = { 0 };
	BelowPath at;
	const bool wanted = map_get(&o->wanted, path) != MAP_NONE;
	if (type == DT_DIR)
		return depth >= OUTDIR_DEPTH || remove_stale(o, path, depth);
	if (wanted || type != DT_REG || !below_path(&scratch, path, &at) || !is_ours(o, at))
		return true;
	if (o->differences) {
		*vec_push(o->arena, o->differences, OutDirDifference) =
			(OutDirDifference){ arena_str(o->arena, path), OUTDIR_STALE, NULL };
		return true;
	}
	if (!below_remove_file(o->root, at) && errno != ENOENT)
		return outdir_cannot(o, "remove", path);
	o->changes->removed++;
	return true;
}

static bool list_folder(const OutDir *o, const BelowPath *at, Arena *a, FsEntry **out,
                        size_t *count)
{
	*count = 0;
	if (!at)
		return fs_list_opened(o->root, a, out, count);
	scoped_fd fd = below_open_folder(o->root, *at);
	return fd >= 0 ? fs_list_opened(fd, a, out, count) : errno == ENOENT;
}

/* Removes our files, and then empty folders. Other people's files stay, with their folders. Another
 * import, which has a record, stays, too. But a record in a folder of this import does not count:
 * make reads that folder. */
static bool remove_stale(const OutDir *o, Str folder, int depth)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	BelowPath at;
	const bool below = below_path(&scratch, folder, &at);
	if (!list_folder(o, below ? &at : NULL, &scratch, &entries, &count))
		return outdir_cannot(o, "read folder", folder);
	const bool wanted = map_get(&o->wanted, folder) != MAP_NONE;
	for (size_t i = 0; depth && !wanted && i < count; i++)
		if (str_eq(entries[i].name, STR(OUTDIR_RECORD)))
			return true;
	for (size_t i = 0; i < count; i++) {
		const Str path = path_join(&scratch, folder, entries[i].name);
		if (depth == 0 && str_eq(path, STR("build"))) /* make owns the object tree */
			continue;
		if (!remove_entry(o, path, entries[i].type, depth + 1))
			return false;
	}
	if (below && !o->differences && !wanted)
		below_remove_folder(o->root, at); /* fails if the folder is not empty */
	return true;
}

static bool cannot_make(const OutDir *o)
{
	return diag_errno(o->diag, "cannot make folder `" STR_FMT "`", STR_ARG(o->shown));
}

/* --- a new folder, made beside the final one --- */

typedef struct Beside {
	int parent; /* the folder that contains both */
	char *name; /* the name of our folder until it is complete */
	int lock;   /* the descriptor that holds its lock */
} Beside;

static void close_beside(const Beside *b)
{
	fs_close(&b->lock);
	fs_close(&b->parent);
}

/* Locks a folder. Its maker holds the lock until the folder has its final name. Returns -1 if
 * another process has the lock, or the folder is gone. */
static int lock_folder(int parent, const char *name, int how)
{
	struct stat locked, named;
	const int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (flock(fd, how) == 0 && fstat(fd, &locked) == 0 &&
	    fstatat(parent, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
	    locked.st_ino == named.st_ino && locked.st_dev == named.st_dev)
		return fd;
	close(fd);
	return -1;
}

/* Removes folders of imports that were killed while they filled them. Where all users may write,
 * others may have made folders with such names. */
static void remove_abandoned(const OutDir *o, int parent, Str prefix)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	if (!fs_list_opened(parent, &scratch, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		const Str name = entries[i].name;
		if (name.len != prefix.len + OUTDIR_RANDOM || !str_starts_with(name, prefix) ||
		    entries[i].type != DT_DIR)
			continue;
		const char *path = arena_cstr(&scratch, name);
		scoped_fd fd = lock_folder(parent, path, LOCK_EX | LOCK_NB);
		if (fd >= 0 && fs_is_own_folder(parent, fd) &&
		    !fs_remove_opened_at(parent, path, fd))
			diag_errno(o->diag, "cannot remove `" STR_FMT "/%s`",
			           STR_ARG(path_parent(o->shown)), path);
	}
}

/* Makes an empty, locked folder beside the final one. Returns false after an error. */
static bool make_beside(const OutDir *o, Beside *b)
{
	const char *parent = arena_cstr(o->arena, path_parent(o->shown));
	const Str prefix =
		arena_printf(o->arena, "." STR_FMT ".l4cargo-", STR_ARG(path_name(o->shown)));
	*b = (Beside){ -1, NULL, -1 };
	if (!fs_make_folders(parent, o->diag))
		return false;
	b->parent = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (b->parent < 0)
		return cannot_make(o);
	remove_abandoned(o, b->parent, prefix);
	for (;;) {
		b->name = arena_cstr(o->arena,
		                     arena_printf(o->arena, STR_FMT "XXXXXX", STR_ARG(prefix)));
		if (!fs_make_unique_folder_at(b->parent, b->name, 0777))
			return cannot_make(o);
		b->lock = lock_folder(b->parent, b->name, LOCK_EX);
		if (b->lock >= 0)
			return true;
		struct stat st; /* another process may just have removed it */
		if (fstatat(b->parent, b->name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			return cannot_make(o);
	}
}

static bool tell_written(const OutDir *o)
{
	return !o->locked || o->locked->written(o->locked->ctx);
}

typedef enum Whole { WHOLE_FAILED, WHOLE_DONE, WHOLE_TAKEN } Whole;

/* A new folder appears complete, with one rename. WHOLE_TAKEN: another process made it first. */
static Whole write_whole(const OutDir *o)
{
	with_cleanup(close_beside) Beside b = { .parent = -1, .lock = -1 };
	if (!make_beside(o, &b))
		return WHOLE_FAILED;
	const OutDirNew new = { b.lock,
		                path_join(o->arena, path_parent(o->shown), str_from(b.name)),
		                o->files, o->paths };
	const bool filled = outdir_fill(&new, o->diag);
	const char *name = arena_cstr(o->arena, path_name(o->shown));
	if (filled && renameat(b.parent, b.name, b.parent, name) == 0) {
		o->changes->written = o->files->list.count;
		return tell_written(o) ? WHOLE_DONE : WHOLE_FAILED;
	}
	const bool taken = filled && (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR);
	if (filled && !taken)
		cannot_make(o);
	if (!fs_remove_opened_at(b.parent, b.name, b.lock))
		diag_errno(o->diag, "cannot remove `" STR_FMT "`", STR_ARG(new.shown));
	return taken ? WHOLE_TAKEN : WHOLE_FAILED;
}

/* The folder itself may be a link: the user chose it. */
static int open_outdir(const OutDir *o)
{
	scoped_arena scratch = { 0 };
	return open(arena_cstr(&scratch, o->shown), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static void say_waiting(void *outdir)
{
	const OutDir *o = outdir;
	diag_status(o->diag, "Blocking", "waiting for another import into `" STR_FMT "`",
	            STR_ARG(o->shown));
}

static bool bring_up_to_date(OutDir *o)
{
	Str last = { 0 };
	scoped_fd root = open_outdir(o);
	if (root < 0) {
		errno = errno == ENOTDIR || errno == ENOENT ? EEXIST : errno;
		return cannot_make(o);
	}
	o->root = root;
	/* Imports into one folder run one after the other: each removes temporary files of others,
	 * which it takes for remains, and the next one must know that this one filled the folder. A
	 * file system may have no locks. */
	fs_lock_opened(root, say_waiting, o);
	o->forget = o->locked && o->locked->results_are_unknown(o->locked->ctx);
	bool *changed = arena_array(o->arena, bool, o->files->list.count);
	note_wanted(o);
	if (!find_changes(o, changed) ||
	    (o->forget && !outdir_forget(root, o->shown, o->diag, &o->changes->forgotten)))
		return false;
	for (size_t i = 0; i < o->files->list.count; i++)
		if (changed[i] && !write_one(o, i, &last))
			return false;
	return remove_stale(o, STR(""), 0) && tell_written(o);
}

bool outdir_write(Str out, const BidFiles *files, const OutDirLocked *locked, Diag *diag,
                  OutDirChanges *changes)
{
	scoped_arena arena = { 0 };
	OutDir o = { .arena = &arena,
		     .diag = diag,
		     .shown = out,
		     .files = files,
		     .changes = changes,
		     .locked = locked };
	*changes = (OutDirChanges){ 0 };
	if (!check_paths(&o))
		return false;
	if (fs_kind_link(arena_cstr(&arena, out)) == FILE_ABSENT) {
		const Whole whole = write_whole(&o);
		if (whole != WHOLE_TAKEN)
			return whole == WHOLE_DONE;
		*changes = (OutDirChanges){ 0 };
	}
	return bring_up_to_date(&o);
}

/* --- comparing --- */

static void compare_one(const OutDir *o, size_t i)
{
	static const OutDirState states[] = {
		[FOUND_NONE] = OUTDIR_MISSING,
		[FOUND_OURS] = OUTDIR_DIFFERS,
		[FOUND_FOREIGN] = OUTDIR_FOREIGN,
	};
	const BidFile *file = &o->files->list.items[i];
	const FoundFile found = o->root < 0 ? FOUND_NONE : look_at_file(o, o->paths[i], file->text);
	if (found != FOUND_EQUAL)
		*vec_push(o->arena, o->differences, OutDirDifference) =
			(OutDirDifference){ file->path, states[found], file };
}

static int by_path(const void *a, const void *b)
{
	return str_compare(((const OutDirDifference *)a)->path,
	                   ((const OutDirDifference *)b)->path);
}

bool outdir_compare(Arena *a, Str out, const BidFiles *files, Diag *diag,
                    OutDirDifferences *differences)
{
	OutDir o = {
		.arena = a, .diag = diag, .shown = out, .files = files, .differences = differences
	};
	scoped_fd root = open_outdir(&o);
	if (root < 0 && errno != ENOENT)
		return diag_errno(diag, "cannot read folder `" STR_FMT "`", STR_ARG(out));
	o.root = root;
	if (!check_paths(&o))
		return false;
	note_wanted(&o);
	for (size_t i = 0; i < files->list.count; i++)
		compare_one(&o, i);
	if (root >= 0 && !remove_stale(&o, STR(""), 0))
		return false;
	if (differences->count)
		qsort(differences->items, differences->count, sizeof(OutDirDifference), by_path);
	return true;
}
