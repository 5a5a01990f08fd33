/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index.h - writes the entry of a package in the index of a local registry.
 *
 * Registries make such lines when a crate is published; its Cargo.toml has everything for them.
 * Rules: cargo-rules 9.3.
 */
#ifndef L4CARGO_EMITTERS_VENDOR_INDEX_H
#define L4CARGO_EMITTERS_VENDOR_INDEX_H

#include "base/core/buf.h"
#include "resolver/graph/graph.h"

/* Adds a line of JSON, with its line end. */
void vendor_index_emit(const Package *p, Buf *to);

#endif
