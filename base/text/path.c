// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/path.h"

#include <stdlib.h>
#include <unistd.h>

Str path_join(Arena *a, Str dir, Str path)
{
	if (path_is_absolute(path) || dir.len == 0)
		return arena_str(a, path);
	if (path.len == 0)
		return arena_str(a, dir);
	const bool slashed = dir.ptr[dir.len - 1] == '/';
	return arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(dir), slashed ? "" : "/",
	                    STR_ARG(path));
}

/* Drops the last component of out[0..len), which is not `..`. */
static size_t drop_last(const char *out, size_t len, size_t root)
{
	while (len > root && out[len - 1] != '/')
		len--;
	return len > root ? len - 1 : len; /* with the slash before it */
}

static bool ends_in_dotdot(const char *out, size_t len, size_t root)
{
	if (len < root + 2 || memcmp(out + len - 2, "..", 2) != 0)
		return false;
	return len == root + 2 || out[len - 3] == '/';
}

Str path_normalise(Arena *a, Str path)
{
	const size_t root = path_is_absolute(path);
	char *out = arena_alloc(a, path.len + 2, 1);
	size_t len = root;
	if (root)
		out[0] = '/';
	Str rest = path, part;
	while (str_next(&rest, '/', &part)) {
		if (part.len == 0 || str_eq(part, STR(".")))
			continue;
		if (str_eq(part, STR("..")) && (len > root || root)) {
			if (!ends_in_dotdot(out, len, root)) {
				len = drop_last(out, len, root);
				continue;
			}
		}
		if (len > root)
			out[len++] = '/';
		memcpy(out + len, part.ptr, part.len);
		len += part.len;
	}
	if (len == 0)
		out[len++] = '.';
	out[len] = '\0';
	return (Str){ out, len };
}

Str path_parent(Str p)
{
	const ptrdiff_t slash = str_rfind(p, '/');
	if (slash == 0)
		return str_sub(p, 0, 1);
	return slash < 0 ? str_sub(p, 0, 0) : str_sub(p, 0, (size_t)slash);
}

Str path_name(Str p)
{
	return str_sub(p, (size_t)(str_rfind(p, '/') + 1), p.len);
}

Str path_stem(Str p)
{
	const Str name = path_name(p);
	const ptrdiff_t dot = str_rfind(name, '.');
	return dot > 0 ? str_sub(name, 0, (size_t)dot) : name;
}

bool path_is_below(Str p, Str dir)
{
	if (!str_starts_with(p, dir))
		return false;
	if (p.len == dir.len || (dir.len && dir.ptr[dir.len - 1] == '/'))
		return true;
	return p.ptr[dir.len] == '/';
}

Str path_relative(Arena *a, Str from, Str to)
{
	size_t common = 0; /* length of the common leading components with their slash */
	for (size_t i = 0;; i++) {
		const bool from_ends = i == from.len, to_ends = i == to.len;
		if ((from_ends || from.ptr[i] == '/') && (to_ends || to.ptr[i] == '/'))
			common = i;
		if (from_ends || to_ends || from.ptr[i] != to.ptr[i])
			break;
	}
	char *out = arena_alloc(a, 3 * from.len + to.len + 2, 1);
	size_t len = 0;
	Str rest = str_sub(from, common, from.len), part;
	while (str_next(&rest, '/', &part))
		if (part.len) {
			memcpy(out + len, "../", 3);
			len += 3;
		}
	const Str tail = str_sub(to, common, to.len);
	const size_t skip = tail.len && tail.ptr[0] == '/';
	if (tail.len > skip)
		memcpy(out + len, tail.ptr + skip, tail.len - skip);
	len += tail.len - skip;
	if (len && out[len - 1] == '/')
		len--;
	if (len == 0)
		out[len++] = '.';
	return (Str){ out, len };
}

Str path_cwd(Arena *a)
{
	char *cwd = getcwd(NULL, 0);
	const Str s = cwd ? arena_str(a, str_from(cwd)) : (Str){ 0 };
	free(cwd);
	return s;
}
