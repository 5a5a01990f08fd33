/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * published.h - `CRATE[@VERSION]` on the command line: found in the registry, fetched, unpacked.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_PUBLISHED_H
#define L4CARGO_BRIDGE_PROJECT_PUBLISHED_H

#include "bridge/project/project.h"

typedef struct PublishedWanted {
	const Config *config;
	const char *operand;  /* CRATE[@VERSION] */
	const char *registry; /* a name of [registries]; NULL: registry.default, else crates.io */
	const char *index;    /* instead of it; NULL: none */
	const Version *rustc; /* a version that is chosen must support it; NULL: any will do */
} PublishedWanted;

/* False after an error. VERSION is an exact version, or a requirement; absent: the newest release.
 */
bool published_get(Session *s, const PublishedWanted *wanted, Published *out);

/*
 * For commands with an operand `[CRATE[@VERSION]]`: opens the tools, and gets the crate if one is
 * named (else out->name is empty). `want` then asks for it, in *out. False after an error.
 */
bool published_open(Session *s, const TextList *operands, ProjectRequest *want, Project *project,
                    Published *out);

#endif
