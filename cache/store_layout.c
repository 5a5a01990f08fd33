// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store_layout.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "cache/settle.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

void place_init(StoreLayout *p, Str folder)
{
	*p = (StoreLayout){ .folder = folder, .lock = -1 };
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

static bool lock_file(int fd, int how)
{
	while (flock(fd, how) < 0)
		if (errno != EINTR)
			return false;
	return true;
}

int place_lock_shared(Str folder)
{
	scoped_arena scratch = { 0 };
	settle_store(folder, settle_boot(&scratch));
	const int fd = open_folder(folder);
	if (fd < 0 || lock_file(fd, LOCK_SH))
		return fd;
	close(fd);
	return -1;
}

bool place_lock_alone(Str folder, Diag *diag, int *out)
{
	*out = open_folder(folder);
	if (*out >= 0 && flock(*out, LOCK_EX | LOCK_NB) == 0)
		return true;
	if (*out >= 0 && errno == EWOULDBLOCK) {
		diag_status(diag, "Blocking", "waiting for other commands that use the cache");
		if (lock_file(*out, LOCK_EX))
			return true;
	}
	return diag_errno(diag, "cannot lock `" STR_FMT "`", STR_ARG(folder));
}

bool place_is_read_only(Str folder)
{
	scoped_arena a = { 0 };
	return faccessat(AT_FDCWD, arena_cstr(&a, folder), W_OK | X_OK, AT_EACCESS) < 0 &&
	       errno != ENOENT && errno != ENOTDIR;
}

void place_touch(const char *path)
{
	enum { DAY = 24 * 3600 };
	struct stat st;
	const time_t now = time(NULL);
	if (stat(path, &st) == 0 && (now - st.st_mtime >= DAY || st.st_mtime > now))
		utimensat(AT_FDCWD, path, NULL, 0);
}

/* Takes the lock of a folder that nobody uses; -1: somebody does, or it is gone. */
static int lock_folder(int at, const char *path, int how)
{
	const int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	if (fd < 0)
		return -1;
	/* A folder that was removed while we waited has no name any more. */
	if (flock(fd, how) == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0)
		return fd;
	close(fd);
	return -1;
}

static void remove_dead(const char *tmp)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	scoped_fd in = open(tmp, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (in < 0 || !fs_list_opened(in, &scratch, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		if (entries[i].type != DT_DIR)
			continue;
		const char *name = arena_cstr(&scratch, entries[i].name);
		scoped_fd fd = lock_folder(in, name, LOCK_EX | LOCK_NB);
		if (fd >= 0 && fs_is_own_folder(in, fd))
			fs_remove_opened_at(in, name, fd);
	}
}

/* Tells backup programs that all of this can be had again. */
static bool tag_store(const StoreLayout *p, Arena *a, Diag *diag)
{
	const char *tag = arena_printf(a, STR_FMT "/CACHEDIR.TAG", STR_ARG(p->folder)).ptr;
	return fs_kind(tag) != FILE_ABSENT ||
	       fs_write(tag, STR("Signature: 8a477f597d28d172789f06886806bc55\n# of l4cargo\n"),
	                diag);
}

bool place_make_temp(StoreLayout *p, Arena *a, Diag *diag)
{
	if (p->temp.len)
		return true;
	const char *crates = arena_printf(a, STR_FMT "/crates", STR_ARG(p->folder)).ptr;
	const char *tmp = arena_printf(a, STR_FMT "/tmp", STR_ARG(p->folder)).ptr;
	if (!fs_make_folders(crates, diag) || !fs_make_folders(tmp, diag) || !tag_store(p, a, diag))
		return false;
	settle_note_writing(p->folder);
	remove_dead(tmp);
	enum { TRIES = 100 };
	for (int i = 0; i < TRIES; i++) {
		char *mine = arena_cstr(a, arena_printf(a, "%s/XXXXXX", tmp));
		if (!mkdtemp(mine))
			return diag_errno(diag, "cannot make a folder in `%s`", tmp);
		/* Another process may take it for dead before it is locked, and remove it. */
		p->lock = lock_folder(AT_FDCWD, mine, LOCK_EX);
		if (p->lock >= 0) {
			p->temp = str_from(mine);
			return true;
		}
	}
	return diag_errno(diag, "cannot lock a folder in `%s`", tmp);
}

void place_close(StoreLayout *p)
{
	Diag silent = { 0 };
	if (p->temp.len)
		fs_remove_tree(p->temp.ptr, &silent);
	fs_close(&p->lock);
	p->temp = (Str){ 0 };
	p->lock = -1;
}

bool place_publish(const char *made, const char *target)
{
	return rename(made, target) == 0 || errno == EEXIST || errno == ENOTEMPTY;
}
