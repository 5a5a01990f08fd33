/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * pairing.h - pairs the units of two graphs.
 *
 * Units of one graph that are equal, including all dependencies, count as one.
 * Units are paired only if they have the same identity: first those that are
 * wholly equal, then those with the same features, then the most similar ones.
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

/* The result lives in the arena and refers to both graphs. */
const Pairing *pairing_make(Arena *a, const GraphFacts *wanted, const GraphFacts *got);

#endif
