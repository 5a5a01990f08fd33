/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * manifest.h - a Cargo.toml as Cargo understands it: typed, inherited, discovered.
 *
 * manifest_read does all that can be said about one package: types of keys,
 * deprecated spellings, workspace inheritance, auto-discovery of targets.
 * Everything lives in the arena. Rules: cargo-rules 1 and 2.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_MANIFEST_H
#define L4CARGO_RESOLVER_MANIFEST_MANIFEST_H

#include "resolver/manifest/manifest_types.h"

/* NULL after an error. `path` is absolute; `shown` (may be NULL) is how messages call it. */
const Manifest *manifest_read(const ManifestContext *c, Str path, const char *shown);
/* The same for a file that is parsed already. */
const Manifest *manifest_read_document(const ManifestContext *c, const Source *src,
                                       const TomlTable *doc, Str path);

/* Has it an optional dependency, for whatever platform, that is called `key`? */
bool manifest_has_optional(const Manifest *m, Str key);

#endif
