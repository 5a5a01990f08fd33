/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * config.h - writes the [source] tables that make cargo use a vendored tree.
 *
 * They are for `.cargo/config.toml`, as `cargo vendor` prints them. Rules: cargo-rules 9.2, 9.9.
 */
#ifndef L4CARGO_EMITTERS_VENDOR_CONFIG_H
#define L4CARGO_EMITTERS_VENDOR_CONFIG_H

#include "base/core/buf.h"
#include "resolver/terms/source.h"

typedef struct VendorSource {
	SourceId source;
	Str by; /* the name of the source that replaces it */
} VendorSource;

typedef struct VendorPlace { /* a source that replaces others */
	Str name, folder;
	bool archives; /* a local registry; else a directory */
} VendorPlace;

typedef struct VendorConfig {
	const VendorSource *sources;
	size_t source_count;
	const VendorPlace *places;
	size_t place_count;
} VendorConfig;

void vendor_config_emit(const VendorConfig *c, Buf *to);

#endif
