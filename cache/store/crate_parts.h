/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * crate_parts.h - a requested crate that is not ready yet, in parts.
 *
 * A CrateFetch belongs to the store's thread, and to a worker while its task runs. Its identity,
 * its places and `found` are complete before the first task begins. The task sets `outcome` and
 * writes in `work`; `download` belongs to the store's thread.
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
	GOAL_CRATE,   /* unpacked in the store */
	GOAL_ARCHIVE, /* only its archive, in the store */
	GOAL_HOME,    /* both in a CARGO_HOME */
} CrateGoal;

/* Where the complete parts appear. */
typedef struct CratePlaces {
	const char *key;          /* crates/KEY */
	const char *key_folder;   /* its path in our own store */
	const char *archive;      /* key_folder/NAME-VERSION.crate: the archive, if it is kept */
	const char *home_archive; /* for GOAL_HOME: the archive in the CARGO_HOME */
	const char *crate;        /* the files: key_folder/NAME-VERSION, or in the CARGO_HOME */
} CratePlaces;

/* What the store had when the crate was requested. */
typedef struct CrateFound {
	bool suspect; /* it is there, but its files must be checked: hard links, or `exposed` */
	bool exposed; /* another user could write to it */
} CrateFound;

/* Its unfinished parts, in a folder of this process. */
typedef struct CrateWork {
	const char *folder;  /* tmp/X/N; NULL if the cache is read-only */
	const char *archive; /* folder/NAME-VERSION.crate */
} CrateWork;

/* Its archive during the download. */
typedef struct CrateDownload {
	int fd; /* work.archive, open; -1 if not open */
	Digest *digest;
	uint64_t bytes, bytes_known; /* received; expected in total, as far as known */
} CrateDownload;

typedef enum CrateEnd {
	CRATE_FAILED,       /* the reason is in `why` */
	CRATE_NOT_BORROWED, /* no local archive has the checksum */
	CRATE_READY,
} CrateEnd;

/* How a task ended. Each task sets `end`, which another task may have set before. */
typedef struct CrateOutcome {
	CrateEnd end;
	Buf why;
	bool edited; /* it had changed or was `exposed`: it was set aside, and is unpacked again */
} CrateOutcome;

typedef struct CrateFetch {
	WorkerTask task;         /* must be first: the workers return a pointer to it */
	struct CrateFetch *next; /* in a list: of ready crates, or of those with one question */
	struct Store *store;
	struct StoreRegistry *from;
	uint32_t tag; /* of the request */
	bool counts;  /* it is counted in the store's progress */
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
