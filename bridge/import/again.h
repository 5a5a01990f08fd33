/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * again.h - repeats an import with the options of its record: `l4cargo import --again`, which make
 * runs when the import is out of date.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_AGAIN_H
#define L4CARGO_BRIDGE_IMPORT_AGAIN_H

#include "bridge/import/import_types.h"

typedef struct Again { /* what the record says; lives as long as the import */
	ImportOptions options;
	TextList operands;
	int lock; /* the descriptor that holds the folder's lock */
} Again;

/* Opens the import into the folder that `i->options` (-o) or the project names. Waits for another
 * one that repeats it. `cache` is the folder of the cache. Returns false after an error. */
bool import_open_again(Import *i, const TextList *operands, Str cache, Again *out);

#endif
