/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * record.h - what an import was made from, kept with its packages: `l4cargo.record`.
 *
 * By it `l4cargo check` knows the options of the import and can tell why a
 * file is not what would be made now. It has hashes of the lock file, of the
 * manifests in the workspace and of each file, nothing of the machine, and
 * never configuration, which may hold secrets ([profile] aside).
 */
#ifndef L4CARGO_BRIDGE_IMPORT_RECORD_H
#define L4CARGO_BRIDGE_IMPORT_RECORD_H

#include "base/core/map.h"
#include "bridge/import/import_types.h"
#include "emitters/bid/bid.h"
#include "emitters/bid/outdir_owner.h"

#define RECORD_FILE OUTDIR_RECORD

typedef struct RecordEntry {
	Str hash, path; /* path: seen from the folder of the import */
} RecordEntry;

typedef struct Record {
	Str version; /* of l4cargo */
	Str command; /* `l4cargo import ...`, words quoted as for a shell */
	Str lock;    /* hash */
	VEC(RecordEntry) manifests, files;
	Map file_at; /* path to index of files */
} Record;

/* Adds the record of all files that are there. */
void record_add(const Import *i, BidFiles *files);

void record_parse(Arena *a, Str text, Record *out);
/* False: there is none. */
bool record_read(Arena *a, Str out, Record *record);

/* Does the command line say more than where the packages are? */
bool record_has_choices(Session *s, const ImportOptions *o, const TextList *operands);

/* The options and the operand that the command has; paths are absolute. False: it cannot be read.
 */
bool record_options(Session *s, const Record *r, Str out, ImportOptions *options,
                    TextList *operands);

/* 16 hex digits: it tells edits, not forgeries. */
Str record_hash(Arena *a, Str text);

#endif
