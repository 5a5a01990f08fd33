/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unit.h - the units of a build: each is one run of rustc, or of a build script.
 *
 * This is the result of the resolver: it has everything that an emitter needs.
 * Rules: cargo-rules 6 (selection, edges, host and target, profiles).
 */
#ifndef L4CARGO_RESOLVER_UNITS_UNIT_H
#define L4CARGO_RESOLVER_UNITS_UNIT_H

#include "resolver/units/features.h"
#include "resolver/units/library.h"
#include "resolver/units/profile.h"
#include "resolver/units/select.h"

typedef uint32_t UnitId;

typedef enum UnitMode { /* in Cargo's order */
	                MODE_TEST,
	                MODE_BUILD,
	                MODE_CHECK,
	                MODE_CHECK_TEST,
	                MODE_DOCTEST,
	                MODE_RUN_CUSTOM_BUILD,
} UnitMode;

typedef struct UnitDep {
	UnitId unit;
	TargetName extern_name; /* for --extern; for a build script, the name of its crate */
	bool public, noprelude; /* options of --extern */
	bool dev;               /* only dev-dependencies make this edge */
} UnitDep;

typedef struct Unit {
	PkgId pkg;
	const Target *target;
	UnitMode mode;
	int platform;     /* PLATFORM_HOST, or index into Toolchain.targets */
	bool root;        /* the selection chose it */
	StrList features; /* sorted bytewise */
	Profile profile;
	const UnitDep *deps; /* sorted as Cargo sorts units */
	size_t dep_count;
} Unit;

typedef struct UnitGraph {
	const PackageGraph *packages;
	const Features *features;
	const Profiles *profiles;
	Unit *units; /* sorted as Cargo sorts them */
	size_t count;
	const UnitId *roots;
	size_t root_count;
} UnitGraph;

typedef struct UnitsRequest {
	const PackageGraph *packages; /* NULL: only the standard library is built */
	const Selection *selection;
	/* The packages of the standard library; NULL: rustc's own standard library is used. */
	const PackageGraph *library;
	LibraryRequest wanted; /* the crates and features of `library` */
} UnitsRequest;

/* Selects packages, features and targets, and makes the units. Returns NULL after an error. */
const UnitGraph *units_build(Arena *a, const Config *config, const UnitsRequest *want);

/* Reports unknown crate types, and returns false if there are any. units_build accepts them as
 * Cargo does, but rustc refuses them. So call this before something is written that make builds. */
bool units_check_crate_types(Diag *diag, const UnitGraph *g);

/* Returns the `[target.<triple>.<links>]` table that replaces the build script of `pkg` for units
 * on `platform`, or NULL. */
const TomlTable *unit_links_override(const Config *config, const PackageGraph *graph, PkgId pkg,
                                     int platform);

/* Returns whether the unit's package is one of those that the build was asked for. */
static inline bool unit_is_primary(const UnitGraph *g, const Unit *u)
{
	for (size_t i = 0; i < g->root_count; i++)
		if (g->units[g->roots[i]].pkg == u->pkg)
			return true;
	return false;
}

static inline bool unit_mode_is_test(UnitMode m)
{
	return m == MODE_TEST || m == MODE_CHECK_TEST || m == MODE_DOCTEST;
}

/* Returns whether the package is local in Cargo's sense: it may be built incrementally, and its
 * warnings are shown. As with `cargo install`, a published crate that the user names is not. */
static inline bool package_is_local(const Package *p)
{
	return p->is_path && !p->foreign && !p->std;
}

#endif
