/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * check.h - explains why an import is out of date, and checks vendored packages.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_CHECK_H
#define L4CARGO_BRIDGE_IMPORT_CHECK_H

#include "bridge/import/record.h"
#include "emitters/bid/outdir.h"

typedef struct CheckCauses {
	const Import *import;
	const Record *was; /* NULL: the import has no record */
	const Record *now;
	const OutDirDifferences *found;
} CheckCauses;

/* Adds notes to the error that the caller reported. */
void check_explain(const CheckCauses *c);

/* Writes the differences as one diff; `---` is the present state. */
void check_diff(const Import *i, const OutDirDifferences *found, Buf *out);

/* Compares all packages in the directory sources that the project uses with their lists of
 * checksums. Reports an error for each file that differs, and returns false then. *count is the
 * number of packages that were checked. */
bool check_vendored(const Import *i, size_t *count);

#endif
