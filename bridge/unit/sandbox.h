/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * sandbox.h - runs the code of a crate in a sandbox (bubblewrap), for `make SANDBOX=1`.
 *
 * The sandbox has no network, no home and no secret of the environment. All files
 * are read-only, except for the given places and a private /tmp. docs/packages.md
 * describes it for users.
 */
#ifndef L4CARGO_BRIDGE_UNIT_SANDBOX_H
#define L4CARGO_BRIDGE_UNIT_SANDBOX_H

#include "bridge/unit/process.h"

typedef struct SandboxPlace {
	Str real, seen; /* the real path, and its path in the sandbox */
} SandboxPlace;

typedef struct SandboxPlaces {
	SandboxPlace *items;
	size_t count, room;
} SandboxPlaces;

typedef struct Sandbox {
	SandboxPlaces write; /* writable folders */
	StrVec read;         /* paths that stay visible although a folder above them is hidden */
	StrVec hidden;       /* real paths of the folders that are empty in the sandbox */
	ArgList args;        /* arguments of bwrap */
} Sandbox;

bool sandbox_is_wanted(const UnitJob *j);

/* Makes a command that runs `inner` in a sandbox with its own environment. Returns false after an
 * error; the caller must not run `inner` then. */
bool sandbox_wrap(UnitJob *j, Sandbox *s, const CommandLine *inner, CommandLine *out);

/* Explains which accesses the sandbox refused to a program that failed, or why there is no sandbox.
 * It looks for that in `errors`, the stderr of the program, and appends the text to `to`. `what` is
 * the program: `the build script of`. Returns false if `errors` does not point to the sandbox. */
bool sandbox_explain(UnitJob *j, Str errors, const char *what, ScreenText *to);

/* Returns whether the name or the value of an environment variable suggests a secret. */
bool sandbox_is_secret(Str name, Str value);

#endif
