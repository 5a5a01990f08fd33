// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/index.h"

#include "base/fs.h"
#include "base/json.h"
#include "base/path.h"
#include "bridge/vendor/files.h"
#include "cache/registry.h"
#include "emitters/vendor_index.h"

#include <errno.h>
#include <unistd.h>

typedef struct Writing {
	Arena *arena;
	Diag *diag;
	const VendorIndex *x;
	Str folder; /* of the index */
	Map files;  /* that it has, from there */
} Writing;

static bool is_ours(const Writing *w, size_t i)
{
	return w->x->plan->items.items[i].place == w->x->place;
}

/* Is it about a version that the plan has, too? */
static bool is_replaced(const Writing *w, Str line, Str name)
{
	const VendorPlan *p = w->x->plan;
	scoped_json root = json_parse(line, NULL);
	const Str version = json_string(root, "vers");
	for (size_t i = 0; i < p->items.count; i++) {
		const Package *k = p->items.items[i].package;
		if (is_ours(w, i) && str_eq(k->name, name) && str_eq(k->version.text, version))
			return true;
	}
	return version.ptr == NULL;
}

static void add_old_lines(const Writing *w, Str path, Str name, Buf *to)
{
	Str text, line;
	if (!w->x->no_delete || !fs_read_quietly(path.ptr, w->arena, &text))
		return;
	while (str_next(&text, '\n', &line)) {
		if (is_replaced(w, line, name))
			continue;
		buf_add(to, line);
		buf_char(to, '\n');
	}
}

/* The file of one name: its packages are items [from, to). */
static bool write_file(Writing *w, size_t from, size_t to)
{
	const VendorPlan *p = w->x->plan;
	const Str name = p->items.items[from].package->name;
	const Str file = registry_index_path(w->arena, name);
	const Str path = path_join(w->arena, w->folder, file);
	scoped_buf text = { 0 };
	for (size_t i = from; i < to; i++)
		if (is_ours(w, i))
			vendor_index_emit(p->items.items[i].package, &text);
	if (!text.len)
		return true;
	add_old_lines(w, path, name, &text);
	map_put(&w->files, file, 0);
	return fs_make_folders(arena_cstr(w->arena, path_parent(path)), w->diag) &&
	       fs_write_if_changed(path.ptr, buf_str(&text), w->diag) != FS_FAILED;
}

static bool remove_file(const Writing *w, const VendorFile *f)
{
	const Str path = path_join(w->arena, w->folder, f->path);
	if ((f->folder ? rmdir(path.ptr) : unlink(path.ptr)) < 0)
		return diag_errno(w->diag, "cannot remove `" STR_FMT "`", STR_ARG(path));
	for (Str up = path_parent(path); up.len > w->folder.len; up = path_parent(up))
		if (rmdir(arena_cstr(w->arena, up)) < 0)
			break;
	return true;
}

static bool remove_others(const Writing *w)
{
	VendorFiles files = { 0 };
	scoped_buf why = { 0 };
	if (!vendor_walk(w->arena, w->folder, &files, &why)) {
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
	Writing w = { a, diag, x, path_join(a, x->folder, STR(VENDOR_INDEX)), { 0 } };
	const FileKind kind = fs_kind_link(w.folder.ptr);
	if (kind != FILE_ABSENT && kind != FILE_FOLDER) {
		diag_error(diag, NO_SPAN, "`" STR_FMT "` is not a folder", STR_ARG(w.folder));
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
	return x->no_delete || fs_kind(w.folder.ptr) == FILE_ABSENT || remove_others(&w);
}
