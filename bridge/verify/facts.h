/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * facts.h - a unit graph as plain texts, so that graphs from different programs can be compared.
 *
 * It is read from a file of schema l4cargo-graph/1 or from cargo's own unit
 * graph. Everything is copied into the arena. Rules: cargo-rules 6.
 */
#ifndef L4CARGO_BRIDGE_VERIFY_FACTS_H
#define L4CARGO_BRIDGE_VERIFY_FACTS_H

#include "base/json/json.h"
#include "resolver/manifest/types.h"
#include "resolver/toolchain/toolchain.h"

/* The facts about a unit; each is a text. The first ones identify the unit. */
typedef enum Fact {
	FACT_NAME,
	FACT_VERSION,
	FACT_SOURCE,
	FACT_KIND,
	FACT_TARGET,
	FACT_PLATFORM,
	FACT_MODE,
	IDENTITY_FACTS,
	FACT_CRATE_TYPES = IDENTITY_FACTS,
	FACT_SRC,
	FACT_EDITION,
	FACT_PROFILE, /* name of the profile; its settings follow, as in `fact_names` */
	FACT_COUNT = FACT_PROFILE + 11,
} Fact;

extern const char *const fact_names[FACT_COUNT]; /* their names in the schema */

typedef struct FactDep {
	Str extern_name;
	uint32_t unit;
	bool public, noprelude;
} FactDep;

typedef struct UnitFacts {
	Str facts[FACT_COUNT]; /* a JSON null is `null`; lists are sorted and joined by commas */
	StrList features;      /* sorted */
	const FactDep *deps;
	size_t dep_count;
} UnitFacts;

typedef struct GraphFacts {
	UnitFacts *units;
	size_t count;
	uint32_t *roots;
	size_t root_count;
} GraphFacts;

typedef struct FactsContext {
	Arena *arena;
	Diag *diag;
	const Source *src; /* the text to read; messages name it */
	Str workspace;     /* for cargo's graph: the folder that paths start at */
	const Toolchain *toolchain;
} FactsContext;

/* Return NULL after an error: invalid JSON, another schema, or the number of a unit that does not
 * exist. */
const GraphFacts *facts_read(const FactsContext *c);
const GraphFacts *facts_read_cargo(const FactsContext *c);

/* Both readers use these: a value as text, and everything except for the facts of a unit. */
Str facts_text(Arena *a, const Json *v);
Str facts_joined(Arena *a, const Json *list);
StrList facts_sorted(Arena *a, const Json *list);
typedef bool FactsOfUnit(const FactsContext *c, const Json *unit, UnitFacts *out);
typedef struct FactsSchema {
	const char *deps, *dep_unit, *dep_extern; /* keys */
	FactsOfUnit *unit;
} FactsSchema;
const GraphFacts *facts_read_as(const FactsContext *c, const Json *root, const FactsSchema *s);
/* Returns the part after the dot in the name of a profile's fact. */
const char *facts_profile_key(size_t fact);

#endif
