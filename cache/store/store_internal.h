/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * store_internal.h - the store's parts: store.c hands out, crate_fetch.c gets one crate,
 * cargo_home_fill.c puts it into a CARGO_HOME, pick_version.c looks up.
 */
#ifndef L4CARGO_CACHE_STORE_STORE_INTERNAL_H
#define L4CARGO_CACHE_STORE_STORE_INTERNAL_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "base/system/digest.h"
#include "base/system/workers.h"
#include "cache/store/cargo_home.h"
#include "cache/store/store.h"
#include "cache/store_layout.h"

typedef struct StoreRegistry {
	Registry registry;
	Str local;           /* folder of the local registry that it is; else empty */
	const char **borrow; /* folders of CARGO_HOME/registry/cache with its archives */
	size_t borrow_count;
	bool in_home; /* the rest is cargo_home_fill.c's */
	Map names_known;
	VEC(struct HomeName *) names;
} StoreRegistry;

/* None of the archives in CARGO_HOME is the right one; or see `why`. */
typedef enum JobEnd { JOB_READY, JOB_NOT_BORROWED, JOB_FAILED } JobEnd;

typedef struct CrateFetch {
	WorkerTask task;         /* first: the workers hand it back */
	struct CrateFetch *next; /* of those that are ready */
	struct Store *store;
	StoreRegistry *from;
	uint32_t tag;
	CrateName crate;
	Str root;            /* NAME-VERSION */
	Str shown;           /* NAME vVERSION */
	const char *target;  /* crates/KEY: what appears in the end */
	const char *folder;  /* target/NAME-VERSION, or in a CARGO_HOME: the crate */
	const char *kept;    /* in a CARGO_HOME: where the archive is or will be; else NULL */
	const char *key;     /* crates/KEY */
	const char *laid_by; /* target/NAME-VERSION.crate: the archive, if it was kept */
	bool archive_only;
	bool suspect; /* it is there, and so are hard links to its files: are they as they were? */
	bool edited;  /* they are not: it is unpacked again */
	bool exposed; /* it is there, and another user may have written to it */
	const char *work;    /* tmp/X/N: what it is made of; NULL: the cache cannot be written */
	const char *archive; /* work/NAME-VERSION.crate */
	int fd;              /* `archive` while it is downloaded */
	Digest *digest;
	uint64_t bytes, bytes_known;
	bool counts; /* in the store's progress */
	JobEnd end;  /* of the task */
	Buf why;
} CrateFetch;

struct Store {
	StoreOptions options;
	Arena arena;
	Diag *diag;
	StoreLayout place;
	int lock;       /* shared, on the folder: nothing is removed meanwhile */
	CargoHome home; /* options.fill, once it is needed */
	Index index;
	Fetcher *fetcher;
	Workers *workers;
	VEC(StoreRegistry *) registries;
	VEC(CrateFetch *) jobs; /* all that were not in the store */
	CrateFetch *ready, **ready_end;
	size_t pending; /* requested, not yet ready */
	bool failed;    /* reported */
	StoreProgress progress;
	Map counted; /* what `progress` counts, by folder */
};

/* Starts to get a crate that is not in the store. False after an error. */
bool job_start(CrateFetch *j);
/* Is it there, and is nothing else to be looked at? Else `suspect` may be set. */
bool job_is_here(CrateFetch *j);
/* Is it in a layer? Then a link to it is made, or it is used there. */
bool job_is_in_layer(CrateFetch *j);
/* A worker is through with it. */
void job_task_ended(CrateFetch *j);
void job_free(CrateFetch *j);
/* Knows where its registry's crates are. False after an error. */
bool job_configure_registry(CrateFetch *j);
/* Archives that may be the right one, but for its own: of layers, of cargo's. */
size_t job_archives(const CrateFetch *j, Arena *a, const char ***out);
/* Where a file of the store or of the CARGO_HOME is, to change it. */
BelowPlace job_place(const CrateFetch *j, Arena *a, const char *path);
/* In a worker thread. */
bool job_make_work_folder(CrateFetch *j);
/* `archive`, empty; -1: errno. */
int job_create_archive(const CrateFetch *j, int flags);
/* An archive whose content has this checksum, open at its begin: what is unpacked is what was
 * compared, whoever gives the path to another file meanwhile. -1: it is not the right one. */
int job_open_good(const char *archive, Str checksum);
bool job_is_good(int archive, Str checksum);
/* The same of a copy of it, made as j->archive; after job_fail it could not be written. */
int job_take_copy(CrateFetch *j, const char *from);
void job_fail(CrateFetch *j, const char *what);                /* with errno */
void job_unpack(CrateFetch *j, int archive, const char *path); /* and publishes it */
/* The same for one that goes into a CARGO_HOME: what the index says of it comes first. */
bool home_start(CrateFetch *j);
void home_task(WorkerTask *task);
bool home_publish(CrateFetch *j, const char *archive);
void home_free_names(StoreRegistry *from);

/* The folder is there: hands it out by store_next. */
void store_ready(CrateFetch *j);
/* Reports the first failure only: the rest would say the same. */
__attribute__((format(printf, 3, 4))) void store_failed(CrateFetch *j, const char *help,
                                                        const char *fmt, ...);
/* The registry of a source, or the local one in its place; NULL after an error. */
StoreRegistry *store_registry(Store *s, const SourceId *source, Str local);
/* What its index has of a crate. */
IndexAnswer store_versions(Store *s, const StoreRegistry *from, const IndexQuery *query,
                           IndexVersions *out);

#endif
