/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unit.h - the units of a build: one run of rustc or of a build script each.
 *
 * The end of the resolver: everything an emitter needs is here. Rules:
 * cargo-rules 6 (selection, edges, host and target, profiles).
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
	TargetName extern_name; /* for --extern; of a build script: its crate's name */
	bool public, noprelude;
	bool dev; /* only dev-dependencies lead here */
} UnitDep;

typedef struct Unit {
	PkgId pkg;
	const Target *target;
	UnitMode mode;
	int platform; /* PLATFORM_HOST, or index into Toolchain.targets */
	bool root;
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
	const PackageGraph *packages; /* NULL: the library alone */
	const Selection *selection;
	const PackageGraph
		*library;      /* the standard library's packages; NULL: that of rustc is used */
	LibraryRequest wanted; /* of the library */
} UnitsRequest;

/* The whole way from a package graph and a selection to units; NULL after an error. */
const UnitGraph *units_build(Arena *a, const Config *config, const UnitsRequest *want);

/* Before units are built: Cargo takes any text as a crate type, and leaves it to rustc to refuse
 * it. False after errors. */
bool units_check_crate_types(Diag *diag, const UnitGraph *g);

/* Is the build script of units of `pkg` on `platform` replaced by `[target.<triple>.<links>]`? */
const TomlTable *unit_links_override(const Config *config, const PackageGraph *graph, PkgId pkg,
                                     int platform);

static inline bool unit_mode_is_test(UnitMode m)
{
	return m == MODE_TEST || m == MODE_CHECK_TEST || m == MODE_DOCTEST;
}

/* Cargo's word: built incrementally, its warnings shown. A published crate that is asked for by its
   name is not, as with `cargo install`. */
static inline bool package_is_local(const Package *p)
{
	return p->is_path && !p->foreign && !p->std;
}

#endif
