/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * spec.h - package id specifications: how `-p`, [replace] and profiles name packages.
 *
 * Forms: `NAME`, `NAME@VERSION`, `URL#NAME@VERSION`, ...; the version may be partial.
 * The texts of a PackageSpec are borrowed from the argument or live in the arena.
 * Rules: Cargo's PackageIdSpec; cargo-rules 9.10.
 */
#ifndef L4CARGO_RESOLVER_TERMS_SPEC_H
#define L4CARGO_RESOLVER_TERMS_SPEC_H

#include "base/messages/diag.h"
#include "resolver/terms/source.h"
#include "resolver/terms/version.h"

typedef struct PackageSpec {
	Str name;
	bool has_version, has_minor, has_patch;
	Version version; /* only the given parts count; `pre` and `build` are empty if absent */
	Str url;         /* normalised, without fragment; empty matches any source */
	bool has_kind;   /* the URL has a prefix such as `git+`: `source` is compared too */
	SourceId source; /* only kind and git reference are set */
} PackageSpec;

/* Returns false if `text` is not a specification; `*why` is then the reason (static text). */
bool spec_parse(Str text, Arena *a, PackageSpec *out, const char **why);

/* The same for a specification that the user typed. Reports an error and returns false. */
bool spec_read(Str text, Arena *a, Diag *diag, PackageSpec *out);

bool spec_matches(const PackageSpec *spec, Str name, const Version *version,
                  const SourceId *source);

#endif
