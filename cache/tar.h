/*
 * tar.h - the entries of a tar archive, as the crate `tar` reads them for Cargo.
 *
 * What other readers might take for something else is refused: records that are there twice or
 * are malformed, files whose name ends in `/`, folders with data. Nothing is believed of names:
 * the caller looks at them.
 */
#ifndef L4CARGO_CACHE_TAR_H
#define L4CARGO_CACHE_TAR_H

#include "cache/gunzip.h"

typedef enum TarKind { TAR_FILE, TAR_FOLDER, TAR_LINK, TAR_SPARSE, TAR_OTHER } TarKind;

typedef struct TarEntry {
	TarKind kind;
	Str name; /* any bytes; good until the next entry */
	uint64_t size;
	unsigned mode;
	bool has_time;
	int64_t time; /* seconds since 1970 */
} TarEntry;

enum { TAR_BLOCK = 512, TAR_RECORDS_MAX = 64 * 1024 };

typedef struct Tar {
	Gunzip *in;
	Buf *why;
	uint64_t left, padding; /* of the entry's data */
	bool gnu, ustar;
	unsigned char header[TAR_BLOCK];
	Buf name, records; /* what came before an entry and is about it */
	Buf ignored;
	bool has_name, has_records, has_link;
} Tar;

typedef enum TarNext { TAR_ENTRY, TAR_END, TAR_BROKEN /* see *why */ } TarNext;

TarNext tar_next(Tar *t, TarEntry *out);
/* The next bytes of the entry; none: those were all. What is not read is passed over. */
bool tar_data(Tar *t, Str *bytes);
void tar_free(Tar *t);

#endif
