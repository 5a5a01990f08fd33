/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * settle.h - after a power loss: what the store may have lost goes, so that what is there is whole.
 *
 * A rename may reach the disk before what is in the files does. To wait for the disk at each crate
 * would take longer than to unpack it, so nobody does: the store knows in which run of the system
 * it was last written to, and when. The first command of the next run removes what was unpacked
 * shortly before; its archive is there, and is compared and unpacked again when it is wanted.
 */
#ifndef L4CARGO_CACHE_SETTLE_H
#define L4CARGO_CACHE_SETTLE_H

#include "base/core/arena.h"

/* What the system calls its present run; empty: it does not tell. */
Str settle_boot(Arena *a);

/* Before anything is taken from the store. One that cannot be written to is left as it is. */
void settle_store(Str folder, Str boot);
/* Before anything is put into it. */
void settle_note_writing(Str folder);

#endif
