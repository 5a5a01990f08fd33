/*
 * unit.h - the units of a build: one run of rustc or of a build script each.
 *
 * The end of the resolver: everything an emitter needs is here. Rules:
 * cargo-semantics 6 (selection, edges, host and target, profiles).
 */
#ifndef L4CARGO_RESOLVER_UNIT_H
#define L4CARGO_RESOLVER_UNIT_H

#include "resolver/graph.h"
#include "resolver/profile.h"

typedef uint32_t UnitId;

typedef enum UnitMode {
	MODE_BUILD,
	MODE_RUN_CUSTOM_BUILD,
	MODE_TEST,
	MODE_CHECK,
	MODE_CHECK_TEST,
	MODE_DOCTEST,
} UnitMode;

typedef struct UnitDep {
	UnitId unit;
	Str extern_name; /* for --extern */
	bool public, noprelude;
} UnitDep;

enum { PLATFORM_HOST = -1 }; /* else an index into Toolchain.targets */

typedef struct Unit {
	PkgId pkg;
	const Target *target;
	UnitMode mode;
	int platform;           /* PLATFORM_HOST, or index into Toolchain.targets */
	bool for_host_features; /* features were those of Cargo's "host" side */
	StrList features;       /* sorted bytewise */
	Profile profile;
	const UnitDep *deps; /* sorted as Cargo sorts units */
	size_t dep_count;
} Unit;

typedef struct UnitGraph {
	const PackageGraph *packages;
	Unit *units; /* sorted as Cargo sorts them */
	size_t count;
	const UnitId *roots;
	size_t root_count;
	bool release_like; /* what build scripts see as PROFILE: release (else debug) */
	Str profile_name;  /* as asked for: dev, release, ... */
	Str profile_dir;   /* debug, release, or the profile's own name */
} UnitGraph;

/* All features that the package's --check-cfg names: declared and implicit ones, sorted. */
StrList unit_known_features(Arena *a, const Manifest *m);

#endif
