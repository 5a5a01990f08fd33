/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * checkout.h - the packages in a checkout of a git repository.
 *
 * A git dependency names a repository, but not the folder of the package inside it. So all
 * manifests of the checkout are read, as Cargo does it. Errors in a manifest are ignored until the
 * wanted package cannot be found otherwise. Nothing outside of the checkout is read.
 * Rules: cargo-rules 9.8.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_CHECKOUT_H
#define L4CARGO_RESOLVER_GRAPH_CHECKOUT_H

#include "resolver/config/config.h"
#include "resolver/manifest/manifest.h"

typedef struct Checkout Checkout;

typedef struct CheckoutPlace {
	Str folder;             /* absolute, normalised */
	const SourceId *source; /* the source of its packages; must outlive the checkout */
} CheckoutPlace;

/*
 * Reads nothing yet: the first call of checkout_find does. The checkout lives in the arena of `c`
 * and reports to the Diag of `c`. The folder's text must outlive the checkout.
 */
Checkout *checkout_open(const Config *c, const CheckoutPlace *place);

typedef struct CheckoutWanted {
	Str name;
	const Version *version;
	Span at; /* its entry in the lock */
} CheckoutWanted;

/* Reports an error and returns NULL if the checkout does not have the package. */
const Manifest *checkout_find(Checkout *c, const CheckoutWanted *wanted);

#endif
