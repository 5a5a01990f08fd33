/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * modules.h - reads a repository's `.gitmodules`: the URLs of its submodules.
 *
 * The text comes from others: names and URLs are checked here. The caller, which knows the tree,
 * checks that a path is the place of a submodule (tree.h). Rules: cargo-rules 9.8.
 */
#ifndef L4CARGO_CACHE_GIT_MODULES_H
#define L4CARGO_CACHE_GIT_MODULES_H

#include "base/core/arena.h"

typedef struct GitModule {
	Str name, path, url; /* path and url are empty if absent */
	bool skipped;        /* `update = none` */
} GitModule;

typedef struct GitModules {
	GitModule *items;
	size_t count;
} GitModules;

/* Returns false if the text is not valid in git's configuration format; `*line` is then its
 * line. */
bool gitmodules_read(Str text, Arena *a, GitModules *out, unsigned *line);

const GitModule *gitmodules_find(const GitModules *m, Str path); /* NULL if there is none */

/*
 * Resolves the URL of a submodule in a repository that came from `parent`: `url` may be relative to
 * it. `host:path` means ssh. If the URL is refused, returns false and `*why` (static text) is the
 * reason.
 */
bool gitmodules_url(Arena *a, Str parent, Str url, Str *out, const char **why);

/* Returns whether git repositories may be fetched from this URL. If not, `*why` is the reason. */
bool gitmodules_url_is_sound(Arena *a, Str url, const char **why);

#endif
