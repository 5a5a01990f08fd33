/*
 * config.h - `.cargo/config.toml` in its whole hierarchy, the environment and --config.
 *
 * Rules: cargo-semantics 9.1. A value knows where it was written: relative
 * paths depend on it, and messages cite it.
 */
#ifndef L4CARGO_RESOLVER_CONFIG_H
#define L4CARGO_RESOLVER_CONFIG_H

#include "base/diag.h"
#include "base/toml/toml.h"
#include "resolver/manifest.h"

typedef struct Config {
	Arena *arena;
	Diag *diag;
	Str cwd;
	Str cargo_home;          /* absolute */
	const TomlTable *merged; /* files and --config; the environment is looked up by key */
	char *const *env;        /* of the process, or a test's */
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
 * Lookups by dotted key ("build.target", "target.x86_64-unknown-none.linker"; parts with dots go
 * by config_get_parts). --config beats the environment, which beats files. A value of the wrong
 * type is an error (false). Absent: true, and *out is untouched.
 */
bool config_string(const Config *c, const char *key, Str *out, Span *at);
bool config_bool(const Config *c, const char *key, bool *out);
bool config_int(const Config *c, const char *key, int64_t *out);
bool config_list(const Config *c, const char *key,
                 StrList *out); /* a list, or a string split at white space */
/* A path: relative ones are joined to the folder that the value's origin says. */
bool config_path(const Config *c, const char *key, Str *out);
/* A program: the same, but a bare name stays one. */
bool config_program(const Config *c, const char *key, Str *out);
/* The merged table of a key without the environment (`env`, `source`, `patch`, `target`), or NULL.
 */
const TomlTable *config_table(const Config *c, const char *key);
/* Where relative paths of the value at `at` start. */
Str config_base(const Config *c, Span at);

/* The index URL of a registry by name (`registries.X.index`, source replacement not applied). */
bool config_registry_index(const Config *c, Str name, Span at, Str *out);

#endif
