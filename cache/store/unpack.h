/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unpack.h - unpacks the files of a .crate archive, or refuses it with a reason.
 *
 * Cargo's rules (cargo-rules 9.6): a gzip tar of regular files and folders below exactly
 * NAME-VERSION/; modes are masked by the umask; time stamps are kept; entries named `.cargo-ok` are
 * skipped, whatever they are; there is a limit to the size of the content. Stricter than Cargo:
 * entries that would change others, sparse files and control characters in names are refused.
 *
 * May run in any thread: it writes only below `into`, and does not change the working directory or
 * the umask.
 */
#ifndef L4CARGO_CACHE_STORE_UNPACK_H
#define L4CARGO_CACHE_STORE_UNPACK_H

#include "base/core/buf.h"

typedef struct UnpackLimits {
	uint64_t bytes; /* limit of the unpacked stream in bytes, */
	uint64_t ratio; /* or this multiple of the archive's size, whichever is more */
	uint64_t entries;
} UnpackLimits;

extern const UnpackLimits unpack_limits; /* Cargo's limits */

typedef struct Unpack {
	int archive; /* open at its start; the caller has verified its content, if it must be */
	Str root;    /* NAME-VERSION */
	int into;    /* an open folder without `root` */
	const UnpackLimits *limits;
	bool no_writers; /* only the owner may write, whatever the archive and the umask say */
} Unpack;

/* Returns false with a reason in *why, which does not name the archive; `root` may be incomplete
 * then. */
bool unpack_crate(const Unpack *job, Buf *why);

#endif
