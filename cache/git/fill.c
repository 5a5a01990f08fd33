// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "base/text/path.h"
#include "cache/git/gitstore_internal.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/*
 * Copies repositories to a CARGO_HOME, in Cargo's own layout. Cargo looks for the locked commit in
 * git/db/ID, and makes the checkout itself.
 */

/* A file that is linked or copied from the folder `from` to the folder `to`, which is in the store
 * or in a CARGO_HOME. */
typedef struct GitFile {
	int from, to;
	const char *name;
} GitFile;

static bool link_or_copy(const GitFile *f)
{
	scoped_arena scratch = { 0 };
	Str bytes;
	if (linkat(f->from, f->name, f->to, f->name, 0) == 0 || errno == EEXIST)
		return true;
	scoped_fd in = openat(f->from, f->name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	return in >= 0 && fs_read_opened(in, &scratch, &bytes) &&
	       fs_replace_at(f->to, f->name, bytes, FS_FLEETING);
}

/* Links or copies the files with this ending; all files if it is empty. Returns false with
 * errno. */
static bool link_listed(int from, int to, Str ending)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	if (!fs_list_opened(from, &scratch, &entries, &count))
		return true;
	for (size_t i = 0; i < count; i++) {
		const GitFile file = { from, to, arena_cstr(&scratch, entries[i].name) };
		if (entries[i].type == DT_REG && str_ends_with(entries[i].name, ending) &&
		    !link_or_copy(&file))
			return false;
	}
	return true;
}

static bool link_files(GitStore *s, const char *from, BelowPlace to, Str ending)
{
	scoped_fd in = open(from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (in < 0)
		return true;
	scoped_fd out =
		below_make_folders(to.top, to.path) ? below_open_folder(to.top, to.path) : -1;
	return (out >= 0 && link_listed(in, out, ending)) ||
	       diag_errno(s->diag, "cannot copy the git objects in `%s`", from);
}

static BelowPlace place_in(Arena *a, BelowPlace folder, const char *name)
{
	BelowPlace out = { folder.top, { { 0 } } };
	const bool below =
		below_path(a, path_join(a, folder.path.checked, str_from(name)), &out.path);
	assert(below);
	return out;
}

bool gitdb_take_packs(GitStore *s, const char *from, BelowPlace to)
{
	scoped_arena scratch = { 0 };
	const char *source = arena_printf(&scratch, "%s/objects/pack", from).ptr;
	const BelowPlace target = place_in(&scratch, to, "objects/pack");
	/* git finds a pack by its index, so indexes must come last. */
	return link_files(s, source, target, STR(".pack")) &&
	       link_files(s, source, target, STR(".idx"));
}

static bool take_loose(GitStore *s, const char *from, BelowPlace to)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	const char *objects = arena_printf(&scratch, "%s/objects", from).ptr;
	if (!fs_list(objects, &scratch, &entries, &count))
		return true;
	for (size_t i = 0; i < count; i++) {
		const Str name = entries[i].name;
		if (name.len != 2)
			continue;
		const char *source = path_join(&scratch, str_from(objects), name).ptr;
		const char *target = path_join(&scratch, STR("objects"), name).ptr;
		if (!link_files(s, source, place_in(&scratch, to, target), STR("")))
			return false;
	}
	return true;
}

bool gitdb_take_refs(GitStore *s, const char *from, BelowPlace to)
{
	scoped_arena scratch = { 0 };
	GitRefs refs;
	scoped_buf text = { 0 };
	scoped_repo *repo = libgit_open(s->lib, from);
	if (!repo || !libgit_refs(repo, &scratch, &refs))
		return true;
	for (size_t i = 0; i < refs.count; i++)
		buf_printf(&text, STR_FMT " " STR_FMT "\n", STR_ARG(refs.items[i].id),
		           STR_ARG(refs.items[i].name));
	const BelowPlace file = place_in(&scratch, to, "packed-refs");
	return below_write(file.top, file.path, buf_str(&text), FS_FLEETING) ||
	       diag_errno(s->diag, "cannot write the git references of `%s`", from);
}

bool gitdb_create(GitStore *s, const char *path)
{
	scoped_buf why = { 0 };
	scoped_repo *made = libgit_create(s->lib, path, &why);
	return made ||
	       diag_error(s->diag, NO_SPAN, "cannot make a repository `%s`: " STR_FMT, path,
	                  STR_ARG(buf_str(&why))) ||
	       diag_help(s->diag, "check that folder, then run the command again");
}

static bool take_all(GitStore *s, const char *from, BelowPlace to)
{
	/* In a checkout, the repository is in `.git`. */
	const char *below = arena_printf(&s->arena, "%s/.git", from).ptr;
	const char *source = fs_kind(below) == FILE_FOLDER ? below : from;
	return take_loose(s, source, to) && gitdb_take_packs(s, source, to);
}

static bool make_copy(GitStore *s, const GitCopy *what, BelowPlace target, const GitHome *home)
{
	const char *name = arena_printf(&s->arena, "git%u", s->made++).ptr;
	const char *path = path_join(&s->arena, home->temp, str_from(name)).ptr;
	const BelowPlace made = { home->temp_top, { str_from(name) } };
	return gitdb_create(s, path) && take_all(s, what->from, made) &&
	       gitdb_take_refs(s, what->from, made) &&
	       ((below_make_parents(target.top, target.path) &&
	         below_remove_tree(target.top, target.path) && below_rename(made, target)) ||
	        diag_errno(s->diag, "cannot make `" STR_FMT "/" STR_FMT "`", STR_ARG(home->folder),
	                   STR_ARG(what->target)));
}

/* Opens `git` or `registry`. It may be a link, which Cargo follows, too. Below it no link is
 * followed. */
static int open_part(const GitHome *home, const char *name)
{
	const int how = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	return mkdirat(home->folder_top, name, 0777) == 0 || errno == EEXIST
	               ? openat(home->folder_top, name, how)
	               : -1;
}

static bool bring_repository(GitStore *s, const GitCopy *what, BelowPlace target,
                             const GitHome *home)
{
	const char *path = path_join(&s->arena, home->folder, what->target).ptr;
	scoped_repo *there = libgit_open(s->lib, path);
	if (there && what->commit && libgit_has_commit(there, what->commit))
		return true;
	if (there && !what->whole)
		return take_all(s, what->from, target);
	return make_copy(s, what, target, home);
}

bool gitdb_copy(GitStore *s, const GitCopy *what, const GitHome *home)
{
	Str part, rest;
	str_cut(what->target, '/', &part, &rest);
	BelowPlace target = { .top = -1 };
	scoped_fd top = open_part(home, arena_cstr(&s->arena, part));
	target.top = top;
	errno = top < 0 ? errno : EINVAL;
	if (top < 0 || !below_path(&s->arena, rest, &target.path))
		return diag_errno(s->diag, "cannot open `" STR_FMT "/" STR_FMT "`",
		                  STR_ARG(home->folder), STR_ARG(part));
	return bring_repository(s, what, target, home);
}
