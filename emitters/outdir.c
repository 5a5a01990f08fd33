// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/outdir.h"

#include "base/fs.h"
#include "base/map.h"
#include "base/path.h"
#include "emitters/outdir_fill.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

enum { MARK_WITHIN = 200, DEPTH_MAX = 3 }; /* OUT/package/part/file */
enum { RANDOM = 6 };                       /* letters that make a temporary name unique */

typedef struct OutDir {
	Arena *arena;
	Diag *diag;
	Str root;
	const BidFiles *files;
	Map wanted; /* paths below root, files and their folders */
	OutDirChanges *changes;
	OutDirDifferences *differences; /* only these are wanted; else NULL */
} OutDir;

typedef enum Found { FOUND_NONE, FOUND_EQUAL, FOUND_OURS, FOUND_FOREIGN } Found;

static bool has_mark(Str text)
{
	return str_contains(str_sub(text, 0, MARK_WITHIN), STR(BID_MARK));
}

/* Whose file is it, and does it say `wanted` already? Ours carries the mark near its beginning. */
static Found look(const char *path, Str wanted)
{
	scoped_arena scratch = { 0 };
	const FileKind kind = fs_kind_link(path);
	Str text;
	if (kind == FILE_ABSENT)
		return FOUND_NONE;
	if (kind != FILE_REGULAR || !fs_read_quietly(path, &scratch, &text))
		return FOUND_FOREIGN;
	if (str_eq(text, wanted))
		return FOUND_EQUAL;
	return has_mark(text) ? FOUND_OURS : FOUND_FOREIGN;
}

static const char *full_path(const OutDir *o, Arena *a, Str path)
{
	return arena_cstr(a, path_join(a, o->root, path));
}

static bool is_foreign(const OutDir *o, const char *path)
{
	diag_error(o->diag, NO_SPAN, "`%s` was not made by l4cargo: it is left alone", path);
	diag_help(o->diag, "%s",
	          o->files->foreign_help ? o->files->foreign_help
	                                 : "move it away, or choose another folder with `-o DIR`");
	return false;
}

/* Which files are to be written. False, before any is, if one is not ours. */
static bool find_changes(const OutDir *o, bool *changed)
{
	bool good = true;
	for (size_t i = 0; i < o->files->list.count; i++) {
		scoped_arena scratch = { 0 };
		const BidFile *file = &o->files->list.items[i];
		const char *path = full_path(o, &scratch, file->path);
		const Found found = look(path, file->text);
		changed[i] = found != FOUND_EQUAL;
		o->changes->unchanged += found == FOUND_EQUAL;
		if (found == FOUND_FOREIGN)
			good = is_foreign(o, path);
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
		if (!fs_make_folders(full_path(o, &scratch, folder), o->diag))
			return false;
		*last_folder = folder;
	}
	o->changes->written++;
	return fs_write(path, file->text, o->diag);
}

static bool remove_stale(const OutDir *o, Str folder, int depth);

/* Marked, or the empty beginning of a file that fs_write was killed over. */
static bool is_ours(const OutDir *o, const char *full, Str path)
{
	const Found found = look(full, STR(""));
	if (found == FOUND_OURS || path.len <= RANDOM + 1)
		return found == FOUND_OURS;
	const size_t dot = path.len - RANDOM - 1;
	return found == FOUND_EQUAL && path.ptr[dot] == '.' &&
	       map_get(&o->wanted, str_sub(path, 0, dot)) != MAP_NONE;
}

static bool remove_entry(const OutDir *o, Str path, unsigned char type, int depth)
{
	scoped_arena scratch = { 0 };
	const char *full = full_path(o, &scratch, path);
	const bool wanted = map_get(&o->wanted, path) != MAP_NONE;
	if (type == DT_DIR)
		return depth >= DEPTH_MAX || remove_stale(o, path, depth);
	if (wanted || type != DT_REG || !is_ours(o, full, path))
		return true;
	if (o->differences) {
		*vec_push(o->arena, o->differences, OutDirDifference) =
			(OutDirDifference){ arena_str(o->arena, path), OUTDIR_STALE, NULL };
		return true;
	}
	if (unlink(full) < 0 && errno != ENOENT)
		return diag_errno(o->diag, "cannot remove `%s`", full);
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
		return errno == ENOENT || diag_errno(o->diag, "cannot read folder `%s`", full);
	for (size_t i = 0; i < count; i++) {
		const Str path = path_join(&scratch, folder, entries[i].name);
		if (depth == 0 && str_eq(path, STR("build"))) /* the object tree is make's */
			continue;
		if (!remove_entry(o, path, entries[i].type, depth + 1))
			return false;
	}
	if (depth && !o->differences && map_get(&o->wanted, folder) == MAP_NONE)
		rmdir(full); /* stays if something is in it */
	return true;
}

static bool cannot_make(const OutDir *o, Str out)
{
	return diag_errno(o->diag, "cannot make folder `" STR_FMT "`", STR_ARG(out));
}

/* A lock on a folder, which its maker holds until it has its name. -1: another has it, or it is
 * gone.
 */
static int lock_folder(const char *path, int how)
{
	struct stat locked, named;
	const int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -1;
	if (flock(fd, how) == 0 && fstat(fd, &locked) == 0 && lstat(path, &named) == 0 &&
	    locked.st_ino == named.st_ino && locked.st_dev == named.st_dev)
		return fd;
	close(fd);
	return -1;
}

/* Folders that imports left which were killed while they filled them. */
static void remove_abandoned(const OutDir *o, Str parent, Str prefix)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	if (!fs_list(arena_cstr(&scratch, parent), &scratch, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		const Str name = entries[i].name;
		if (name.len != prefix.len + RANDOM || !str_starts_with(name, prefix))
			continue;
		const char *path = arena_cstr(&scratch, path_join(&scratch, parent, name));
		scoped_fd fd = lock_folder(path, LOCK_EX | LOCK_NB);
		if (fd >= 0)
			fs_remove_tree(path, o->diag);
	}
}

/* An empty folder beside `out`, locked: its descriptor, or -1 after an error. */
static int make_beside(OutDir *o, Str out)
{
	const Str parent = path_parent(out);
	const Str prefix = arena_printf(o->arena, "." STR_FMT ".l4cargo-", STR_ARG(path_name(out)));
	if (!fs_make_folders(arena_cstr(o->arena, parent), o->diag))
		return -1;
	remove_abandoned(o, parent, prefix);
	const mode_t mask = umask(0);
	umask(mask);
	for (;;) {
		char *path =
			arena_cstr(o->arena, arena_printf(o->arena, STR_FMT "/" STR_FMT "XXXXXX",
		                                          STR_ARG(parent), STR_ARG(prefix)));
		if (!mkdtemp(path)) {
			cannot_make(o, out);
			return -1;
		}
		const int fd = lock_folder(path, LOCK_EX); /* another may just have removed it */
		if (fd < 0 && fs_kind_link(path) == FILE_ABSENT)
			continue;
		if (fd < 0 || fchmod(fd, 0777 & ~mask) < 0) {
			cannot_make(o, out);
			fs_close(&fd);
			return -1;
		}
		o->root = str_from(path);
		return fd;
	}
}

typedef enum Whole { WHOLE_FAILED, WHOLE_DONE, WHOLE_TAKEN } Whole;

/* A folder that is not there yet appears complete, by one rename. Taken: another was faster. */
static Whole write_whole(OutDir *o, Str out)
{
	scoped_fd lock = make_beside(o, out);
	if (lock < 0)
		return WHOLE_FAILED;
	const char *beside = arena_cstr(o->arena, o->root);
	const bool filled = outdir_fill(lock, o->root, o->files, o->diag);
	if (filled && rename(beside, arena_cstr(o->arena, out)) == 0) {
		o->changes->written = o->files->list.count;
		return WHOLE_DONE;
	}
	const bool taken = filled && (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR);
	if (filled && !taken)
		cannot_make(o, out);
	fs_remove_tree(beside, o->diag);
	return taken ? WHOLE_TAKEN : WHOLE_FAILED;
}

bool outdir_write(Str out, const BidFiles *files, Diag *diag, OutDirChanges *changes)
{
	scoped_arena arena = { 0 };
	OutDir o = {
		.arena = &arena, .diag = diag, .root = out, .files = files, .changes = changes
	};
	Str last = { 0 };
	*changes = (OutDirChanges){ 0 };
	if (fs_kind_link(arena_cstr(&arena, out)) == FILE_ABSENT) {
		const Whole whole = write_whole(&o, out);
		if (whole != WHOLE_TAKEN)
			return whole == WHOLE_DONE;
		*changes = (OutDirChanges){ 0 };
		o.root = out;
	}
	bool *changed = arena_array(&arena, bool, files->list.count);
	note_wanted(&o);
	if (!find_changes(&o, changed))
		return false;
	for (size_t i = 0; i < files->list.count; i++)
		if (changed[i] && !write_one(&o, &files->list.items[i], &last))
			return false;
	return remove_stale(&o, STR(""), 0);
}

static void compare_one(const OutDir *o, const BidFile *file)
{
	static const OutDirState states[] = {
		[FOUND_NONE] = OUTDIR_MISSING,
		[FOUND_OURS] = OUTDIR_DIFFERS,
		[FOUND_FOREIGN] = OUTDIR_FOREIGN,
	};
	scoped_arena scratch = { 0 };
	const Found found = look(full_path(o, &scratch, file->path), file->text);
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
		.arena = a, .diag = diag, .root = out, .files = files, .differences = differences
	};
	note_wanted(&o);
	for (size_t i = 0; i < files->list.count; i++)
		compare_one(&o, &files->list.items[i]);
	if (!remove_stale(&o, STR(""), 0))
		return false;
	if (differences->count)
		qsort(differences->items, differences->count, sizeof(OutDirDifference), by_path);
	return true;
}
