/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * file_sums.h - what the files of a crate in the store are: their SHA-256, and by what is seen that
 * nobody wrote to them since.
 *
 *   crates/KEY/sums      the list, once somebody wanted it
 *   crates/KEY/linked    there are hard links to the files: whoever edits one of those edits the
 *                        crate, so its files are looked at before they are used
 *
 * A file whose stamp is another one is read: a link that is made or removed changes the stamp, too.
 */
#ifndef L4CARGO_CACHE_FILE_SUMS_H
#define L4CARGO_CACHE_FILE_SUMS_H

#include "base/core/vec.h"
#include "base/system/digest.h"

#include <sys/stat.h>

#define STAMPS_FILE   "sums"
#define STAMPS_LINKED "linked"

typedef struct FileStamp {
	uint64_t inode; /* 0: not known */
	uint64_t size;
	int64_t modified, changed; /* nanoseconds since 1970 */
} FileStamp;

typedef struct StampedFile {
	Str path;    /* below the crate's folder */
	bool folder; /* an empty one: it has neither sum nor stamp */
	char sum[DIGEST_HEX + 1];
	FileStamp stamp;
} StampedFile;

typedef VEC(StampedFile) StampedFiles;

FileStamp stamp_of(const struct stat *st);
bool stamp_fits(const FileStamp *stamp, const struct stat *st);

/* `path`: of the list; false: there is none that can be used. */
bool stamps_read(Arena *a, const char *path, StampedFiles *out);
/* Nobody needs it: that it cannot be written is no error. */
bool stamps_write(const char *path, const StampedFiles *files);

/* Are the files below `folder` those of the list? Those with other stamps are read. */
bool stamps_hold(const char *folder, const StampedFiles *files);

#endif
