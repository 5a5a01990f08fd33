/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * crate_parts.h - a crate that was requested and is on its way: each struct is one idea of it.
 *
 * A CrateFetch belongs to the store's thread, and to a worker while its task is there. What it is,
 * where it goes and what was found of it are known before the first task begins; `work` and
 * `outcome` are the task's, `download` is the store's thread's.
 */
#ifndef L4CARGO_CACHE_STORE_CRATE_PARTS_H
#define L4CARGO_CACHE_STORE_CRATE_PARTS_H

#include "base/core/buf.h"
#include "base/system/digest.h"
#include "base/system/workers.h"
#include "cache/registry/registry.h"

struct Store;
struct StoreRegistry;

typedef enum CrateGoal {
	GOAL_CRATE,   /* unpacked, in the store */
	GOAL_ARCHIVE, /* its archive alone, in the store */
	GOAL_HOME,    /* both, in a CARGO_HOME */
} CrateGoal;

/* Where it appears, complete. */
typedef struct CratePlaces {
	const char *key;        /* crates/KEY */
	const char *key_folder; /* the same in our own store */
	const char *laid_by;    /* key_folder/NAME-VERSION.crate: the archive, if it was kept */
	const char *kept;       /* GOAL_HOME: the archive in the CARGO_HOME */
	const char *crate;      /* key_folder/NAME-VERSION, or in the CARGO_HOME: the files */
} CratePlaces;

/* What was there when it was requested. */
typedef struct CrateFound {
	bool suspect; /* the crate, and so are hard links to its files: are they as they were? */
	bool exposed; /* another user may have written to it */
	bool edited;  /* it is not as it was: it was set aside, and is unpacked again */
} CrateFound;

/* What it is made of, in a folder of this process. */
typedef struct CrateWork {
	const char *folder;  /* tmp/X/N; NULL: the cache cannot be written */
	const char *archive; /* folder/NAME-VERSION.crate */
} CrateWork;

/* Its archive while it comes from the network. */
typedef struct CrateDownload {
	int fd; /* the work's archive; -1: not open */
	Digest *digest;
	uint64_t bytes, bytes_known; /* that came; that will have come, as far as is known */
} CrateDownload;

/* How a task ended. */
typedef struct CrateOutcome {
	enum {
		CRATE_READY,
		CRATE_NOT_BORROWED, /* no archive at hand is the right one */
		CRATE_FAILED,       /* see `why` */
	} end;
	Buf why;
} CrateOutcome;

typedef struct CrateFetch {
	WorkerTask task;         /* first: the workers hand it back */
	struct CrateFetch *next; /* of those that are ready, or wait for the same answer */
	struct Store *store;
	struct StoreRegistry *from;
	uint32_t tag; /* the caller's */
	bool counts;  /* in the store's progress */
	CrateName crate;
	Str root;  /* NAME-VERSION */
	Str shown; /* NAME vVERSION */
	CrateGoal goal;
	CratePlaces at;
	CrateFound found;
	CrateWork work;
	CrateDownload download;
	CrateOutcome outcome;
} CrateFetch;

#endif
