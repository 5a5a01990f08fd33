/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * replace_source.h - [source] of the configuration, which replaces sources.
 *
 * A package keeps its own source in all output (lock file, unit graph, hashes). Only the place to
 * fetch it from changes. Rules: cargo-rules 9.2.
 */
#ifndef L4CARGO_RESOLVER_CONFIG_REPLACE_SOURCE_H
#define L4CARGO_RESOLVER_CONFIG_REPLACE_SOURCE_H

#include "resolver/config/config.h"

typedef enum PlaceKind {
	PLACE_SOURCE,         /* a registry or git repository: `source` */
	PLACE_DIRECTORY,      /* unpacked packages, one folder each: `folder` */
	PLACE_LOCAL_REGISTRY, /* `*.crate` files and `index/`: `folder` */
} PlaceKind;

typedef struct SourcePlace {
	PlaceKind kind;
	SourceId source; /* with the locked commit of the replaced source */
	Str folder;      /* absolute, normalised */
	Str name;        /* name in the configuration; empty if nothing replaces the source */
	Span at;         /* place of its definition */
} SourcePlace;

typedef struct Replacements Replacements;

/* Reads and checks all of [source]. Returns NULL after an error. */
const Replacements *replacements_read(const Config *c);

/*
 * Finds the place of packages of `of`: itself, or the end of its chain of `replace-with`. Returns
 * false after an error: an unknown name, a cycle, or a replacement of an unsuitable kind.
 */
bool replacement_find(const Replacements *r, const SourceId *of, SourcePlace *out);

/* Returns the name of `of` in [source]; empty if it has none. */
Str replacement_name(const Replacements *r, const SourceId *of);

#endif
