// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store_layout.h"

#include "base/text/path.h"
#include "cache/settle.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

void place_init(StoreLayout *p, Str folder)
{
	*p = (StoreLayout){ .folder = folder, .top = -1, .lock = -1 };
}

Str place_crate(Arena *a, const StoreLayout *p, Str checksum)
{
	return path_join(a, p->folder, place_crate_key(a, checksum));
}

Str place_crate_key(Arena *a, Str checksum)
{
	return arena_printf(a, "crates/" STR_FMT, STR_ARG(arena_lower(a, checksum)));
}

static int open_folder(Str folder)
{
	scoped_arena scratch = { 0 };
	return open(arena_cstr(&scratch, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static bool lock_shared(int fd)
{
	while (flock(fd, LOCK_SH) < 0)
		if (errno != EINTR)
			return false;
	return true;
}

int place_lock_shared(Str folder)
{
	scoped_arena scratch = { 0 };
	settle_store(folder, settle_boot(&scratch));
	const int fd = open_folder(folder);
	if (fd < 0 || lock_shared(fd))
		return fd;
	close(fd);
	return -1;
}

static void say_waiting(void *diag)
{
	diag_status(diag, "Blocking", "waiting for other commands that use the cache");
}

bool place_lock_alone(Str folder, Diag *diag, int *out)
{
	*out = open_folder(folder);
	if (*out >= 0 && fs_lock_opened(*out, say_waiting, diag))
		return true;
	return diag_errno(diag, "cannot lock `" STR_FMT "`", STR_ARG(folder));
}

bool place_is_read_only(Str folder)
{
	scoped_arena a = { 0 };
	return faccessat(AT_FDCWD, arena_cstr(&a, folder), W_OK | X_OK, AT_EACCESS) < 0 &&
	       errno != ENOENT && errno != ENOTDIR;
}

void place_touch(const StoreLayout *p, const char *path)
{
	enum { DAY = 24 * 3600 };
	scoped_arena a = { 0 };
	struct stat st;
	BelowPath below;
	const char *name;
	const time_t now = time(NULL);
	if (stat(path, &st) < 0 || (now - st.st_mtime < DAY && st.st_mtime <= now) ||
	    !below_path_from(&a, p->folder, str_from(path), &below))
		return;
	scoped_fd top = open_folder(p->folder);
	scoped_fd in = top < 0 ? -1 : below_open_parent(top, below, &name);
	if (in >= 0)
		utimensat(in, name, NULL, AT_SYMLINK_NOFOLLOW);
}

/* Locks a folder that no process uses. Returns -1 if one does, or if the folder is gone. */
static int lock_folder(int at, const char *path, int how)
{
	const int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	if (fd < 0)
		return -1;
	/* A folder that was removed while we waited has no links any more. */
	if (flock(fd, how) == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0)
		return fd;
	close(fd);
	return -1;
}

static void remove_dead(int tmp)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	if (!fs_list_opened(tmp, &scratch, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		if (entries[i].type != DT_DIR)
			continue;
		const char *name = arena_cstr(&scratch, entries[i].name);
		scoped_fd fd = lock_folder(tmp, name, LOCK_EX | LOCK_NB);
		if (fd >= 0 && fs_is_own_folder(tmp, fd))
			fs_remove_opened_at(tmp, name, fd);
	}
}

static const BelowPath crates = { STR_INIT("crates") }, tmp_folder = { STR_INIT("tmp") };

/* Writes the tag by which backup programs recognise a cache. */
static bool tag_store(const StoreLayout *p, Diag *diag)
{
	static const BelowPath tag = { STR_INIT("CACHEDIR.TAG") };
	static const Str text =
		STR_INIT("Signature: 8a477f597d28d172789f06886806bc55\n# of l4cargo\n");
	return below_kind(p->top, tag) != FILE_ABSENT ||
	       below_write(p->top, tag, text, FS_FLEETING) ||
	       diag_errno(diag, "cannot write `" STR_FMT "/" STR_FMT "`", STR_ARG(p->folder),
	                  STR_ARG(tag.checked));
}

bool place_open(StoreLayout *p, Diag *diag)
{
	scoped_arena scratch = { 0 };
	if (p->top < 0 && !fs_make_folders(arena_cstr(&scratch, p->folder), diag))
		return false;
	if (p->top < 0)
		p->top = open_folder(p->folder);
	return p->top >= 0 || diag_errno(diag, "cannot open `" STR_FMT "`", STR_ARG(p->folder));
}

static bool make_folder(const StoreLayout *p, BelowPath path, Diag *diag)
{
	return below_make_folders(p->top, path) ||
	       diag_errno(diag, "cannot make folder `" STR_FMT "/" STR_FMT "`", STR_ARG(p->folder),
	                  STR_ARG(path.checked));
}

/* Makes and locks a folder. Before it is locked, another process may take it for a dead one's and
 * remove it: then this tries another name. Returns false with errno. */
static bool make_locked(StoreLayout *p, int tmp, char *name)
{
	enum { TRIES = 100 };
	for (int i = 0; i < TRIES; i++) {
		if (!fs_make_unique_folder_at(tmp, name, 0700))
			return false;
		p->lock = lock_folder(tmp, name, LOCK_EX);
		if (p->lock >= 0)
			return true;
	}
	return false;
}

bool place_make_temp(StoreLayout *p, Arena *a, Diag *diag)
{
	char name[] = "XXXXXX";
	if (p->temp.len)
		return true;
	if (!place_open(p, diag) || !make_folder(p, crates, diag) ||
	    !make_folder(p, tmp_folder, diag) || !tag_store(p, diag))
		return false;
	settle_note_writing(p->folder);
	scoped_fd tmp = below_open_folder(p->top, tmp_folder);
	if (tmp >= 0)
		remove_dead(tmp);
	if (tmp < 0 || !make_locked(p, tmp, name))
		return diag_errno(diag, "cannot make a folder in `" STR_FMT "/tmp`",
		                  STR_ARG(p->folder));
	p->temp = arena_printf(a, STR_FMT "/tmp/%s", STR_ARG(p->folder), name);
	return true;
}

void place_close(StoreLayout *p)
{
	if (p->temp.len) {
		scoped_fd tmp = below_open_folder(p->top, tmp_folder);
		if (tmp >= 0)
			fs_remove_opened_at(tmp, path_name(p->temp).ptr, p->lock);
	}
	fs_close(&p->lock);
	fs_close(&p->top);
	place_init(p, p->folder);
}

BelowPlace place_in_store(const StoreLayout *p, Arena *a, const char *path)
{
	const Str whole = str_from(path);
	BelowPlace out = { p->lock, { { 0 } } };
	if (p->temp.len && below_path_from(a, p->temp, whole, &out.path))
		return out;
	out.top = p->top;
	const bool below = below_path_from(a, p->folder, whole, &out.path);
	assert(below && out.top >= 0);
	return out;
}

bool place_publish(const StoreLayout *p, const char *made, const char *target)
{
	scoped_arena a = { 0 };
	const BelowPlace from = place_in_store(p, &a, made), to = place_in_store(p, &a, target);
	return below_make_parents(to.top, to.path) &&
	       (below_rename(from, to) || errno == EEXIST || errno == ENOTEMPTY);
}
