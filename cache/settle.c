// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/settle.h"

#include "base/files/below.h"
#include "base/text/path.h"
#include "cache/file_sums.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#define BOOT_FILE "boot"

/* Seconds. The kernel writes most changes to the disk after half a minute, some after ten minutes.
 * Older ones are on the disk. */
enum { WRITTEN_AFTER = 600, LONGEST = 64 };

Str settle_boot(Arena *a)
{
	Str id;
	return fs_read_quietly("/proc/sys/kernel/random/boot_id", a, &id) ? str_trim(id)
	                                                                  : (Str){ 0 };
}

static bool is_of(int fd, Str boot)
{
	char text[LONGEST];
	const ssize_t n = pread(fd, text, sizeof text, 0);
	return n > 0 && str_eq((Str){ text, (size_t)n }, boot);
}

static int open_below(int top, Arena *a, Str path)
{
	BelowPath below;
	return below_path(a, path, &below) ? below_open_folder(top, below) : -1;
}

/* Removes the folders in `in` that were made, or renamed to their place, after `since`. */
static void remove_since(int in, time_t since)
{
	scoped_arena a = { 0 };
	FsEntry *entries;
	size_t count;
	if (!fs_list_opened(in, &a, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		struct stat st;
		const char *name = arena_cstr(&a, entries[i].name);
		if (entries[i].type != DT_DIR || fstatat(in, name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		    st.st_ctime < since)
			continue;
		fs_remove_tree_at(in, name);
		unlinkat(in, FILE_SUMS, 0); /* for a crate: the records about its files */
		unlinkat(in, FILE_SUMS_LINKED, 0);
	}
}

/* The same for each folder in `folder`. */
static void remove_below(int root, Str folder, time_t since)
{
	scoped_arena a = { 0 };
	FsEntry *entries;
	size_t count;
	scoped_fd at = open_below(root, &a, folder);
	if (at < 0 || !fs_list_opened(at, &a, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		scoped_fd in = open_below(at, &a, entries[i].name);
		if (in >= 0)
			remove_since(in, since);
	}
}

static void remove_doubtful(int root, time_t since)
{
	scoped_arena a = { 0 };
	remove_below(root, STR("crates"), since);
	remove_below(root, STR("git/checkouts"), since);
	scoped_fd library = open_below(root, &a, STR("library"));
	if (library >= 0)
		remove_since(library, since);
}

/* One command does this while others wait. It records the new run at the end: if it is killed, the
 * next command starts again. */
static void settle_root(int root, int fd, Str boot)
{
	struct stat st;
	if (flock(fd, LOCK_EX) < 0 || is_of(fd, boot) || fstat(fd, &st) < 0)
		return;
	remove_doubtful(root, st.st_mtime - WRITTEN_AFTER);
	if (ftruncate(fd, 0) == 0 && pwrite(fd, boot.ptr, boot.len, 0) < 0)
		return; /* the next command tries again */
}

void settle_store(Str folder, Str boot)
{
	scoped_arena a = { 0 };
	scoped_fd root = open(arena_cstr(&a, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (root < 0 || !boot.len)
		return;
	scoped_fd fd = openat(root, BOOT_FILE, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0 && !is_of(fd, boot))
		settle_root(root, fd, boot);
	else if (fd < 0 && errno == ENOENT) /* the age of the entries is unknown */
		fs_replace_at(root, BOOT_FILE, boot, FS_FLEETING);
}

void settle_note_writing(Str folder)
{
	scoped_arena a = { 0 };
	settle_store(folder, settle_boot(&a));
	fs_touch(arena_cstr(&a, path_join(&a, folder, STR(BOOT_FILE))));
}
