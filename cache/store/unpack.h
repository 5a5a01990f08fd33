/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * unpack.h - the files of a .crate archive, or a reason why it is not to be trusted.
 *
 * Cargo's rules (cargo-rules 9.6): a gzip tar of regular files and folders
 * below exactly NAME-VERSION/, modes masked by the umask, time stamps kept,
 * entries named `.cargo-ok` skipped, whatever they are, a limit to what a small
 * archive may become. Stricter than Cargo: entries that would change others,
 * sparse files and control characters in names are refused.
 *
 * May run in any thread: it touches nothing but `into`, and neither the
 * working directory nor the umask.
 */
#ifndef L4CARGO_CACHE_STORE_UNPACK_H
#define L4CARGO_CACHE_STORE_UNPACK_H

#include "base/core/buf.h"

typedef struct UnpackLimits {
	uint64_t bytes; /* of the unpacked stream, */
	uint64_t ratio; /* or this times the archive's size, whichever is more */
	uint64_t entries;
} UnpackLimits;

extern const UnpackLimits unpack_limits; /* Cargo's */

typedef struct Unpack {
	int archive; /* open at its begin; its content has been verified, or need not be */
	Str root;    /* NAME-VERSION */
	int into;    /* open folder that does not have `root` yet */
	const UnpackLimits *limits;
	bool no_writers; /* but the owner, whatever archive and umask say */
} Unpack;

/* False: *why says it without naming the archive, and part of `root` may be there. */
bool unpack_crate(const Unpack *job, Buf *why);

#endif
