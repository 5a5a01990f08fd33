/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * check.h - why an import is not what would be made now, in words; and vendored packages.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_CHECK_H
#define L4CARGO_BRIDGE_IMPORT_CHECK_H

#include "bridge/import/record.h"
#include "emitters/bid/outdir.h"

typedef struct CheckCauses {
	const Import *import;
	const Record *was; /* NULL: there is none */
	const Record *now;
	const OutDirDifferences *found;
} CheckCauses;

/* Notes on an error that was reported. */
void check_explain(const CheckCauses *c);

/* The differences as one diff: `---` is what is there. */
void check_diff(const Import *i, const OutDirDifferences *found, Buf *out);

/* Files of vendored packages that the project uses: an error for each package that is not as it was
 * vendored. False after errors; *count is how many were looked at. */
bool check_vendored(const Import *i, size_t *count);

#endif
