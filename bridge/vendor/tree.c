// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/tree.h"

#include "base/core/linux.h"
#include "base/text/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define STAGING ".l4cargo-vendor"

static bool tree_cannot(Diag *diag, const char *what, Str path)
{
	return diag_errno(diag, "cannot %s `" STR_FMT "`", what, STR_ARG(path));
}

typedef struct LockWait {
	const VendorTree *tree;
	Diag *diag;
} LockWait;

static void say_waiting(void *ctx)
{
	const LockWait *w = ctx;
	diag_status(w->diag, "Blocking",
	            "waiting for another process that vendors into `" STR_FMT "`",
	            STR_ARG(w->tree->folder));
}

static bool lock_tree(const VendorTree *t, Diag *diag)
{
	return fs_lock_opened(t->root, say_waiting, &(LockWait){ t, diag }) ||
	       tree_cannot(diag, "lock the folder", t->folder);
}

/* Removes the hidden folder. Nobody else uses it while we have the lock. */
static bool remove_hidden(const VendorTree *t, Diag *diag)
{
	return fs_remove_tree_at(t->root, STAGING) ||
	       diag_errno(diag, "cannot remove `" STR_FMT "/" STAGING "`", STR_ARG(t->folder));
}

static bool is_vendored(const VendorTree *t, const FsEntry *e)
{
	scoped_arena a = { 0 };
	const Str sums = path_join(&a, e->name, STR(".cargo-checksum.json"));
	return str_starts_with(e->name, STR(".")) || str_starts_with(e->name, STR("@")) ||
	       str_ends_with(e->name, STR(".crate")) || str_eq(e->name, STR("index")) ||
	       faccessat(t->root, arena_cstr(&a, sums), F_OK, 0) == 0;
}

/* Checks the folder that a link leads to. A project may contain a link to any folder; files there
 * must not be removed because of it. */
static bool check_link(const VendorTree *t, Arena *a, Diag *diag, Str link)
{
	FsEntry *entries;
	size_t count;
	if (!fs_list_opened(t->root, a, &entries, &count))
		return tree_cannot(diag, "read the folder", t->folder);
	for (size_t i = 0; i < count; i++) {
		if (is_vendored(t, &entries[i]))
			continue;
		diag_error(diag, NO_SPAN,
		           "`" STR_FMT "` is a link to `" STR_FMT
		           "`, where other files are: `" STR_FMT "`",
		           STR_ARG(link), STR_ARG(t->folder), STR_ARG(entries[i].name));
		return diag_help(diag, "remove the link; or name that folder itself, if all files "
		                       "in it may be removed");
	}
	return true;
}

bool vendor_tree_open(VendorTree *t, Arena *a, Diag *diag, Str folder)
{
	const mode_t mask = t->mask;
	*t = (VendorTree){ .root = -1, .folder = str_from(arena_cstr(a, folder)), .mask = mask };
	t->existed = fs_kind_link(t->folder.ptr) != FILE_ABSENT;
	if (!fs_make_folders(t->folder.ptr, diag))
		return false;
	char *real = realpath(t->folder.ptr, NULL);
	if (!real)
		return tree_cannot(diag, "find the folder", t->folder);
	t->folder = str_from(arena_cstr(a, str_from(real)));
	free(real);
	t->root = open(t->folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (t->root < 0)
		return tree_cannot(diag, "open the folder", t->folder);
	Str given = folder;
	while (given.len > 1 && str_ends_with(given, STR("/")))
		given.len--;
	return (fs_kind_link(arena_cstr(a, given)) != FILE_OTHER ||
	        check_link(t, a, diag, given)) &&
	       lock_tree(t, diag) && remove_hidden(t, diag);
}

/* --- a package takes its place --- */

BelowPath vendor_tree_made(Arena *a, size_t number)
{
	BelowPath out;
	below_path(a, arena_printf(a, STAGING "/%zu", number), &out);
	return out;
}

typedef struct Place { /* a name in an open folder */
	int folder;
	const char *name;
} Place;

/* For file systems that cannot exchange two names: for a moment, the target does not exist. */
static bool replace_in_two_steps(Place made, Place target)
{
	scoped_arena scratch = { 0 };
	const char *old = arena_printf(&scratch, "%s.old", made.name).ptr;
	return renameat(target.folder, target.name, made.folder, old) == 0 &&
	       renameat(made.folder, made.name, target.folder, target.name) == 0;
}

static bool take_place(Place made, Place target)
{
	struct stat st;
	if (renameat2(made.folder, made.name, target.folder, target.name, RENAME_NOREPLACE) == 0)
		return true;
	if (errno == EINVAL)
		return fstatat(target.folder, target.name, &st, AT_SYMLINK_NOFOLLOW) < 0
		               ? renameat(made.folder, made.name, target.folder, target.name) == 0
		               : replace_in_two_steps(made, target);
	return errno == EEXIST && (renameat2(made.folder, made.name, target.folder, target.name,
	                                     RENAME_EXCHANGE) == 0 ||
	                           (errno == EINVAL && replace_in_two_steps(made, target)));
}

static bool put_in_place(const VendorTree *t, BelowPath made, BelowPath name)
{
	Place from, to;
	scoped_fd staging = below_open_parent(t->root, made, &from.name);
	scoped_fd parent = below_open_parent(t->root, name, &to.name);
	from.folder = staging;
	to.folder = parent;
	return staging >= 0 && parent >= 0 && take_place(from, to);
}

bool vendor_tree_publish(const VendorTree *t, BelowPath made, BelowPath name, Buf *why)
{
	if (!below_make_parents(t->root, name) || !put_in_place(t, made, name)) {
		buf_printf(why, "cannot replace `" STR_FMT "/" STR_FMT "`: %s", STR_ARG(t->folder),
		           STR_ARG(name.checked), strerror(errno));
		return false;
	}
	below_remove_tree(t->root, made); /* the old package; vendor_tree_close reports failures */
	return true;
}

/* --- removal --- */

/* Moves an entry into the hidden folder before it removes it: so the tree has the whole entry, or
 * nothing of it. */
static bool remove_entry(const VendorTree *t, Arena *a, Diag *diag, Str name)
{
	BelowPath path, aside;
	return (below_path(a, name, &path) && below_path(a, STR(STAGING "/removed"), &aside) &&
	        below_make_parents(t->root, aside) &&
	        below_rename((BelowPlace){ t->root, path }, (BelowPlace){ t->root, aside }) &&
	        below_remove_tree(t->root, aside)) ||
	       tree_cannot(diag, "remove", path_join(a, t->folder, name));
}

static int open_part(const VendorTree *t, Arena *a, Str below)
{
	BelowPath path;
	if (!below.len)
		return openat(t->root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	errno = EINVAL;
	return below_path(a, below, &path) ? below_open_folder(t->root, path) : -1;
}

bool vendor_tree_remove_others(const VendorTree *t, Arena *a, Diag *diag, VendorRemoval *r)
{
	FsEntry *entries;
	size_t count;
	scoped_fd folder = open_part(t, a, r->below);
	if (folder < 0 && errno == ENOENT)
		return true;
	if (folder < 0 || !fs_list_opened(folder, a, &entries, &count))
		return tree_cannot(diag, "read the folder", path_join(a, t->folder, r->below));
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
	const bool good = t->root < 0 || remove_hidden(t, diag);
	if (remove && !t->existed && t->folder.len)
		fs_remove_folder(t->folder.ptr);
	fs_close(&t->root);
	t->root = -1;
	return good;
}
