/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * target_name.h - names of targets and crates that may stand in file names, makefiles and commands.
 *
 * Cargo takes any text as the name of a target, and leaves it to rustc to
 * refuse what is no name of a crate when that target is built. What rustc
 * takes are letters and digits of any script, `_`, and `-` where Cargo writes
 * `_` for it: nothing that a shell, make, a terminal or a file system reads as
 * more than itself. A TargetName is such a name, or empty. Only target_name.c
 * makes one (tests/lint/names.sh), so whoever has one need not look.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_TARGET_NAME_H
#define L4CARGO_RESOLVER_MANIFEST_TARGET_NAME_H

#include "base/core/arena.h"
#include "base/messages/diag.h"

typedef struct TargetName {
	Str plain; /* empty: what was written cannot be built */
} TargetName;

/* The name if it can be built. `raw` must stay; it may be NULL. */
TargetName target_name_check(Str raw);

/* The name of its crate: `_` for each `-`. */
TargetName target_name_crate(Arena *a, TargetName name);

/* Does rustc take the name of a crate for `--extern` as well: an identifier of ASCII? */
bool target_name_is_extern(TargetName crate);

/* The error at `at`: why `raw` cannot be built. `what`: "binary target". Always false. */
bool target_name_refuse(Diag *d, Span at, const char *what, Str raw);
/* The help that goes with it. Always false. */
bool target_name_suggest(Diag *d, Str raw);

#endif
