// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/outdir_forget.h"

#include "base/files/below.h"

static bool cannot_forget(Str shown, Str name, Diag *diag)
{
	return diag_errno(diag, "cannot remove `" STR_FMT "/build" STR_FMT "`", STR_ARG(shown),
	                  STR_ARG(name));
}

static bool refuse_link(Str shown, Diag *diag)
{
	diag_error(diag, NO_SPAN,
	           "`" STR_FMT "/build` is a link, and the cache has no record of an import into "
	           "this folder: make would write where the link leads",
	           STR_ARG(shown));
	return diag_help(diag, "remove the link, or choose another folder with `-o DIR`");
}

/* The folder itself stays, as it may be a mount point. */
static bool empty_folder(int root, BelowPath build, Str shown, Diag *diag, bool *any)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	scoped_fd fd = below_open_folder(root, build);
	if (fd < 0 || !fs_list_opened(fd, &scratch, &entries, &count))
		return cannot_forget(shown, STR(""), diag);
	for (size_t i = 0; i < count; i++) {
		const char *name = arena_cstr(&scratch, entries[i].name);
		*any = true;
		if (!fs_remove_tree_at(fd, name))
			return cannot_forget(shown,
			                     arena_printf(&scratch, "/" STR_FMT,
			                                  STR_ARG(entries[i].name)),
			                     diag);
	}
	return true;
}

bool outdir_forget(int root, Str shown, Diag *diag, bool *any)
{
	scoped_arena scratch = { 0 };
	BelowPath build;
	bool link;
	below_path(&scratch, STR("build"), &build);
	const FileKind kind = below_kind(root, build);
	if (kind == FILE_FOLDER)
		return empty_folder(root, build, shown, diag, any);
	below_obstacle(root, build, &link);
	if (link)
		return refuse_link(shown, diag);
	*any = kind != FILE_ABSENT;
	return !*any || below_remove_file(root, build) || cannot_forget(shown, STR(""), diag);
}
