/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * gunzip.h - reads the content of a gzip file.
 *
 * If the file has several members, only the first is read, as in Cargo. zlib is loaded at the first
 * use.
 */
#ifndef L4CARGO_CACHE_STORE_GUNZIP_H
#define L4CARGO_CACHE_STORE_GUNZIP_H

#include "base/core/buf.h"

typedef struct Gunzip Gunzip;

/* Returns NULL with a reason in *why. The content must not have more than `limit` bytes: reading
 * more is an error. */
Gunzip *gunzip_open(int fd, uint64_t limit, Buf *why);
void gunzip_close(Gunzip **g); /* `*g` may be NULL */
#define scoped_gunzip with_cleanup(gunzip_close) Gunzip

/* Reads the next bytes, at most `most`; they are valid until the next call. Returns none at the
 * end. Returns false with a reason in *why. */
bool gunzip_next(Gunzip *g, size_t most, Str *bytes);

#endif
