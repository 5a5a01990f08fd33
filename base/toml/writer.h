/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * writer.h - a tree back to text, as Rust's `toml::to_string_pretty` writes it.
 *
 * A table's values come before its tables; tables and arrays of tables get
 * headers, arrays of several values a line for each. Order is the tree's.
 * Rules: the crates `toml` 0.9 and `toml_writer` 1.0.
 */
#ifndef L4CARGO_BASE_TOML_WRITER_H
#define L4CARGO_BASE_TOML_WRITER_H

#include "base/core/buf.h"
#include "base/toml/toml.h"

void toml_write(Buf *to, const TomlTable *root);

/* Bare if it can be, else in quotes. */
void toml_write_key(Buf *to, Str key);
/* In the kind of quotes that needs no escapes, if there is one. */
void toml_write_string(Buf *to, Str s);

#endif
