/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * provider.h - gives the resolver the packages that a lock file names, with progress: from the
 * store, which downloads what it lacks, or from the places that [source] of the configuration
 * names.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_PROVIDER_H
#define L4CARGO_BRIDGE_PROJECT_PROVIDER_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "bridge/session.h"
#include "cache/git/gitstore.h"
#include "cache/net/network_config.h"
#include "cache/store/store.h"
#include "cache/store/vendored.h"
#include "resolver/config/replace_source.h"
#include "resolver/graph/checkout.h"
#include "resolver/graph/graph.h"

typedef struct OpenCheckout {
	Str commit;
	Checkout *checkout;
} OpenCheckout;

/* The place of the packages of one source. There is one Origin for each source of a requested
 * package. */
typedef struct Origin {
	SourceId source;
	SourcePlace place;           /* the source's replacement by configuration, or itself */
	Vendored *packages;          /* PLACE_DIRECTORY */
	VEC(OpenCheckout) checkouts; /* of a git repository */
} Origin;

typedef struct GitPackage {
	Origin *origin;
	const LockPackage *package;
	uint32_t index;
} GitPackage;

typedef struct ReadyPackage {
	uint32_t index;
	Str folder;
} ReadyPackage;

typedef struct Provider {
	Session *session;
	const Config *config;
	Store *store;
	const Replacements *replacements;
	VEC(Origin *) origins;
	Map by_address; /* from a source's address to the index of the first origin with it */
	VEC(ReadyPackage) ready; /* packages that need no waiting */
	size_t given;            /* how many of `ready` were given out */
	VEC(GitPackage) in_git;
	size_t git_given;     /* how many of `in_git` were given out */
	VendoredCheck *check; /* of the packages in directory sources; starts when the last package
	                         is requested */
	PackageProvider as_provider;
} Provider;

/*
 * Opens the store. Messages and progress go to the session. If `fill` is not empty, it is a
 * CARGO_HOME that crates go to instead. Returns NULL after an error.
 */
Store *provider_open_store(Session *s, const Config *config, Str fill);

/* Reports the sum of all downloads, once. Only on a terminal: elsewhere each download has its own
 * line. */
void provider_tell_downloads(Session *s);

/* Reports an error and returns false if [source] of the configuration is wrong. */
bool provider_init(Provider *p, Session *s, const Config *config, Store *store);

/* Does the same as `request` of as_provider, but does not unpack an archive: the folder of its
 * package may be missing. */
bool provider_keep_archive(void *provider, const LockPackage *package, uint32_t index);

/*
 * Ends the use of the provider. Returns the check (vendored_check) of the packages in directory
 * sources, which still runs, or NULL if there are none. If the packages are of no use (`good` is
 * false), it drops the check.
 */
VendoredCheck *provider_close(Provider *p, bool good);

/* Checks that the files of vendored packages are those that `cargo vendor` wrote. Must be called
 * before they are built. Reports errors and returns false otherwise. */
bool provider_verify(const Provider *p);

#endif
