/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index.h - what the index of a local registry says of a package.
 *
 * Registries make such lines when a crate is published; everything in them is
 * in its Cargo.toml. Rules: cargo-rules 9.3.
 */
#ifndef L4CARGO_EMITTERS_VENDOR_INDEX_H
#define L4CARGO_EMITTERS_VENDOR_INDEX_H

#include "base/core/buf.h"
#include "resolver/graph/graph.h"

/* A line of JSON, with its end. */
void vendor_index_emit(const Package *p, Buf *to);

#endif
