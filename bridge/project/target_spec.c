// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/target_spec.h"

#include "base/files/below.h"
#include "base/text/path.h"
#include "bridge/project/install_paths.h"
#include "cache/store/store.h"

Str target_spec_find(void *session, Str triple)
{
	Session *s = session;
	Arena *a = &s->arena;
	Str folder, cache, text, old;
	const Str name = arena_printf(a, STR_FMT ".json", STR_ARG(triple));
	/* all our specifications are for L4Re; do not look for others */
	if (str_find(triple, '/') >= 0 || !triple_is_l4re(triple) ||
	    !tool_find_data(s, "sysroot/targets", &folder))
		return STR("");
	if (!fs_read_quietly(path_join(a, folder, name).ptr, a, &text) ||
	    !store_default_folder(a, s->env, &s->diag, &cache))
		return STR("");
	const Str copy = path_join(a, path_join(a, cache, STR("targets")), name);
	if ((fs_read_quietly(copy.ptr, a, &old) && str_eq(old, text)) ||
	    below_keep(cache, copy, text, FS_FLEETING))
		return copy;
	diag_errno(&s->diag, "cannot write `" STR_FMT "`", STR_ARG(copy));
	return STR("");
}
