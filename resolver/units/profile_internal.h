/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * profile_internal.h - shared by the two halves of profiles: profile_read.c reads and checks the
 * tables, profile.c makes settings from them.
 */
#ifndef L4CARGO_RESOLVER_UNITS_PROFILE_INTERNAL_H
#define L4CARGO_RESOLVER_UNITS_PROFILE_INTERNAL_H

#include "base/core/vec.h"
#include "resolver/terms/profile_values.h"
#include "resolver/terms/spec.h"
#include "resolver/units/profile.h"

/* The keys of a profile table. The value of each comes from the strongest place that has the key;
 * values are not merged. */
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

typedef struct Layer { /* the settings of one table; NULL: not set */
	const TomlValue *value[KEY_COUNT];
} Layer;

typedef struct Override { /* [profile.X.package.SPEC] */
	Str text;
	Span at;
	bool of_manifest; /* the manifest has it in this very profile, not in an inherited one */
	PackageSpec spec;
	Layer layer;
} Override;

struct Profiles {
	Str name, folder;
	bool release;
	Layer own, build_override, all_packages;
	bool has_build_override, has_all_packages;
	VEC(Override) overrides;
	bool incremental_set, incremental; /* set by environment or configuration */
	struct Profiles **others;          /* other profiles whose package tables are checked */
	size_t other_count;
};

#endif
