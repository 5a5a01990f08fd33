/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * license.h - what the `license` of a manifest means: an expression of SPDX identifiers, or not.
 *
 * Crates write it in more ways than SPDX has: `MIT/Apache-2.0`, `mit or
 * apache-2.0`. Those are brought into SPDX's own spelling.
 */
#ifndef L4CARGO_RESOLVER_TERMS_LICENSE_H
#define L4CARGO_RESOLVER_TERMS_LICENSE_H

#include "base/core/arena.h"

typedef enum LicenseKind {
	LICENSE_NONE,   /* not written */
	LICENSE_LISTED, /* an expression, all of whose identifiers are on the SPDX list */
	LICENSE_PLUS,   /* the same with a `+` that makes no listed identifier: `MPL-2.0+` */
	LICENSE_OTHER,  /* something else, or with LicenseRef- names of the author's own */
} LicenseKind;

/* `*out` is the expression as SPDX writes it; of LICENSE_OTHER what was written. */
LicenseKind license_expression(Arena *a, Str written, Str *out);

#endif
