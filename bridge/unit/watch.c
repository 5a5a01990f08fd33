// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/watch.h"

#include "base/text/maketext.h"
#include "base/text/path.h"

#include <inttypes.h>
#include <limits.h>
#include <unistd.h>

size_t watch_odd_part(Str path)
{
	size_t end = 0, start = 0;
	for (size_t i = 1; i <= path.len; i++) {
		if (i < path.len && path.ptr[i] != '/')
			continue;
		if (!make_is_name(str_sub(path, start, i))) /* including the slash before it */
			end = i;
		start = i;
	}
	return end;
}

/* Makes the link if it is missing. Returns whether it leads to `odd`; it never changes a link. */
static bool leads_to(int folder, const char *link, const char *odd)
{
	char is[PATH_MAX];
	if (symlinkat(odd, folder, link) == 0)
		return true;
	const ssize_t n = readlinkat(folder, link, is, sizeof is);
	return n >= 0 && str_eq((Str){ is, (size_t)n }, str_from(odd));
}

Str watch_link(UnitJob *j, Str folder, Str odd)
{
	enum { SAME_HASH_MAX = 100 };
	const char *to = arena_cstr(&j->arena, odd);
	const Str below = job_file(j, folder, STR("watched"));
	if (memchr(odd.ptr, '\0', odd.len) || !job_make_folders(j, below))
		return STR("");
	scoped_place at = job_place(j, below);
	scoped_fd in = at.top < 0 ? -1 : below_open_folder(at.top, at.path);
	for (int n = 0; in >= 0 && n < SAME_HASH_MAX; n++) {
		const Str name =
			arena_printf(&j->arena, "watched/%016" PRIx64 "-%d", str_hash(odd), n);
		if (leads_to(in, path_name(name).ptr, to))
			return name;
	}
	return STR("");
}
