/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * cargo_args.h - runs cargo, and passes our own options on to it.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_CARGO_ARGS_H
#define L4CARGO_BRIDGE_PROJECT_CARGO_ARGS_H

#include "bridge/project/project.h"

/* Adds the options that a parser with `sets` stored in `options`, as a user would write them. */
void cargo_args_add(Arena *a, const OptionSet *sets, const void *options, TextList *args);
/* Adds --color=never, --locked, --offline and --config. */
void cargo_args_add_common(Session *s, TextList *args);

/* Returns a copy of the environment in which the variable has this value. */
char *const *cargo_env_with(Arena *a, char *const *from, const char *name, const char *value);
/* Returns the environment in which a stable cargo or rustc accepts unstable features. */
char *const *cargo_unstable_env(Session *s);

typedef struct CargoCall {
	const Toolchain *toolchain;
	const TextList *args; /* the subcommand and what follows it */
	bool unstable;        /* with cargo_unstable_env */
} CargoCall;

/*
 * Runs cargo and sets *out to its standard output. Returns false after an error. If cargo itself
 * failed, its messages are shown before the error.
 */
bool cargo_run(Session *s, const CargoCall *call, Str *out);

#endif
