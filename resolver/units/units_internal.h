/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * units_internal.h - shared by the steps that make units: units.c, where they begin, and names.c,
 * library_units.c, links.c, check.c, share.c.
 *
 * A Draft is a unit as Cargo first makes it: units that build scripts and proc macros use are kept
 * apart from the rest. share.c then merges units that need not be built twice. It comes last,
 * because two units are only equal if their dependencies are equal, too.
 */
#ifndef L4CARGO_RESOLVER_UNITS_UNITS_INTERNAL_H
#define L4CARGO_RESOLVER_UNITS_UNITS_INTERNAL_H

#include "base/core/vec.h"
#include "resolver/units/unit.h"

#include <assert.h>

/* Cargo's UnitFor: how a unit was reached. */
typedef struct Way {
	bool host;          /* it has the profile of build scripts and proc macros */
	bool host_features; /* it has their features (FOR_HOST) */
	bool unwind;        /* it has panic=unwind whatever the profile says */
	int32_t root_kind;  /* DraftKey.kind of the root from which it was reached */
} Way;

typedef struct DraftDep {
	UnitId unit;
	Way way;
	TargetName extern_name;
	Str dep_name; /* explicit rename, or empty; on edges of links.c never empty */
	bool dev;     /* only dev-dependencies make this edge */
	bool public, noprelude;
} DraftDep;

/* Two drafts with equal keys are one. In the end share.c also compares their dependencies. */
typedef struct DraftKey {
	PkgId pkg;
	uint32_t target;  /* index into the manifest's targets */
	uint32_t profile; /* index into Drafts.profiles */
	int32_t kind;     /* PLATFORM_HOST or index of a requested target */
	uint32_t mode;    /* a UnitMode */
	uint32_t side;    /* a FeaturesFor; FOR_NORMAL if both sides have equal features */
} DraftKey;

static_assert(sizeof(DraftKey) == 6 * sizeof(uint32_t), "its bytes are hashed: none is padding");

typedef struct Draft {
	DraftKey key;
	bool debuginfo_deferred, strip_deferred; /* as in the profile for the first way to it */
	bool expanded;                           /* `deps` was found */
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
	size_t own_count; /* packages from this id on are the standard library's */
	bool merge_host;  /* no --target: kind 0 is the host, too, and merged with it by share.c */
	VEC(Profile) profiles;
	VEC(Draft) units;
	Map by_key; /* from the bytes of a DraftKey to a UnitId */
	VEC(UnitId) roots;
	VEC(UnitId) library;   /* units of the standard library that all others depend on */
	bool failed;           /* an error was reported */
	bool *without_library; /* by PkgId: the warning of no library was given */
	VEC(const Dependency *) clashes; /* dependencies whose wrong name was reported */
} Drafts;

static inline const Target *draft_target(const Drafts *d, const DraftKey *k)
{
	return &d->graph->packages[k->pkg].manifest->targets[k->target];
}

/* Returns whether other crates can link to it: it is a library of a Rust crate type. */
bool target_is_linkable(const Target *t);

/* Returns the index of an equal profile in the table, or adds it. */
uint32_t drafts_profile(Drafts *d, const Profile *p);

/* Returns the unit with this key when it is reached in this way, or adds it. Sets `side` and
 * `profile` of the key. */
UnitId drafts_unit(Drafts *d, DraftKey key, Way way);

/* names.c: sets in `out` the name by which `from` knows the library of `e`. Cargo takes an explicit
 * rename, else the name of the crate. Reports an error and returns false if there is no valid name,
 * or more than one. */
bool drafts_name_edge(Drafts *d, PkgId from, const Edge *e, DraftDep *out);
/* Checks that rustc accepts the library's name in --extern, for a target of the same package.
 * Reports an error and returns false if not. */
bool drafts_name_own(const Drafts *d, const Target *user, const Target *lib);

/* check.c: the checks that need all units. Returns false after an error. */
bool drafts_check(const Drafts *d);

/* library_units.c: adds the library's roots; needs the build's. Returns false after an error. */
bool drafts_add_library(Drafts *d);
/* Makes every unit for a target depend on the library's roots for that target. */
void drafts_attach_library(Drafts *d);

/* These compare in Cargo's order of units. */
int draft_key_compare(const Drafts *d, const DraftKey *a, const DraftKey *b);
int unit_compare(const Unit *a, const Unit *b);
/* Compares UnitDeps by unit, then by name; for qsort. */
int unit_compare_deps(const void *a, const void *b);

/* links.c: adds edges for the `links` metadata that a build script's run gets from others. */
void drafts_connect_links(Drafts *d);

/* share.c: merges units, weakens debuginfo, sets strip, fills `out`. False after an error. */
bool drafts_share(Drafts *d, UnitGraph *out);

#endif
