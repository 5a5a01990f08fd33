/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * reader.h - what the files that read one Cargo.toml share.
 *
 * Each part reports what it finds wrong and goes on; the count of errors
 * refuses the manifest in the end.
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
	Span package_at; /* of [package] */
	bool published;  /* from a registry and no member: only its library and script are used */
	StrVec failed_deps; /* keys of those with errors: features that name them are not wrong */
	bool root_sought;
	const TomlTable *root; /* the [workspace] to inherit from; NULL: not sought, or none */
	Str root_folder;
} ManifestReader;

/* Does the package come from a registry? */
static inline bool reader_is_published(const ManifestReader *r)
{
	const SourceId *s = r->c->source;
	return r->c->published || (s && (s->kind == SOURCE_REGISTRY || s->kind == SOURCE_SPARSE));
}

/* reader.c: warnings, and errors that Cargo raises for members that are built only. */
void reader_warn(const ManifestReader *r, Span at, const char *fmt, ...) DIAG_FORMAT(3, 4);
bool reader_member_error(const ManifestReader *r, Span at, const char *fmt, ...) DIAG_FORMAT(3, 4);
bool reader_member_help(const ManifestReader *r, const char *help); /* after such an error */

/*
 * A key with a deprecated spelling: the entry that counts (NULL: neither is there). Cargo warns up
 * to edition 2021 and refuses then. `owner`: "`foo` dependency".
 */
const TomlEntry *reader_spelling(const ManifestReader *r, const TomlEntry *now,
                                 const TomlEntry *old, Str owner);

/* What needs an unstable feature of Cargo is refused. Always false. */
bool reader_unstable(const ManifestReader *r, Span at, const char *feature);
/* The list `cargo-features`. */
void reader_cargo_features(const ManifestReader *r, const TomlEntry *e);

/* inherit.c: what `e` inherits from [workspace.package]; NULL after an error. */
const TomlEntry *inherit_field(ManifestReader *r, const TomlEntry *e);
/* `e`, or what it inherits; NULL if absent or after an error. */
const TomlEntry *inherit_or_own(ManifestReader *r, const TomlEntry *e);
/* The entry of [workspace.dependencies]; NULL after an error. */
const TomlEntry *inherit_dependency(ManifestReader *r, const TomlEntry *e);
/* The tools of [workspace.lints]; NULL after an error. */
const TomlTable *inherit_lints(ManifestReader *r, Span at);
/* A path that the root's manifest says, seen from this package. */
Str inherit_path(ManifestReader *r, Str path);
/* package.readme: where it is, empty if there is none. */
Str inherit_readme(ManifestReader *r, const TomlEntry *e);

#endif
