// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/outdir_owner.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "emitters/bid/bid.h"

#include <dirent.h>

enum { MARK_WITHIN = 200 };

bool outdir_has_mark(Str text)
{
	return str_contains(str_sub(text, 0, MARK_WITHIN), STR(BID_MARK));
}

static bool is_marked(Str folder, Str name)
{
	scoped_arena scratch = { 0 };
	Str text;
	const char *path = arena_cstr(&scratch, path_join(&scratch, folder, name));
	return fs_kind_link(path) == FILE_REGULAR && fs_read_quietly(path, &scratch, &text) &&
	       outdir_has_mark(text);
}

/* Returns whether the file is the start of one that an interrupted import was writing. */
static bool is_begun(Str folder, Str name)
{
	scoped_arena scratch = { 0 };
	Str text;
	return name.len > OUTDIR_RANDOM + 1 && name.ptr[name.len - OUTDIR_RANDOM - 1] == '.' &&
	       fs_read_quietly(arena_cstr(&scratch, path_join(&scratch, folder, name)), &scratch,
	                       &text) &&
	       !text.len;
}

/* Returns whether all files in the folder are ours. */
static bool holds_only_ours(Str folder, int depth)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	if (depth > OUTDIR_DEPTH ||
	    !fs_list(arena_cstr(&scratch, folder), &scratch, &entries, &count))
		return false;
	for (size_t i = 0; i < count; i++) {
		const Str name = entries[i].name;
		if (entries[i].type == DT_DIR
		            ? !holds_only_ours(path_join(&scratch, folder, name), depth + 1)
		            : entries[i].type != DT_REG ||
		                      (!is_marked(folder, name) && !is_begun(folder, name)))
			return false;
	}
	return true;
}

bool outdir_is_others(Str out)
{
	scoped_arena scratch = { 0 };
	if (fs_kind(arena_cstr(&scratch, out)) != FILE_FOLDER)
		return false;
	return !is_marked(out, STR("Makefile")) && !is_marked(out, STR(OUTDIR_RECORD)) &&
	       !holds_only_ours(out, 0);
}

/* Returns whether a record lists a file of the folder. Its lines are `file HASH PATH`. */
static bool lists_files_of(Str record, Str folder)
{
	Str rest = record, line;
	while (rest.len) {
		str_cut(rest, '\n', &line, &rest);
		Str word, path;
		str_cut(line, ' ', &word, &path);
		if (!str_eq(word, STR("file")))
			continue;
		str_cut(path, ' ', &word, &path);
		if (path_is_below(path, folder) && !str_eq(path, folder))
			return true;
	}
	return false;
}

Str outdir_whole(Arena *a, Str out)
{
	Str above = path_parent(out);
	if (is_marked(out, STR(OUTDIR_RECORD)))
		return (Str){ 0 };
	for (int depth = 1; depth < OUTDIR_DEPTH && above.len > 1;
	     depth++, above = path_parent(above)) {
		scoped_arena scratch = { 0 };
		const Str path = path_join(&scratch, above, STR(OUTDIR_RECORD));
		Str text;
		if (is_marked(above, STR(OUTDIR_RECORD)) &&
		    fs_read_quietly(arena_cstr(&scratch, path), &scratch, &text) &&
		    lists_files_of(text, path_relative(&scratch, above, out)))
			return arena_str(a, above);
	}
	return (Str){ 0 };
}
