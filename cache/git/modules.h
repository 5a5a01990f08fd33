/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * modules.h - what a repository's `.gitmodules` says of its submodules: where each is from.
 *
 * The text is another's: names and addresses are checked here, that a path is a submodule's place
 * is for who has the tree to see (gittree.h). Rules: cargo-rules 9.8.
 */
#ifndef L4CARGO_CACHE_GIT_MODULES_H
#define L4CARGO_CACHE_GIT_MODULES_H

#include "base/core/arena.h"

typedef struct GitModule {
	Str name, path, url; /* the last two are empty if they are not written */
	bool skipped;        /* `update = none` */
} GitModule;

typedef struct GitModules {
	GitModule *items;
	size_t count;
} GitModules;

/* False: the text is not as git's configuration files are; `*line` says where. */
bool gitmodules_read(Str text, Arena *a, GitModules *out, unsigned *line);

const GitModule *gitmodules_find(const GitModules *m, Str path); /* NULL: it has none */

/*
 * The address that `url` is in a repository that came from `parent`: itself, or relative to that.
 * `host:path` is taken for ssh. False: `*why` (static text) says what is wrong with it.
 */
bool gitmodules_url(Arena *a, Str parent, Str url, Str *out, const char **why);

/* Is it an address that git repositories are fetched from? */
bool gitmodules_url_is_sound(Arena *a, Str url, const char **why);

#endif
