/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * path.h - paths as text: joined and normalised without asking the file system.
 *
 * Cargo normalises lexically: `.` and `..` go, links are not followed.
 */
#ifndef L4CARGO_BASE_TEXT_PATH_H
#define L4CARGO_BASE_TEXT_PATH_H

#include "base/core/arena.h"

static inline bool path_is_absolute(Str p)
{
	return p.len && p.ptr[0] == '/';
}

/* `path` seen from `dir`: an absolute one as it is, else `dir/path`. Not normalised. */
Str path_join(Arena *a, Str dir, Str path);

/* Without `.`, `..` and doubled slashes. Leading `..` of a relative path stay; empty becomes `.`.
 */
Str path_normalise(Arena *a, Str path);

/* Everything before the last slash: `/` for `/x`, empty for `x`. */
Str path_parent(Str p);
/* What follows the last slash. */
Str path_name(Str p);
/* The file name without its last extension. */
Str path_stem(Str p);

/* How to get to `to` from folder `from`; both absolute and normalised. */
Str path_relative(Arena *a, Str from, Str to);

/* Is `p` the folder `dir` or below it, component by component? Both normalised. */
bool path_is_below(Str p, Str dir);

/* The working directory, as getcwd gives it; empty, with errno: it was removed, or is out of reach.
 */
Str path_cwd(Arena *a);

#endif
