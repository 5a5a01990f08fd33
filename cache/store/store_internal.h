/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * store_internal.h - the parts of the store: store.c takes requests and returns crates,
 * crate_fetch.c decides the steps of one crate, crate_download.c and crate_make.c carry them out,
 * cargo_home_fill.c does it for a CARGO_HOME.
 */
#ifndef L4CARGO_CACHE_STORE_STORE_INTERNAL_H
#define L4CARGO_CACHE_STORE_STORE_INTERNAL_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "cache/store/cargo_home.h"
#include "cache/store/crate_parts.h"
#include "cache/store/store.h"
#include "cache/store_layout.h"

typedef struct StoreRegistry {
	Registry registry;
	Str local;           /* folder of the local registry; empty if it is not local */
	const char **borrow; /* folders with its archives: CARGO_HOME's, or `local` */
	size_t borrow_count;
	bool in_home;    /* its folders in the CARGO_HOME exist */
	Map names_known; /* with `names`: private to cargo_home_fill.c */
	VEC(struct HomeName *) names;
} StoreRegistry;

struct Store {
	StoreOptions options;
	Arena arena;
	Diag *diag;
	StoreLayout place;
	int lock;       /* a shared lock on the folder: nobody removes entries meanwhile */
	CargoHome home; /* options.fill; opened when it is needed */
	Index index;
	Fetcher *fetcher;
	Workers *workers;
	VEC(StoreRegistry *) registries;
	VEC(CrateFetch *) fetches; /* all crates that were not in the store */
	CrateFetch *ready, **ready_end;
	size_t pending; /* number of requests that are not ready yet */
	bool failed;    /* an error was reported */
	StoreProgress progress;
	Map counted; /* the crates in `progress`, by folder */
};

/* crate_fetch.c. Starts to get a crate that is not in the store. Returns false after an error. */
bool crate_start(CrateFetch *j);
/* Returns whether the crate is in the store and needs no check. Otherwise it may set `suspect`. */
bool crate_is_here(CrateFetch *j);
/* Returns whether the crate is in a layer. Makes a link to it; if that fails, uses its place in the
 * layer. */
bool crate_is_in_layer(CrateFetch *j);
void crate_begin(CrateFetch *j,
                 void (*run)(WorkerTask *task)); /* `run` is one of the tasks below */
void crate_task_ended(CrateFetch *j);            /* a worker has finished the task */
void crate_free(CrateFetch *j);

/* crate_download.c. Starts the download; crate_begin follows at its end. Returns false after an
 * error. */
bool crate_download(CrateFetch *j);
/* Finds out where the registry has its crates. Returns false after an error. */
bool crate_configure_registry(CrateFetch *j);

/* crate_make.c, the tasks: use a local archive; check a suspect crate; unpack the downloaded
 * archive; keep the downloaded archive without unpacking it. */
void crate_borrow_task(WorkerTask *task);
void crate_look_task(WorkerTask *task);
void crate_unpack_task(WorkerTask *task);
void crate_keep_archive_task(WorkerTask *task);
/* Lists other archives that may be the right one: those of layers and of CARGO_HOME. */
size_t crate_archives(const CrateFetch *j, Arena *a, const char ***out);
/* Returns the place of a file of the store or the CARGO_HOME, to change it. */
BelowPlace crate_place(const CrateFetch *j, Arena *a, const char *path);
/* Returns the path of a record about the crate's files, which is beside the crate. */
const char *crate_beside(Arena *a, const CrateFetch *j, const char *name);
void crate_remove_beside(const CrateFetch *j, const char *name);
bool crate_make_work_folder(CrateFetch *j);
/* Creates work.archive, empty. Returns -1 with errno. */
int crate_create_archive(const CrateFetch *j, int flags);
/* Opens an archive at its start if its content has this checksum; -1 if not. The descriptor makes
 * sure that the verified file is unpacked, even if the path leads to another one meanwhile. */
int crate_open_good(const char *archive, Str checksum);
bool crate_is_good(int archive, Str checksum);
void crate_fail(CrateFetch *j, const char *what);                /* adds errno */
void crate_unpack(CrateFetch *j, int archive, const char *path); /* and publishes the crate */

/* cargo_home_fill.c. Copies an archive with the right checksum to work.archive. Returns -1 if the
 * checksum is wrong, or after crate_fail if it cannot write. */
int crate_take_copy(CrateFetch *j, const char *from);
/* The steps of a crate that goes into a CARGO_HOME: it first needs its entry in the index. */
bool home_start(CrateFetch *j);
void home_task(WorkerTask *task);
bool home_publish(CrateFetch *j, const char *archive);
void home_free_names(StoreRegistry *from);

/* The crate is complete: store_next returns it. */
void store_ready(CrateFetch *j);
/* Reports only the first failure: others often have the same cause. */
__attribute__((format(printf, 3, 4))) void store_failed(CrateFetch *j, const char *help,
                                                        const char *fmt, ...);
/* Returns the registry of a source, or the local one in its place; NULL after an error. */
StoreRegistry *store_registry(Store *s, const SourceId *source, Str local);
/* Finds the versions of a crate in its index. */
IndexAnswer store_versions(Store *s, const StoreRegistry *from, const IndexQuery *query,
                           IndexVersions *out);

#endif
