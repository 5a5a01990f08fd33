// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/layers.h"

#include "base/core/env.h"
#include "base/core/vec.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "cache/trust.h"

#include <limits.h>
#include <unistd.h>

static bool not_trusted(Diag *diag, Str layer, Trust trust, Str bad)
{
	scoped_arena a = { 0 };
	scoped_buf why = { 0 };
	trust_explain(&why, trust, arena_cstr(&a, bad));
	diag_error(diag, NO_SPAN,
	           "the cache layer `" STR_FMT "` cannot be trusted: `" STR_FMT "` %s",
	           STR_ARG(layer), STR_ARG(bad), why.ptr);
	return diag_help(diag,
	                 "a layer and its parent folders must belong to root or to you, and nobody "
	                 "else may write to them; or leave it out of L4CARGO_CACHE_LAYERS");
}

/* Resolves links once, so that a later change of a link leads nowhere else. */
static bool real_path(Arena *a, Str path, Str *out)
{
	const Str real = fs_real_path(a, path);
	if (real.len)
		*out = real;
	return real.len > 0;
}

/* A layer may be named like XDG_CACHE_HOME: the cache is then in its folder `l4cargo`. */
static bool find_cache(Arena *a, Str path, Str *out)
{
	if (!real_path(a, path, out))
		return false;
	if (fs_kind(path_join(a, *out, STR("crates")).ptr) == FILE_FOLDER)
		return true;
	const Str below = path_join(a, *out, STR("l4cargo"));
	return fs_kind(below.ptr) != FILE_FOLDER || real_path(a, below, out);
}

bool layers_read(Arena *a, char *const *env, Diag *diag, Layers *out)
{
	StrVec found = { 0 };
	Str list = env_get(env, "L4CARGO_CACHE_LAYERS"), layer, real, bad;
	while (str_next(&list, ':', &layer)) {
		if (!layer.len)
			continue;
		if (!path_is_absolute(layer)) {
			diag_error(diag, NO_SPAN,
			           "the cache layer `" STR_FMT "` is not an absolute path",
			           STR_ARG(layer));
			return diag_help(diag,
			                 "write each path in L4CARGO_CACHE_LAYERS from `/` on");
		}
		if (!find_cache(a, layer, &real))
			continue;
		const Trust trust = trust_of_way(a, real, &bad);
		if (trust != TRUST_GOOD)
			return not_trusted(diag, layer, trust, bad);
		*vec_push(a, &found, Str) = real;
	}
	*out = (Layers){ found.items, found.count };
	return true;
}

/* If others may write to a folder on the way, they could have put another tree there. */
static bool is_trusted_below(const char *layer, const char *below, Arena *a)
{
	Str at = str_from(below);
	for (at = path_parent(at); at.len; at = path_parent(at))
		if (trust_of_path(arena_printf(a, "%s/" STR_FMT, layer, STR_ARG(at)).ptr) !=
		    TRUST_GOOD)
			return false;
	return true;
}

const char *layers_tree(const Layers *l, size_t which, const char *below, Arena *a)
{
	const char *layer = l->items[which].ptr, *path = arena_printf(a, "%s/%s", layer, below).ptr;
	return fs_kind_link(path) == FILE_FOLDER && is_trusted_below(layer, below, a) &&
	                       trust_tree(path)
	               ? path
	               : NULL;
}

const char *layers_find_tree(const Layers *l, const char *below, Arena *a)
{
	const char *found = NULL;
	for (size_t i = 0; i < l->count && !found; i++)
		found = layers_tree(l, i, below, a);
	return found;
}

bool layers_lead_to(const Layers *l, const char *link)
{
	char to[PATH_MAX];
	const ssize_t n = readlink(link, to, sizeof to);
	if (n <= 0 || fs_kind(link) != FILE_FOLDER)
		return false;
	for (size_t i = 0; i < l->count; i++)
		if (path_is_below((Str){ to, (size_t)n }, l->items[i]))
			return true;
	return false;
}

bool layers_may_read(const char *path)
{
	return trust_of_path(path) == TRUST_GOOD;
}
