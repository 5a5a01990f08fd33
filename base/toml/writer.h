/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * writer.h - writes a tree as text, like Rust's `toml::to_string_pretty`.
 *
 * A table's values come before its tables. Tables and arrays of tables have headers. Arrays of
 * several values have a line for each value. The tree decides the order. Rules: the crates `toml`
 * 0.9 and `toml_writer` 1.0.
 */
#ifndef L4CARGO_BASE_TOML_WRITER_H
#define L4CARGO_BASE_TOML_WRITER_H

#include "base/core/buf.h"
#include "base/toml/toml.h"

void toml_write(Buf *to, const TomlTable *root);

/* Writes a bare key if possible, else a quoted one. */
void toml_write_key(Buf *to, Str key);
/* Chooses the kind of quotes that needs no escapes, if there is one. */
void toml_write_string(Buf *to, Str s);

#endif
