/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * sandbox.h - a crate's code in a box: bubblewrap, for `make SANDBOX=1`.
 *
 * In the box there is no network, no home and no secret of the environment, and all files are
 * read-only but for the places given and a /tmp of its own. docs/packages.md says it to users.
 */
#ifndef L4CARGO_BRIDGE_UNIT_SANDBOX_H
#define L4CARGO_BRIDGE_UNIT_SANDBOX_H

#include "bridge/unit/process.h"

typedef struct SandboxPlace {
	Str real, seen; /* what is there, and its name in the box */
} SandboxPlace;

typedef struct SandboxPlaces {
	SandboxPlace *items;
	size_t count, room;
} SandboxPlaces;

typedef struct Sandbox {
	SandboxPlaces write; /* folders that may be written */
	StrVec read;         /* those that are to be seen although what is above them is hidden */
	StrVec hidden;       /* real paths of what is empty in the box */
	ArgList args;        /* of bwrap, as they are found */
} Sandbox;

bool sandbox_is_wanted(const UnitJob *j);

/* `inner` in a box with its own environment. False after an error: nothing runs unboxed then. */
bool sandbox_wrap(UnitJob *j, Sandbox *s, const CommandLine *inner, CommandLine *out);

/* Why what was boxed failed, from what it wrote to stderr: `name v1 wanted what the box ...`, and
 * what the system refused it. False if nothing tells of the box. */
bool sandbox_explain(UnitJob *j, Str errors, const char *what, ScreenText *to);

/* Does a variable of the environment tell, by its name or value, a secret? */
bool sandbox_is_secret(Str name, Str value);

#endif
