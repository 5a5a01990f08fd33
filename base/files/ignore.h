/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * ignore.h - which paths a list of gitignore patterns is about.
 *
 * The last pattern that matches a path, or else one of the folders above it,
 * decides; `!` takes back. Paths are relative to the folder of the list.
 * Rules: gitignore(5), as the crate `ignore` has them (also `{a,b}`).
 */
#ifndef L4CARGO_BASE_FILES_IGNORE_H
#define L4CARGO_BASE_FILES_IGNORE_H

#include "base/core/vec.h"

typedef struct IgnorePattern {
	Str *parts; /* between the slashes, for glob_matches; `**` is any number of them */
	size_t part_count;
	bool keep;    /* `!` */
	bool folders; /* matches nothing else */
} IgnorePattern;

typedef struct IgnoreList {
	Arena *arena;
	VEC(IgnorePattern) patterns;
} IgnoreList;

/* False: the pattern is broken; *why (static text) says how. */
bool ignore_add(IgnoreList *list, Str line, const char **why);

typedef enum IgnoreMatch { IGNORE_NOT_NAMED, IGNORE_IT, IGNORE_KEEP } IgnoreMatch;

IgnoreMatch ignore_match(const IgnoreList *list, Str path, bool is_folder);

#endif
