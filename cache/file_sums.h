/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * file_sums.h - a list of the files of a crate in the store: their SHA-256 and stamps, from which
 * l4cargo sees whether a file was changed.
 *
 *   crates/KEY/sums      the list; it exists after a command needed it
 *   crates/KEY/linked    the files have hard links: an edit of a link changes the crate, too, so
 *                        the files are checked before use
 *
 * A file whose stamp differs is read and hashed: making or removing a link changes the stamp, too.
 */
#ifndef L4CARGO_CACHE_FILE_SUMS_H
#define L4CARGO_CACHE_FILE_SUMS_H

#include "base/core/vec.h"
#include "base/system/digest.h"

#include <sys/stat.h>

#define FILE_SUMS        "sums"
#define FILE_SUMS_LINKED "linked"

typedef struct FileStamp {
	uint64_t inode; /* 0 if unknown */
	uint64_t size;
	int64_t modified, changed; /* nanoseconds since 1970 */
} FileStamp;

typedef struct SummedFile {
	Str path;    /* relative to the crate's folder */
	bool folder; /* an empty folder: it has neither a sum nor a stamp */
	char sum[DIGEST_HEX + 1];
	FileStamp stamp;
} SummedFile;

typedef VEC(SummedFile) SummedFiles;

FileStamp file_stamp_of(const struct stat *st);
bool file_stamp_fits(const FileStamp *stamp, const struct stat *st);

/* Reads the list at `path`. Returns false if it is missing or malformed. */
bool file_sums_read(Arena *a, const char *path, SummedFiles *out);
/* Writes the list. Returns false, without a message, if this fails: the list only saves time. */
bool file_sums_write(const char *path, const SummedFiles *files);

/* Returns whether the files below `folder` match the list. Reads only files whose stamps differ. */
bool file_sums_hold(const char *folder, const SummedFiles *files);

#endif
