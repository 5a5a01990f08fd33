// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/index.h"

#include "base/json/json.h"
#include "base/text/path.h"
#include "bridge/vendor/files.h"
#include "cache/registry/registry.h"
#include "emitters/vendor/index.h"

#include <errno.h>

typedef struct Writing {
	Arena *arena;
	Diag *diag;
	const VendorIndex *x;
	Str folder; /* folder of the index, relative to the tree */
	Map files;  /* files of the index, relative to `folder` */
} Writing;

static bool is_in_place(const Writing *w, size_t i)
{
	return w->x->plan->items.items[i].place == w->x->place;
}

/* Returns whether the plan replaces the version of this line, or the line is invalid. */
static bool is_replaced(const Writing *w, Str line, Str name)
{
	const VendorPlan *p = w->x->plan;
	scoped_json root = json_parse(line, NULL);
	const Str version = json_string(root, "vers");
	for (size_t i = 0; i < p->items.count; i++) {
		const Package *k = p->items.items[i].package;
		if (is_in_place(w, i) && str_eq(k->name, name) && str_eq(k->version.text, version))
			return true;
	}
	return version.ptr == NULL;
}

static Str index_path(const Writing *w, Str path)
{
	return path_join(w->arena, w->x->tree->folder, path_join(w->arena, w->folder, path));
}

/* Finds the path of a file or folder of the index, relative to the tree. */
static bool find_path(const Writing *w, Str path, BelowPath *out)
{
	errno = EINVAL;
	return below_path(w->arena, path_join(w->arena, w->folder, path), out);
}

static void add_old_lines(const Writing *w, Str before, Str name, Buf *to)
{
	Str text = before, line;
	while (str_next(&text, '\n', &line)) {
		if (is_replaced(w, line, name))
			continue;
		buf_add(to, line);
		buf_char(to, '\n');
	}
}

/* Writes the file of one name. Its packages are items [from, to). */
static bool write_file(Writing *w, size_t from, size_t to)
{
	const VendorPlan *p = w->x->plan;
	const Str name = p->items.items[from].package->name;
	const Str file = registry_index_path(w->arena, name);
	const int root = w->x->tree->root;
	scoped_buf text = { 0 };
	BelowPath path;
	Str before = { 0 };
	for (size_t i = from; i < to; i++)
		if (is_in_place(w, i))
			vendor_index_emit(p->items.items[i].package, &text);
	if (!text.len)
		return true;
	bool good = find_path(w, file, &path);
	if (good && below_read(root, path, w->arena, &before) && w->x->no_delete)
		add_old_lines(w, before, name, &text);
	map_put(&w->files, file, 0);
	good = good && (str_eq(before, buf_str(&text)) ||
	                (below_make_parents(root, path) &&
	                 below_write(root, path, buf_str(&text), FS_FLEETING)));
	return good ||
	       diag_errno(w->diag, "cannot write `" STR_FMT "`", STR_ARG(index_path(w, file)));
}

static bool remove_file(const Writing *w, const VendorFile *f)
{
	const int root = w->x->tree->root;
	BelowPath path;
	if (!find_path(w, f->path, &path) ||
	    !(f->folder ? below_remove_folder(root, path) : below_remove_file(root, path)))
		return diag_errno(w->diag, "cannot remove `" STR_FMT "`",
		                  STR_ARG(index_path(w, f->path)));
	for (Str up = path_parent(f->path); up.len; up = path_parent(up))
		if (!find_path(w, up, &path) || !below_remove_folder(root, path))
			break;
	return true;
}

static bool remove_other_entries(const Writing *w)
{
	VendorFiles files = { 0 };
	scoped_buf why = { 0 };
	if (!vendor_walk(w->arena, index_path(w, STR("")), &files, &why)) {
		diag_error(w->diag, NO_SPAN, "cannot read the index: " STR_FMT,
		           STR_ARG(buf_str(&why)));
		return diag_help(w->diag, "run the command again, or without --archives");
	}
	for (size_t i = 0; i < files.count; i++)
		if (map_get(&w->files, files.items[i].path) == MAP_NONE &&
		    !remove_file(w, &files.items[i]))
			return false;
	return true;
}

bool vendor_index_write(Arena *a, Diag *diag, const VendorIndex *x)
{
	const VendorPlan *p = x->plan;
	Writing w = { a, diag, x, path_join(a, x->below, STR(VENDOR_INDEX)), { 0 } };
	BelowPath folder;
	const FileKind kind =
		find_path(&w, STR(""), &folder) ? below_kind(x->tree->root, folder) : FILE_OTHER;
	if (kind != FILE_ABSENT && kind != FILE_FOLDER) {
		diag_error(diag, NO_SPAN, "`" STR_FMT "` is not a folder",
		           STR_ARG(index_path(&w, STR(""))));
		return diag_help(diag, "remove it, or choose another folder");
	}
	map_init(&w.files, a, p->items.count);
	for (size_t i = 0, end; i < p->items.count; i = end) {
		for (end = i + 1; end < p->items.count; end++)
			if (!str_eq(p->items.items[i].package->name,
			            p->items.items[end].package->name))
				break;
		if (!write_file(&w, i, end))
			return false;
	}
	return x->no_delete || below_kind(x->tree->root, folder) == FILE_ABSENT ||
	       remove_other_entries(&w);
}
