/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * result.h - what a run of a build script said, kept for those who depend on it.
 *
 * A text file: `kind TAB name TAB value` a line, first `out` (OUT_DIR) and
 * `links`, then the directives in the order of the output. Where a text would
 * break that, the kind has a `*` behind it, and texts have `\t`, `\n` and `\\`.
 */
#ifndef L4CARGO_BRIDGE_UNIT_RESULT_H
#define L4CARGO_BRIDGE_UNIT_RESULT_H

#include "bridge/unit/directives.h"
#include "bridge/unit/job.h"

typedef struct Result {
	Str out, links;
	DirectiveList said;
} Result;

/* Where the result of a run unit is. */
Str result_path(UnitJob *j, Str unit);
bool result_write(UnitJob *j, Str path, const Result *r);
/* False after an error. */
bool result_read(UnitJob *j, Str unit, Result *out);

/* `native=/x/y`: is the folder within `out`? */
bool result_is_inside(Str search, Str out);

#endif
