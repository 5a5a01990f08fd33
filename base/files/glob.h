/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * glob.h - expands path patterns as Cargo expands the members of a workspace.
 *
 * `?` matches any character, `*` any text within a name, `[a-z]` and `[!a-z]` one character, `**`
 * (a whole component) any number of folders. Patterns also match names that begin with a dot;
 * letter case matters. Rules: the crate `glob`.
 */
#ifndef L4CARGO_BASE_FILES_GLOB_H
#define L4CARGO_BASE_FILES_GLOB_H

#include "base/messages/diag.h"

/* Checks a pattern. Returns false with the reason (static text) in `*why`, and its place in
 * `*at`. */
bool glob_check(Str pattern, const char **why, size_t *at);

/* The same for a pattern that the user wrote. Reports an error, which begins with the words
 * `cannot`, and returns false. */
bool glob_accept(Diag *diag, Span at, const char *cannot, Str pattern);
/* A help that says how patterns are written. Returns false. */
bool glob_help(Diag *diag);

/* Returns whether `s` has characters that make it a pattern. */
bool glob_is_pattern(Str s);

/* Returns whether `name` matches one component of a checked pattern. */
bool glob_matches(Str pattern, Str name);

typedef enum GlobResult {
	GLOB_OK,
	GLOB_UNREADABLE, /* a folder cannot be read: see errno and culprit */
	GLOB_TOO_MANY,   /* too many folders, probably because links form a loop */
} GlobResult;

typedef struct GlobFound {
	Str *paths;
	size_t count;
	Str culprit;
} GlobFound;

/*
 * Finds the existing paths that match the checked `pattern`. It is relative to the folder `root`,
 * or absolute. The paths begin with `root` and are in the order of their names; `.` and `..` stay
 * in them.
 */
GlobResult glob_expand(Arena *a, Str root, Str pattern, GlobFound *out);

#endif
