/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * differences.h - how two unit graphs differ, told crate by crate with the place in its manifest.
 */
#ifndef L4CARGO_BRIDGE_VERIFY_DIFFERENCES_H
#define L4CARGO_BRIDGE_VERIFY_DIFFERENCES_H

#include "bridge/verify/pairing.h"
#include "resolver/graph/graph.h"

typedef struct DifferencesRequest {
	Arena *arena;
	Diag *diag;
	const PackageGraph *packages; /* whose manifests are cited */
	const Pairing *pairing;       /* `wanted` is cargo's */
	const char *got;              /* what the other graph is called: "l4cargo", a file */
} DifferencesRequest;

/* Reports each as an error; returns how many there are. */
size_t differences_report(const DifferencesRequest *want);

#endif
