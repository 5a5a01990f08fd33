// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/foreign.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/import/import.h"

/* Returns the folder whose contents may be others' work: the project, or for a crate the working
 * folder. It is empty if the packages do not go below it. */
static Str folder_above(const Import *i)
{
	const Workspace *ws = i->project ? i->project->workspace : NULL;
	if (ws && !i->published.name.len && path_is_below(i->out, ws->root))
		return ws->root;
	return path_is_below(i->out, i->session->cwd) ? i->session->cwd : STR("");
}

/* Returns the first part of the path below `above` that is a link. It is empty if there is none. */
static Str first_link(Arena *a, Str above, Str path)
{
	struct stat st;
	for (size_t end = above.len + 1; end <= path.len; end++) {
		if (end < path.len && path.ptr[end] != '/')
			continue;
		const Str part = str_sub(path, 0, end);
		if (lstat(arena_cstr(a, part), &st) == 0 && S_ISLNK(st.st_mode))
			return part;
	}
	return STR("");
}

Str foreign_link_error(Session *s, Str link)
{
	const Str shown = path_relative(&s->arena, s->cwd, link);
	const Str to = fs_real_path(&s->arena, link);
	if (to.len)
		diag_error(&s->diag, NO_SPAN,
		           "`" STR_FMT "` is a link to `" STR_FMT
		           "`: the packages would go there, and the project may have come with it",
		           STR_ARG(shown), STR_ARG(to));
	else
		diag_error(&s->diag, NO_SPAN, "`" STR_FMT "` is a link to nothing", STR_ARG(shown));
	return to;
}

bool import_check_links(const Import *i)
{
	Arena *a = &i->session->arena;
	Diag *d = &i->session->diag;
	const Str above = folder_above(i);
	if (i->is_chosen || i->tree.len || !above.len)
		return true;
	const Str link = first_link(a, above, i->out);
	if (!link.len)
		return true;
	const Str to = foreign_link_error(i->session, link);
	if (!to.len)
		return diag_help(d, "remove the link, or choose another folder with `-o DIR`");
	return diag_help(
		d, "remove the link; or if it is yours, name the folder itself: `-o " STR_FMT "`",
		STR_ARG(path_normalise(a, path_join(a, to, path_relative(a, link, i->out)))));
}

bool import_is_unknown(const Import *i, const Freshness *freshness)
{
	return !i->tree.len && !freshness_knows_folder(freshness);
}
