// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/env.h"
#include "base/text/path.h"
#include "resolver/config/config_internal.h"
#include "resolver/manifest/keys.h"
#include "resolver/terms/url.h"

#include <stdlib.h>

/* A `file:` URL without slashes is relative to the folder of its origin. */
static Str absolute_file(const Config *c, Str url, Span at)
{
	const Str sparse = STR("sparse+"), file = STR("file:");
	const bool is_sparse = str_starts_with(url, sparse);
	const Str rest = str_sub(url, is_sparse ? sparse.len : 0, url.len);
	if (!str_starts_with(rest, file) || str_starts_with(rest, STR("file:/")))
		return url;
	const Str path = config_resolve(c, str_sub(rest, file.len, rest.len), at);
	const Str plain = path_normalise(c->arena, path);
	const bool slashed = str_ends_with(rest, STR("/"));
	return arena_printf(c->arena, "%sfile://" STR_FMT "%s", is_sparse ? "sparse+" : "",
	                    STR_ARG(plain), slashed ? "/" : "");
}

static bool check_index(const Config *c, Str name, Str url, Span at)
{
	Url parts;
	const char *why;
	if (!url_parse(c->arena, url, &parts, &why)) {
		diag_error(c->diag, at, "invalid index URL for registry `" STR_FMT "`: %s",
		           STR_ARG(name), why);
		return diag_help(c->diag, "write the whole address: `sparse+https://.../` or that "
		                          "of a git repository");
	}
	const ptrdiff_t end = str_rfind(parts.authority, '@');
	if (end >= 0 && str_find(str_sub(parts.authority, 0, (size_t)end), ':') >= 0) {
		diag_error(c->diag, at, "registry URLs may not contain passwords");
		return diag_help(c->diag, "put a token into `credentials.toml` of CARGO_HOME "
		                          "instead: `cargo login --registry NAME`");
	}
	return true;
}

bool config_index_check(const Config *c, Str url)
{
	return check_index(c, url, url, NO_SPAN);
}

static bool check_registry_name(const Config *c, Str name, Span at)
{
	for (size_t i = 0; i < name.len; i++) {
		const char ch = name.ptr[i];
		const bool later = i && (char_is_digit(ch) || ch == '-');
		if (!char_is_alpha(ch) && ch != '_' && !later && (unsigned char)ch < 0x80) {
			diag_error(c->diag, at,
			           "invalid character `%c` in registry name `" STR_FMT "`", ch,
			           STR_ARG(name));
			return diag_help(c->diag, "names are of letters, digits, `-` and `_`");
		}
	}
	return name.len > 0 || diag_error(c->diag, at, "registry name cannot be empty") ||
	       diag_help(c->diag, "give it a name: `[registries.NAME]`");
}

static bool unknown_registry(const Config *c, Str name, Span at, Str variable)
{
	const TomlTable *all = config_table(c, "registries");
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	for (size_t i = 0; all && i < all->count; i++)
		closest_offer(name, all->entries[i].key, &best, &edits);
	diag_error(c->diag, at, "registry `" STR_FMT "` is in no configuration file",
	           STR_ARG(name));
	if (best.ptr)
		return diag_help(c->diag, "a registry with a similar name exists: `" STR_FMT "`",
		                 STR_ARG(best));
	return diag_help(c->diag,
	                 "write `[registries." STR_FMT
	                 "]` with `index = \"URL\"` into .cargo/config.toml, or set " STR_FMT,
	                 STR_ARG(name), STR_ARG(variable));
}

bool config_registry_index(const Config *c, Str name, Span at, Str *out)
{
	if (str_eq(name, STR("crates-io"))) {
		*out = source_crates_io.url;
		return true;
	}
	if (!check_registry_name(c, name, at))
		return false;
	const ConfigKey all = config_key(c, STR("registries"));
	const ConfigKey own = config_key_below(c, &all, name, KEY_UPPER);
	const ConfigKey key = config_key_below(c, &own, STR("index"), KEY_UPPER);
	Str url = { 0 };
	Span where = at;
	if (!config_key_string(c, &key, &url, &where))
		return false;
	if (!url.ptr)
		return unknown_registry(c, name, at, key.env);
	*out = absolute_file(c, url, where);
	return check_index(c, name, *out, where);
}

static Str target_name(const Config *c, Str text, Span at)
{
	return str_ends_with(text, STR(".json")) ? config_resolve(c, text, at) : text;
}

bool config_build_targets(const Config *c, ConfigTarget **out, size_t *count)
{
	const ConfigKey key = config_key(c, STR("build.target"));
	TomlValue v;
	*count = 0;
	if (!config_value(c, &key, &v))
		return false;
	if (!v.at.src)
		return true;
	if (v.kind != TOML_STRING && v.kind != TOML_ARRAY)
		return config_wrong_kind(c, &key, "a string or a list of strings", &v);
	const TomlArray list = v.kind == TOML_ARRAY ? v.array : (TomlArray){ &v, 1 };
	*out = arena_array(c->arena, ConfigTarget, list.count);
	for (size_t i = 0; i < list.count; i++) {
		const TomlValue *item = &list.items[i];
		if (item->kind != TOML_STRING)
			return config_wrong_kind(c, &key, "a list of strings", item);
		(*out)[i] = (ConfigTarget){ target_name(c, item->text, v.at), item->at };
	}
	*count = list.count;
	return true;
}

static bool env_options(const Config *c, const ConfigKey *key, ConfigVariable *var)
{
	bool relative = false;
	const ConfigKey value = config_key_below(c, key, STR("value"), KEY_UPPER);
	const ConfigKey force = config_key_below(c, key, STR("force"), KEY_UPPER);
	const ConfigKey is_path = config_key_below(c, key, STR("relative"), KEY_UPPER);
	var->value = (Str){ 0 };
	if (!config_key_string(c, &value, &var->value, &var->at) ||
	    !config_key_bool(c, &force, &var->force) || !config_key_bool(c, &is_path, &relative))
		return false;
	if (!var->value.ptr) {
		diag_error(c->diag, var->at, "missing `value` of the variable `" STR_FMT "`",
		           STR_ARG(var->name));
		return diag_help(c->diag, "write `{ value = \"...\" }`");
	}
	if (relative)
		var->value = config_resolve(c, var->value, var->at);
	return true;
}

static bool env_allowed(const Config *c, const TomlEntry *e)
{
	static const char *const refused[] = { "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN" };
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		if (str_eq(e->key, str_from(refused[i]))) {
			diag_error(c->diag, e->key_at,
			           "setting the `%s` environment variable is not supported "
			           "in the `[env]` configuration table",
			           refused[i]);
			return diag_help(c->diag,
			                 "set it in the environment of the command instead");
		}
	return true;
}

static bool env_entry(const Config *c, const TomlEntry *e, ConfigVariable *var)
{
	const ConfigKey table = config_key(c, STR("env"));
	const ConfigKey key = config_key_below(c, &table, e->key, KEY_SENSITIVE);
	TomlValue v;
	*var = (ConfigVariable){ .name = e->key, .at = e->value.at };
	if (!env_allowed(c, e) || !config_value(c, &key, &v))
		return false;
	var->value = v.text;
	if (v.kind == TOML_TABLE && !env_options(c, &key, var))
		return false;
	if (v.kind != TOML_TABLE && v.kind != TOML_STRING)
		return config_wrong_kind(c, &key, "a string or a table", &v);
	/* Cargo accepts any other name, even an empty one or one with `=`. */
	const bool key_has_nul = str_find(e->key, '\0') >= 0;
	if (key_has_nul || str_find(var->value, '\0') >= 0) {
		diag_error(c->diag, key_has_nul ? e->key_at : var->at,
		           "an environment variable cannot hold a NUL byte");
		return diag_help(c->diag, "leave it out");
	}
	const Str old = env_get(c->env, arena_cstr(c->arena, e->key));
	var->applies = var->force || !old.ptr;
	return true;
}

static int by_name(const void *a, const void *b)
{
	return str_compare(((const ConfigVariable *)a)->name, ((const ConfigVariable *)b)->name);
}

bool config_env_table(const Config *c, const ConfigVariable **out, size_t *count)
{
	const TomlValue *v = toml_get(c->merged, STR("env"));
	*count = 0;
	if (!v)
		return true;
	const ConfigKey key = config_key(c, STR("env"));
	if (v->kind != TOML_TABLE)
		return config_wrong_kind(c, &key, "a table", v);
	ConfigVariable *vars = arena_array(c->arena, ConfigVariable, v->table->count);
	bool good = true;
	for (size_t i = 0; i < v->table->count; i++)
		good &= env_entry(c, &v->table->entries[i], &vars[i]);
	if (v->table->count)
		qsort(vars, v->table->count, sizeof(*vars), by_name);
	*out = vars;
	*count = v->table->count;
	return good;
}

static int by_key(const void *a, const void *b)
{
	return str_compare(((const ConfigCfg *)a)->key, ((const ConfigCfg *)b)->key);
}

static bool add_cfg(const Config *c, const TomlEntry *e, ConfigCfg *out)
{
	const Str open = STR("cfg(");
	const char *why;
	size_t where;
	if (!str_starts_with(e->key, open))
		return false;
	*out = (ConfigCfg){ .key = e->key, .at = e->key_at };
	const CfgExpr *expr;
	const Str inner = str_sub(e->key, open.len, e->key.len ? e->key.len - 1 : 0);
	if (str_ends_with(e->key, STR(")")) && cfg_expr_parse(inner, c->arena, &expr, &why, &where))
		out->expr = expr;
	return true;
}

bool config_target_cfgs(const Config *c, const ConfigCfg **out, size_t *count)
{
	const TomlTable *t = toml_get_table(c->merged, STR("target"));
	const ConfigKey key = config_key(c, STR("target"));
	ConfigCfg *found = arena_array(c->arena, ConfigCfg, t ? t->count : 0);
	*count = 0;
	for (size_t i = 0; t && i < t->count; i++) {
		const TomlEntry *e = &t->entries[i];
		if (e->value.kind != TOML_TABLE)
			return config_wrong_kind(c, &key, "a table of tables", &e->value);
		*count += add_cfg(c, e, &found[*count]);
	}
	if (*count)
		qsort(found, *count, sizeof(*found), by_key);
	*out = found;
	return true;
}

bool config_names_links(Str key)
{
	static const char *const others[] = { "ar", "linker", "runner", "rustflags",
		                              "rustdocflags" };
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (str_eq(key, str_from(others[i])))
			return false;
	return true;
}

const TomlTable *config_target_table(const Config *c, Str triple)
{
	const TomlTable *t = toml_get_table(c->merged, STR("target"));
	for (Str part; t && str_next(&triple, '.', &part);)
		t = toml_get_table(t, part);
	return t;
}

const TomlTable *config_links_override(const Config *c, Str triple, Str links)
{
	return config_names_links(links) ? toml_get_table(config_target_table(c, triple), links)
	                                 : NULL;
}

static bool env_has_below(const Config *c, const ConfigKey *key)
{
	for (char *const *e = c->env; e && *e; e++)
		if (strncmp(*e, key->env.ptr, key->env.len) == 0 && (*e)[key->env.len] == '_')
			return true;
	return false;
}

static ConfigKey profile_key(const Config *c, Str name)
{
	const ConfigKey all = config_key(c, STR("profile"));
	return config_key_below(c, &all, name, KEY_UPPER);
}

const TomlTable *config_profile_table(const Config *c, Str name)
{
	const TomlTable *t = toml_get_table(toml_get_table(c->merged, STR("profile")), name);
	const ConfigKey key = profile_key(c, name);
	if (t || !env_has_below(c, &key))
		return t;
	return toml_make_table(c->arena, NO_SPAN);
}

bool config_profile_value(const Config *c, Str profile, Str sub, Str key, TomlValue *out)
{
	const Str package = STR("package.");
	const TomlTable *t = toml_get_table(toml_get_table(c->merged, STR("profile")), profile);
	ConfigKey k = profile_key(c, profile);
	if (!t && !env_has_below(c, &k)) /* most profiles end here */
		return false;
	if (str_starts_with(sub, package)) {
		k = config_key_below(c, &k, STR("package"), KEY_UPPER);
		k = config_key_below(c, &k, str_sub(sub, package.len, sub.len), KEY_SENSITIVE);
	} else if (sub.len) {
		k = config_key_below(c, &k, sub, KEY_UPPER);
	}
	k = config_key_below(c, &k, key, KEY_UPPER);
	TomlValue v;
	if (!config_value(c, &k, &v) || !v.at.src)
		return false;
	*out = v;
	return true;
}
