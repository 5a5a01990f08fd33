// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"

#include "base/text/path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

enum { RANDOM = 6, TRIES = 1000 }; /* letters that make a name unique; names that are tried */

/* Nobody can tell the name before it is there. A very old kernel has no random numbers: the names
 * are tried in their order then. */
static void fill_in(char *name, uint32_t try)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	uint32_t bytes[RANDOM] = { 0 };
	if (getrandom(bytes, sizeof bytes, 0) < 0)
		bytes[0] = try;
	for (size_t i = 0; i < RANDOM; i++)
		name[i] = letters[bytes[i] % (sizeof letters - 1)];
}

/* The system applies the mask for new files by itself: it is never asked for, as that would change
 * it for all threads. */
static int create_unique(int at, char *path)
{
	char *const name = path + strlen(path) - RANDOM;
	for (uint32_t i = 0; i < TRIES; i++) {
		fill_in(name, i);
		const int fd = openat(at, path,
		                      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

bool fs_make_unique_folder_at(int at, char *path)
{
	char *const name = path + strlen(path) - RANDOM;
	for (uint32_t i = 0; i < TRIES; i++) {
		fill_in(name, i);
		if (mkdirat(at, path, 0777) == 0)
			return true;
		if (errno != EEXIST)
			return false;
	}
	return false;
}

static bool write_all(int fd, Str text)
{
	while (text.len) {
		const ssize_t n = write(fd, text.ptr, text.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		text = str_sub(text, (size_t)n, text.len);
	}
	return true;
}

/* Some file systems find out at the end that they are full. */
bool fs_write_and_close(int fd, Str text, FsLasting how)
{
	const bool good = write_all(fd, text) && (how == FS_FLEETING || fsync(fd) == 0);
	const int why = errno;
	if (close(fd) == 0 && good)
		return true;
	errno = good ? errno : why;
	return false;
}

bool fs_sync_folder_at(int at, const char *path)
{
	scoped_fd fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd >= 0 && (fsync(fd) == 0 || errno == EINVAL); /* some cannot, and need not */
}

bool fs_write_new_at(int folder, const char *path, Str text)
{
	const int fd = openat(folder, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	return fd >= 0 && fs_write_and_close(fd, text, FS_FLEETING);
}

static bool cannot_write(const char *path, Diag *diag)
{
	return diag_errno(diag, "cannot write `%s`", path);
}

bool fs_write_new(const char *path, Str text, Diag *diag)
{
	return fs_write_new_at(AT_FDCWD, path, text) || cannot_write(path, diag);
}

/* A name lasts when its folder was written, too. */
static bool sync_name(int at, Arena *scratch, const char *path)
{
	const Str parent = path_parent(str_from(path));
	return fs_sync_folder_at(at, parent.len ? arena_cstr(scratch, parent) : ".");
}

bool fs_replace_at(int folder, const char *path, Str text, FsLasting how)
{
	scoped_arena scratch = { 0 };
	char *beside = arena_cstr(&scratch, arena_printf(&scratch, "%s.XXXXXX", path));
	const int fd = create_unique(folder, beside);
	if (fd < 0)
		return false;
	if (fs_write_and_close(fd, text, how) && renameat(folder, beside, folder, path) == 0)
		return how == FS_FLEETING || sync_name(folder, &scratch, path);
	const int why = errno;
	unlinkat(folder, beside, 0);
	errno = why;
	return false;
}

bool fs_write(const char *path, Str text, Diag *diag)
{
	return fs_replace_at(AT_FDCWD, path, text, FS_FLEETING) || cannot_write(path, diag);
}

bool fs_write_lasting(const char *path, Str text, Diag *diag)
{
	return fs_replace_at(AT_FDCWD, path, text, FS_LASTING) || cannot_write(path, diag);
}

bool fs_sync(const char *path, Diag *diag)
{
	scoped_arena scratch = { 0 };
	scoped_fd fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	return (fd >= 0 && fsync(fd) == 0 && sync_name(AT_FDCWD, &scratch, path)) ||
	       cannot_write(path, diag);
}

FsWritten fs_write_if_changed(const char *path, Str text, Diag *diag)
{
	scoped_arena scratch = { 0 };
	struct stat st;
	Str old;
	if (stat(path, &st) == 0 && (size_t)st.st_size == text.len &&
	    fs_read_quietly(path, &scratch, &old) && str_eq(old, text))
		return FS_UNCHANGED;
	return fs_write(path, text, diag) ? FS_WRITTEN : FS_FAILED;
}
