/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * path.h - joins and normalises paths as text, without asking the file system.
 *
 * Like Cargo it normalises lexically: it removes `.` and `..`, and follows no links.
 */
#ifndef L4CARGO_BASE_TEXT_PATH_H
#define L4CARGO_BASE_TEXT_PATH_H

#include "base/core/arena.h"

static inline bool path_is_absolute(Str p)
{
	return p.len && p.ptr[0] == '/';
}

/* `path` relative to `dir`: an absolute path stays, others become `dir/path`. Not normalised. */
Str path_join(Arena *a, Str dir, Str path);

/* Removes `.`, `..` and doubled slashes. Leading `..` of a relative path stay; an empty path
 * becomes `.`. */
Str path_normalise(Arena *a, Str path);

/* The text before the last slash: `/` for `/x`, empty for `x`. */
Str path_parent(Str p);
/* The text behind the last slash. */
Str path_name(Str p);
/* The file name without its last extension. */
Str path_stem(Str p);

/* The path from folder `from` to `to`; both must be absolute and normalised. */
Str path_relative(Arena *a, Str from, Str to);

/* Returns whether `p` is the folder `dir` or below it, by components. Both must be normalised. */
bool path_is_below(Str p, Str dir);

/* The working directory, as getcwd returns it. Empty, with errno, if it was removed or cannot be
 * reached. */
Str path_cwd(Arena *a);

#endif
