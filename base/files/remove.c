// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/*
 * Removes a tree through descriptors: opens each folder in the one above, without following links,
 * and removes its entries there. So a process that swaps names meanwhile cannot redirect us. The
 * number of open folders is limited: deeper ones are first moved to the top of the tree. So neither
 * depth nor long paths cost memory or descriptors.
 */
enum { LEVELS = 24, NAME_ROOM = 1024, PASSES = 100 };

typedef struct Level {
	DIR *dir;
	char name[NAME_ROOM]; /* its name in the folder above */
	bool changed;         /* something was removed since it was read from its beginning */
	unsigned passes;      /* number of times it was read without result */
} Level;

typedef struct Removal {
	int above; /* the folder that contains the tree */
	dev_t device;
	unsigned moved;
	size_t depth;
	Level levels[LEVELS];
} Removal;

/* Another process may remove it at the same time. */
static bool is_gone(int failed)
{
	return failed == 0 || errno == ENOENT;
}

/* File systems mounted in the tree are not part of it. Takes ownership of the descriptor. */
static bool enter_folder(Removal *r, int fd, const char *name)
{
	struct stat st;
	const size_t length = strlen(name);
	const bool fits = length < NAME_ROOM && fstat(fd, &st) == 0;
	if (!fits || (r->depth && st.st_dev != r->device)) {
		close(fd);
		errno = fits ? EXDEV : ENAMETOOLONG;
		return false;
	}
	r->device = st.st_dev;
	Level *l = &r->levels[r->depth];
	l->dir = fdopendir(fd);
	if (!l->dir) {
		close(fd);
		return false;
	}
	memcpy(l->name, name, length + 1);
	l->changed = false;
	l->passes = 0;
	r->depth++;
	return true;
}

static bool move_to_top(Removal *r, int from, const char *name)
{
	for (;;) {
		char to[32];
		snprintf(to, sizeof to, ".deep-%u", r->moved++);
		if (is_gone(renameat(from, name, dirfd(r->levels[0].dir), to))) {
			r->levels[0].passes = 0;
			return true;
		}
		if (errno != EEXIST && errno != ENOTEMPTY && errno != ENOTDIR)
			return false;
	}
}

static bool remove_folder(Removal *r, int in, const char *name)
{
	if (r->depth == LEVELS)
		return move_to_top(r, in, name);
	const int fd = openat(in, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0)
		return enter_folder(r, fd, name);
	if (errno == ENOTDIR || errno == ELOOP) /* it is no longer a folder */
		return is_gone(unlinkat(in, name, 0));
	return errno == ENOENT || (errno == EACCES && is_gone(unlinkat(in, name, AT_REMOVEDIR)));
}

static bool remove_entry(Removal *r, const struct dirent *e)
{
	Level *l = &r->levels[r->depth - 1];
	const int in = dirfd(l->dir);
	if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
		return true;
	l->changed = true;
	if (e->d_type == DT_DIR)
		return remove_folder(r, in, e->d_name);
	if (is_gone(unlinkat(in, e->d_name, 0)))
		return true;
	return (errno == EISDIR || errno == EPERM) && remove_folder(r, in, e->d_name);
}

/* All entries were read: removes the folder. If entries appeared meanwhile or were skipped, they
 * are removed first. */
static bool leave_folder(Removal *r)
{
	Level *l = &r->levels[r->depth - 1];
	const int above = r->depth > 1 ? dirfd(l[-1].dir) : r->above;
	if (is_gone(unlinkat(above, l->name, AT_REMOVEDIR))) {
		closedir(l->dir);
		r->depth--;
		return true;
	}
	if ((errno != ENOTEMPTY && errno != EEXIST) || !l->changed || l->passes == PASSES)
		return false;
	l->changed = false;
	l->passes++;
	rewinddir(l->dir);
	return true;
}

static bool remove_entered(Removal *r)
{
	bool good = true;
	while (good && r->depth) {
		errno = 0;
		const struct dirent *e = readdir(r->levels[r->depth - 1].dir);
		good = e ? remove_entry(r, e) : errno == 0 && leave_folder(r);
	}
	const int why = errno;
	while (r->depth)
		closedir(r->levels[--r->depth].dir);
	errno = why;
	return good;
}

bool fs_is_own_folder(int above, int folder)
{
	struct stat st, in;
	return fstat(folder, &st) == 0 && fstat(above, &in) == 0 && st.st_uid == geteuid() &&
	       st.st_dev == in.st_dev;
}

bool fs_remove_opened_at(int above, const char *name, int folder)
{
	Removal r = { .above = above };
	const int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd >= 0 && enter_folder(&r, fd, name) && remove_entered(&r);
}

bool fs_remove_tree_at(int above, const char *name)
{
	Removal r = { .above = above };
	if (is_gone(unlinkat(above, name, 0)))
		return true;
	return (errno == EISDIR || errno == EPERM) && remove_folder(&r, above, name) &&
	       remove_entered(&r);
}

static bool remove_name(const char *path, int flags)
{
	const char *name;
	scoped_fd folder = fs_open_parent(path, &name);
	return folder >= 0 && unlinkat(folder, name, flags) == 0;
}

bool fs_remove_file(const char *path)
{
	return remove_name(path, 0);
}

bool fs_remove_folder(const char *path)
{
	return remove_name(path, AT_REMOVEDIR);
}

bool fs_remove_tree(const char *path, Diag *diag)
{
	const char *name;
	scoped_fd folder = fs_open_parent(path, &name);
	if (folder < 0 ? errno == ENOENT : fs_remove_tree_at(folder, name))
		return true;
	return diag_errno(diag, "cannot remove `%s`", path);
}
