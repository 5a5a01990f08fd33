/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * reader.h - shared by the files that read one Cargo.toml.
 *
 * Each part reports its errors and continues. If there are errors in the end,
 * manifest_read refuses the manifest.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_READER_H
#define L4CARGO_RESOLVER_MANIFEST_READER_H

#include "base/core/vec.h"
#include "resolver/manifest/keys.h"
#include "resolver/manifest/manifest_types.h"

typedef struct ManifestReader {
	const ManifestContext *c;
	Arena *arena;
	Diag *diag;
	KeyReader keys;
	Manifest *m;
	Span package_at; /* place of [package] */
	bool published; /* from a registry and not a member: only its library and script are used */
	StrVec failed_deps; /* keys of dependencies with errors: features may name them without
	                       another error */
	bool root_sought;
	const TomlTable *root; /* the [workspace] to inherit from; NULL if not searched for yet or
	                          not found */
	Str root_folder;
} ManifestReader;

/* Returns whether the package comes from a registry. */
static inline bool reader_is_published(const ManifestReader *r)
{
	const SourceId *s = r->c->source;
	return r->c->published || (s && (s->kind == SOURCE_REGISTRY || s->kind == SOURCE_SPARSE));
}

/* reader.c: prints warnings, and errors that Cargo reports only for members that are built. */
void reader_warn(const ManifestReader *r, Span at, const char *fmt, ...) DIAG_FORMAT(3, 4);
bool reader_member_error(const ManifestReader *r, Span at, const char *fmt, ...) DIAG_FORMAT(3, 4);
/* prints help after such an error */
bool reader_member_help(const ManifestReader *r, const char *help);

/*
 * Chooses between a key and its deprecated spelling. Returns the entry to use, or NULL if there is
 * neither. Up to edition 2021 Cargo warns of the old spelling; later it is an error. `owner` names
 * the table in messages: "`foo` dependency".
 */
const TomlEntry *reader_spelling(const ManifestReader *r, const TomlEntry *now,
                                 const TomlEntry *old, Str owner);

/* Reports that a key needs an unstable feature of Cargo. Always false. */
bool reader_unstable(const ManifestReader *r, Span at, const char *feature);
/* Checks the list `cargo-features`. */
void reader_cargo_features(const ManifestReader *r, const TomlEntry *e);

/* inherit.c: returns the entry of [workspace.package] with the key of `e`; NULL after an error. */
const TomlEntry *inherit_field(ManifestReader *r, const TomlEntry *e);
/* Returns `e`, or the entry that it inherits; NULL if absent or after an error. */
const TomlEntry *inherit_or_own(ManifestReader *r, const TomlEntry *e);
/* Returns the entry of [workspace.dependencies] with the key of `e`; NULL after an error. */
const TomlEntry *inherit_dependency(ManifestReader *r, const TomlEntry *e);
/* Returns [workspace.lints]; NULL after an error. */
const TomlTable *inherit_lints(ManifestReader *r, Span at);
/* Converts a path in the root manifest to one relative to this package. */
Str inherit_path(ManifestReader *r, Str path);
/* Returns the path of the readme by package.readme; empty if there is none. */
Str inherit_readme(ManifestReader *r, const TomlEntry *e);

#endif
