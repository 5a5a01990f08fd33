/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * arch.h - packages for several architectures of an L4Re tree: what an import for each of them
 * alone would write, as one.
 *
 * An object tree is for one architecture. For it, the merged files say exactly
 * what its own say: in Control by conditions, `requires[arch(arm64)]:`; in a
 * package's Makefile by variables, `X = $(X_$(RS_ARCH))`; in the flat Makefile
 * by rules in `ifeq ($(RS_ARCH),arm64)`. What all of them say stands there once.
 * Rules: docs/packages.md.
 */
#ifndef L4CARGO_EMITTERS_BID_ARCH_H
#define L4CARGO_EMITTERS_BID_ARCH_H

#include "emitters/bid/bid.h"

typedef struct BidArch {
	Str name;      /* the make side's RS_ARCH: `amd64` */
	Str condition; /* of Control */
} BidArch;

/* The architecture of a target of L4Re; NULL: BID has none for it. */
const BidArch *bid_arch_of(Str triple);

enum { BID_ARCHES_MAX = 16 };

typedef struct BidReading { /* what one architecture is to read */
	const BidArch *arch;
	BidFiles files;
} BidReading;

/* At most BID_ARCHES_MAX readings, of different architectures. False after an error: a file that
 * cannot be one for all. */
bool bid_merge(const BidReading *readings, size_t count, Diag *diag, BidFiles *out);

/* The parts: one file of each reading, or NULL where there is no such file. */
typedef struct BidVersions {
	const BidReading *readings;
	const BidFile *const *files;
	size_t count;
	Arena *arena;
} BidVersions;

void bid_merge_control(const BidVersions *v, MakeText *out);
bool bid_merge_makefile(const BidVersions *v, MakeText *out);
bool bid_merge_flat(const BidVersions *v, MakeText *out);

#endif
