// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/layers.h"

#include "base/env.h"
#include "base/fs.h"
#include "base/path.h"
#include "base/vec.h"
#include "cache/trust.h"

#include <stdlib.h>

static bool not_trusted(Diag *diag, Str layer, Trust trust, Str bad)
{
	scoped_arena a = { 0 };
	scoped_buf why = { 0 };
	trust_explain(&why, trust, arena_cstr(&a, bad));
	diag_error(diag, NO_SPAN,
	           "the cache layer `" STR_FMT "` cannot be trusted: `" STR_FMT "` %s",
	           STR_ARG(layer), STR_ARG(bad), why.ptr);
	return diag_help(diag,
	                 "a layer and the folders that lead to it must be root's or yours, and "
	                 "nobody else may write them; or leave it out of L4CARGO_CACHE_LAYERS");
}

/* Whoever may change a link later leads us nowhere else. */
static bool real_path(Arena *a, Str path, Str *out)
{
	char *real = realpath(arena_cstr(a, path), NULL);
	if (real)
		*out = arena_str(a, str_from(real));
	free(real);
	return real != NULL;
}

bool layers_read(Arena *a, char *const *env, Diag *diag, Layers *out)
{
	VEC(Str) found = { 0 };
	Str list = env_get(env, "L4CARGO_CACHE_LAYERS"), layer, real, bad;
	while (str_next(&list, ':', &layer)) {
		if (!layer.len)
			continue;
		if (!path_is_absolute(layer)) {
			diag_error(diag, NO_SPAN,
			           "the cache layer `" STR_FMT "` is no absolute path",
			           STR_ARG(layer));
			return diag_help(diag,
			                 "write each path in L4CARGO_CACHE_LAYERS from `/` on");
		}
		if (!real_path(a, layer, &real))
			continue;
		const Trust trust = trust_of_way(a, real, &bad);
		if (trust != TRUST_GOOD)
			return not_trusted(diag, layer, trust, bad);
		*vec_push(a, &found, Str) = real;
	}
	*out = (Layers){ found.items, found.count };
	return true;
}

/* Where others may write to a folder on the way, they may have put another's tree there. */
static bool is_trusted_below(const char *layer, const char *below, Arena *a)
{
	Str at = str_from(below);
	for (at = path_parent(at); at.len; at = path_parent(at))
		if (trust_of_path(arena_printf(a, "%s/" STR_FMT, layer, STR_ARG(at)).ptr) !=
		    TRUST_GOOD)
			return false;
	return true;
}

const char *layers_find_tree(const Layers *l, const char *below, Arena *a)
{
	for (size_t i = 0; i < l->count; i++) {
		const char *layer = l->items[i].ptr,
			   *path = arena_printf(a, "%s/%s", layer, below).ptr;
		if (fs_kind_link(path) == FILE_FOLDER && is_trusted_below(layer, below, a) &&
		    trust_tree(path))
			return path;
	}
	return NULL;
}

bool layers_may_read(const char *path)
{
	return trust_of_path(path) == TRUST_GOOD;
}
