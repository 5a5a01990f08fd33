// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/config/check.h"

#include "base/core/buf.h"
#include "resolver/config/config_internal.h"

typedef enum ValueKind { VALUE_STRING, VALUE_BOOL, VALUE_LIST, VALUE_TABLE } ValueKind;

enum { WORDS_MOST = 4 };

typedef struct ConfigRule {
	const char *key;
	ValueKind kind;
	const char *words[WORDS_MOST]; /* the valid strings; none if any is valid */
} ConfigRule;

static const ConfigRule rows[] = {
	{ "build.artifact-dir", VALUE_STRING, { NULL } },
	{ "build.dep-info-basedir", VALUE_STRING, { NULL } },
	{ "build.pipelining", VALUE_BOOL, { NULL } },
	{ "build.rustdoc", VALUE_STRING, { NULL } },
	{ "build.rustdocflags", VALUE_LIST, { NULL } },
	{ "build.sbom", VALUE_BOOL, { NULL } },
	{ "build.warnings", VALUE_STRING, { "warn", "allow", "deny" } },
	{ "patch", VALUE_TABLE, { NULL } },
	{ "profile", VALUE_TABLE, { NULL } },
	{ "registries", VALUE_TABLE, { NULL } },
	{ "registry", VALUE_TABLE, { NULL } },
	{ "resolver", VALUE_TABLE, { NULL } },
	{ "resolver.feature-unification", VALUE_STRING, { "package", "selected", "workspace" } },
	{ "resolver.incompatible-rust-versions", VALUE_STRING, { "allow", "fallback" } },
	{ "resolver.lockfile-path", VALUE_STRING, { NULL } },
	{ "term.hyperlinks", VALUE_BOOL, { NULL } },
	{ "term.progress.term-integration", VALUE_BOOL, { NULL } },
	{ "term.progress.when", VALUE_STRING, { "auto", "never", "always" } },
	{ "term.unicode", VALUE_BOOL, { NULL } },
	{ "unstable", VALUE_TABLE, { NULL } },
};

static Str list_choices(Arena *a, const ConfigRule *row)
{
	Str all = STR("");
	for (size_t i = 0; i < WORDS_MOST && row->words[i]; i++)
		all = arena_printf(a, STR_FMT "%s`%s`", STR_ARG(all), i ? ", " : "", row->words[i]);
	return all;
}

static bool check_word(const Config *c, const ConfigRule *row, Str text, Span at)
{
	if (!text.ptr || !row->words[0])
		return true;
	for (size_t i = 0; i < WORDS_MOST && row->words[i]; i++)
		if (str_eq(text, str_from(row->words[i])))
			return true;
	diag_error(c->diag, at, "unknown variant `" STR_FMT "` for `%s`", STR_ARG(text), row->key);
	return diag_help(c->diag, "write one of " STR_FMT ", or remove the key",
	                 STR_ARG(list_choices(c->arena, row)));
}

static bool check_table(const Config *c, const char *name)
{
	const ConfigKey key = config_key(c, str_from(name));
	const TomlValue *found;
	if (!config_find(c, &key, &found))
		return false;
	return !found || found->kind == TOML_TABLE || config_wrong_kind(c, &key, "a table", found);
}

static bool check_row(const Config *c, const ConfigRule *row)
{
	Str text = { 0 };
	Span at = NO_SPAN;
	bool flag;
	StrList list;
	switch (row->kind) {
	case VALUE_STRING:
		return config_string(c, row->key, &text, &at) && check_word(c, row, text, at);
	case VALUE_BOOL:
		return config_bool(c, row->key, &flag);
	case VALUE_LIST:
		return config_list(c, row->key, &list, NULL);
	default:
		return check_table(c, row->key);
	}
}

/* Checks for a number or "default". The value is not used: make decides how many processes run. */
static bool check_jobs(const Config *c)
{
	const ConfigKey key = config_key(c, STR("build.jobs"));
	TomlValue v;
	if (!config_value(c, &key, &v))
		return false;
	if (!v.at.src || (v.kind == TOML_STRING && str_eq(v.text, STR("default"))))
		return true;
	if (v.kind != TOML_INTEGER)
		return config_wrong_kind(c, &key, "a number or `default`", &v);
	if (v.integer && v.integer >= INT32_MIN && v.integer <= INT32_MAX)
		return true;
	diag_error(c->diag, v.at, "`build.jobs` may not be %lld", (long long)v.integer);
	return diag_help(c->diag, "write a small number, or remove the key");
}

static bool check_index(const Config *c)
{
	Str index = { 0 };
	Span at;
	if (!config_string(c, "registry.index", &index, &at))
		return false;
	if (!index.ptr)
		return true;
	diag_error(c->diag, at, "the `registry.index` config value is no longer supported");
	return diag_help(c->diag, "use `[source]` replacement to alter the default index for "
	                          "crates.io");
}

static bool check_folders(const Config *c)
{
	static const char *const keys[] = { "build.build-dir", "build.target-dir" };
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		Str folder = { 0 };
		Span at;
		if (!config_string(c, keys[i], &folder, &at))
			return false;
		if (!folder.ptr || folder.len)
			continue;
		diag_error(c->diag, at, "`%s` is set to an empty string", keys[i]);
		return diag_help(c->diag, "write a folder, or remove the key");
	}
	return true;
}

static bool check_progress(const Config *c)
{
	const ConfigKey width_key = config_key(c, STR("term.progress.width"));
	Str when = STR("");
	Span at;
	TomlValue width;
	if (!config_string(c, "term.progress.when", &when, &at) ||
	    !config_value(c, &width_key, &width))
		return false;
	if (width.at.src && (width.kind != TOML_INTEGER || width.integer < 0))
		return config_wrong_kind(c, &width_key, "a number of columns", &width);
	if (!str_eq(when, STR("always")) || width.at.src)
		return true;
	diag_error(c->diag, at, "\"always\" progress requires a `width` key");
	return diag_help(c->diag, "write a number of columns for `term.progress.width`");
}

bool config_check(const Config *c)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!check_row(c, &rows[i]))
			return false;
	return check_jobs(c) && check_index(c) && check_folders(c) && check_progress(c);
}

/* --- [target.TRIPLE.LINKS] ------------------------------------------------------------------- */

static bool wrong_value(const Config *c, const TomlEntry *e, const TomlValue *v,
                        const char *expected)
{
	diag_error(c->diag, v->at,
	           "expected %s for `" STR_FMT "` of a build script's override, "
	           "but found %s",
	           expected, STR_ARG(e->key), toml_kind_name(v->kind));
	return diag_help(c->diag, "write %s here, or remove the key", expected);
}

static bool is_list_key(Str key)
{
	static const char *const names[] = {
		"rustc-link-lib",          "rustc-link-search",
		"rustc-link-arg",          "rustc-link-arg-cdylib",
		"rustc-cdylib-link-arg",   "rustc-link-arg-bins",
		"rustc-link-arg-tests",    "rustc-link-arg-benches",
		"rustc-link-arg-examples", "rustc-cfg",
		"rustc-check-cfg",
	};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(key, str_from(names[i])))
			return true;
	return false;
}

static bool check_variables(const Config *c, const TomlEntry *e)
{
	if (e->value.kind != TOML_TABLE)
		return wrong_value(c, e, &e->value, "a table");
	for (size_t i = 0; i < e->value.table->count; i++) {
		const TomlEntry *v = &e->value.table->entries[i];
		if (v->value.kind != TOML_STRING)
			return wrong_value(c, v, &v->value, "a string");
	}
	return true;
}

static bool check_flags(const Config *c, const TomlEntry *e)
{
	Str rest = e->value.text, word;
	bool good = true;
	while (good && str_next_word(&rest, &word)) {
		good = str_starts_with(word, STR("-l")) || str_starts_with(word, STR("-L"));
		if (good && word.len == 2)
			good = str_next_word(&rest, &word);
	}
	if (good)
		return true;
	diag_error(c->diag, e->value.at,
	           "only `-l` and `-L` flags, each with its value, are allowed in "
	           "`rustc-flags`");
	return diag_help(c->diag, "write `-l NAME` and `-L FOLDER`, or use `rustc-link-arg`");
}

static bool check_override_key(const Config *c, const TomlEntry *e)
{
	if (str_eq(e->key, STR("warning")) || str_eq(e->key, STR("rerun-if-changed")) ||
	    str_eq(e->key, STR("rerun-if-env-changed"))) {
		diag_error(c->diag, e->key_at,
		           "`" STR_FMT "` is not supported in build script overrides",
		           STR_ARG(e->key));
		return diag_help(c->diag, "remove it");
	}
	if (str_eq(e->key, STR("rustc-env")))
		return check_variables(c, e);
	if (!is_list_key(e->key) && e->value.kind != TOML_STRING)
		return wrong_value(c, e, &e->value, "a string");
	if (str_eq(e->key, STR("rustc-flags")))
		return check_flags(c, e);
	if (!is_list_key(e->key))
		return true;
	if (e->value.kind != TOML_ARRAY)
		return wrong_value(c, e, &e->value, "a list");
	for (size_t i = 0; i < e->value.array.count; i++)
		if (e->value.array.items[i].kind != TOML_STRING)
			return wrong_value(c, e, &e->value.array.items[i], "a string");
	return true;
}

bool config_check_links(const Config *c, Str triple)
{
	const TomlTable *t = config_target_table(c, triple);
	for (size_t i = 0; t && i < t->count; i++) {
		const TomlEntry *e = &t->entries[i];
		if (!config_names_links(e->key))
			continue;
		if (e->value.kind != TOML_TABLE)
			return wrong_value(c, e, &e->value, "a table");
		for (size_t k = 0; k < e->value.table->count; k++)
			if (!check_override_key(c, &e->value.table->entries[k]))
				return false;
	}
	return true;
}
