/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * named.h - reads what -p and --exclude name: a package ID specification, or a pattern of names.
 */
#ifndef L4CARGO_RESOLVER_UNITS_NAMED_H
#define L4CARGO_RESOLVER_UNITS_NAMED_H

#include "base/core/str_list.h"
#include "resolver/terms/spec.h"

typedef struct Named { /* one argument */
	Str text;
	bool is_pattern;
	PackageSpec spec; /* if it is not a pattern */
} Named;

typedef struct NamedList {
	const Named *items;
	size_t count;
} NamedList;

/* Reads the valid ones of the arguments. Returns false if others were reported. */
bool named_read(Arena *a, Diag *diag, StrList texts, NamedList *out);

/* Returns whether the argument names the package. */
bool named_takes(const Named *n, Str name, const Version *version, const SourceId *source);

/* Checks that a pattern is valid. Reports an error and returns false if not. */
bool named_check_pattern(Diag *diag, Str pattern);

#endif
