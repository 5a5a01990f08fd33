/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * manifest.h - writes the Cargo.toml of a vendored git package: Cargo's "normalized" manifest.
 *
 * It inherits nothing, names every target with its path, and leaves nothing to be discovered.
 * Rules: Cargo's normalize_toml and prepare_for_vendor; cargo-rules 9.9.
 */
#ifndef L4CARGO_EMITTERS_VENDOR_MANIFEST_H
#define L4CARGO_EMITTERS_VENDOR_MANIFEST_H

#include "base/core/buf.h"
#include "resolver/manifest/manifest.h"

typedef struct VendorManifest {
	const Manifest *manifest;
	const TomlTable *doc;       /* the parsed text of the manifest */
	const TomlTable *workspace; /* the [workspace] from which it inherits; NULL: none */
	Str workspace_folder;
	StrList files;  /* its vendored files, sorted; targets of other files are left out */
	Str head;       /* comment lines for its beginning; empty: Cargo's */
	bool no_dev;    /* leave out dev-dependencies */
	bool published; /* it is from a registry: it has no workspace and no patches, and its path
	                   dependencies are in the registry, too */
} VendorManifest;

/* Warns of everything that is left out. */
void vendor_manifest_emit(const VendorManifest *m, Diag *diag, Buf *to);

#endif
