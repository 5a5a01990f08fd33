/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * manifest.h - the Cargo.toml of a vendored git package: Cargo's "normalized" one.
 *
 * Nothing is inherited any more, every target is named with its path, and
 * nothing is left to be discovered. Rules: Cargo's normalize_toml and
 * prepare_for_vendor; cargo-rules 9.9.
 */
#ifndef L4CARGO_EMITTERS_VENDOR_MANIFEST_H
#define L4CARGO_EMITTERS_VENDOR_MANIFEST_H

#include "base/core/buf.h"
#include "resolver/manifest/manifest.h"

typedef struct VendorManifest {
	const Manifest *manifest;
	const TomlTable *doc;       /* its text, as a tree */
	const TomlTable *workspace; /* [workspace] that it inherits from; NULL: it has none */
	Str workspace_folder;
	StrList files;  /* of the package that are vendored, sorted: targets of other files go */
	Str head;       /* comment lines that it begins with; empty: Cargo's */
	bool no_dev;    /* dev-dependencies are left out */
	bool published; /* it comes from a registry: no workspace is around it, nothing is patched,
	                   and what has a path there is in the registry, too */
} VendorManifest;

/* What is left out is warned of. */
void vendor_manifest_emit(const VendorManifest *m, Diag *diag, Buf *to);

#endif
