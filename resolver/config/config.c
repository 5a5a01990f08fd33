// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/config/config.h"

#include "base/core/env.h"
#include "base/text/path.h"
#include "base/text/secret.h"
#include "resolver/config/config_internal.h"

Str config_env(const Config *c, const char *name)
{
	return env_get(c->env, name);
}

ConfigLayer config_layer(const Config *c, Span at)
{
	for (size_t i = 0; i < c->origin_count; i++)
		if (c->origins[i].src == at.src)
			return c->origins[i].layer;
	return LAYER_ENV;
}

Str config_base(const Config *c, Span at)
{
	for (size_t i = 0; i < c->origin_count; i++)
		if (c->origins[i].src == at.src)
			return c->origins[i].base;
	return c->cwd;
}

Span config_env_span(const Config *c, const ConfigKey *key, Str value)
{
	Source *src = arena_new(c->arena, Source);
	src->path =
		arena_cstr(c->arena, arena_printf(c->arena, "environment variable `" STR_FMT "`",
	                                          STR_ARG(key->env)));
	src->text = value;
	src->discreet = secret_may_be_in(key->env) || secret_may_be_in(value);
	return (Span){ src, 0, value.len > UINT32_MAX ? 0 : (uint32_t)value.len };
}

/* Finds the variable of `key`. --config takes precedence over it. */
static bool from_env(const Config *c, const ConfigKey *key, const TomlValue *found, Str *out,
                     Span *at)
{
	if (found && config_layer(c, found->at) == LAYER_CLI)
		return false;
	*out = env_get(c->env, key->env.ptr);
	if (out->ptr)
		*at = config_env_span(c, key, *out);
	return out->ptr != NULL;
}

/* Parses an integer as Rust does: an optional sign and digits only. */
static bool parse_int(Str s, int64_t *out)
{
	const bool negative = s.len && s.ptr[0] == '-';
	if (s.len && (negative || s.ptr[0] == '+'))
		s = str_sub(s, 1, s.len);
	uint64_t n;
	if (s.len == 0 || !str_to_u64(s, &n) || n > (uint64_t)INT64_MAX + negative)
		return false;
	*out = (int64_t)(negative ? -n : n);
	return true;
}

/* Converts the text of a variable by its form, for values that may have several types. */
static TomlValue guess_kind(Str text, Span at)
{
	TomlValue v = { .kind = TOML_STRING, .at = at, .text = text };
	int64_t n;
	if (str_eq(text, STR("true")) || str_eq(text, STR("false")))
		v = (TomlValue){ .kind = TOML_BOOL, .at = at, .boolean = text.len == 4 };
	else if (parse_int(text, &n))
		v = (TomlValue){ .kind = TOML_INTEGER, .at = at, .integer = n };
	return v;
}

bool config_value(const Config *c, const ConfigKey *key, TomlValue *out)
{
	const TomlValue *found;
	Str text;
	Span at;
	*out = (TomlValue){ 0 };
	if (!config_find(c, key, &found))
		return false;
	if (found)
		*out = *found;
	if (found && found->kind == TOML_ARRAY) { /* lists are joined */
		text = env_get(c->env, key->env.ptr);
		const TomlValue v = guess_kind(text, config_env_span(c, key, text));
		if (v.kind == TOML_STRING)
			return config_key_items(c, key, found, &out->array);
		*out = v;
	} else if (from_env(c, key, found, &text, &at)) {
		*out = guess_kind(text, at);
	}
	return true;
}

bool config_key_string(const Config *c, const ConfigKey *key, Str *out, Span *at)
{
	const TomlValue *found;
	Str text;
	Span where;
	if (!config_find(c, key, &found))
		return false;
	if (found && found->kind != TOML_STRING)
		return config_wrong_kind(c, key, "a string", found);
	if (!from_env(c, key, found, &text, &where)) {
		if (!found)
			return true;
		text = found->text;
		where = found->at;
	}
	*out = text;
	if (at)
		*at = where;
	return true;
}

bool config_string(const Config *c, const char *key, Str *out, Span *at)
{
	const ConfigKey k = config_key(c, str_from(key));
	return config_key_string(c, &k, out, at);
}

bool config_key_bool(const Config *c, const ConfigKey *key, bool *out)
{
	const TomlValue *found;
	Str text;
	Span at;
	if (!config_find(c, key, &found))
		return false;
	if (found && found->kind != TOML_BOOL)
		return config_wrong_kind(c, key, "true or false", found);
	if (found)
		*out = found->boolean;
	if (!from_env(c, key, found, &text, &at))
		return true;
	*out = str_eq(text, STR("true"));
	if (*out || str_eq(text, STR("false")))
		return true;
	diag_error(c->diag, at, "expected `true` or `false`");
	return diag_help(c->diag, "write one of the two");
}

bool config_bool(const Config *c, const char *key, bool *out)
{
	const ConfigKey k = config_key(c, str_from(key));
	return config_key_bool(c, &k, out);
}

Span config_place(const Config *c, const char *key)
{
	const ConfigKey k = config_key(c, str_from(key));
	TomlValue v;
	return config_value(c, &k, &v) ? v.at : NO_SPAN;
}

bool config_int(const Config *c, const char *key, int64_t *out)
{
	const ConfigKey k = config_key(c, str_from(key));
	const TomlValue *found;
	Str text;
	Span at;
	if (!config_find(c, &k, &found))
		return false;
	if (found && found->kind != TOML_INTEGER)
		return config_wrong_kind(c, &k, "an integer", found);
	if (found)
		*out = found->integer;
	if (!from_env(c, &k, found, &text, &at))
		return true;
	if (parse_int(text, out))
		return true;
	diag_error(c->diag, at, "expected an integer");
	return diag_help(c->diag, "write a whole number");
}

Str config_resolve(const Config *c, Str text, Span at)
{
	return path_join(c->arena, config_base(c, at), text);
}

Str config_resolve_program(const Config *c, Str text, Span at)
{
	return str_find(text, '/') < 0 ? text : config_resolve(c, text, at);
}

bool config_path(const Config *c, const char *key, Str *out)
{
	Str text = { 0 };
	Span at;
	if (!config_string(c, key, &text, &at))
		return false;
	if (text.ptr)
		*out = config_resolve(c, text, at);
	return true;
}

bool config_program(const Config *c, const char *key, Str *out, Span *at)
{
	Str text = { 0 };
	Span where = NO_SPAN;
	if (!config_string(c, key, &text, &where))
		return false;
	if (text.ptr)
		*out = config_resolve_program(c, text, where);
	if (text.ptr && at)
		*at = where;
	return true;
}

const TomlTable *config_table(const Config *c, const char *key)
{
	const ConfigKey k = config_key(c, str_from(key));
	const TomlTable *t = c->merged;
	for (size_t i = 0; t && i < k.count; i++)
		t = toml_get_table(t, k.parts[i]);
	return t;
}
