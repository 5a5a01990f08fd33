/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * differences.h - reports the differences of two unit graphs crate by crate, with positions in
 * manifests.
 */
#ifndef L4CARGO_BRIDGE_VERIFY_DIFFERENCES_H
#define L4CARGO_BRIDGE_VERIFY_DIFFERENCES_H

#include "bridge/verify/pairing.h"
#include "resolver/graph/graph.h"

typedef struct DifferencesRequest {
	Arena *arena;
	Diag *diag;
	const PackageGraph *packages; /* their manifests give the positions */
	const Pairing *pairing;       /* WANTED is cargo's graph */
	const char *got;              /* name of the other graph: "l4cargo", or a file */
} DifferencesRequest;

/* Reports each difference as an error. Returns their number. */
size_t differences_report(const DifferencesRequest *want);

#endif
