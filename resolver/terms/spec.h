/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * spec.h - package id specifications: what `-p`, [replace] and profiles call packages.
 *
 * `NAME`, `NAME@VERSION`, `URL#NAME@VERSION`, ...; a version may be partial.
 * Texts are borrowed from the argument or live in the arena. Rules: Cargo's
 * PackageIdSpec; cargo-rules 9.10.
 */
#ifndef L4CARGO_RESOLVER_TERMS_SPEC_H
#define L4CARGO_RESOLVER_TERMS_SPEC_H

#include "base/messages/diag.h"
#include "resolver/terms/source.h"
#include "resolver/terms/version.h"

typedef struct PackageSpec {
	Str name;
	bool has_version, has_minor, has_patch;
	Version version; /* only what was given counts; `pre` and `build` empty: not given */
	Str url;         /* normalised, without fragment; empty: any source */
	bool has_kind;   /* `git+` or the like was written: `source` is compared as well */
	SourceId source; /* kind and git reference */
} PackageSpec;

/* False: `*why` (static text) says what is wrong. */
bool spec_parse(Str text, Arena *a, PackageSpec *out, const char **why);

/* The same for one that was typed: false after an error. */
bool spec_read(Str text, Arena *a, Diag *diag, PackageSpec *out);

bool spec_matches(const PackageSpec *spec, Str name, const Version *version,
                  const SourceId *source);

#endif
