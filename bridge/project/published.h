/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * published.h - finds, fetches and unpacks the crate of an operand `CRATE[@VERSION]`.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_PUBLISHED_H
#define L4CARGO_BRIDGE_PROJECT_PUBLISHED_H

#include "bridge/project/project.h"

typedef struct PublishedWanted {
	const Config *config;
	const char *operand;  /* CRATE[@VERSION] */
	const char *registry; /* a name in [registries]; NULL: registry.default, else crates.io */
	const char *index;    /* the address of an index, instead of `registry`; NULL: none */
	const Version *rustc; /* the chosen version must support it; NULL: any will do */
} PublishedWanted;

/* Gets the crate. VERSION is an exact version or a requirement; without it, the newest release is
 * chosen. Returns false after an error. */
bool published_get(Session *s, const PublishedWanted *wanted, Published *out);

/*
 * Opens the tools for a command with an operand `[CRATE[@VERSION]]`. If there is an operand, it
 * gets the crate and sets want->crate to `out`; else out->name is empty. Returns NULL after an
 * error.
 */
const ProjectTools *published_open(Session *s, const TextList *operands, ProjectRequest *want,
                                   Published *out);

#endif
