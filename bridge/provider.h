/*
 * provider.h - gives the resolver the packages that a lock file names: from the store, or from the
 * network by way of it, with progress.
 */
#ifndef L4CARGO_BRIDGE_PROVIDER_H
#define L4CARGO_BRIDGE_PROVIDER_H

#include "bridge/session.h"
#include "cache/network_config.h"
#include "cache/store.h"
#include "resolver/graph.h"

typedef struct Provider {
	Session *session;
	Store *store;
	PackageProvider as_provider;
} Provider;

/* The store of this run; messages and progress go to the session. NULL after an error. */
Store *provider_open_store(Session *s, const Config *config);

void provider_init(Provider *p, Session *s, Store *store);

#endif
