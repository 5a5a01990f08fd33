/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * feature.h - the feature table of one package.
 *
 * What [features] says plus the features that optional dependencies imply,
 * and the keys of dependencies, by which features name them.
 * Lives in the arena; texts are borrowed from the manifest. Rules:
 * cargo-rules 2.4.
 */
#ifndef L4CARGO_RESOLVER_MANIFEST_FEATURE_H
#define L4CARGO_RESOLVER_MANIFEST_FEATURE_H

#include "base/core/map.h"
#include "resolver/manifest/manifest.h"

typedef enum FeatureValueKind {
	VALUE_FEATURE,     /* `name` */
	VALUE_DEP,         /* `dep:name` */
	VALUE_DEP_FEATURE, /* `name/dep_feature`, `name?/dep_feature` */
} FeatureValueKind;

typedef struct FeatureValue {
	FeatureValueKind kind;
	Str name; /* a feature, or a dependency's key */
	Str dep_feature;
	bool weak; /* `?/` */
} FeatureValue;

FeatureValue feature_value_parse(Str text);

typedef struct FeatureDef {
	Str name;
	const FeatureValue *values;
	size_t count;
} FeatureDef;

typedef struct FeatureTable {
	const FeatureDef *defs; /* sorted bytewise by name */
	size_t count;
	Map by_name;                  /* index into defs */
	uint32_t by_default;          /* of `default`; MAP_NONE: there is none */
	Map by_key;                   /* a dependency's key to the first record that has it */
	const uint32_t *first_of_key; /* of each of the manifest's records: that first one */
} FeatureTable;

/* Made once, of the manifest's own features and dependencies: afterwards it is Manifest.table. */
const FeatureTable *feature_table(Arena *a, const Manifest *m);

/* The index of `name` in the table, or MAP_NONE. */
static inline uint32_t feature_find(const FeatureTable *t, Str name)
{
	return map_get(&t->by_name, name);
}

/* All names, as --check-cfg wants them. */
StrList feature_names(Arena *a, const FeatureTable *t);

#endif
