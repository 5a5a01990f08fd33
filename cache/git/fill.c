// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "base/text/path.h"
#include "cache/git/gitstore_internal.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

/*
 * Repositories for a CARGO_HOME, in Cargo's own layout. Cargo looks for the locked commit in
 * git/db/ID, and makes the checkout itself.
 */

static bool link_or_copy(GitStore *s, const char *from, const char *to)
{
	scoped_arena scratch = { 0 };
	Str bytes;
	if (link(from, to) == 0 || errno == EEXIST)
		return true;
	return fs_read(from, &scratch, s->diag, &bytes) && fs_write(to, bytes, s->diag);
}

/* `ending` empty: all of them. */
static bool link_files(GitStore *s, const char *from, const char *to, Str ending)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	if (!fs_list(from, &scratch, &entries, &count))
		return true;
	if (!fs_make_folders(to, s->diag))
		return false;
	for (size_t i = 0; i < count; i++) {
		const Str name = entries[i].name;
		const Str source = path_join(&scratch, str_from(from), name);
		const Str target = path_join(&scratch, str_from(to), name);
		if (entries[i].type == DT_REG && str_ends_with(name, ending) &&
		    !link_or_copy(s, source.ptr, target.ptr))
			return false;
	}
	return true;
}

bool gitdb_take_packs(GitStore *s, const char *from, const char *to)
{
	scoped_arena scratch = { 0 };
	const char *source = arena_printf(&scratch, "%s/objects/pack", from).ptr;
	const char *target = arena_printf(&scratch, "%s/objects/pack", to).ptr;
	/* An index makes a pack known: it comes last. */
	return link_files(s, source, target, STR(".pack")) &&
	       link_files(s, source, target, STR(".idx"));
}

static bool take_loose(GitStore *s, const char *from, const char *to)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	const char *objects = arena_printf(&scratch, "%s/objects", from).ptr;
	if (!fs_list(objects, &scratch, &entries, &count))
		return true;
	for (size_t i = 0; i < count; i++) {
		const Str name = entries[i].name;
		const char *source = path_join(&scratch, str_from(objects), name).ptr;
		const char *target =
			arena_printf(&scratch, "%s/objects/" STR_FMT, to, STR_ARG(name)).ptr;
		if (name.len == 2 && !link_files(s, source, target, STR("")))
			return false;
	}
	return true;
}

bool gitdb_take_refs(GitStore *s, const char *from, const char *to)
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
	return fs_write(arena_printf(&scratch, "%s/packed-refs", to).ptr, buf_str(&text), s->diag);
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

static bool take_all(GitStore *s, const char *from, const char *to)
{
	/* Of a checkout, the repository is below. */
	const char *below = arena_printf(&s->arena, "%s/.git", from).ptr;
	const char *source = fs_kind(below) == FILE_FOLDER ? below : from;
	return take_loose(s, source, to) && gitdb_take_packs(s, source, to);
}

static bool make_copy(GitStore *s, const char *from, const char *target, const GitHome *home)
{
	const char *made =
		arena_printf(&s->arena, STR_FMT "/git%u", STR_ARG(home->temp), s->made++).ptr;
	if (!gitdb_create(s, made) || !take_all(s, from, made) || !gitdb_take_refs(s, from, made) ||
	    !fs_make_folders(arena_cstr(&s->arena, path_parent(str_from(target))), s->diag) ||
	    !fs_remove_tree(target, s->diag))
		return false;
	return rename(made, target) == 0 || diag_errno(s->diag, "cannot make `%s`", target);
}

bool gitdb_copy(GitStore *s, const GitCopy *what, const GitHome *home)
{
	scoped_repo *there = libgit_open(s->lib, what->target);
	if (there && what->commit && libgit_has_commit(there, what->commit))
		return true;
	if (there && !what->whole)
		return take_all(s, what->from, what->target);
	return make_copy(s, what->from, what->target, home);
}
