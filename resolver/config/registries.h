/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * registries.h - registries by the names that dependencies call them by.
 *
 * A few names stand in thousands of manifests: those of configuration files are
 * looked up at once, so that threads know them, others when they are met. Lives
 * in the configuration's arena; what could not be found is asked for again, as
 * each place gets a message of its own.
 */
#ifndef L4CARGO_RESOLVER_CONFIG_REGISTRIES_H
#define L4CARGO_RESOLVER_CONFIG_REGISTRIES_H

#include "base/core/map.h"
#include "base/core/vec.h"
#include "resolver/config/config.h"

typedef struct Registries {
	const Config *config;
	Map by_name; /* of `found` */
	VEC(const SourceId *) found;
} Registries;

void registries_init(Registries *r, const Config *config);

/* The source of `registries.NAME.index`. False after an error. */
bool registries_find(Registries *r, Str name, Span at, const SourceId **out);
/* Is it known already? Changes nothing and says nothing. */
bool registries_known(const Registries *r, Str name, const SourceId **out);

#endif
