/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unit_sets.h - the units of several cargo commands in one graph: what `cargo build`, `cargo test`
 * and `cargo bench` of the same selection make, each unit once.
 *
 * Units are one if they are of the same package, target, mode, platform,
 * features, profile and form of code, and so are all their dependencies: as
 * Cargo shares them within a target folder.
 */
#ifndef L4CARGO_RESOLVER_UNITS_UNIT_SETS_H
#define L4CARGO_RESOLVER_UNITS_UNIT_SETS_H

#include "resolver/units/lto.h"

typedef enum UnitSetKind { SET_BUILD, SET_TEST, SET_BENCH, SET_COUNT } UnitSetKind;

typedef struct UnitSet {
	const UnitId *roots; /* ascending */
	size_t root_count;
	const bool *has; /* by UnitId: is it needed for this command? NULL: nothing is */
} UnitSet;

typedef struct UnitSets {
	const UnitGraph *graph; /* its roots are those of all sets */
	const Lto *lto;         /* by UnitId */
	UnitSet sets[SET_COUNT];
} UnitSets;

/*
 * Graphs by kind; NULL: not wanted. Packages of all must be among those of the
 * last one, which the union refers to: dev-dependencies only add packages. One is needed.
 */
const UnitSets *unit_sets_unite(Arena *a, const UnitGraph *const graphs[SET_COUNT]);

/* Those of it that roots on some platforms need: `platforms` by index of the toolchain's targets.
 * Roots for the host are in every part. */
const UnitSets *unit_sets_part(Arena *a, const UnitSets *all, const bool *platforms);

/* Every unit after all that it depends on. */
UnitId *unit_graph_order(Arena *a, const UnitGraph *g);

static inline bool unit_set_has(const UnitSets *s, UnitSetKind kind, UnitId id)
{
	return s->sets[kind].has && s->sets[kind].has[id];
}

#endif
