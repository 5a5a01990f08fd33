/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * store_internal.h - the store's parts: store.c hands out, crate_fetch.c knows the way of one
 * crate, crate_download.c and crate_make.c go it, cargo_home_fill.c goes it into a CARGO_HOME.
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
	Str local;           /* folder of the local registry that it is; else empty */
	const char **borrow; /* folders of CARGO_HOME/registry/cache with its archives */
	size_t borrow_count;
	bool in_home; /* the rest is cargo_home_fill.c's */
	Map names_known;
	VEC(struct HomeName *) names;
} StoreRegistry;

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

/* crate_fetch.c. Starts to get a crate that is not in the store. False after an error. */
bool job_start(CrateFetch *j);
/* Is it there, and is nothing else to be looked at? Else `suspect` may be set. */
bool job_is_here(CrateFetch *j);
/* Is it in a layer? Then a link to it is made, or it is used there. */
bool job_is_in_layer(CrateFetch *j);
void job_begin(CrateFetch *j, void (*run)(WorkerTask *task)); /* one of the tasks below */
void job_task_ended(CrateFetch *j);                           /* a worker is through with it */
void job_free(CrateFetch *j);

/* crate_download.c. False after an error; job_begin follows when the archive has come. */
bool job_download(CrateFetch *j);
/* Knows where its registry's crates are. False after an error. */
bool job_configure_registry(CrateFetch *j);

/* crate_make.c, the tasks: of an archive at hand; of a crate that is suspect; of the archive that
 * came, with unpacking it or without. */
void job_borrow_task(WorkerTask *task);
void job_look_task(WorkerTask *task);
void job_unpack_task(WorkerTask *task);
void job_lay_by_task(WorkerTask *task);
/* Archives that may be the right one, but for its own: of layers, of cargo's. */
size_t job_archives(const CrateFetch *j, Arena *a, const char ***out);
/* Where a file of the store or of the CARGO_HOME is, to change it. */
BelowPlace job_place(const CrateFetch *j, Arena *a, const char *path);
/* A record beside the crate, of its files. */
const char *job_beside(Arena *a, const CrateFetch *j, const char *name);
void job_remove_beside(const CrateFetch *j, const char *name);
bool job_make_work_folder(CrateFetch *j);
/* The work's archive, empty; -1: errno. */
int job_create_archive(const CrateFetch *j, int flags);
/* An archive whose content has this checksum, open at its begin: what is unpacked is what was
 * compared, whoever gives the path to another file meanwhile. -1: it is not the right one. */
int job_open_good(const char *archive, Str checksum);
bool job_is_good(int archive, Str checksum);
void job_fail(CrateFetch *j, const char *what);                /* with errno */
void job_unpack(CrateFetch *j, int archive, const char *path); /* and publishes it */

/* cargo_home_fill.c. A good copy of an archive, as the work's; -1: it is not the right one, or
 * after job_fail it could not be written. */
int job_take_copy(CrateFetch *j, const char *from);
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
