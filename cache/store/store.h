/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * store.h - crates from registries, as folders that are verified and ready.
 *
 * A crate that is there already costs one look at the file system; else it is
 * taken from CARGO_HOME or downloaded, checked against its SHA-256 and
 * unpacked, many at a time. Any number of processes may use one store.
 *
 * store_open, store_request as crates become known, store_next as many times,
 * store_close. A Store belongs to one thread.
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
	uint64_t bytes, bytes_known; /* that came, and that will have come, as far as is known */
	Str current;                 /* `NAME vVERSION`: one of those under way */
} StoreProgress;

typedef struct StoreEvents { /* all may be NULL; called from store_* functions */
	void *ctx;
	void (*progress)(void *ctx, const StoreProgress *now); /* often */
	void (*downloaded)(void *ctx, Str crate, uint64_t bytes);
} StoreEvents;

typedef struct StoreOptions {
	Str folder;     /* see store_default_folder */
	Layers layers;  /* looked at after `folder`, never changed */
	Str cargo_home; /* whose downloads are used, never changed; empty: none */
	Str fill; /* a CARGO_HOME that crates of registries go to instead, in Cargo's layout and
	             under its lock; absolute; empty: none */
	Credentials *credentials; /* NULL: registries that want a token cannot be asked */
	bool offline;
	GitStore *gits; /* for registries whose index is in git: becomes the store's; NULL: none */
	const NetworkSettings *network; /* NULL: network_defaults */
	unsigned workers; /* threads that unpack; 0: as many as there are processors */
	StoreEvents events;
} StoreOptions; /* what it points to must outlive the store */

typedef struct Store Store;

/* $XDG_CACHE_HOME/l4cargo, or else $HOME/.cache/l4cargo, which may be there or not. False after an
 * error: it is another user's, or others may write to it. */
bool store_default_folder(Arena *a, char *const *env, Diag *diag, Str *out);

/* Nothing is made or read before it is needed. NULL after an error. */
Store *store_open(const StoreOptions *options, Diag *diag);
/* Downloads under way are given up; NULL is fine. */
void store_close(Store **s);

/* What it was given: packages in git come from there, too. */
GitStore *store_gits(const Store *s);
/* The CARGO_HOME that is filled (`folder` empty: none), opened. False after an error. */
bool store_home(Store *s, GitHome *out);

typedef struct CrateWanted {
	Str name, version;
	Str checksum; /* of the archive, 64 hex digits; empty: what the registry's index says */
	const SourceId *registry;
	Str local;         /* folder of a local registry that stands for it (`*.crate` files and
	                      `index/`): nothing else is asked; empty: none */
	bool archive_only; /* it need not be unpacked yet: its folder may be missing */
	uint32_t tag;      /* the caller's */
} CrateWanted;

/* False after an error. Texts are copied, but for `registry`. */
bool store_request(Store *s, const CrateWanted *wanted);

/*
 * Waits until one that was requested is ready: its tag, and its folder (ends in NUL, lives as long
 * as the store). Each is given once. False after an error, or if none is left to wait for.
 */
bool store_next(Store *s, uint32_t *tag, Str *folder);
/* Is one ready, so that store_next does not wait? */
bool store_has_next(const Store *s);

/*
 * The newest version of a crate that fits `req` (NULL: any), is not yanked, and no pre-release
 * unless `req` asks for one. False after an error, which names what is there instead; as in
 * `cargo install`, one that `rustc` is too old for is an error and not passed over.
 */
typedef struct NewestWanted {
	const SourceId *registry;
	Str local; /* as above */
	Str name;
	const VersionReq *req;
	const Version *rustc; /* NULL: whatever they require */
} NewestWanted;
bool store_newest(Store *s, const NewestWanted *wanted, IndexVersion *out);

/* That version of wanted->name, yanked or not. As for Cargo, `1.0.0` means `1.0.0+more` too, if the
 * registry does not have `1.0.0` itself. */
IndexAnswer store_find_version(Store *s, const NewestWanted *wanted, const Version *version,
                               IndexVersion *out);

#endif
