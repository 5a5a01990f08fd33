/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * store.h - crates from registries, as verified folders that are ready to use.
 *
 * For a crate that is already there, the store looks at the file system once. Otherwise it takes
 * the archive from a layer, CARGO_HOME or the network, verifies its SHA-256 and unpacks it, many at
 * a time. Any number of processes may use one store.
 *
 * Call store_open, store_request for each crate, store_next as often, store_close. A Store belongs
 * to one thread.
 */
#ifndef L4CARGO_CACHE_STORE_STORE_H
#define L4CARGO_CACHE_STORE_STORE_H

#include "cache/git/gitstore.h"
#include "cache/layers.h"
#include "cache/registry/index.h"

typedef enum StorePhase { STORE_ASKING, STORE_DOWNLOADING, STORE_UNPACKING } StorePhase;

typedef struct StoreProgress {
	StorePhase phase;
	size_t done, total;          /* crates that were not in the store */
	uint64_t bytes, bytes_known; /* received, and expected in total, as far as known */
	Str current;                 /* `NAME vVERSION`: one of the crates under way */
} StoreProgress;

typedef struct StoreEvents { /* all may be NULL; called by store_* functions */
	void *ctx;
	void (*progress)(void *ctx, const StoreProgress *now); /* called often */
	void (*downloaded)(void *ctx, Str crate, uint64_t bytes);
} StoreEvents;

typedef struct StoreOptions {
	Str folder;     /* see store_default_folder */
	Layers layers;  /* searched after `folder`, never changed */
	Str cargo_home; /* its downloads are used, never changed; empty: none */
	Str fill; /* a CARGO_HOME: crates of registries go there instead of the store, in Cargo's
	             layout and under its lock; absolute; empty: none */
	Credentials *credentials; /* NULL: registries that require a token are refused */
	bool offline;
	GitStore *gits; /* for indexes in git; the store takes ownership; NULL: none */
	const NetworkSettings *network; /* NULL means network_defaults */
	unsigned workers;               /* threads that unpack; 0: one per processor, at most 4 */
	StoreEvents events;
} StoreOptions; /* everything that it points to must outlive the store */

typedef struct Store Store;

/* Returns $XDG_CACHE_HOME/l4cargo, or else $HOME/.cache/l4cargo, which may be missing. Returns
 * false after an error, such as a folder that is not trusted (trust.h). */
bool store_default_folder(Arena *a, char *const *env, Diag *diag, Str *out);

/* Makes and reads nothing before it is needed. Returns NULL after an error. */
Store *store_open(const StoreOptions *options, Diag *diag);
/* Cancels unfinished downloads. `*s` may be NULL. */
void store_close(Store **s);

/* Returns `gits` of the options, for packages in git. */
GitStore *store_gits(const Store *s);
/* Opens the CARGO_HOME `fill`. Without one, `out->folder` is empty. Returns false after an
 * error. */
bool store_home(Store *s, GitHome *out);

typedef struct CrateWanted {
	Str name, version;
	Str checksum; /* of the archive, 64 hex digits; empty: take it from the index */
	const SourceId *registry;
	Str local; /* a local registry (`*.crate` files and `index/`) that replaces `registry`;
	              empty: none */
	bool archive_only; /* do not unpack it yet: its folder may be missing */
	uint32_t tag;      /* chosen by the caller; store_next returns it */
} CrateWanted;

/* Requests a crate. Copies the texts, except those of `registry`. Returns false after an error. */
bool store_request(Store *s, const CrateWanted *wanted);

/*
 * Waits for the next crate that is ready; returns its tag and its folder (with a NUL at the end,
 * valid as long as the store). Returns each crate once. Returns false after an error, or if no
 * request is left.
 */
bool store_next(Store *s, uint32_t *tag, Str *folder);
/* Returns whether store_next would return without waiting. */
bool store_has_next(const Store *s);

/*
 * Finds the newest version of a crate that matches `req` (NULL: any) and is not yanked.
 * Pre-releases count only if `req` names one. Returns false after an error, which names another
 * version if there is one. As in `cargo install`, a version that needs a newer rustc is an error:
 * older versions are not used instead.
 */
typedef struct NewestWanted {
	const SourceId *registry;
	Str local; /* as in CrateWanted */
	Str name;
	const VersionReq *req;
	const Version *rustc; /* NULL: ignore the versions' requirements */
} NewestWanted;
bool store_newest(Store *s, const NewestWanted *wanted, IndexVersion *out);

/* Finds that version of wanted->name, yanked or not. As in Cargo, `1.0.0` also means `1.0.0+more`
 * if the registry does not have `1.0.0` itself. */
IndexAnswer store_find_version(Store *s, const NewestWanted *wanted, const Version *version,
                               IndexVersion *out);

#endif
