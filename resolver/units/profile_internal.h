/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * profile_internal.h - what the two halves of profiles share: profile_read.c gathers what is
 * written, profile.c makes settings of it.
 */
#ifndef L4CARGO_RESOLVER_UNITS_PROFILE_INTERNAL_H
#define L4CARGO_RESOLVER_UNITS_PROFILE_INTERNAL_H

#include "base/core/vec.h"
#include "resolver/terms/profile_values.h"
#include "resolver/terms/spec.h"
#include "resolver/units/profile.h"

/* The keys of a profile table; each is taken whole from the strongest place that has it. */
typedef enum ProfileKey {
	KEY_OPT_LEVEL,
	KEY_LTO,
	KEY_CODEGEN_UNITS,
	KEY_DEBUG,
	KEY_SPLIT_DEBUGINFO,
	KEY_DEBUG_ASSERTIONS,
	KEY_OVERFLOW_CHECKS,
	KEY_RPATH,
	KEY_PANIC,
	KEY_INCREMENTAL,
	KEY_STRIP,
	KEY_COUNT,
} ProfileKey;

typedef struct Layer { /* one table's worth of settings; NULL: not written */
	const TomlValue *value[KEY_COUNT];
} Layer;

typedef struct Override { /* [profile.X.package.SPEC] */
	Str text;
	Span at;
	bool of_manifest; /* not of a profile that is inherited from, or the configuration */
	PackageSpec spec;
	Layer layer;
} Override;

struct Profiles {
	Str name, folder;
	bool release;
	Layer own, build_override, all_packages;
	bool has_build_override, has_all_packages;
	VEC(Override) overrides;
	bool incremental_set, incremental; /* by environment or configuration */
	struct Profiles **others;          /* that are looked at as well: see profiles_open */
	size_t other_count;
};

#endif
