/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lock_scratch.h - a folder in which cargo makes or reads a lock file that is not beside its
 * Cargo.toml.
 *
 * A published crate lies verified in the store: nothing may write there, and of its files only the
 * manifest may have an effect. Cargo gets a normalised manifest, as registries have it. It names
 * the targets with their files, so cargo does not search for them; other files of the crate on this
 * machine have no effect. A project of the user's is seen through links.
 *
 * The folder is in l4cargo's cache, for this user alone. It is below `target/package`, because
 * cargo searches no workspace above such a folder.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LOCK_SCRATCH_H
#define L4CARGO_BRIDGE_PROJECT_LOCK_SCRATCH_H

#include "bridge/project/project.h"
#include "cache/store_layout.h"

typedef struct LockScratch {
	Session *session; /* set by the caller */
	StoreLayout place;
	int shared;       /* a shared lock on the cache */
	Str folder;       /* stands for the workspace's root */
	Str manifest;     /* the Cargo.toml there for cargo's --manifest-path */
	Str lock;         /* the Cargo.lock there; absent at first */
	char *const *env; /* for cargo; sets CARGO_TARGET_DIR, so that it writes nowhere else */
} LockScratch;

typedef enum ScratchDev { SCRATCH_WITH_DEV, SCRATCH_WITHOUT_DEV } ScratchDev;

/* Makes the folder. `m` is the workspace's root or the package that cargo runs for. With
 * SCRATCH_WITHOUT_DEV, the manifest of a published crate has no dev-dependencies. Returns false
 * after an error; the caller must call lock_scratch_close in any case. */
bool lock_scratch_make(LockScratch *x, const Project *p, const Manifest *m, ScratchDev dev);
void lock_scratch_close(LockScratch *x);

#endif
