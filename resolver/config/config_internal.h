/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * config_internal.h - what config*.c share: origins, keys, merging. For these files only.
 */
#ifndef L4CARGO_RESOLVER_CONFIG_CONFIG_INTERNAL_H
#define L4CARGO_RESOLVER_CONFIG_CONFIG_INTERNAL_H

#include "base/core/vec.h"
#include "resolver/config/config.h"

/* In rising order of precedence; what is in no ConfigOrigin is the environment's. */
typedef enum ConfigLayer { LAYER_FILE, LAYER_ENV, LAYER_CLI } ConfigLayer;

typedef struct ConfigOrigin {
	const Source *src;
	ConfigLayer layer;
	Str base; /* of relative paths */
} ConfigOrigin;

ConfigLayer config_layer(const Config *c, Span at);

/* A key in its parts, and the environment variable that overrides it. A value: copy it freely. */
typedef struct ConfigKey {
	const Str *parts;
	size_t count;
	Str env; /* CARGO_A_B; ends in NUL */
} ConfigKey;

typedef enum KeyCase { KEY_UPPER, KEY_SENSITIVE } KeyCase; /* how the variable spells a part */

ConfigKey config_key(const Config *c, Str dotted);
ConfigKey config_key_below(const Config *c, const ConfigKey *key, Str part, KeyCase how);
Str config_key_text(const Config *c, const ConfigKey *key); /* for messages */

/* A place that messages can cite for a variable's value. */
Span config_env_span(const Config *c, const ConfigKey *key, Str value);

/* config.c: the value in files and --config; false after an error (a part is no table). */
bool config_find(const Config *c, const ConfigKey *key, const TomlValue **out);
/* The same with the environment. Absent: true, out->at.src NULL. */
bool config_value(const Config *c, const ConfigKey *key, TomlValue *out);
bool config_key_string(const Config *c, const ConfigKey *key, Str *out, Span *at);
bool config_key_bool(const Config *c, const ConfigKey *key, bool *out);
bool config_key_list(const Config *c, const ConfigKey *key, StrList *out, Span *at);
/* Elements of a list of the files with those of the environment at their place. */
bool config_key_items(const Config *c, const ConfigKey *key, const TomlValue *found,
                      TomlArray *out);
bool config_wrong_kind(const Config *c, const ConfigKey *key, const char *expected,
                       const TomlValue *found); /* reports; always false */

/* config_tables.c: [target.TRIPLE], or NULL; is a key of it the `links` of packages? */
const TomlTable *config_target_table(const Config *c, Str triple);
bool config_names_links(Str key);

/* config_merge.c: adds `from` to `into`. `force`: what is new wins. */
typedef enum MergeRule { MERGE_KEEP, MERGE_FORCE } MergeRule;
bool config_merge(Arena *a, Diag *diag, TomlTable *into, const TomlTable *from, MergeRule rule);

/* config_cli.c: --config arguments as one table; NULL after an error. */
struct ConfigLoader;
const TomlTable *config_flags(struct ConfigLoader *l, const char *const *flags);

/* config_load.c */
typedef struct ConfigLoader {
	Arena *arena;
	Diag *diag;
	Str cwd;
	ConfigLayer layer; /* of what is being read */
	VEC(ConfigOrigin) origins;
	StrVec seen; /* files on the way: an include of one of them again is an error */
} ConfigLoader;

const TomlTable *config_parse(ConfigLoader *l, const Source *src, Str base);
/* A file and all that it includes; NULL after an error. `at`: what asks for it, if anything. */
TomlTable *config_read_file(ConfigLoader *l, Str path, Span at);
/* What the `include` of `t` says, with `t` over it. `folder`: where its paths start. */
TomlTable *config_with_includes(ConfigLoader *l, const TomlTable *t, Str folder);

#endif
