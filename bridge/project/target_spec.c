// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/target_spec.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/project/install_paths.h"
#include "cache/store/store.h"

Str target_spec_find(void *session, Str triple)
{
	Session *s = session;
	Arena *a = &s->arena;
	Str folder, cache, text;
	const Str name = arena_printf(a, STR_FMT ".json", STR_ARG(triple));
	/* the names of all of them have it; others are not looked for in vain */
	if (str_find(triple, '/') >= 0 || !triple_is_l4re(triple) ||
	    !tool_find_data(s, "sysroot/targets", &folder))
		return STR("");
	if (!fs_read_quietly(path_join(a, folder, name).ptr, a, &text) ||
	    !store_default_folder(a, s->env, &s->diag, &cache))
		return STR("");
	const Str copy = path_join(a, path_join(a, cache, STR("targets")), name);
	if (!fs_make_folders(arena_cstr(a, path_parent(copy)), &s->diag) ||
	    fs_write_if_changed(copy.ptr, text, &s->diag) == FS_FAILED)
		return STR("");
	return copy;
}
