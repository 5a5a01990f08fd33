/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index_file.h - the file with a crate's part of the index, as Cargo keeps it on disk.
 *
 * The bytes 3, 2, 0, 0, 0, the file's version as HTTP names it and a NUL; then for each version of
 * the crate its text, a NUL, its line of JSON and a NUL (cargo-rules 9.5).
 */
#ifndef L4CARGO_CACHE_REGISTRY_INDEX_FILE_H
#define L4CARGO_CACHE_REGISTRY_INDEX_FILE_H

#include "cache/registry/index_types.h"

/* Returns false if it is not such a file, or has another format. Texts point into `bytes`. */
bool index_file_read(Str bytes, Str name, Arena *a, Str *http_version, IndexVersions *out);

/* Finds the checksum of one version, without reading the others. Copies it to `a`. Returns false if
 * the file does not have it. */
bool index_file_find(Str bytes, const CrateName *crate, Arena *a, Str *checksum);

void index_file_write(Buf *to, Str http_version, const IndexVersions *versions);

/* Reads the lines of an index. Skips lines that are broken, about another crate, or in a newer
 * format. */
void index_read(Str lines, Str name, Arena *a, IndexVersions *out);

#endif
