/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * config.h - `.cargo/config.toml` in its whole hierarchy, the environment and --config.
 *
 * Rules: cargo-rules 9.1. A value knows where it was written: relative
 * paths depend on it, and messages cite it. Values of the environment cite a
 * source named after the variable.
 */
#ifndef L4CARGO_RESOLVER_CONFIG_CONFIG_H
#define L4CARGO_RESOLVER_CONFIG_CONFIG_H

#include "base/messages/diag.h"
#include "base/toml/toml.h"
#include "resolver/manifest/manifest.h"

typedef struct Config {
	Arena *arena;
	Diag *diag;
	Str cwd;
	Str cargo_home;          /* absolute */
	const TomlTable *merged; /* files and --config; the environment is looked up by key */
	char *const *env;        /* of the process, or a test's */
	const struct ConfigOrigin *origins; /* config's own: what was read */
	size_t origin_count;
} Config;

typedef struct ConfigSources {
	Str cwd;                  /* absolute: where the search begins */
	char *const *env;         /* NULL-terminated "K=V" */
	const char *const *flags; /* --config arguments, NULL-terminated; may be NULL */
} ConfigSources;

/* NULL after an error. */
const Config *config_load(Arena *a, Diag *diag, const ConfigSources *from);

/* A process environment variable; ptr NULL if not set. */
Str config_env(const Config *c, const char *name);

/*
 * Lookups by dotted key ("build.target"). A target's dots count as such, as in Cargo:
 * `[target.thumbv8m.base-none-eabi]` is written without quotes. --config beats the environment,
 * which beats files. A value of the wrong type is an error (false). Absent: true, and *out is
 * untouched. `at` may be NULL.
 */
bool config_string(const Config *c, const char *key, Str *out, Span *at);
bool config_bool(const Config *c, const char *key, bool *out);
bool config_int(const Config *c, const char *key, int64_t *out);
/* Where the value is written that counts; nowhere: it is not, or wrongly. */
Span config_place(const Config *c, const char *key);
/* A list of strings, or a string split at white space; of the environment too. `at`: the first. */
bool config_list(const Config *c, const char *key, StrList *out, Span *at);
/* A path: relative ones are joined to the folder that the value's origin says. */
bool config_path(const Config *c, const char *key, Str *out);
/* A program: the same, but a bare name stays one. */
bool config_program(const Config *c, const char *key, Str *out, Span *at);
/* A program and its arguments (`runner`). */
bool config_command(const Config *c, const char *key, StrList *out, Span *at);
/* The merged table of a key without the environment (`env`, `source`, `patch`, `target`), or NULL.
 */
const TomlTable *config_table(const Config *c, const char *key);
/* Where relative paths of the value at `at` start. */
Str config_base(const Config *c, Span at);
/* `text`, written at `at`, as a path, and as a program. */
Str config_resolve(const Config *c, Str text, Span at);
Str config_resolve_program(const Config *c, Str text, Span at);

/* The index URL of a registry by name (`registries.X.index`, source replacement not applied). */
bool config_registry_index(const Config *c, Str name, Span at, Str *out);
/* Is that the address of an index? False after an error. */
bool config_index_check(const Config *c, Str url);

/* Names of triples wanted by `build.target`, each with its place; paths of .json are absolute. */
typedef struct ConfigTarget {
	Str name;
	Span at;
} ConfigTarget;
bool config_build_targets(const Config *c, ConfigTarget **out, size_t *count);

/* [env], sorted by name. Names that Cargo refuses are an error. */
typedef struct ConfigVariable {
	Str name, value; /* resolved if relative */
	bool force;
	bool applies; /* forced, or not in the process environment */
	Span at;
} ConfigVariable;
bool config_env_table(const Config *c, const ConfigVariable **out, size_t *count);

/* [target.'cfg(..)'] tables sorted by key; keys that are no valid cfg() never match. */
typedef struct ConfigCfg {
	Str key; /* with `cfg(` */
	const CfgExpr *expr;
	Span at;
} ConfigCfg;
bool config_target_cfgs(const Config *c, const ConfigCfg **out, size_t *count);
/* Lookups inside of one: `rustflags`, `linker`, `runner`. Absent: true, *out is untouched. */
bool config_cfg_list(const Config *c, const ConfigCfg *cfg, const char *key, StrList *out,
                     Span *at);
bool config_cfg_program(const Config *c, const ConfigCfg *cfg, const char *key, Str *out, Span *at);
bool config_cfg_command(const Config *c, const ConfigCfg *cfg, const char *key, StrList *out,
                        Span *at);

/* [target.<triple>.<links>], or NULL: the build script is overridden (semantics 8.4). */
const TomlTable *config_links_override(const Config *c, Str triple, Str links);

/*
 * [profile.NAME] of files and --config, empty if only the environment has something of it; NULL:
 * nothing. config_profile_value gives one key with the environment over it; `sub` is empty,
 * `build-override`, or `package.` and a package id spec. False: absent.
 */
const TomlTable *config_profile_table(const Config *c, Str name);
bool config_profile_value(const Config *c, Str profile, Str sub, Str key, TomlValue *out);

#endif
