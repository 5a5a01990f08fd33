/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * manifest.h - a Cargo.toml as Cargo understands it: typed, inherited, discovered.
 *
 * manifest_read applies all rules that concern one package: types of keys, deprecated
 * spellings, workspace inheritance, discovery of targets. Everything lives in the
 * arena. Rules: cargo-rules 1 and 2.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_MANIFEST_H
#define L4CARGO_RESOLVER_MANIFEST_MANIFEST_H

#include "resolver/manifest/manifest_types.h"

/*
 * Returns NULL after an error. `path` is absolute. Messages show the file as `shown`, or as `path`
 * if that is NULL.
 */
const Manifest *manifest_read(const ManifestContext *c, Str path, const char *shown);
/* The same for a file that was parsed before. */
const Manifest *manifest_read_document(const ManifestContext *c, const Source *src,
                                       const TomlTable *doc, Str path);

/* Returns whether an optional dependency, for any platform, has this key. */
bool manifest_has_optional(const Manifest *m, Str key);

/* Returns where the manifest defines a feature: in [features], or as an optional dependency. It is
 * NO_SPAN for another name. */
Span manifest_feature_at(const Manifest *m, Str feature);

#endif
