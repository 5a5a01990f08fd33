// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/l4tree.h"

#include "base/files/fs.h"
#include "base/text/path.h"

#include <errno.h>

static bool has_file(Arena *a, Str tree, const char *name)
{
	const Str path = path_join(a, tree, str_from(name));
	return fs_kind(arena_cstr(a, path)) == FILE_REGULAR;
}

/* Returns the first of BID's makefiles that the folder lacks, or NULL if it is a tree. */
static const char *missing_file(Arena *a, Str folder)
{
	static const char *const files[] = { "mk/Makeconf", "mk/prog.mk", "mk/lib.mk" };
	for (size_t i = 0; i < COUNT_OF(files); i++)
		if (!has_file(a, folder, files[i]))
			return files[i];
	return NULL;
}

Str l4tree_around(Arena *a, Str path)
{
	Str folder = path_normalise(a, path);
	while (folder.len > 1) {
		if (!missing_file(a, folder))
			return folder;
		folder = path_parent(folder);
	}
	return (Str){ 0 };
}

/* The lines of BID's makefiles that l4cargo depends on. */
static const struct {
	const char *file, *text, *why;
} points[] = {
	{ "mk/Makeconf", "-include $(L4DIR)/conf/Makeconf.local", "reads conf/Makeconf.local" },
	{ "mk/Makeconf", "$(BID_IGN_ROOT_CONF)", "can do without a configuration" },
	{ "mk/lib.mk", "ROLE = lib.mk", "names its role" },
	{ "mk/lib.mk", "include $(L4DIR)/mk/binary.inc", "includes its rules with L4DIR" },
	{ "mk/prog.mk", "ROLE = prog.mk", "names its role" },
	{ "mk/prog.mk", "$(addprefix -PC,$(REQUIRES_LIBS))", "links what REQUIRES_LIBS names" },
	{ "mk/binary.inc", "BID_SRC_VARS ?=", "lets others add kinds of sources" },
};

static bool unknown_version(Session *s, Str path, size_t point)
{
	diag_error(&s->diag, NO_SPAN,
	           "this L4Re tree has a version that l4cargo does not know: `" STR_FMT
	           "` has no `%s`, so nothing there %s",
	           STR_ARG(path), points[point].text, points[point].why);
	diag_help(&s->diag, "l4cargo knows the upstream version of 2026; nothing was written");
	return false;
}

static bool not_a_tree(Session *s, Str tree, const char *missing)
{
	if (fs_kind(arena_cstr(&s->arena, tree)) != FILE_FOLDER)
		diag_error(&s->diag, NO_SPAN, "there is no folder `" STR_FMT "`", STR_ARG(tree));
	else
		diag_error(&s->diag, NO_SPAN,
		           "`" STR_FMT "` is not an L4Re source tree: it has no %s", STR_ARG(tree),
		           missing);
	return diag_help(&s->diag,
	                 "name the folder with mk/, conf/ and pkg/: `l4cargo setup L4DIR`");
}

bool l4tree_check(Session *s, Str tree)
{
	Arena *a = &s->arena;
	const char *missing = missing_file(a, tree);
	if (missing)
		return not_a_tree(s, tree, missing);
	for (size_t i = 0; i < COUNT_OF(points); i++) {
		const Str path = path_join(a, tree, str_from(points[i].file));
		Str text;
		if (!has_file(a, tree, points[i].file))
			return not_a_tree(s, tree, points[i].file);
		if (!fs_read(arena_cstr(a, path), a, &s->diag, &text))
			return false;
		if (!str_contains(text, str_from(points[i].text)))
			return unknown_version(s, path, i);
	}
	return true;
}

bool l4tree_is_set_up(Arena *a, Str tree)
{
	return has_file(a, tree, "conf/l4cargo/hook.mk");
}

bool l4tree_part(Session *s, const Tool *tool, Str tree, L4TreePart *out)
{
	*out = (L4TreePart){
		.folder = path_join(&s->arena, tree, STR("conf/l4cargo")),
		.makeconf = path_join(&s->arena, tree, STR("conf/Makeconf.local")),
		.files = { .arena = &s->arena,
		           .foreign_help = "move it away: setup needs the folder for itself" },
	};
	return tool_add_tree_side(s, tool, &out->files);
}

L4TreeState l4tree_state(Arena *a, const L4TreePart *part, const BidFile *file)
{
	Str text;
	if (!fs_read_quietly(arena_cstr(a, path_join(a, part->folder, file->path)), a, &text))
		return L4TREE_MISSING;
	return str_eq(text, file->text) ? L4TREE_THERE : L4TREE_OTHER;
}

bool l4tree_is_current(Session *s, Str tree)
{
	Tool tool;
	L4TreePart part;
	if (!tool_find(s, &tool) || !l4tree_part(s, &tool, tree, &part))
		return false;
	for (size_t i = 0; i < part.files.list.count; i++)
		if (l4tree_state(&s->arena, &part, &part.files.list.items[i]) != L4TREE_THERE)
			return false;
	return true;
}
