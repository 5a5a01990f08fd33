/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * arch.h - packages for several architectures of an L4Re tree: merges the files that imports for
 * single architectures would write.
 *
 * An object tree is for one architecture. For that architecture the merged files mean exactly the
 * same as its own files. Control uses conditions, `requires[arch(arm64)]:`; a package's Makefile
 * uses variables, `X = $(X_$(RS_ARCH))`; the flat Makefile uses rules in `ifeq ($(RS_ARCH),arm64)`.
 * Text that is the same for all architectures appears once. Rules: docs/packages.md.
 */
#ifndef L4CARGO_EMITTERS_BID_ARCH_H
#define L4CARGO_EMITTERS_BID_ARCH_H

#include "emitters/bid/bid.h"

typedef struct BidArch {
	Str name;      /* the make side's name, RS_ARCH: `amd64` */
	Str condition; /* the condition in Control */
} BidArch;

/* The architecture of an L4Re target; NULL if BID does not support it. */
const BidArch *bid_arch_of(Str triple);

enum { BID_ARCHES_MAX = 16 };

typedef struct BidReading { /* the files for one architecture */
	const BidArch *arch;
	BidFiles files;
} BidReading;

/* Merges at most BID_ARCHES_MAX readings of different architectures. Returns false after an error:
 * a file must be the same for all of them but is not. */
bool bid_merge(const BidReading *readings, size_t count, Diag *diag, BidFiles *out);

/* Merge one kind of file. `files` has one file of each reading, or NULL where a reading lacks
 * it. */
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
