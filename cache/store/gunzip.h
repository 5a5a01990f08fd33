/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * gunzip.h - what is packed in a gzip file.
 *
 * Of several files in one, the first, as in Cargo. zlib is loaded when there is something to
 * unpack.
 */
#ifndef L4CARGO_CACHE_STORE_GUNZIP_H
#define L4CARGO_CACHE_STORE_GUNZIP_H

#include "base/core/buf.h"

typedef struct Gunzip Gunzip;

/* NULL: *why says why. More than `limit` bytes are an error when they come. */
Gunzip *gunzip_open(int fd, uint64_t limit, Buf *why);
void gunzip_close(Gunzip **g); /* *g may be NULL */
#define scoped_gunzip with_cleanup(gunzip_close) Gunzip

/* The next bytes, at most `most`; good until the next call. None: that was all. False: *why. */
bool gunzip_next(Gunzip *g, size_t most, Str *bytes);

#endif
