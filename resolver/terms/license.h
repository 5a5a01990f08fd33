/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * license.h - the `license` of a manifest as an expression of SPDX identifiers.
 *
 * Crates write it in more forms than SPDX allows: `MIT/Apache-2.0`, `mit or
 * apache-2.0`. These are converted to SPDX's own spelling.
 */
#ifndef L4CARGO_RESOLVER_TERMS_LICENSE_H
#define L4CARGO_RESOLVER_TERMS_LICENSE_H

#include "base/core/arena.h"

typedef enum LicenseKind {
	LICENSE_NONE,   /* the field is missing or blank */
	LICENSE_LISTED, /* an expression whose identifiers are all on the SPDX list */
	LICENSE_PLUS,   /* the same, but a `+` follows an identifier that the list has only without:
	                   `MPL-2.0+` */
	LICENSE_OTHER,  /* anything else, including LicenseRef- names of the author's own */
} LicenseKind;

/* Sets `*out` to the expression in SPDX's spelling; for LICENSE_OTHER, to the trimmed input. */
LicenseKind license_expression(Arena *a, Str written, Str *out);

#endif
