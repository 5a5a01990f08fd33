/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * result.h - the stored directives of a build script run, for the units that depend on it.
 *
 * The result is a text file with lines `kind TAB name TAB value`: first `out`
 * (OUT_DIR) and `links`, then the directives in the order of the output. If a
 * text contains a TAB or a line feed that would break the line, `*` follows the
 * kind, and the texts have the escapes `\t`, `\n` and `\\`.
 */
#ifndef L4CARGO_BRIDGE_UNIT_RESULT_H
#define L4CARGO_BRIDGE_UNIT_RESULT_H

#include "bridge/unit/directives.h"
#include "bridge/unit/job.h"

typedef struct Result {
	Str out, links;
	DirectiveList said;
} Result;

/* Returns the path of a run unit's result file. */
Str result_path(UnitJob *j, Str unit);
bool result_write(UnitJob *j, Str path, const Result *r);
/* Reports an error and returns false if the result file cannot be read. */
bool result_read(UnitJob *j, Str unit, Result *out);

/* Returns whether the folder of a search path such as `native=/x/y` is inside `out`. */
bool result_is_inside(Str search, Str out);

#endif
