/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * library_options.h - the options that add parts of the standard library to the build: -Z
 * build-std, --rust-src.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LIBRARY_OPTIONS_H
#define L4CARGO_BRIDGE_PROJECT_LIBRARY_OPTIONS_H

#include "bridge/session.h"
#include "resolver/units/library.h"

typedef struct LibraryFlags { /* the arguments */
	TextList unstable;    /* -Z */
	const char *rust_src; /* NULL: the toolchain's own */
} LibraryFlags;

extern const Option library_flag_options[];
#define LIBRARY_OPTION_SET(T, f) \
	{ \
		"Standard Library", library_flag_options, offsetof(T, f) \
	}

typedef struct LibraryOptions { /* the meaning of flags and configuration */
	bool wanted;
	LibraryRequest request;
	const char *rust_src;
	bool as_it_is; /* use no patched copy, for graphs that are compared with cargo's */
} LibraryOptions;

/* Reads -Z of the command line and [unstable] of the configuration. The caller zeroes *out; it may
 * set `wanted`. Reports an error and returns false if an option is unknown or of no use. */
bool library_options(Session *s, const LibraryFlags *flags, const Config *config,
                     LibraryOptions *out);

/* Checks that -Z is allowed: cargo must be a nightly one or run with RUSTC_BOOTSTRAP=1. Reports an
 * error and returns false otherwise. */
bool library_allowed(Session *s, const LibraryFlags *flags, const Config *config,
                     const Toolchain *t);

#endif
