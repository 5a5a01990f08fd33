/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * record.h - the inputs of an import, stored with its packages: `l4cargo.record`.
 *
 * From it, `l4cargo check` and `import --again` learn the options of the import, and `check` can
 * explain why a file is out of date. It has hashes of the lock file, of the manifests in the
 * workspace and of each file. It has nothing specific to the machine and, except
 * for [profile], no configuration, which may contain secrets.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_RECORD_H
#define L4CARGO_BRIDGE_IMPORT_RECORD_H

#include "base/core/map.h"
#include "bridge/import/import_types.h"
#include "emitters/bid/bid.h"
#include "emitters/bid/outdir_owner.h"

#define RECORD_FILE OUTDIR_RECORD

typedef struct RecordEntry {
	Str hash, path; /* path: relative to the folder of the import */
} RecordEntry;

typedef struct Record {
	Str version; /* of l4cargo */
	Str command; /* `l4cargo import ...`, words quoted as for a shell */
	Str again;   /* further options, which do not decide what the packages are */
	Str config;  /* the folder where the search for configuration began, if it is not the
	                manifest's */
	BidVariables variables; /* those that the user had set */
	bool by_hand;           /* the record does not have all options: some may be secret */
	Str lock;               /* hash */
	VEC(RecordEntry) manifests, files;
	Map file_at; /* path to index of files */
} Record;

/* Adds the record of all files that `files` has so far. */
void record_add(const Import *i, BidFiles *files);

void record_parse(Arena *a, Str text, Record *out);
/* Returns false if there is no record. */
bool record_read(Arena *a, Str out, Record *record);

/* Returns whether the command line says more than where the packages are. */
bool record_has_choices(Session *s, const ImportOptions *o, const TextList *operands);

/* The variables that the user had set for the import; make may have set others to repeat it. */
BidVariables record_variables(const Import *i);

/* The folder where another import searches for configuration, so that it finds the same; empty:
 * there is none that it may use. */
Str record_config_folder(const Import *i);

/* Returns whether the record will have all that another import needs. */
bool record_can_repeat(const Import *i);

/* Gets the options and the operand of the recorded command, with absolute paths. Adds its --config
 * arguments to the session's. Returns false if the command is not one that record_add writes:
 * anybody may have written it, so --config may only set [profile]. */
bool record_options(Session *s, const Record *r, Str out, ImportOptions *options,
                    TextList *operands);

/* Sets the folder of the configuration and those of --locked, --offline and -Z that the recorded
 * command had. Returns false if record_add would not write such a record. */
bool record_repeat(Session *s, const Record *r, Str out, ImportOptions *options);

/* 16 hex digits; the hash detects edits, not forgeries. */
Str record_hash(Arena *a, Str text);

#endif
