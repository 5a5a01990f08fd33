/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * pairing.h - which unit of one graph is which of another.
 *
 * Units of a graph that are equal with all that they depend on count as one.
 * Of the rest, units are paired within the same identity: first those that
 * are wholly equal, then those with the same features, then the most alike.
 */
#ifndef L4CARGO_BRIDGE_VERIFY_PAIRING_H
#define L4CARGO_BRIDGE_VERIFY_PAIRING_H

#include "bridge/verify/facts.h"

enum { PAIR_NONE = UINT32_MAX };
enum { WANTED, GOT, SIDES };

typedef struct UnitPair {
	uint32_t unit[SIDES]; /* PAIR_NONE: only the other side has it */
} UnitPair;

typedef struct Pairing {
	const GraphFacts *graph[SIDES];
	uint32_t *pair_of[SIDES]; /* for each unit the index of its pair; equal units share one */
	UnitPair *pairs;          /* sorted by identity */
	size_t count;
} Pairing;

/* Lives in the arena, like what was given. */
const Pairing *pairing_make(Arena *a, const GraphFacts *wanted, const GraphFacts *got);

#endif
