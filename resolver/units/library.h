/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * library.h - the standard library as a part of a build: Cargo's `-Z build-std`.
 *
 * The standard library is a workspace of its own, with its own lock. This file finds the packages
 * and features of it that a build needs. Rules: cargo-rules 10.1.
 */
#ifndef L4CARGO_RESOLVER_UNITS_LIBRARY_H
#define L4CARGO_RESOLVER_UNITS_LIBRARY_H

#include "resolver/units/profile.h"
#include "resolver/units/select.h"

typedef struct LibraryRequest {
	StrList crates;   /* from -Z build-std=A,B; empty: std, or core if the target has no std */
	StrList features; /* from -Z build-std-features, or library_default_features */
} LibraryRequest;

extern const StrList library_default_features;

/* Returns the crates that `wanted` means for one target. `std`: the target supports std. `test`:
 * tests with the usual harness are built, which need the crate `test`. */
StrList library_crates(Arena *a, StrList wanted, bool std, bool test);

/* Returns the selection in the library's workspace that has the crates for all targets of the
 * build. */
Selection library_selection(Arena *a, const LibraryRequest *want, const Toolchain *t);

/* Returns the `rustflags` that [profile.X.package] of the library's workspace has for one of its
 * packages. They go behind the flags of the target. */
StrList library_rustflags(Arena *a, const Workspace *library, const Profile *profile, Str package);

/* Returns whether the target supports std, by its specification. `platform` is as in Unit. */
bool library_supports_std(const Toolchain *t, int platform);

#endif
