// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/tree.h"

#include "base/fs.h"
#include "base/linux.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAGING ".l4cargo-vendor"

static bool cannot(Diag *diag, const char *what, Str path)
{
	return diag_errno(diag, "cannot %s `" STR_FMT "`", what, STR_ARG(path));
}

static bool lock(VendorTree *t, Diag *diag)
{
	t->lock = open(t->folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (t->lock < 0)
		return cannot(diag, "open the folder", t->folder);
	if (flock(t->lock, LOCK_EX | LOCK_NB) == 0)
		return true;
	if (errno == EWOULDBLOCK)
		diag_status(diag, "Blocking",
		            "waiting for another process that vendors into `" STR_FMT "`",
		            STR_ARG(t->folder));
	while (flock(t->lock, LOCK_EX) < 0)
		if (errno != EINTR)
			return cannot(diag, "lock the folder", t->folder);
	return true;
}

bool vendor_tree_open(VendorTree *t, Arena *a, Diag *diag, Str folder)
{
	*t = (VendorTree){ .lock = -1, .folder = str_from(arena_cstr(a, folder)) };
	t->existed = fs_kind_link(t->folder.ptr) != FILE_ABSENT;
	if (!fs_make_folders(t->folder.ptr, diag))
		return false;
	char *real = realpath(t->folder.ptr, NULL);
	if (!real)
		return cannot(diag, "find the folder", t->folder);
	t->folder = str_from(arena_cstr(a, str_from(real)));
	free(real);
	t->staging = path_join(a, t->folder, STR(STAGING));
	t->umask = umask(0); /* no other thread makes files now */
	umask(t->umask);
	/* Nobody uses it while we have the lock. */
	return lock(t, diag) && fs_remove_tree(t->staging.ptr, diag);
}

/* --- a package takes its place --- */

/* For file systems that cannot exchange two names: for a moment, neither is there. */
static bool replace_in_two_steps(const char *made, const char *target)
{
	scoped_arena scratch = { 0 };
	const char *old = arena_printf(&scratch, "%s.old", made).ptr;
	return rename(target, old) == 0 && rename(made, target) == 0;
}

static bool take_place(const char *made, const char *target)
{
	if (renameat2(AT_FDCWD, made, AT_FDCWD, target, RENAME_NOREPLACE) == 0)
		return true;
	if (errno == EINVAL)
		return fs_kind_link(target) == FILE_ABSENT ? rename(made, target) == 0
		                                           : replace_in_two_steps(made, target);
	return errno == EEXIST &&
	       (renameat2(AT_FDCWD, made, AT_FDCWD, target, RENAME_EXCHANGE) == 0 ||
	        (errno == EINVAL && replace_in_two_steps(made, target)));
}

bool vendor_tree_publish(const VendorTree *t, const char *made, Str name, Buf *why)
{
	scoped_arena scratch = { 0 };
	Diag silent = { 0 };
	const Str target = path_join(&scratch, t->folder, name);
	const Str parent = path_parent(target);
	if (!fs_make_folders(arena_cstr(&scratch, parent), &silent) ||
	    !take_place(made, arena_cstr(&scratch, target))) {
		buf_printf(why, "cannot replace `" STR_FMT "`: %s", STR_ARG(target),
		           strerror(errno));
		return false;
	}
	fs_remove_tree(made, &silent); /* the old one, if any; else vendor_tree_close says why */
	return true;
}

/* --- what goes --- */

/* Into the hidden folder first: what is removed is there as a whole, or not at all. */
static bool remove_entry(const VendorTree *t, Arena *a, Diag *diag, Str name)
{
	const Str path = path_join(a, t->folder, name);
	const Str aside = path_join(a, t->staging, STR("removed"));
	if (!fs_make_folders(t->staging.ptr, diag))
		return false;
	if (rename(path.ptr, aside.ptr) < 0)
		return cannot(diag, "remove", path);
	return fs_remove_tree(aside.ptr, diag);
}

bool vendor_tree_remove_others(const VendorTree *t, Arena *a, Diag *diag, VendorRemoval *r)
{
	FsEntry *entries;
	size_t count;
	const Str folder = path_join(a, t->folder, r->below);
	if (!fs_list(folder.ptr, a, &entries, &count))
		return errno == ENOENT || cannot(diag, "read the folder", folder);
	for (size_t i = 0; i < count; i++) {
		const Str name = path_join(a, r->below, entries[i].name);
		if (str_starts_with(entries[i].name, STR(".")) ||
		    map_get(r->keep, name) != MAP_NONE)
			continue;
		if (!remove_entry(t, a, diag, name))
			return false;
		r->removed++;
	}
	return true;
}

bool vendor_tree_close(VendorTree *t, Diag *diag, bool remove)
{
	const bool good = !t->staging.len || fs_remove_tree(t->staging.ptr, diag);
	if (remove && !t->existed && t->folder.len)
		rmdir(t->folder.ptr);
	fs_close(&t->lock);
	t->lock = -1;
	return good;
}
