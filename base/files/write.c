// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"

#include "base/core/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

enum { RANDOM = 6, TRIES = 1000 }; /* random letters in a unique name; number of names to try */

/* Makes a name that nobody can predict. Very old kernels have no getrandom: the names are then
 * tried in order. */
static void fill_in(char *name, uint32_t try)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	uint32_t bytes[RANDOM] = { 0 };
	if (getrandom(bytes, sizeof bytes, 0) < 0)
		bytes[0] = try;
	for (size_t i = 0; i < RANDOM; i++)
		name[i] = letters[bytes[i] % (sizeof letters - 1)];
}

/* The system applies the umask by itself. We never ask for it, as that would change it for all
 * threads. */
static int create_unique(int folder, char *name)
{
	char *const end = name + strlen(name) - RANDOM;
	for (uint32_t i = 0; i < TRIES; i++) {
		fill_in(end, i);
		const int fd = openat(folder, name,
		                      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

bool fs_make_unique_folder_at(int folder, char *name, mode_t mode)
{
	char *const end = name + strlen(name) - RANDOM;
	for (uint32_t i = 0; i < TRIES; i++) {
		fill_in(end, i);
		if (mkdirat(folder, name, mode) == 0)
			return true;
		if (errno != EEXIST)
			return false;
	}
	return false;
}

int fs_make_private_folder(char *path)
{
	const char *name;
	scoped_fd above = fs_open_parent(path, &name);
	if (above < 0 || !fs_make_unique_folder_at(above, path + (name - path), 0700))
		return -1;
	return openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Some file systems report only on close that they are full. */
bool fs_write_and_close(int fd, Str text, FsLasting how)
{
	const bool good = output_write(fd, text) && (how == FS_FLEETING || fsync(fd) == 0);
	const int why = errno;
	if (close(fd) == 0 && good)
		return true;
	errno = good ? errno : why;
	return false;
}

/* A new name is durable only after its folder was written, too. */
static bool sync_folder(int folder)
{
	scoped_fd fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd >= 0 && (fsync(fd) == 0 || errno == EINVAL); /* some cannot, and need not */
}

bool fs_write_new_at(int folder, const char *name, Str text)
{
	const int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	return fd >= 0 && fs_write_and_close(fd, text, FS_FLEETING);
}

static bool cannot_write(const char *path, Diag *diag)
{
	return diag_errno(diag, "cannot write `%s`", path);
}

bool fs_write_new(const char *path, Str text, Diag *diag)
{
	const char *name;
	scoped_fd folder = fs_open_parent(path, &name);
	return (folder >= 0 && fs_write_new_at(folder, name, text)) || cannot_write(path, diag);
}

bool fs_replace_at(int folder, const char *name, Str text, FsLasting how)
{
	scoped_arena scratch = { 0 };
	char *beside = arena_cstr(&scratch, arena_printf(&scratch, "%s.XXXXXX", name));
	const int fd = create_unique(folder, beside);
	if (fd < 0)
		return false;
	if (fs_write_and_close(fd, text, how) && renameat(folder, beside, folder, name) == 0)
		return how == FS_FLEETING || sync_folder(folder);
	const int why = errno;
	unlinkat(folder, beside, 0);
	errno = why;
	return false;
}

static bool replace_file(const char *path, Str text, FsLasting how, Diag *diag)
{
	const char *name;
	scoped_fd folder = fs_open_parent(path, &name);
	return (folder >= 0 && fs_replace_at(folder, name, text, how)) || cannot_write(path, diag);
}

bool fs_write(const char *path, Str text, Diag *diag)
{
	return replace_file(path, text, FS_FLEETING, diag);
}

bool fs_write_lasting(const char *path, Str text, Diag *diag)
{
	return replace_file(path, text, FS_LASTING, diag);
}

bool fs_sync(const char *path, Diag *diag)
{
	const char *name;
	scoped_fd folder = fs_open_parent(path, &name);
	scoped_fd fd = folder < 0 ? -1 : openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	return (fd >= 0 && fsync(fd) == 0 && sync_folder(folder)) || cannot_write(path, diag);
}

void fs_touch(const char *path)
{
	const char *name;
	scoped_fd folder = fs_open_parent(path, &name);
	if (folder >= 0)
		utimensat(folder, name, NULL, AT_SYMLINK_NOFOLLOW);
}

struct timespec fs_now(void)
{
	struct stat st = { 0 };
	scoped_fd fd = memfd_create("now", MFD_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		clock_gettime(CLOCK_REALTIME_COARSE, &st.st_mtim);
	return st.st_mtim;
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
