/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * checkout.h - the packages in a checkout of a git repository.
 *
 * A git dependency says which repository, not where in it the package is: all manifests are looked
 * at, as Cargo does it, and those with errors count for nothing until one of them is wanted.
 * Nothing outside of the checkout is read. Rules: cargo-rules 9.8.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_CHECKOUT_H
#define L4CARGO_RESOLVER_GRAPH_CHECKOUT_H

#include "resolver/config/config.h"
#include "resolver/manifest/manifest.h"

typedef struct Checkout Checkout;

typedef struct CheckoutPlace {
	Str folder;             /* absolute, normalised */
	const SourceId *source; /* of its packages */
} CheckoutPlace;                /* what it points to must outlive the checkout */

/* Nothing is read before something is wanted. Lives in the arena of `c`, where messages go, too. */
Checkout *checkout_open(const Config *c, const CheckoutPlace *place);

typedef struct CheckoutWanted {
	Str name;
	const Version *version;
	Span at; /* where it is locked */
} CheckoutWanted;

/* NULL after an error. */
const Manifest *checkout_find(Checkout *c, const CheckoutWanted *wanted);

#endif
