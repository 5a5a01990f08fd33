/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * cargo_args.h - what was asked of us, asked of cargo: its arguments, and running it.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_CARGO_ARGS_H
#define L4CARGO_BRIDGE_PROJECT_CARGO_ARGS_H

#include "bridge/project/project.h"

/* The options that `sets` filled in `options`, as they would be written. */
void cargo_args_add(Arena *a, const OptionSet *sets, const void *options, TextList *args);
/* --locked, --offline and --config. */
void cargo_args_add_common(Session *s, TextList *args);

/* The environment with one variable more, or another value for it. */
char *const *cargo_env_with(Arena *a, char *const *from, const char *name, const char *value);
/* The environment with what makes a stable cargo or rustc do what a nightly one does. */
char *const *cargo_unstable_env(Session *s);

typedef struct CargoCall {
	const Toolchain *toolchain;
	const TextList *args; /* from the subcommand on */
	bool unstable;        /* allow what only nightly allows */
} CargoCall;

/*
 * Runs it and takes its output. False after an error; if cargo itself failed, its words were
 * passed on.
 */
bool cargo_run(Session *s, const CargoCall *call, Str *out);

#endif
