// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/files.h"

#include "base/files/fs.h"
#include "base/json/json.h"
#include "base/text/path.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

/* --- the files of a folder --- */

static int by_path(const void *a, const void *b)
{
	return str_compare(((const VendorFile *)a)->path, ((const VendorFile *)b)->path);
}

void vendor_sort(VendorFiles *files)
{
	if (files->count)
		qsort(files->items, files->count, sizeof(VendorFile), by_path);
}

typedef struct VendorWalk {
	Arena *arena;
	Str root;
	StrVec folders; /* folders that are not read yet, relative to the root */
	VendorFiles *out;
	Buf *why;
} VendorWalk;

static bool take_entry(VendorWalk *w, const FsEntry *e, Str path)
{
	if (e->type == DT_DIR) {
		*vec_push(w->arena, &w->folders, Str) = path;
		return true;
	}
	if (e->type == DT_REG) {
		*vec_push(w->arena, w->out, VendorFile) = (VendorFile){ .path = path };
		return true;
	}
	buf_printf(w->why, "`" STR_FMT "` is neither a file nor a folder", STR_ARG(path));
	return false;
}

static bool read_folder(VendorWalk *w, Str folder)
{
	FsEntry *entries;
	size_t count;
	const Str path = folder.len ? path_join(w->arena, w->root, folder) : w->root;
	if (!fs_list(arena_cstr(w->arena, path), w->arena, &entries, &count)) {
		buf_printf(w->why, "cannot read `" STR_FMT "`: %s", STR_ARG(path), strerror(errno));
		return false;
	}
	if (count == 0 && folder.len)
		*vec_push(w->arena, w->out, VendorFile) =
			(VendorFile){ .path = folder, .folder = true };
	for (size_t i = 0; i < count; i++) {
		const Str name = entries[i].name;
		if (!take_entry(w, &entries[i],
		                folder.len ? path_join(w->arena, folder, name) : name))
			return false;
	}
	return true;
}

bool vendor_walk(Arena *a, Str folder, VendorFiles *out, Buf *why)
{
	VendorWalk w = { .arena = a, .root = folder, .out = out, .why = why };
	*vec_push(a, &w.folders, Str) = (Str){ 0 };
	while (w.folders.count)
		if (!read_folder(&w, w.folders.items[--w.folders.count]))
			return false;
	vendor_sort(out);
	return true;
}

/* --- the vendored files --- */

bool vendor_takes(Str path)
{
	Str rest = path, part;
	while (str_next(&rest, '/', &part))
		if (str_eq(part, STR(".git")))
			return false;
	const Str name = path_name(path);
	return !str_eq(name, STR(".gitattributes")) && !str_eq(name, STR(".gitignore")) &&
	       !str_eq(path, STR(".cargo-ok"));
}

static bool is_nameable(Str path, Buf *why)
{
	if (str_utf8_prefix(path) < path.len)
		buf_printf(why, "the name of `" STR_FMT "` is not UTF-8", STR_ARG(path));
	else if (str_eq(path, STR(VENDOR_SUMS)))
		buf_printf(why, "it has a file `%s` of its own, which vendoring would replace",
		           VENDOR_SUMS);
	else
		return true;
	return false;
}

bool vendor_select(VendorFiles *files, Buf *why)
{
	size_t kept = 0;
	for (size_t i = 0; i < files->count; i++) {
		if (!vendor_takes(files->items[i].path))
			continue;
		if (!is_nameable(files->items[i].path, why))
			return false;
		files->items[kept++] = files->items[i];
	}
	files->count = kept;
	return true;
}

/* --- lists of checksums --- */

void vendor_sums_write(const VendorFiles *files, Str package, Buf *to)
{
	bool first = true;
	buf_add(to, STR("{\"files\":{"));
	for (size_t i = 0; i < files->count; i++) {
		if (files->items[i].folder)
			continue;
		if (!first)
			buf_char(to, ',');
		json_quote(to, files->items[i].path);
		buf_printf(to, ":\"%s\"", files->items[i].sum);
		first = false;
	}
	buf_add(to, STR("},\"package\":"));
	if (package.len)
		json_quote(to, package);
	else
		buf_add(to, STR("null"));
	buf_char(to, '}');
}

bool vendor_sums_read(Arena *a, Str text, VendorFiles *out)
{
	scoped_json root = json_parse(text, NULL);
	const Json *files = json_get(root, "files");
	if (json_kind(files) != JSON_OBJECT)
		return false;
	json_each(file, files)
	{
		const Str sum = json_text(file);
		if (!digest_is_hex(sum))
			return false;
		VendorFile *f = vec_push(a, out, VendorFile);
		f->path = arena_str(a, json_key(file));
		memcpy(f->sum, sum.ptr, DIGEST_HEX);
	}
	vendor_sort(out);
	return true;
}
