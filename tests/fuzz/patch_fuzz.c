// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * A patch, and behind a NUL the text of each file that it edits. What comes out has no line that
 * was neither in the file nor in the patch, and nothing is written but below the package's folder.
 */
#include "base/core/buf.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/sysroot/patch.h"
#include "tests/fuzz/folder.h"

static bool has_line(Str text, Str line)
{
	Str one;
	while (str_next(&text, '\n', &one))
		if (str_eq(one, line))
			return true;
	return !line.len;
}

static bool is_added(const PatchedFile *f, Str line)
{
	for (size_t i = 0; i < f->count; i++) {
		Str rest = f->hunks[i].body, one;
		while (str_next(&rest, '\n', &one))
			if (one.len && one.ptr[0] == '+' && str_eq(str_sub(one, 1, one.len), line))
				return true;
	}
	return false;
}

/* A last line that has no line feed is joined by what comes behind it: such are left out. */
static void check_edit(const Patch *p, const PatchedFile *f, Str old)
{
	scoped_arena a = { 0 };
	Str new, line;
	const PatchHunk *bad = patch_apply(f, old, &a, &new);
	if (bad) {
		CHECK(bad >= f->hunks && bad < f->hunks + f->count);
		return;
	}
	if (!f->count)
		CHECK(str_eq(new, old));
	if (!str_ends_with(old, STR("\n")) || !str_ends_with(p->src->text, STR("\n")))
		return;
	while (str_next(&new, '\n', &line))
		CHECK(has_line(old, line) || is_added(f, line) || !new.len);
}

static void check_path(Str path)
{
	Str part;
	CHECK(path.len && path.ptr[0] != '/' && str_find(path, '\0') < 0);
	while (str_next(&path, '/', &part))
		CHECK(part.len && !str_eq(part, STR(".")) && !str_eq(part, STR("..")));
}

/* The files that are to be edited lie in `package`; beside it nothing may come. */
static void check_folder(const Patch *p, Str old, Diag *diag)
{
	scoped_arena a = { 0 };
	Diag silent = { 0 };
	FsEntry *entries;
	size_t count;
	const Str package = arena_printf(&a, "%s/package", fuzz_folder());
	for (size_t i = 0; i < p->count && i < 4; i++) {
		const char *path = arena_cstr(&a, path_join(&a, package, p->files[i].path));
		if (!p->files[i].is_new &&
		    fs_make_folders(arena_cstr(&a, path_parent(str_from(path))), &silent))
			fs_write(path, old, &silent);
	}
	fs_make_folders(package.ptr, &silent);
	const unsigned before = diag->errors;
	CHECK(patch_apply_folder(p, package, diag) == (diag->errors == before));
	CHECK(fs_list(fuzz_folder(), &a, &entries, &count) && count == 1);
	CHECK(fs_remove_tree(package.ptr, &silent));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	scoped_fuzz_diag diag = fuzz_diag();
	Source src = { .path = "x.patch" };
	Str old;
	Patch p;
	str_cut(fuzz_text(data, size), '\0', &src.text, &old);
	if (!patch_read(&src, &a, &diag, &p)) {
		CHECK(diag.errors);
		return 0;
	}
	for (size_t i = 0; i < p.count; i++) {
		check_path(p.files[i].path);
		check_edit(&p, &p.files[i], p.files[i].is_new ? STR("") : old);
	}
	check_folder(&p, old, &diag);
	return 0;
}
