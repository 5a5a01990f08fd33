/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * library.h - the standard library as a part of a build: Cargo's `-Z build-std`.
 *
 * It is a workspace of its own with a lock of its own; which of its packages
 * are wanted, and with which features. Rules: cargo-rules 10.1.
 */
#ifndef L4CARGO_RESOLVER_UNITS_LIBRARY_H
#define L4CARGO_RESOLVER_UNITS_LIBRARY_H

#include "resolver/units/profile.h"
#include "resolver/units/select.h"

typedef struct LibraryRequest {
	StrList crates;   /* of -Z build-std=A,B; none: what the target supports */
	StrList features; /* of -Z build-std-features, or library_default_features */
} LibraryRequest;

extern const StrList library_default_features;

/* What `wanted` comes down to for one target; `std`: the target supports it; `test`: with harness
 * tests. */
StrList library_crates(Arena *a, StrList wanted, bool std, bool test);

/* What is selected in the library's workspace, so that all of a build's targets find theirs. */
Selection library_selection(Arena *a, const LibraryRequest *want, const Toolchain *t);

/* `rustflags` that the library's workspace has in its [profile.X.package] for one of its packages:
 * they go behind the target's. */
StrList library_rustflags(Arena *a, const Workspace *library, const Profile *profile, Str package);

/* Does the target support std, as far as its specification says? `platform` as in Unit. */
bool library_supports_std(const Toolchain *t, int platform);

#endif
