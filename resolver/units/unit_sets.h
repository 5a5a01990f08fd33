/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unit_sets.h - the units of several cargo commands in one graph: those of `cargo build`,
 * `cargo test` and `cargo bench` for the same selection, each unit once.
 *
 * Two units are one if they have the same package, target, mode, platform, features, profile, form
 * of code (lto.h) and dependencies. Cargo shares units within a target folder by the same rule.
 */
#ifndef L4CARGO_RESOLVER_UNITS_UNIT_SETS_H
#define L4CARGO_RESOLVER_UNITS_UNIT_SETS_H

#include "resolver/units/lto.h"

typedef enum UnitSetKind { SET_BUILD, SET_TEST, SET_BENCH, SET_COUNT } UnitSetKind;

typedef struct UnitSet {
	const UnitId *roots; /* ascending */
	size_t root_count;
	const bool *has; /* by UnitId: the command needs the unit; NULL: it needs none */
} UnitSet;

typedef struct UnitSets {
	const UnitGraph *graph; /* its roots are the roots of all sets */
	const Lto *lto;         /* by UnitId */
	UnitSet sets[SET_COUNT];
} UnitSets;

/*
 * Unites graphs; `graphs` has one for each kind, or NULL if that kind is not wanted. At least one
 * is needed. The union uses the packages of the last graph, so these must include the packages of
 * the others. They do, because later kinds add dev-dependencies, and these only add packages.
 */
const UnitSets *unit_sets_unite(Arena *a, const UnitGraph *const graphs[SET_COUNT]);

/* Returns the units that the roots on some platforms need. `platforms` has one entry for each
 * target of the toolchain. Roots for the host are in every part. */
const UnitSets *unit_sets_part(Arena *a, const UnitSets *all, const bool *platforms);

/* Returns all units, each after the units that it depends on. */
UnitId *unit_graph_order(Arena *a, const UnitGraph *g);

static inline bool unit_set_has(const UnitSets *s, UnitSetKind kind, UnitId id)
{
	return s->sets[kind].has && s->sets[kind].has[id];
}

#endif
