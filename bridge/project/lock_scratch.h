/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * lock_scratch.h - a folder in which cargo makes a lock file, or reads one, that is not beside its
 * Cargo.toml.
 *
 * A published crate lies verified in the store: nothing writes there, and of its own files only
 * the manifest is to count. Cargo gets that as a registry has it: targets are named with their
 * files, of which cargo then needs none, and what is beside the crate on this machine is of no
 * concern. A project of the user's is seen through links.
 *
 * The folder is in l4cargo's cache, for the user alone, below `target/package`: above that cargo
 * looks for no workspace.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LOCK_SCRATCH_H
#define L4CARGO_BRIDGE_PROJECT_LOCK_SCRATCH_H

#include "bridge/project/project.h"
#include "cache/store_layout.h"

typedef struct LockScratch {
	Session *session; /* set by the caller */
	StoreLayout place;
	int shared;       /* lock on the cache */
	Str folder;       /* that stands for the workspace's root */
	Str manifest;     /* the Cargo.toml there that cargo is to be given */
	Str lock;         /* the Cargo.lock there; absent at first */
	char *const *env; /* for cargo: what it builds goes nowhere else */
} LockScratch;

typedef enum ScratchDev { SCRATCH_WITH_DEV, SCRATCH_WITHOUT_DEV } ScratchDev;

/* `m`: the workspace's root or the package that cargo is asked about; a published one without its
 * dev-dependencies, if `dev` says so. False after an error; to be closed in any case. */
bool lock_scratch_make(LockScratch *x, const Project *p, const Manifest *m, ScratchDev dev);
void lock_scratch_close(LockScratch *x);

#endif
