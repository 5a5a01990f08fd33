/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * units_internal.h - shared by the steps that make units: units.c, where they begin, and names.c,
 * library_units.c, links.c, check.c, share.c.
 *
 * A Draft is a unit as Cargo first sees it: everything for the host that only build scripts and
 * proc macros use is apart from the rest. share.c then merges what need not be built twice. It has
 * to come last: whether two units are one also depends on what they depend on.
 */
#ifndef L4CARGO_RESOLVER_UNITS_UNITS_INTERNAL_H
#define L4CARGO_RESOLVER_UNITS_UNITS_INTERNAL_H

#include "base/core/vec.h"
#include "resolver/units/unit.h"

#include <assert.h>

/* Cargo's UnitFor: the way on which a unit was reached. */
typedef struct Way {
	bool host;          /* profile of build scripts and proc macros */
	bool host_features; /* features of that side */
	bool unwind;        /* panic=unwind whatever the profile says */
	int32_t root_kind;  /* DraftKey.kind of the root that it comes from */
} Way;

typedef struct DraftDep {
	UnitId unit;
	Way way;
	TargetName extern_name;
	Str dep_name; /* explicit rename, or empty */
	bool dev;     /* only dev-dependencies lead here */
	bool public, noprelude;
} DraftDep;

/* Two units are one if these are equal (and, in the end, their dependencies). */
typedef struct DraftKey {
	PkgId pkg;
	uint32_t target;  /* index into the manifest's targets */
	uint32_t profile; /* index into Drafts.profiles */
	int32_t kind;     /* PLATFORM_HOST or index of a requested target */
	uint32_t mode;
	uint32_t side; /* of the features; FOR_NORMAL when both sides are equal */
} DraftKey;

static_assert(sizeof(DraftKey) == 6 * sizeof(uint32_t), "its bytes are hashed: none is padding");

typedef struct Draft {
	DraftKey key;
	bool debuginfo_deferred, strip_deferred; /* of the first that asked for it */
	bool expanded;
	VEC(DraftDep) deps;
} Draft;

typedef struct Drafts {
	Arena *arena;
	Diag *diag;
	const Config *config;
	const PackageGraph *graph;
	const Features *features;
	const Profiles *profiles_of;
	const Selection *selection;
	const UnitsRequest *want;
	size_t own_count; /* of the packages: those behind are the standard library's */
	bool merge_host;  /* no --target: target 0 is the host's triple, merged in the end */
	VEC(Profile) profiles;
	VEC(Draft) units;
	Map by_key; /* bytes of a DraftKey to UnitId */
	VEC(UnitId) roots;
	VEC(UnitId) library; /* those of the standard library that others depend on */
	bool failed;
	bool *without_library;           /* packages, told once */
	VEC(const Dependency *) clashes; /* names that cannot be, told once */
} Drafts;

static inline const Target *draft_target(const Drafts *d, const DraftKey *k)
{
	return &d->graph->packages[k->pkg].manifest->targets[k->target];
}

/* Can others link to it: a library with one of the Rust crate types? */
bool target_is_linkable(const Target *t);

/* The index of an equal profile in the table; a new one is added. */
uint32_t drafts_profile(Drafts *d, const Profile *p);

/* The unit of these fields (side and profile are found) when it is reached that way. */
UnitId drafts_unit(Drafts *d, DraftKey key, Way way);

/* names.c: the name by which `from` knows the library of `e`, into `out`. Cargo takes an
 * explicit rename, else the crate's. False after an error. */
bool drafts_name_edge(Drafts *d, PkgId from, const Edge *e, DraftDep *out);
/* Can targets of its own package use the library? False after an error. */
bool drafts_name_own(const Drafts *d, const Target *user, const Target *lib);

/* check.c: what can only be said when all units are known; false after an error. */
bool drafts_check(const Drafts *d);

/* library_units.c: the library's roots, once those of the build are known; false after an error. */
bool drafts_add_library(Drafts *d);
/* Every unit for a target depends on the library's roots for it. */
void drafts_attach_library(Drafts *d);

/* Cargo's order of units. */
int draft_key_compare(const Drafts *d, const DraftKey *a, const DraftKey *b);
int unit_compare(const Unit *a, const Unit *b);
/* UnitDeps by unit, then by name, for qsort. */
int unit_compare_deps(const void *a, const void *b);

/* Add the edges that carry `links` metadata from one build script's run to the next. */
void drafts_connect_links(Drafts *d);

/* Merge host and target units, weaken debuginfo, fix strip; fill `out`. False after an error. */
bool drafts_share(Drafts *d, UnitGraph *out);

#endif
