/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * feature.h - the feature table of one package.
 *
 * It has the features of [features], those that optional dependencies imply, and the
 * keys by which features name dependencies. It lives in the arena; texts are borrowed
 * from the manifest. Rules: cargo-rules 2.4.
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
	Str name; /* a feature, or the key of a dependency */
	Str dep_feature;
	bool weak; /* written with `?/` */
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
	Map by_name;                  /* name to index into `defs` */
	uint32_t by_default;          /* index of `default`, or MAP_NONE */
	Map by_key;                   /* key of a dependency to its first record in the manifest */
	const uint32_t *first_of_key; /* per record of the manifest: the first with its key */
} FeatureTable;

/*
 * Makes the table from the features and dependencies of `m`. manifest_read stores it as
 * Manifest.table.
 */
const FeatureTable *feature_table(Arena *a, const Manifest *m);

/* Returns the index of `name` in the table, or MAP_NONE. */
static inline uint32_t feature_find(const FeatureTable *t, Str name)
{
	return map_get(&t->by_name, name);
}

/* Returns all names in the form that --check-cfg needs. */
StrList feature_names(Arena *a, const FeatureTable *t);

#endif
