/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * library_options.h - is the standard library built, too, and what of it: -Z build-std, --rust-src.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_LIBRARY_OPTIONS_H
#define L4CARGO_BRIDGE_PROJECT_LIBRARY_OPTIONS_H

#include "bridge/session.h"
#include "resolver/units/library.h"

typedef struct LibraryFlags { /* of the command line */
	TextList unstable;    /* -Z */
	const char *rust_src; /* NULL: the toolchain's own */
} LibraryFlags;

extern const Option library_flag_options[];
#define LIBRARY_OPTION_SET(T, f) \
	{ \
		"Standard Library", library_flag_options, offsetof(T, f) \
	}

typedef struct LibraryOptions { /* what they mean */
	bool wanted;
	LibraryRequest request;
	const char *rust_src;
	bool as_it_is; /* no patched copy: graphs that are compared with cargo's */
} LibraryOptions;

/* -Z of the command line, [unstable] of the configuration; *out is zeroed, but for `wanted`. False
 * after an error. */
bool library_options(Session *s, const LibraryFlags *flags, const Config *config,
                     LibraryOptions *out);

/* Is cargo nightly, or told to be? -Z is allowed then only. False after an error. */
bool library_allowed(Session *s, const LibraryFlags *flags, const Config *config,
                     const Toolchain *t);

#endif
