/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * registries.h - finds registries by the names that dependencies use.
 *
 * Few names occur in thousands of manifests. registries_init looks up those of configuration files,
 * so that threads can use them; registries_find looks up others when they occur. Results live in
 * the arena of the configuration. A failed lookup is repeated, because each place needs its own
 * message.
 */
#ifndef L4CARGO_RESOLVER_CONFIG_REGISTRIES_H
#define L4CARGO_RESOLVER_CONFIG_REGISTRIES_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "resolver/config/config.h"

typedef struct Registries {
	const Config *config;
	Map by_name; /* name to index in `found` */
	VEC(const SourceId *) found;
} Registries;

void registries_init(Registries *r, const Config *config);

/* Finds the source of `registries.NAME.index`. Returns false after an error. */
bool registries_find(Registries *r, Str name, Span at, const SourceId **out);
/* Returns whether the name was found before. Changes nothing and prints nothing. */
bool registries_known(const Registries *r, Str name, const SourceId **out);

#endif
