// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"

#include "base/core/vec.h"
#include "base/text/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

void fs_close(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static FileKind kind_of(int failed, const struct stat *st)
{
	if (failed)
		return FILE_ABSENT;
	return S_ISREG(st->st_mode)   ? FILE_REGULAR
	       : S_ISDIR(st->st_mode) ? FILE_FOLDER
	                              : FILE_OTHER;
}

FileKind fs_kind(const char *path)
{
	struct stat st;
	return kind_of(stat(path, &st), &st);
}

FileKind fs_kind_link(const char *path)
{
	struct stat st;
	return kind_of(lstat(path, &st), &st);
}

/* Reads `size` bytes or up to the end of the file; returns -1 with errno. */
static ssize_t read_all(int fd, char *to, size_t size)
{
	size_t done = 0;
	while (done < size) {
		const ssize_t n = read(fd, to + done, size - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (ssize_t)done;
}

static bool read_large(int fd, Arena *a, Str *out)
{
	struct stat st;
	if (fstat(fd, &st) < 0)
		return false;
	if (!S_ISREG(st.st_mode)) { /* reading a fifo or device could block or never end */
		errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
		return false;
	}
	char *text = arena_alloc(a, (size_t)st.st_size + 1, 1);
	const ssize_t n = read_all(fd, text, (size_t)st.st_size);
	if (n < 0)
		return false;
	*out = (Str){ text, (size_t)n };
	return true;
}

/* Most files are small: one read gets them without asking for their size. Most other kinds of files
 * cannot be read at an offset (ESPIPE). */
bool fs_read_opened(int fd, Arena *a, Str *out)
{
	enum { SMALL = 8 * 1024 };
	char text[SMALL];
	const ssize_t n = pread(fd, text, SMALL, 0);
	if (n < 0 || n == SMALL)
		return read_large(fd, a, out);
	*out = arena_str(a, (Str){ text, (size_t)n });
	return true;
}

bool fs_read_quietly(const char *path, Arena *a, Str *out)
{
	/* opening a fifo would wait for a writer */
	scoped_fd fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	return fd >= 0 && fs_read_opened(fd, a, out);
}

bool fs_read(const char *path, Arena *a, Diag *diag, Str *out)
{
	if (fs_read_quietly(path, a, out))
		return true;
	if (errno == EINVAL && fs_kind(path) == FILE_OTHER) {
		diag_error(diag, NO_SPAN, "cannot read `%s`: it is not a regular file", path);
		return diag_help(diag, "give the path of a file, not of a pipe or a device");
	}
	return diag_errno(diag, "cannot read `%s`", path);
}

const Source *fs_read_source(const char *path, const char *shown, Arena *a, Diag *diag)
{
	Str text = { 0 };
	if (!fs_read(path, a, diag, &text))
		return NULL;
	if (text.len > UINT32_MAX / 2) {
		diag_error(diag, NO_SPAN, "`%s` is too large (%zu bytes)", path, text.len);
		diag_help(diag, "check the path: l4cargo reads no file of this size");
		return NULL;
	}
	Source *src = arena_new(a, Source);
	*src = (Source){ .path = arena_cstr(a, str_from(shown ? shown : path)), .text = text };
	return src;
}

static bool make_folders(const char *path, mode_t mode, Diag *diag)
{
	/* The parent usually exists. */
	if (mkdir(path, mode) == 0 || (errno == EEXIST && fs_kind(path) == FILE_FOLDER))
		return true;
	scoped_arena scratch = { 0 };
	char *part = arena_cstr(&scratch, str_from(path));
	for (char *slash = part; slash;) {
		slash = strchr(slash + 1, '/');
		if (slash)
			*slash = '\0';
		if (mkdir(part, mode) < 0 && (errno != EEXIST || fs_kind(part) != FILE_FOLDER))
			return diag_errno(diag, "cannot make folder `%s`", part);
		if (slash)
			*slash = '/';
	}
	return true;
}

bool fs_make_folders(const char *path, Diag *diag)
{
	return make_folders(path, 0777, diag);
}

bool fs_make_private_folders(const char *path, Diag *diag)
{
	return make_folders(path, 0700, diag);
}

int fs_open_parent(const char *path, const char **name)
{
	scoped_arena scratch = { 0 };
	const Str whole = str_from(path), parent = path_parent(whole);
	*name = path_name(whole).ptr;
	return open(parent.len ? arena_cstr(&scratch, parent) : ".",
	            O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static int by_name(const void *a, const void *b)
{
	return str_compare(((const FsEntry *)a)->name, ((const FsEntry *)b)->name);
}

static unsigned char type_of(DIR *dir, const struct dirent *entry)
{
	struct stat st;
	if (entry->d_type != DT_UNKNOWN)
		return entry->d_type;
	if (fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return DT_UNKNOWN;
	return S_ISREG(st.st_mode)   ? DT_REG
	       : S_ISDIR(st.st_mode) ? DT_DIR
	       : S_ISLNK(st.st_mode) ? DT_LNK
	                             : DT_UNKNOWN;
}

/* Closes `dir`. */
static bool list_dir(DIR *dir, Arena *a, FsEntry **out, size_t *count)
{
	VEC(FsEntry) found = { 0 };
	errno = 0;
	for (const struct dirent *e; (e = readdir(dir));) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		*vec_push(a, &found, FsEntry) =
			(FsEntry){ arena_str(a, str_from(e->d_name)), type_of(dir, e) };
	}
	const int why = errno;
	closedir(dir);
	errno = why;
	if (found.count)
		qsort(found.items, found.count, sizeof(FsEntry), by_name);
	*out = found.items;
	*count = found.count;
	return why == 0;
}

bool fs_list(const char *path, Arena *a, FsEntry **out, size_t *count)
{
	DIR *dir = opendir(path);
	return dir && list_dir(dir, a, out, count);
}

bool fs_list_opened(int folder, Arena *a, FsEntry **out, size_t *count)
{
	const int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		fs_close(&fd);
	return dir && list_dir(dir, a, out, count);
}

bool fs_lock_opened(int fd, void (*waiting)(void *ctx), void *ctx)
{
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	if (errno == EWOULDBLOCK && waiting)
		waiting(ctx);
	while (flock(fd, LOCK_EX) < 0)
		if (errno != EINTR)
			return false;
	return true;
}

int fs_lock_at(int folder, const char *name, void (*waiting)(void *ctx), void *ctx)
{
	const int fd = openat(folder, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0 || fs_lock_opened(fd, waiting, ctx))
		return fd;
	const int why = errno;
	close(fd);
	errno = why;
	return -1;
}

Str fs_real_path(Arena *a, Str path)
{
	char *real = realpath(arena_cstr(a, path), NULL);
	const Str out = real ? arena_str(a, str_from(real)) : STR("");
	free(real);
	return out;
}
