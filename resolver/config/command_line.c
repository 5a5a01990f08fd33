// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "base/text/path.h"
#include "base/text/secret.h"
#include "resolver/config/config_internal.h"

/* Refuses secrets: other users of the machine can see command lines. */
static bool has_secret(ConfigLoader *l, Str name, const TomlTable *registry)
{
	static const char *const secrets[] = { "token", "secret-key" };
	for (size_t i = 0; i < COUNT_OF(secrets); i++) {
		const TomlEntry *e = toml_entry(registry, str_from(secrets[i]));
		if (!e)
			continue;
		diag_error(l->diag, e->key_at,
		           "`" STR_FMT ".%s` cannot be set through --config for security reasons",
		           STR_ARG(name), secrets[i]);
		diag_help(l->diag,
		          "put it into `credentials.toml` of CARGO_HOME, or into the environment");
		return true;
	}
	return false;
}

static bool has_secrets(ConfigLoader *l, const TomlTable *t)
{
	if (has_secret(l, STR("registry"), toml_get_table(t, STR("registry"))))
		return true;
	const TomlTable *all = toml_get_table(t, STR("registries"));
	for (size_t i = 0; all && i < all->count; i++) {
		const TomlEntry *e = &all->entries[i];
		const Str name = arena_printf(l->arena, "registries." STR_FMT, STR_ARG(e->key));
		if (e->value.kind == TOML_TABLE && has_secret(l, name, e->value.table))
			return true;
	}
	return false;
}

/* Returns the argument as messages show it. */
static Str shown_argument(Str arg)
{
	return secret_may_be_in(arg) ? STR("...") : arg;
}

/* Returns whether the argument is one dotted key and a value, the only form that Cargo accepts. */
static bool is_one_setting(ConfigLoader *l, const TomlTable *t, Str arg)
{
	const Span whole = { t->at.src, 0, 0 };
	const TomlEntry *first = t->count == 1 ? &t->entries[0] : NULL, *last = first;
	while (last && last->value.kind == TOML_TABLE && last->value.at.start == last->key_at.start)
		last = last->value.table->count == 1 ? &last->value.table->entries[0] : NULL;
	if (!last) {
		diag_error(l->diag, whole,
		           "--config argument `" STR_FMT "` is not one dotted key and its value",
		           STR_ARG(shown_argument(arg)));
		diag_help(l->diag, "write it like `build.jobs=2`, or give the path of a file");
		return false;
	}
	const size_t end = last->value.at.start + (size_t)last->value.at.len;
	const Str before = str_sub(arg, 0, first->key_at.start);
	const Str after = str_sub(arg, end, arg.len);
	if (last->value.kind == TOML_TABLE) {
		diag_error(l->diag, last->value.at,
		           "--config argument `" STR_FMT
		           "` sets a value to an inline table, which is not accepted",
		           STR_ARG(shown_argument(arg)));
		return diag_help(l->diag,
		                 "set each key with a --config of its own: `--config a.b.c=1`");
	}
	if (str_trim(before).len || str_trim(after).len) {
		diag_error(l->diag, whole,
		           "--config argument `" STR_FMT "` has more around it than white space",
		           STR_ARG(shown_argument(arg)));
		return diag_help(l->diag, "give one `KEY=VALUE` each time");
	}
	return true;
}

static const TomlTable *read_setting(ConfigLoader *l, const char *arg)
{
	Source *src = arena_new(l->arena, Source);
	*src = (Source){ .path = "--config argument", .text = str_from(arg) };
	if (src->text.len > UINT32_MAX / 2) {
		diag_error(l->diag, NO_SPAN, "--config argument is too long");
		return NULL;
	}
	const TomlTable *t = config_parse(l, src, l->cwd);
	if (!t) {
		diag_help(l->diag,
		          "--config takes `KEY=VALUE` in TOML, or the path of a file that exists");
		return NULL;
	}
	if (!is_one_setting(l, t, src->text) || has_secrets(l, t))
		return NULL;
	const size_t before = l->seen.count;
	l->seen.count = 0;
	const TomlTable *whole = config_with_includes(l, t, l->cwd);
	l->seen.count = before;
	return whole;
}

static const TomlTable *read_flag(ConfigLoader *l, const char *arg)
{
	const Str path = path_join(l->arena, l->cwd, str_from(arg));
	if (*arg && fs_kind(arena_cstr(l->arena, path)) != FILE_ABSENT)
		return config_read_file(l, path, NO_SPAN);
	return read_setting(l, arg);
}

const TomlTable *config_flags(ConfigLoader *l, const char *const *flags)
{
	TomlTable *merged = toml_make_table(l->arena, NO_SPAN);
	l->layer = LAYER_CLI;
	l->seen.count = 0;
	for (; *flags; flags++) {
		const TomlTable *t = read_flag(l, *flags);
		if (!t || !config_merge(l->arena, l->diag, merged, t, MERGE_FORCE))
			return NULL;
	}
	return merged;
}
