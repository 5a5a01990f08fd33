// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/license_files.h"

#include "base/core/buf.h"
#include "base/core/vec.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "base/text/unicode_ident.h"

#include <dirent.h>
#include <stdlib.h>
#include <strings.h>

enum { SIZE_MAX_TEXT = 1 << 20, FILES_MAX = 200 };

typedef struct LicenseSearch {
	Arena *arena;
	const Package *package;
	VEC(LicenseFile) found;
} LicenseSearch;

/* Replaces bytes that are not UTF-8 with U+FFFD. Drops a byte order mark and carriage returns. */
static Str as_text(Arena *a, Str bytes)
{
	enum { REPLACEMENT = 0xfffd };
	scoped_buf out = { 0 };
	Str rest = str_sub(bytes, str_starts_with(bytes, STR("\xef\xbb\xbf")) ? 3 : 0, bytes.len);
	while (rest.len) {
		const Str before = rest;
		const uint32_t c = str_next_char(&rest);
		if (c == REPLACEMENT)
			buf_add(&out, STR("\xef\xbf\xbd"));
		else if (c != '\r')
			buf_add(&out, str_sub(before, 0, before.len - rest.len));
	}
	return arena_str(a, buf_str(&out));
}

/* Returns whether the path leads through folders to a file, without a link and without `..`. */
static bool is_own(Arena *a, Str folder, Str way)
{
	Str piece, at = folder;
	if (path_is_absolute(way))
		return false;
	while (str_next(&way, '/', &piece)) {
		if (str_eq(piece, STR("..")))
			return false;
		at = path_join(a, at, piece);
		const FileKind kind = fs_kind_link(arena_cstr(a, at));
		if (kind != (way.len ? FILE_FOLDER : FILE_REGULAR))
			return false;
	}
	return true;
}

static bool read_text(LicenseSearch *s, Str way, Str *out)
{
	const Package *p = s->package;
	scoped_arena scratch = { 0 };
	struct stat st;
	Str bytes;
	if (str_find(way, '\0') >= 0 || (p->foreign && !is_own(&scratch, p->folder, way)))
		return false;
	const char *path = arena_cstr(&scratch, path_join(&scratch, p->folder, way));
	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size > SIZE_MAX_TEXT ||
	    !fs_read_quietly(path, &scratch, &bytes))
		return false;
	*out = as_text(s->arena, bytes);
	return out->len > 0;
}

static void add_license_file(LicenseSearch *s, Str way)
{
	LicenseFile file = { .path = way };
	for (size_t i = 0; i < s->found.count; i++)
		if (str_eq(s->found.items[i].path, way))
			return;
	if (s->found.count < FILES_MAX && read_text(s, way, &file.text))
		*vec_push(s->arena, &s->found, LicenseFile) = file;
}

static bool is_called_so(Str name)
{
	static const char *const begin[] = { "license",   "licence", "unlicense",
		                             "unlicence", "copying", "copyright",
		                             "notice",    "eula",    "copyleft" };
	static const char *const code[] = { ".rs", ".toml", ".py", ".sh", ".c", ".h" };
	for (size_t i = 0; i < COUNT_OF(code); i++)
		if (str_ends_with(name, str_from(code[i])))
			return false;
	for (size_t i = 0; i < COUNT_OF(begin); i++) {
		const size_t n = strlen(begin[i]);
		if (name.len >= n && strncasecmp(name.ptr, begin[i], n) == 0)
			return true;
	}
	return false;
}

static void search_folder(LicenseSearch *s, Str below, bool all)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	const Str folder = path_join(&scratch, s->package->folder, below);
	if (!fs_list(arena_cstr(&scratch, folder), &scratch, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		const bool is_file = entries[i].type == DT_REG || entries[i].type == DT_LNK;
		if (is_file && (all || is_called_so(entries[i].name)))
			add_license_file(s, below.len ? path_join(s->arena, below, entries[i].name)
			                              : arena_str(s->arena, entries[i].name));
	}
}

static int by_path(const void *a, const void *b)
{
	return str_compare(((const LicenseFile *)a)->path, ((const LicenseFile *)b)->path);
}

LicenseFiles license_files_of(Arena *a, const Package *p)
{
	LicenseSearch s = { .arena = a, .package = p };
	search_folder(&s, STR(""), false);
	search_folder(&s, STR("LICENSES"), true);
	if (p->manifest->info.license_file.len)
		add_license_file(&s, path_normalise(a, p->manifest->info.license_file));
	if (s.found.count)
		qsort(s.found.items, s.found.count, sizeof(LicenseFile), by_path);
	return (LicenseFiles){ s.found.items, s.found.count };
}

Str license_file_text(Arena *a, const Package *p)
{
	LicenseSearch s = { .arena = a, .package = p };
	Str text = { 0 };
	const Str way = p->manifest->info.license_file;
	return way.len && read_text(&s, path_normalise(a, way), &text) ? text : STR("");
}
