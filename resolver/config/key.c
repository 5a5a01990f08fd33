// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/config/config_internal.h"

#include "base/core/env.h"

ConfigKey config_key_below(const Config *c, const ConfigKey *key, Str part, KeyCase how)
{
	const Str before = key->count ? key->env : STR("CARGO");
	const Str name = how == KEY_UPPER ? env_upper(c->arena, part) : part;
	Str *parts = arena_array(c->arena, Str, key->count + 1);
	if (key->count)
		memcpy(parts, key->parts, array_size(key->count, sizeof(*parts)));
	parts[key->count] = part;
	return (ConfigKey){
		.parts = parts,
		.count = key->count + 1,
		.env = arena_printf(c->arena, STR_FMT "_" STR_FMT, STR_ARG(before), STR_ARG(name)),
	};
}

ConfigKey config_key(const Config *c, Str dotted)
{
	ConfigKey key = { 0 };
	for (Str part; str_next(&dotted, '.', &part);)
		key = config_key_below(c, &key, part, KEY_UPPER);
	return key;
}

static bool is_bare(Str part)
{
	for (size_t i = 0; i < part.len; i++) {
		const char ch = part.ptr[i];
		if (!char_is_alnum(ch) && ch != '-' && ch != '_')
			return false;
	}
	return part.len > 0;
}

Str config_key_text(const Config *c, const ConfigKey *key)
{
	Str text = STR("");
	for (size_t i = 0; i < key->count; i++) {
		const Str part = key->parts[i];
		const char *quote = is_bare(part) ? "" : "\"";
		text = arena_printf(c->arena, STR_FMT "%s%s" STR_FMT "%s", STR_ARG(text),
		                    i ? "." : "", quote, STR_ARG(part), quote);
	}
	return text;
}

bool config_find(const Config *c, const ConfigKey *key, const TomlValue **out)
{
	const TomlTable *in = c->merged;
	*out = NULL;
	for (size_t i = 0; i < key->count; i++) {
		const TomlValue *v = toml_get(in, key->parts[i]);
		if (!v)
			return true;
		if (i + 1 == key->count)
			*out = v;
		else if (v->kind == TOML_TABLE)
			in = v->table;
		else {
			ConfigKey so_far = *key;
			so_far.count = i + 1;
			return config_wrong_kind(c, &so_far, "a table", v);
		}
	}
	return true;
}

bool config_wrong_kind(const Config *c, const ConfigKey *key, const char *expected,
                       const TomlValue *found)
{
	const Str text = config_key_text(c, key);
	diag_error(c->diag, found->at, "`" STR_FMT "` in the configuration is %s, not %s",
	           STR_ARG(text), toml_kind_name(found->kind), expected);
	return diag_help(c->diag, "write %s here, or remove the key", expected);
}
