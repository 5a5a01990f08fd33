/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * provider.h - gives the resolver the packages that a lock file names: from the store, or from the
 * network by way of it, with progress; or from where [source] of the configuration says.
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

/* Where the packages of one source are; one for each source that was asked for. */
typedef struct Origin {
	SourceId source;
	SourcePlace place;           /* what configuration puts in its stead, or itself */
	Vendored *packages;          /* PLACE_DIRECTORY */
	VEC(OpenCheckout) checkouts; /* of git */
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
	Map by_address;          /* of a source, to the first of its origins */
	VEC(ReadyPackage) ready; /* that needed no waiting for */
	size_t given;            /* of these */
	VEC(GitPackage) in_git;
	size_t git_given;     /* of these */
	VendoredCheck *check; /* of what is in directory sources, once nothing more is asked for */
	PackageProvider as_provider;
} Provider;

/*
 * The store of this run; messages and progress go to the session. `fill`: a CARGO_HOME that crates
 * go to instead; empty: none. NULL after an error.
 */
Store *provider_open_store(Session *s, const Config *config, Str fill);

/* On a terminal, where each download is in the progress line only: the sum of them, once. */
void provider_tell_downloads(Session *s);

/* False after an error: [source] of the configuration is wrong. */
bool provider_init(Provider *p, Session *s, const Config *config, Store *store);

/* Like the provider's `request`, but for an archive that need not be unpacked: its folder may be
 * missing. */
bool provider_lay_by(void *provider, const LockPackage *package, uint32_t index);

/*
 * The check of what was found in directory sources (vendored_check), under way; NULL: there was
 * nothing. `good`: the packages are of use; else nothing is to check any more.
 */
VendoredCheck *provider_close(Provider *p, bool good);

/* Are the files of vendored packages what `cargo vendor` wrote? To be called before they are built.
 * False after errors. */
bool provider_verify(const Provider *p);

#endif
