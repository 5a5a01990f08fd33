/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * ignore.h - matches paths against a list of gitignore patterns.
 *
 * The last pattern that matches the path, or else one of the folders above it, decides; `!` negates
 * a pattern. Paths are relative to the folder of the list. Rules: gitignore(5), as implemented by
 * the crate `ignore` (which also has `{a,b}`).
 */
#ifndef L4CARGO_BASE_FILES_IGNORE_H
#define L4CARGO_BASE_FILES_IGNORE_H

#include "base/core/vec.h"

typedef struct IgnorePattern {
	Str *parts; /* components, for glob_matches; `**` matches any number of them */
	size_t part_count;
	bool keep;    /* the pattern began with `!` */
	bool folders; /* matches only folders */
} IgnorePattern;

typedef struct IgnoreList {
	Arena *arena;
	VEC(IgnorePattern) patterns;
} IgnoreList;

/* Adds a line of a list. Returns false if the pattern is malformed, with the reason (static text)
 * in *why. */
bool ignore_add(IgnoreList *list, Str line, const char **why);

typedef enum IgnoreMatch { IGNORE_NOT_NAMED, IGNORE_IT, IGNORE_KEEP } IgnoreMatch;

IgnoreMatch ignore_match(const IgnoreList *list, Str path, bool is_folder);

#endif
