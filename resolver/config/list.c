// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/env.h"
#include "resolver/config/config_internal.h"

typedef VEC(TomlValue) Values;

static void add_words(Arena *a, Values *to, Str text, Span at)
{
	for (Str word; str_next_word(&text, &word);)
		*vec_push(a, to, TomlValue) =
			(TomlValue){ .kind = TOML_STRING, .at = at, .text = word };
}

static void add_all(Arena *a, Values *to, const TomlArray *from, size_t begin, size_t end)
{
	for (size_t i = begin; i < end && i < from->count; i++)
		*vec_push(a, to, TomlValue) = from->items[i];
}

/*
 * Returns whether the list is a program with arguments. Such lists are not joined: the environment
 * replaces that of files.
 */
static bool is_command(const ConfigKey *key)
{
	const Str *p = key->parts;
	return key->count == 3 && str_eq(p[0], STR("target")) && str_eq(p[2], STR("runner"));
}

/* The words of the environment come after those of files and before those of --config. */
static void with_env(const Config *c, const ConfigKey *key, const TomlArray *found, Values *out)
{
	const Str env = env_get(c->env, key->env.ptr);
	size_t files = 0;
	while (files < found->count && config_layer(c, found->items[files].at) != LAYER_CLI)
		files++;
	const bool replaces = env.ptr && is_command(key);
	if (!replaces)
		add_all(c->arena, out, found, 0, files);
	if (env.ptr && !(replaces && files < found->count))
		add_words(c->arena, out, env, config_env_span(c, key, env));
	add_all(c->arena, out, found, files, found->count);
}

bool config_key_items(const Config *c, const ConfigKey *key, const TomlValue *found, TomlArray *out)
{
	Values items = { 0 };
	with_env(c, key, &found->array, &items);
	*out = (TomlArray){ items.items, items.count };
	return true;
}

static bool only_strings(const Config *c, const ConfigKey *key, const Values *items, StrList *out)
{
	Str *texts = arena_array(c->arena, Str, items->count + 1);
	for (size_t i = 0; i < items->count; i++) {
		if (items->items[i].kind != TOML_STRING)
			return config_wrong_kind(c, key, "a list of strings", &items->items[i]);
		texts[i] = items->items[i].text;
	}
	*out = (StrList){ texts, items->count };
	return true;
}

bool config_key_list(const Config *c, const ConfigKey *key, StrList *out, Span *at)
{
	const TomlValue *found;
	if (!config_find(c, key, &found))
		return false;
	Values own = { 0 }, all = { 0 };
	if (found && found->kind == TOML_STRING)
		add_words(c->arena, &own, found->text, found->at);
	else if (found && found->kind == TOML_ARRAY)
		add_all(c->arena, &own, &found->array, 0, found->array.count);
	else if (found)
		return config_wrong_kind(c, key, "a string or a list of strings", found);
	if (!found && !env_get(c->env, key->env.ptr).ptr)
		return true;
	with_env(c, key, &(TomlArray){ own.items, own.count }, &all);
	if (at)
		*at = all.count ? all.items[0].at : found ? found->at : NO_SPAN;
	return only_strings(c, key, &all, out);
}

bool config_list(const Config *c, const char *key, StrList *out, Span *at)
{
	const ConfigKey k = config_key(c, str_from(key));
	return config_key_list(c, &k, out, at);
}

/*
 * Reads a program and its arguments. A relative path of the program starts at the folder of its
 * origin.
 */
static bool as_command(const Config *c, const ConfigKey *key, StrList *out, Span *at)
{
	StrList words = { 0 };
	Span where = NO_SPAN;
	if (!config_key_list(c, key, &words, &where))
		return false;
	if (!words.items)
		return true;
	const Str text = config_key_text(c, key);
	if (!words.count) {
		diag_error(c->diag, where, "`" STR_FMT "` is empty, not a program", STR_ARG(text));
		return diag_help(c->diag, "name a program, or remove the key");
	}
	Str *items = arena_array(c->arena, Str, words.count);
	memcpy(items, words.items, array_size(words.count, sizeof(Str)));
	items[0] = config_resolve_program(c, items[0], where);
	*out = (StrList){ items, words.count };
	if (at)
		*at = where;
	return true;
}

bool config_command(const Config *c, const char *key, StrList *out, Span *at)
{
	const ConfigKey k = config_key(c, str_from(key));
	return as_command(c, &k, out, at);
}

static ConfigKey cfg_key(const Config *c, const ConfigCfg *cfg, const char *name)
{
	const ConfigKey all = config_key(c, STR("target"));
	const ConfigKey one = config_key_below(c, &all, cfg->key, KEY_SENSITIVE);
	return config_key_below(c, &one, str_from(name), KEY_UPPER);
}

bool config_cfg_list(const Config *c, const ConfigCfg *cfg, const char *key, StrList *out, Span *at)
{
	const ConfigKey k = cfg_key(c, cfg, key);
	return config_key_list(c, &k, out, at);
}

bool config_cfg_program(const Config *c, const ConfigCfg *cfg, const char *key, Str *out, Span *at)
{
	const ConfigKey k = cfg_key(c, cfg, key);
	Str text = { 0 };
	if (!config_key_string(c, &k, &text, at))
		return false;
	if (text.ptr)
		*out = config_resolve_program(c, text, *at);
	return true;
}

bool config_cfg_command(const Config *c, const ConfigCfg *cfg, const char *key, StrList *out,
                        Span *at)
{
	const ConfigKey k = cfg_key(c, cfg, key);
	return as_command(c, &k, out, at);
}
