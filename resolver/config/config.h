/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * config.h - `.cargo/config.toml` in all folders, the environment and --config.
 *
 * Rules: cargo-rules 9.1. Each value has a place (Span): relative paths depend on it, and messages
 * show it. The source of a value from the environment has the name of the variable.
 */
#ifndef L4CARGO_RESOLVER_CONFIG_CONFIG_H
#define L4CARGO_RESOLVER_CONFIG_CONFIG_H

#include "base/messages/diag.h"
#include "base/toml/toml.h"
#include "resolver/manifest/manifest.h"
#include "resolver/terms/cargo_version.h"

typedef struct Config {
	Arena *arena;
	Diag *diag;
	Str cwd;
	Str cargo_home;          /* absolute */
	const TomlTable *merged; /* files and --config; the environment is added at each lookup */
	char *const *env;        /* the environment, which tests can replace */
	const struct ConfigOrigin *origins; /* what was read; only for this folder */
	size_t origin_count;
	bool has_includes;  /* a file or an argument names further files with `include` */
	CargoVersion cargo; /* whose rules apply; set when the toolchain is known */
} Config;

typedef struct ConfigSources {
	Str cwd;                  /* absolute; the search starts here */
	char *const *env;         /* NULL-terminated "K=V" */
	const char *const *flags; /* the arguments of --config, NULL-terminated; may be NULL */
} ConfigSources;

/* Returns NULL after an error. */
const Config *config_load(Arena *a, Diag *diag, const ConfigSources *from);

/* Returns a variable of the process environment; ptr NULL if not set. */
Str config_env(const Config *c, const char *name);

/*
 * Lookups by dotted key ("build.target"). A dot in the name of a target separates keys, too, as in
 * Cargo: the table `[target.thumbv8m.base-none-eabi]` needs no quotes. --config overrides the
 * environment, which overrides files. They return false after an error, such as a wrong type. If
 * the key is absent, they return true and leave `*out` unchanged. `at` may be NULL.
 */
bool config_string(const Config *c, const char *key, Str *out, Span *at);
bool config_bool(const Config *c, const char *key, bool *out);
bool config_int(const Config *c, const char *key, int64_t *out);
/* Returns the place of the value that is used; NO_SPAN if it is absent or malformed. */
Span config_place(const Config *c, const char *key);
/* Reads a list of strings, or a string of words. `*at` is the place of the first. */
bool config_list(const Config *c, const char *key, StrList *out, Span *at);
/* Reads a path. A relative path starts at the base folder of the value's origin. */
bool config_path(const Config *c, const char *key, Str *out);
/* Reads a program: a path as above, but a bare name stays unchanged. */
bool config_program(const Config *c, const char *key, Str *out, Span *at);
/* Reads a program and its arguments (`runner`). */
bool config_command(const Config *c, const char *key, StrList *out, Span *at);
/* Returns the merged table of a key, without the environment, or NULL. */
const TomlTable *config_table(const Config *c, const char *key);
/* Returns the folder where relative paths of the value at `at` start. */
Str config_base(const Config *c, Span at);
/* Resolve `text`, written at `at`, as a path, and as a program. */
Str config_resolve(const Config *c, Str text, Span at);
Str config_resolve_program(const Config *c, Str text, Span at);

/* Finds `registries.X.index`, before source replacement. Returns false after an error. */
bool config_registry_index(const Config *c, Str name, Span at, Str *out);
/* Checks that `url` is a valid address of an index. Returns false after an error. */
bool config_index_check(const Config *c, Str url);

/* Reads `build.target`, each target with its place. Paths of .json files become absolute. */
typedef struct ConfigTarget {
	Str name;
	Span at;
} ConfigTarget;
bool config_build_targets(const Config *c, ConfigTarget **out, size_t *count);

/* Reads [env], sorted by name. A name that Cargo refuses is an error. */
typedef struct ConfigVariable {
	Str name, value; /* absolute if `relative` is set */
	bool force;
	bool applies; /* forced, or not set in the process environment */
	Span at;
} ConfigVariable;
bool config_env_table(const Config *c, const ConfigVariable **out, size_t *count);

/* Reads [target.'cfg(..)'], sorted by key. Keys that are not a valid cfg() never match. */
typedef struct ConfigCfg {
	Str key; /* the whole key, with `cfg(` */
	const CfgExpr *expr;
	Span at;
} ConfigCfg;
bool config_target_cfgs(const Config *c, const ConfigCfg **out, size_t *count);
/*
 * Lookups in one such table: `rustflags`, `linker`, `runner`. If the key is absent, they return
 * true and leave `*out` unchanged. `at` of config_cfg_program must not be NULL.
 */
bool config_cfg_list(const Config *c, const ConfigCfg *cfg, const char *key, StrList *out,
                     Span *at);
bool config_cfg_program(const Config *c, const ConfigCfg *cfg, const char *key, Str *out, Span *at);
bool config_cfg_command(const Config *c, const ConfigCfg *cfg, const char *key, StrList *out,
                        Span *at);

/* Returns [target.TRIPLE.LINKS], which overrides a build script, or NULL (cargo-rules 6.3). */
const TomlTable *config_links_override(const Config *c, Str triple, Str links);

/*
 * Returns [profile.NAME] of files and --config; an empty table if only the environment sets its
 * keys; NULL if nothing does. config_profile_value also reads the environment. `sub` is empty,
 * `build-override`, or `package.` and a package id spec. Returns false if the key is absent or
 * after an error.
 */
const TomlTable *config_profile_table(const Config *c, Str name);
bool config_profile_value(const Config *c, Str profile, Str sub, Str key, TomlValue *out);

#endif
