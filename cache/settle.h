/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * settle.h - removes what a power loss may have damaged, so that everything in the store is whole.
 *
 * A rename may reach the disk before the contents of the files do. To wait for the disk at each
 * crate would take longer than to unpack it, so l4cargo does not wait. Instead the store records in
 * which run of the system it was last written to, and when. The first command of the next run
 * removes everything that was unpacked shortly before. The archives stay: they are verified and
 * unpacked again when they are needed.
 */
#ifndef L4CARGO_CACHE_SETTLE_H
#define L4CARGO_CACHE_SETTLE_H

#include "base/core/arena.h"

/* Returns the system's name of its present run; empty if it is not available. */
Str settle_boot(Arena *a);

/* Must be called before anything is taken from the store. Leaves a read-only store unchanged. */
void settle_store(Str folder, Str boot);
/* Must be called before anything is put into the store. */
void settle_note_writing(Str folder);

#endif
