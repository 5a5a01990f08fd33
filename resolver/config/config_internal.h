/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * config_internal.h - origins, keys and merging, for the files of this folder only.
 */
#ifndef L4CARGO_RESOLVER_CONFIG_CONFIG_INTERNAL_H
#define L4CARGO_RESOLVER_CONFIG_CONFIG_INTERNAL_H

#include "base/core/vec.h"
#include "resolver/config/config.h"

/* In ascending order of precedence. A source without a ConfigOrigin is the environment. */
typedef enum ConfigLayer { LAYER_FILE, LAYER_ENV, LAYER_CLI } ConfigLayer;

typedef struct ConfigOrigin {
	const Source *src;
	ConfigLayer layer;
	Str base; /* folder where relative paths start */
} ConfigOrigin;

ConfigLayer config_layer(const Config *c, Span at);

/* The parts of a key, and the environment variable that overrides it. May be copied freely. */
typedef struct ConfigKey {
	const Str *parts;
	size_t count;
	Str env; /* CARGO_A_B, with a NUL at the end */
} ConfigKey;

typedef enum KeyCase { KEY_UPPER, KEY_SENSITIVE } KeyCase; /* the case of a part in the variable */

ConfigKey config_key(const Config *c, Str dotted);
ConfigKey config_key_below(const Config *c, const ConfigKey *key, Str part, KeyCase how);
Str config_key_text(const Config *c, const ConfigKey *key); /* the key as messages show it */

/* Makes a place for the value of a variable, for messages. */
Span config_env_span(const Config *c, const ConfigKey *key, Str value);

/* Finds the value in files and --config. Returns false after an error: a part is not a table. */
bool config_find(const Config *c, const ConfigKey *key, const TomlValue **out);
/* The same with the environment. If absent, returns true with out->at.src NULL. */
bool config_value(const Config *c, const ConfigKey *key, TomlValue *out);
bool config_key_string(const Config *c, const ConfigKey *key, Str *out, Span *at);
bool config_key_bool(const Config *c, const ConfigKey *key, bool *out);
bool config_key_list(const Config *c, const ConfigKey *key, StrList *out, Span *at);
/*
 * Combines the elements of a list in files and --config with those of the environment, by
 * precedence.
 */
bool config_key_items(const Config *c, const ConfigKey *key, const TomlValue *found,
                      TomlArray *out);
bool config_wrong_kind(const Config *c, const ConfigKey *key, const char *expected,
                       const TomlValue *found); /* reports a wrong type; always false */

/* tables.c: return [target.TRIPLE], or NULL; and whether a key of it is the `links` of packages. */
const TomlTable *config_target_table(const Config *c, Str triple);
bool config_names_links(Str key);

/*
 * merge.c: adds `from` to `into`. With MERGE_FORCE the new values win. Returns false after an
 * error.
 */
typedef enum MergeRule { MERGE_KEEP, MERGE_FORCE } MergeRule;
bool config_merge(Arena *a, Diag *diag, TomlTable *into, const TomlTable *from, MergeRule rule);

/* command_line.c: returns the --config arguments as one table; NULL after an error. */
struct ConfigLoader;
const TomlTable *config_flags(struct ConfigLoader *l, const char *const *flags);

/* load.c */
typedef struct ConfigLoader {
	Arena *arena;
	Diag *diag;
	Str cwd;
	ConfigLayer layer; /* the layer of the file that is being read */
	VEC(ConfigOrigin) origins;
	StrVec seen; /* the files read for one folder, or by --config; a repetition is an error */
	bool has_includes;
} ConfigLoader;

const TomlTable *config_parse(ConfigLoader *l, const Source *src, Str base);
/*
 * Reads a file and its includes; NULL after an error. `at` is the place that includes it, or
 * NO_SPAN.
 */
TomlTable *config_read_file(ConfigLoader *l, Str path, Span at);
/*
 * Merges the files of `include` in `t` with `t`, which wins. Their paths start at `folder`. NULL
 * after an error.
 */
TomlTable *config_with_includes(ConfigLoader *l, const TomlTable *t, Str folder);

#endif
