/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * target_name.h - names of targets and crates that are safe in file names, makefiles and commands.
 *
 * Cargo accepts any text as the name of a target. rustc refuses an invalid crate name only when
 * that target is built. rustc accepts letters and digits of any script and `_`, and Cargo replaces
 * `-` with `_`. None of these characters has a special meaning for a shell, make, a terminal or a
 * file system. A TargetName is such a name, or empty. Only target_name.c makes one
 * (tests/lint/names.sh), so its users need not check it again.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_TARGET_NAME_H
#define L4CARGO_RESOLVER_MANIFEST_TARGET_NAME_H

#include "base/core/arena.h"
#include "base/messages/diag.h"

typedef struct TargetName {
	Str plain; /* empty if the target cannot be built with the given name */
} TargetName;

/*
 * Returns `raw` as a TargetName, or an empty one if the target cannot be built. Borrows the text of
 * `raw`, whose ptr may be NULL.
 */
TargetName target_name_check(Str raw);

/* Returns the name of the crate: `_` replaces each `-`. */
TargetName target_name_crate(Arena *a, TargetName name);

/* Returns whether rustc accepts the name of a crate for `--extern`, too: an ASCII identifier. */
bool target_name_is_extern(TargetName crate);

/* Reports at `at` why `raw` cannot be built. `what` is the kind: "binary target". Always false. */
bool target_name_refuse(Diag *d, Span at, const char *what, Str raw);
/* Prints the help for that error. Always false. */
bool target_name_suggest(Diag *d, Str raw);

#endif
