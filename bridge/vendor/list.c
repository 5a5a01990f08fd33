// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/list.h"

#include "base/files/fs.h"
#include "base/files/ignore.h"
#include "base/text/path.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

enum { PATH_LIMIT = 4000 };

typedef struct ListFolder {
	Str path;    /* relative to the package; empty: the package itself */
	bool walked; /* below a link, or where Cargo does not ask git: everything in it counts */
} ListFolder;

typedef struct Listing {
	Arena *arena;
	const VendorListing *what;
	Str limit; /* real path of the folder that links must not leave */
	IgnoreList patterns;
	bool include; /* the patterns include files; otherwise they exclude files */
	VEC(ListFolder) open;
	VendorFiles *out;
	Buf *why;
} Listing;

static Str full_path(const Listing *l, Str path)
{
	const Str folder = l->what->manifest->folder;
	return path.len ? path_join(l->arena, folder, path) : arena_str(l->arena, folder);
}

static bool add_patterns(Listing *l, const StrList *lines)
{
	const char *why;
	for (size_t i = 0; i < lines->count; i++)
		if (!ignore_add(&l->patterns, lines->items[i], &why)) {
			buf_printf(l->why, "%s in the pattern `" STR_FMT "` of its Cargo.toml", why,
			           STR_ARG(lines->items[i]));
			return false;
		}
	return true;
}

static bool is_packaged(const Listing *l, Str path, bool is_folder)
{
	if (str_eq(path, STR("Cargo.toml")) || str_eq(path, STR("Cargo.lock")))
		return true;
	if (!l->include)
		return ignore_match(&l->patterns, path, is_folder) != IGNORE_IT;
	return is_folder || ignore_match(&l->patterns, path, false) == IGNORE_IT;
}

static bool has_manifest(const Listing *l, Str folder)
{
	const Str path = path_join(l->arena, full_path(l, folder), STR("Cargo.toml"));
	return fs_kind_link(path.ptr) != FILE_ABSENT;
}

/* --- entries --- */

static bool open_folder(Listing *l, const ListFolder *in, Str path, bool walked)
{
	/* Where Cargo does not ask git, it skips excluded folders and `target`. */
	const bool skipped =
		walked && (!is_packaged(l, path, true) ||
	                   (!in->path.len && in->walked && str_eq(path, STR("target"))));
	if (!skipped && !has_manifest(l, path))
		*vec_push(l->arena, &l->open, ListFolder) = (ListFolder){ path, walked };
	return true;
}

static bool add_file(Listing *l, Str path, bool link)
{
	if (is_packaged(l, path, false))
		*vec_push(l->arena, l->out, VendorFile) =
			(VendorFile){ .path = path, .link = link };
	return true;
}

static Str linked_path(const Listing *l, Str path)
{
	char *real = realpath(full_path(l, path).ptr, NULL);
	const Str out = real ? arena_str(l->arena, str_from(real)) : (Str){ 0 };
	free(real);
	return out;
}

/* Adds the target of a link, as Cargo does. */
static bool add_link(Listing *l, const ListFolder *in, Str path)
{
	const Str real = linked_path(l, path);
	const FileKind kind = real.len ? fs_kind(real.ptr) : FILE_ABSENT;
	if (!is_packaged(l, path, kind == FILE_FOLDER) || !vendor_takes(path))
		return true;
	if (!real.len || !path_is_below(real, l->limit)) {
		buf_printf(l->why, "the link `" STR_FMT "` leads %s", STR_ARG(path),
		           real.len ? "out of the repository" : "nowhere");
		return false;
	}
	if (kind == FILE_REGULAR)
		return add_file(l, path, true);
	/* a link to a folder above itself would never end */
	return kind != FILE_FOLDER || path_is_below(linked_path(l, in->path), real) ||
	       open_folder(l, in, path, true);
}

/* Returns whether the `.cargo-ok` of a submodule is ignored. Cargo writes this mark, but treats it
 * like other files unless the submodule's own patterns ignore it. */
static bool is_ignored_mark(const Listing *l, const ListFolder *in, Str name)
{
	const char *why;
	Str text, line;
	IgnoreList patterns = { .arena = l->arena };
	const Str folder = full_path(l, in->path);
	if (in->walked || !in->path.len || !str_eq(name, STR(".cargo-ok")) ||
	    !fs_read_quietly(path_join(l->arena, folder, STR(".gitignore")).ptr, l->arena, &text))
		return false;
	while (str_next(&text, '\n', &line))
		ignore_add(&patterns, line, &why); /* git skips broken patterns */
	return ignore_match(&patterns, name, false) == IGNORE_IT;
}

static bool add_entry(Listing *l, const ListFolder *in, const FsEntry *e)
{
	const Str path = in->path.len ? path_join(l->arena, in->path, e->name) : e->name;
	if (path.len > PATH_LIMIT) {
		buf_printf(l->why, "it has a path of %zu bytes", path.len);
		return false;
	}
	if (str_eq(e->name, STR(".git")) || is_ignored_mark(l, in, e->name))
		return true;
	switch (e->type) {
	case DT_DIR:
		return open_folder(l, in, path, in->walked);
	case DT_LNK:
		return add_link(l, in, path);
	case DT_REG:
		return add_file(l, path, false);
	default:
		return true; /* as in Cargo, pipes and the like do not count */
	}
}

static bool add_folder_entries(Listing *l, ListFolder f)
{
	FsEntry *entries;
	size_t count;
	const Str path = full_path(l, f.path);
	if (!fs_list(path.ptr, l->arena, &entries, &count)) {
		buf_printf(l->why, "cannot read `" STR_FMT "`: %s", STR_ARG(path), strerror(errno));
		return false;
	}
	for (size_t i = 0; i < count; i++)
		if (!add_entry(l, &f, &entries[i]))
			return false;
	return true;
}

static bool prepare_listing(Listing *l)
{
	const Manifest *m = l->what->manifest;
	char *real = realpath(arena_cstr(l->arena, l->what->limit), NULL);
	l->limit = arena_str(l->arena, real ? str_from(real) : l->what->limit);
	free(real);
	l->include = m->include.count > 0;
	const Str hidden = STR(".*");
	return (l->include || l->what->tracked || add_patterns(l, &(StrList){ &hidden, 1 })) &&
	       add_patterns(l, l->include ? &m->include : &m->exclude);
}

bool vendor_list(Arena *a, const VendorListing *what, VendorFiles *out, Buf *why)
{
	Listing l = { .arena = a, .what = what, .out = out, .why = why, .patterns.arena = a };
	if (!prepare_listing(&l))
		return false;
	*vec_push(a, &l.open, ListFolder) = (ListFolder){ { 0 }, l.include || !what->tracked };
	while (l.open.count)
		if (!add_folder_entries(&l, l.open.items[--l.open.count]))
			return false;
	vendor_sort(out);
	return vendor_select(out, why);
}
