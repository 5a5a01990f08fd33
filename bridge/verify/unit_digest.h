/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unit_digest.h - a digest of each unit with all that it depends on.
 *
 * The order and the numbers of units do not matter to it. A circle of
 * dependencies, which only a broken file can have, is cut where it closes.
 */
#ifndef L4CARGO_BRIDGE_VERIFY_UNIT_DIGEST_H
#define L4CARGO_BRIDGE_VERIFY_UNIT_DIGEST_H

#include "base/system/digest.h"
#include "bridge/verify/facts.h"

typedef struct UnitDigest {
	char hex[DIGEST_HEX + 1];
} UnitDigest;

/* One for each unit, in the arena. */
const UnitDigest *unit_digests(Arena *a, const GraphFacts *g);

#endif
