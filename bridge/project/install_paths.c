// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/install_paths.h"

#include "base/files/fs.h"
#include "base/text/maketext.h"
#include "base/text/path.h"
#include "cache/store_layout.h"
#include "cache/trust.h"

#include <dirent.h>
#include <errno.h>
#include <unistd.h>

enum { LINK_MAX_LENGTH = 4096 };

static bool find_self(Session *s, Str *out)
{
	char path[LINK_MAX_LENGTH];
	const ssize_t n = readlink("/proc/self/exe", path, sizeof(path));
	if (n <= 0 || (size_t)n >= sizeof(path)) {
		diag_error(&s->diag, NO_SPAN, "cannot find the path of l4cargo itself: %s",
		           n < 0 ? strerror(errno) : "its path is too long");
		return diag_help(&s->diag, "run l4cargo with its full path");
	}
	*out = arena_str(&s->arena, (Str){ path, (size_t)n });
	return true;
}

/* Finds the first of the places, relative to the program's folder, that exists. */
static bool find_part(Session *s, Str self, const char *const *places, FileKind kind, Str *out)
{
	Arena *a = &s->arena;
	for (const char *const *p = places; *p; p++) {
		*out = path_normalise(a, path_join(a, path_parent(self), str_from(*p)));
		if (fs_kind(out->ptr) == kind)
			return true;
	}
	diag_error(&s->diag, NO_SPAN, "a part of l4cargo is missing: `" STR_FMT "`", STR_ARG(*out));
	diag_help(&s->diag, "run `make` in its source folder, or install it again");
	return false;
}

bool tool_find(Session *s, Tool *out)
{
	static const char *const unit[] = { "l4cargo-unit", "../libexec/l4cargo/l4cargo-unit",
		                            NULL };
	static const char *const make[] = { "../bridge/make", "../../bridge/make",
		                            "../share/l4cargo/make", NULL };
	return find_self(s, &out->self) &&
	       find_part(s, out->self, unit, FILE_REGULAR, &out->unit) &&
	       find_part(s, out->self, make, FILE_FOLDER, &out->make_side);
}

bool tool_find_data(Session *s, const char *name, Str *out)
{
	Arena *a = &s->arena;
	const char *const places[] = { arena_printf(a, "../bridge/%s", name).ptr,
		                       arena_printf(a, "../../bridge/%s", name).ptr,
		                       arena_printf(a, "../share/l4cargo/%s", name).ptr, NULL };
	Str self = { 0 };
	return find_self(s, &self) && find_part(s, self, places, FILE_FOLDER, out);
}

static bool add_copy(Session *s, Str from, Str place, Str name, BidFiles *files)
{
	const Str path = path_join(&s->arena, from, name);
	Str text;
	if (!fs_read(path.ptr, &s->arena, &s->diag, &text))
		return false;
	*vec_push(files->arena, &files->list, BidFile) = (BidFile){
		.path = place.len ? path_join(files->arena, place, name) : name,
		.text = text,
	};
	return true;
}

/* Adds the files of a folder, but not those of its subfolders. */
static bool add_folder(Session *s, Str make_side, const char *part, Str place, BidFiles *files)
{
	const Str folder = path_join(&s->arena, make_side, str_from(part));
	FsEntry *entries;
	size_t count;
	if (!fs_list(arena_cstr(&s->arena, folder), &s->arena, &entries, &count))
		return diag_errno(&s->diag, "cannot read folder `" STR_FMT "`", STR_ARG(folder));
	for (size_t i = 0; i < count; i++)
		if (entries[i].type == DT_REG &&
		    !add_copy(s, folder, place, entries[i].name, files))
			return false;
	return true;
}

bool tool_add_make_side(Session *s, const Tool *tool, BidFiles *files)
{
	const Str place = STR("bid/mk");
	return add_folder(s, tool->make_side, "", place, files) &&
	       add_folder(s, tool->make_side, "host/mk", place, files);
}

bool tool_add_tree_side(Session *s, const Tool *tool, BidFiles *files)
{
	return add_folder(s, tool->make_side, "", STR(""), files) &&
	       add_folder(s, tool->make_side, "l4re", STR(""), files) &&
	       add_folder(s, tool->make_side, "l4re/mk", STR("mk"), files);
}

/* Warns if tool.mk has other contents: the cache's owner may use another l4cargo. */
static bool tell_unwritten(Session *s, const Tool *tool, Str path, Str wanted)
{
	Str there;
	if (fs_read_quietly(path.ptr, &s->arena, &there) && str_eq(there, wanted))
		return true;
	diag_warning(&s->diag, NO_SPAN,
	             "the cache cannot be written: `" STR_FMT
	             "` does not tell make which l4cargo to use",
	             STR_ARG(path));
	diag_help(&s->diag, "give make L4CARGO_UNIT=" STR_FMT, STR_ARG(tool->unit));
	return true;
}

bool tool_write_place(Session *s, const Tool *tool, Str cache)
{
	scoped_make text = { 0 };
	make_put(&text,
	         LIT("# Written by the last `l4cargo import`: where it and its helper are.\n"
	             "L4CARGO_UNIT ?= "),
	         START(tool->unit), LIT("\nL4CARGO ?= "), START(tool->self), LIT("\n"));
	const Str path = path_join(&s->arena, cache, STR("tool.mk"));
	if (place_is_read_only(cache))
		return tell_unwritten(s, tool, path, make_str(&text));
	if (trust_of_path(path.ptr) != TRUST_GOOD && !trust_is_closed_off(path.ptr))
		return fs_make_folders(arena_cstr(&s->arena, cache), &s->diag) &&
		       fs_write(path.ptr, make_str(&text), &s->diag); /* our new file */
	return fs_make_folders(arena_cstr(&s->arena, cache), &s->diag) &&
	       fs_write_if_changed(path.ptr, make_str(&text), &s->diag) != FS_FAILED;
}
