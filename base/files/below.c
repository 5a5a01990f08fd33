// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/below.h"

#include "base/core/linux.h"
#include "base/text/path.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

bool below_path(Arena *a, Str text, BelowPath *out)
{
	Str rest = text, part;
	*out = (BelowPath){ 0 };
	if (!text.len || text.ptr[text.len - 1] == '/' || memchr(text.ptr, '\0', text.len))
		return false;
	while (str_next(&rest, '/', &part))
		if (!part.len || str_eq(part, STR(".")) || str_eq(part, STR("..")))
			return false;
	out->checked = arena_str(a, text);
	return true;
}

bool below_path_from(Arena *a, Str folder, Str path, BelowPath *out)
{
	const size_t skip = folder.len + !str_ends_with(folder, STR("/"));
	return below_path(a, path_is_below(path, folder) ? str_sub(path, skip, path.len) : STR(""),
	                  out);
}

/* --- opening --- */

/* Opens one component, which is short enough for the system, and does not follow it. */
static int open_part(int folder, Str part, int flags, mode_t mode)
{
	scoped_arena scratch = { 0 };
	return openat(folder, arena_cstr(&scratch, part), flags | O_NOFOLLOW | O_CLOEXEC, mode);
}

/* For kernels without openat2, and for paths that are too long for it. */
static int open_by_parts(int top, Str path, int flags, mode_t mode)
{
	Str rest = path, part;
	int folder = top;
	while (str_cut(rest, '/', &part, &rest)) {
		const int next = open_part(folder, part, O_PATH | O_DIRECTORY, 0);
		if (folder != top)
			close(folder);
		if (next < 0)
			return -1;
		folder = next;
	}
	const int fd = open_part(folder, part, flags, mode);
	const int why = errno;
	if (folder != top)
		close(folder);
	errno = why;
	return fd;
}

/* Some containers return EPERM for system calls that they do not know. */
static int open_text(int top, Str path, int flags, mode_t mode)
{
	struct open_how how = {
		.flags = (unsigned)(flags | O_NOFOLLOW | O_CLOEXEC),
		.mode = flags & O_CREAT ? mode : 0,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
	};
	const long fd = syscall(SYS_openat2, top, path.ptr, &how, sizeof how);
	if (fd >= 0 || (errno != ENOSYS && errno != EPERM && errno != ENAMETOOLONG))
		return (int)fd;
	return open_by_parts(top, path, flags, mode);
}

int below_open(int top, BelowPath path, int flags, mode_t mode)
{
	return open_text(top, path.checked, flags, mode);
}

int below_open_folder(int top, BelowPath path)
{
	return below_open(top, path, O_RDONLY | O_DIRECTORY, 0);
}

int below_open_parent(int top, BelowPath path, const char **name)
{
	scoped_arena scratch = { 0 };
	const Str parent = path_parent(path.checked);
	*name = path_name(path.checked).ptr;
	if (!parent.len)
		return openat(top, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	const Str ended = arena_str(&scratch, parent);
	return open_text(top, ended, O_PATH | O_DIRECTORY, 0);
}

typedef struct Last {
	int folder;
	const char *name; /* points into the path */
	bool is_top;      /* then the caller owns the folder */
} Last;

static Last open_parent(int top, BelowPath path)
{
	Last at = { top, path.checked.ptr,
		    memchr(path.checked.ptr, '/', path.checked.len) == NULL };
	if (!at.is_top)
		at.folder = below_open_parent(top, path, &at.name);
	return at;
}

static bool close_after(Last at, bool good)
{
	const int why = errno;
	if (!at.is_top)
		fs_close(&at.folder);
	errno = why;
	return good && at.folder >= 0;
}

/* --- looking --- */

FileKind below_kind(int top, BelowPath path)
{
	struct stat st;
	scoped_fd fd = below_open(top, path, O_PATH, 0);
	if (fd < 0)
		return errno == ENOENT ? FILE_ABSENT : FILE_OTHER;
	if (fstat(fd, &st) < 0)
		return FILE_OTHER;
	return S_ISREG(st.st_mode) ? FILE_REGULAR : S_ISDIR(st.st_mode) ? FILE_FOLDER : FILE_OTHER;
}

Str below_obstacle(int top, BelowPath path, bool *is_link)
{
	const Str whole = path.checked;
	scoped_arena scratch = { 0 };
	struct stat st;
	*is_link = false;
	for (size_t end = 1; end <= whole.len; end++) {
		if (end < whole.len && whole.ptr[end] != '/')
			continue;
		BelowPath part;
		if (!below_path(&scratch, str_sub(whole, 0, end), &part))
			break;
		scoped_fd fd = below_open(top, part, O_PATH, 0);
		if (fd < 0 || fstat(fd, &st) < 0)
			break;
		*is_link = S_ISLNK(st.st_mode);
		if (!S_ISDIR(st.st_mode))
			return str_sub(whole, 0, end);
	}
	return (Str){ 0 };
}

bool below_read(int top, BelowPath path, Arena *a, Str *out)
{
	scoped_fd fd = below_open(top, path, O_RDONLY | O_NONBLOCK, 0);
	return fd >= 0 && fs_read_opened(fd, a, out);
}

/* --- writing --- */

static bool make_folder(int top, BelowPath path)
{
	const Last at = open_parent(top, path);
	return close_after(at, at.folder >= 0 && mkdirat(at.folder, at.name, 0777) == 0);
}

static bool is_folder(int top, BelowPath path)
{
	const int why = errno;
	scoped_fd fd = below_open(top, path, O_PATH | O_DIRECTORY, 0);
	if (fd >= 0)
		errno = why;
	return fd >= 0;
}

/* The parent usually exists, so try the last folder first. */
bool below_make_folders(int top, BelowPath path)
{
	scoped_arena scratch = { 0 };
	if (make_folder(top, path) || (errno == EEXIST && is_folder(top, path)))
		return true;
	if (errno != ENOENT)
		return false;
	const Str whole = path.checked;
	for (size_t end = 1; end <= whole.len; end++) {
		BelowPath part;
		if (end < whole.len && whole.ptr[end] != '/')
			continue;
		if (!below_path(&scratch, str_sub(whole, 0, end), &part))
			return false;
		if (!make_folder(top, part) && (errno != EEXIST || !is_folder(top, part)))
			return false;
	}
	return true;
}

bool below_make_parents(int top, BelowPath path)
{
	scoped_arena scratch = { 0 };
	BelowPath parent;
	return !below_path(&scratch, path_parent(path.checked), &parent) ||
	       below_make_folders(top, parent);
}

bool below_write(int top, BelowPath path, Str text, FsLasting how)
{
	const Last at = open_parent(top, path);
	return close_after(at, at.folder >= 0 && fs_replace_at(at.folder, at.name, text, how));
}

bool below_keep(Str top, Str path, Str text, FsLasting how)
{
	scoped_arena scratch = { 0 };
	Diag silent = { 0 };
	BelowPath below;
	const char *folder = arena_cstr(&scratch, top);
	errno = EXDEV;
	if (!below_path_from(&scratch, top, path, &below) || !fs_make_folders(folder, &silent))
		return false;
	scoped_fd fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return fd >= 0 && below_make_parents(fd, below) && below_write(fd, below, text, how);
}

bool below_write_new(int top, BelowPath path, Str text)
{
	const int fd = below_open(top, path, O_WRONLY | O_CREAT | O_EXCL, 0666);
	return fd >= 0 && fs_write_and_close(fd, text, FS_FLEETING);
}

/* --- removing --- */

bool below_remove_file(int top, BelowPath path)
{
	const Last at = open_parent(top, path);
	return close_after(at, at.folder >= 0 && unlinkat(at.folder, at.name, 0) == 0);
}

bool below_remove_folder(int top, BelowPath path)
{
	const Last at = open_parent(top, path);
	return close_after(at, at.folder >= 0 && unlinkat(at.folder, at.name, AT_REMOVEDIR) == 0);
}

bool below_remove_tree(int top, BelowPath path)
{
	const Last at = open_parent(top, path);
	if (at.folder < 0)
		return errno == ENOENT;
	return close_after(at, fs_remove_tree_at(at.folder, at.name));
}

/* --- two places --- */

typedef struct Both {
	Last from, to;
} Both;

static bool open_both(BelowPlace from, BelowPlace to, Both *out)
{
	out->from = open_parent(from.top, from.path);
	out->to = (Last){ .folder = -1 };
	if (out->from.folder >= 0)
		out->to = open_parent(to.top, to.path);
	return out->to.folder >= 0;
}

static bool close_both(const Both *b, bool good)
{
	return close_after(b->from, close_after(b->to, good));
}

bool below_rename(BelowPlace from, BelowPlace to)
{
	Both b;
	const bool good = open_both(from, to, &b) &&
	                  renameat(b.from.folder, b.from.name, b.to.folder, b.to.name) == 0;
	return close_both(&b, good);
}

bool below_exchange(BelowPlace one, BelowPlace two)
{
	Both b;
	const bool good =
		open_both(one, two, &b) &&
		renameat2(b.from.folder, b.from.name, b.to.folder, b.to.name, RENAME_EXCHANGE) == 0;
	return close_both(&b, good);
}

/* Links to a temporary name beside it, and renames that. A rename does nothing if both names are
 * the same file already. */
static bool link_over(Last from, Last to)
{
	scoped_arena scratch = { 0 };
	const char *beside = arena_printf(&scratch, "%s.%ld", to.name, (long)getpid()).ptr;
	unlinkat(to.folder, beside, 0);
	const bool good = linkat(from.folder, from.name, to.folder, beside, 0) == 0 &&
	                  renameat(to.folder, beside, to.folder, to.name) == 0;
	const int why = errno;
	unlinkat(to.folder, beside, 0);
	errno = why;
	return good;
}

bool below_link(BelowPlace from, BelowPlace to)
{
	Both b;
	return close_both(&b, open_both(from, to, &b) && link_over(b.from, b.to));
}
