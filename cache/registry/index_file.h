/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * index_file.h - a crate's part of the index as Cargo keeps it on disk.
 *
 * The bytes 3, 2, 0, 0, 0, then the file's version as HTTP knows it, a NUL, and for
 * each version of the crate its text, a NUL, its line of JSON and a NUL
 * (cargo-rules 9.5).
 */
#ifndef L4CARGO_CACHE_REGISTRY_INDEX_FILE_H
#define L4CARGO_CACHE_REGISTRY_INDEX_FILE_H

#include "cache/registry/index_types.h"

/* False: not such a file, or of another format. Texts point into `bytes`. */
bool index_file_read(Str bytes, Str name, Arena *a, Str *http_version, IndexVersions *out);

/* The checksum that such a file has of one version, copied to `a`; other versions are not read. */
bool index_file_find(Str bytes, const CrateName *crate, Arena *a, Str *checksum);

void index_file_write(Buf *to, Str http_version, const IndexVersions *versions);

/* The versions in an index file; lines that are broken, of other crates or too new are skipped. */
void index_read(Str lines, Str name, Arena *a, IndexVersions *out);

#endif
