/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * replace_source.h - [source] of the configuration: from where packages really come.
 *
 * A package keeps its own source in all it says of itself (lock file, unit
 * graph, hashes); only the place where it is fetched changes. Rules:
 * cargo-rules 9.2.
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
	SourceId source; /* with the locked commit of what was asked for */
	Str folder;      /* absolute, normalised */
	Str name;        /* in the configuration; empty: nothing replaces the source */
	Span at;         /* where it is defined */
} SourcePlace;

typedef struct Replacements Replacements;

/* All of [source], checked. NULL after an error. */
const Replacements *replacements_read(const Config *c);

/* Where packages of `of` are fetched: itself, or what the chain of `replace-with` ends in. False
 * after an error: an unknown name, a cycle, a replacement that cannot stand for it. */
bool replacement_find(const Replacements *r, const SourceId *of, SourcePlace *out);

/* What [source] calls `of`; empty: it does not. */
Str replacement_name(const Replacements *r, const SourceId *of);

#endif
