/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unit_digest.h - computes a digest of each unit including all of its dependencies.
 *
 * The order and the numbers of units do not influence it. Only a broken file can
 * have a cycle of dependencies; the dependency that closes it counts with an
 * empty digest.
 */
#ifndef L4CARGO_BRIDGE_VERIFY_UNIT_DIGEST_H
#define L4CARGO_BRIDGE_VERIFY_UNIT_DIGEST_H

#include "base/system/digest.h"
#include "bridge/verify/facts.h"

typedef struct UnitDigest {
	char hex[DIGEST_HEX + 1];
} UnitDigest;

/* Returns one digest for each unit, in the arena. */
const UnitDigest *unit_digests(Arena *a, const GraphFacts *g);

#endif
