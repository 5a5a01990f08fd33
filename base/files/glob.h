/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * glob.h - paths by pattern, as Cargo expands the members of a workspace.
 *
 * `?` is any character, `*` any text within a name, `[a-z]` and `[!a-z]` one
 * character, `**` (a whole component) any number of folders. Names that begin
 * with a dot match too; letters differ by case. Rules: the crate `glob`.
 */
#ifndef L4CARGO_BASE_FILES_GLOB_H
#define L4CARGO_BASE_FILES_GLOB_H

#include "base/core/arena.h"

/* False: `*why` (static text) says what is wrong, `*at` where. */
bool glob_check(Str pattern, const char **why, size_t *at);

/* Does it have characters that make it more than a path? */
bool glob_is_pattern(Str s);

/* One component of a checked pattern against one name. */
bool glob_matches(Str pattern, Str name);

typedef enum GlobResult {
	GLOB_OK,
	GLOB_UNREADABLE, /* a folder cannot be read: errno, culprit */
	GLOB_TOO_MANY,   /* more folders than a sane tree has: a loop of links, most likely */
} GlobResult;

typedef struct GlobFound {
	Str *paths;
	size_t count;
	Str culprit;
} GlobFound;

/*
 * What `pattern` (checked; relative to the folder `root`, or absolute) matches, with `root` before
 * it, in the order of their names; `.` and `..` stay. Only what exists.
 */
GlobResult glob_expand(Arena *a, Str root, Str pattern, GlobFound *out);

#endif
