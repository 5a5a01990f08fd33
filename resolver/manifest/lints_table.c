// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/parts.h"

#include <stdlib.h>

static const Str supported_tools[] = { STR_INIT("cargo"), STR_INIT("clippy"), STR_INIT("rust"),
	                               STR_INIT("rustdoc") };

enum { LINT_LEVEL, LINT_PRIORITY, LINT_CHECK_CFG, LINT_KEYS };

static const KeyRow config_rows[] = {
	[LINT_LEVEL] = { STR_INIT("level"), KEY_STRING },
	[LINT_PRIORITY] = { STR_INIT("priority"), KEY_INTEGER },
	[LINT_CHECK_CFG] = { STR_INIT("check-cfg"), KEY_STRINGS },
};

static bool is_supported(Str tool)
{
	for (size_t i = 0; i < COUNT_OF(supported_tools); i++)
		if (str_eq(tool, supported_tools[i]))
			return true;
	return false;
}

static bool check_level(const KeyReader *k, const TomlEntry *e)
{
	static const Str levels[] = { STR_INIT("allow"), STR_INIT("warn"), STR_INIT("deny"),
		                      STR_INIT("forbid") };
	for (size_t i = 0; i < COUNT_OF(levels); i++)
		if (str_eq(key_text(e), levels[i]))
			return true;
	diag_error(k->diag, e->value.at,
	           "unknown variant `" STR_FMT
	           "`, expected one of `forbid`, `deny`, `warn`, `allow`",
	           STR_ARG(key_text(e)));
	return choice_help(k->diag, key_text(e), levels, COUNT_OF(levels));
}

/* Reads one lint: a level or a table. Returns false after an error. */
static bool read_lint(const KeyReader *k, const TomlEntry *e, const KeyPath *path, Lint *out)
{
	if (e->value.kind == TOML_STRING) {
		out->level = key_text(e);
		return check_level(k, e);
	}
	if (!key_check(k, e, KEY_STRING | KEY_TABLE, path))
		return false;
	/* Only unexpected_cfgs has a setting of its own. */
	const bool has_cfg =
		str_eq(out->tool, STR("rust")) && str_eq(out->name, STR("unexpected_cfgs"));
	const KeySet set = { config_rows, has_cfg ? LINT_KEYS : LINT_CHECK_CFG };
	const KeyPath here = { path, e->key };
	const TomlEntry *keys[LINT_KEYS] = { 0 };
	const unsigned before = k->diag->errors;
	keys_read(k, &set, e->value.table, &here, keys);
	if (k->diag->errors != before)
		return false;
	if (!keys[LINT_LEVEL]) {
		diag_error(k->diag, e->value.at, "missing field `level` of lint `" STR_FMT "`",
		           STR_ARG(e->key));
		return diag_help(k->diag, "write `{ level = \"warn\" }`; levels are `allow`, "
		                          "`warn`, `deny` and `forbid`");
	}
	const TomlEntry *priority = keys[LINT_PRIORITY];
	out->level = key_text(keys[LINT_LEVEL]);
	out->priority = priority ? priority->value.integer : 0;
	out->check_cfg = key_strings(k->arena, keys[LINT_CHECK_CFG]);
	if (out->priority < INT8_MIN || out->priority > INT8_MAX) {
		diag_error(k->diag, priority->value.at,
		           "invalid value: integer `%lld`, "
		           "expected a priority from -128 to 127",
		           (long long)out->priority);
		return diag_help(
			k->diag,
			"use a small number: `priority = -1` comes before lints without one");
	}
	return check_level(k, keys[LINT_LEVEL]);
}

/* Refuses names such as `clippy::x`, which belong in [lints.clippy]. */
static bool check_name(const KeyReader *k, Str tool, const TomlEntry *e)
{
	Str prefix, rest;
	if (!str_contains(e->key, STR("::")) || !str_cut(e->key, ':', &prefix, &rest))
		return true;
	diag_error(k->diag, e->key_at, "`lints." STR_FMT "." STR_FMT "` is not a valid lint name",
	           STR_ARG(tool), STR_ARG(e->key));
	if (str_eq(prefix, tool) || (str_eq(tool, STR("rust")) && is_supported(prefix)))
		diag_help(k->diag, "try `lints." STR_FMT "." STR_FMT "`", STR_ARG(prefix),
		          STR_ARG(str_sub(rest, 1, rest.len)));
	return false;
}

typedef VEC(Lint) LintList;

static void read_tool(const KeyReader *k, const TomlEntry *tool, const KeyPath *up, LintList *list)
{
	const KeyPath lints = { up, STR("lints") }, path = { &lints, tool->key };
	if (!key_check(k, tool, KEY_TABLE, &lints))
		return;
	const TomlTable *t = tool->value.table;
	const bool known = is_supported(tool->key);
	if (!known && k->warn) {
		diag_warning(k->diag, tool->key_at,
		             "unrecognized lint tool `lints." STR_FMT
		             "`, specifying unrecognized tools may break in the future",
		             STR_ARG(tool->key));
		diag_help(k->diag, "supported tools: cargo, clippy, rust, rustdoc");
	}
	const bool of_cargo = str_eq(tool->key, STR("cargo"));
	if (of_cargo && k->warn)
		diag_warning(k->diag, tool->key_at,
		             "unused manifest key `lints.cargo` (may be "
		             "supported in a future version)");
	for (size_t i = 0; i < t->count; i++) {
		const TomlEntry *e = &t->entries[i];
		Lint lint = { .tool = tool->key, .name = e->key };
		if (!read_lint(k, e, &path, &lint) || (known && !check_name(k, tool->key, e)))
			continue;
		if (!of_cargo && list)
			*vec_push(k->arena, list, Lint) = lint;
	}
}

void check_lints(const KeyReader *k, const TomlTable *tools, const KeyPath *path)
{
	for (size_t i = 0; i < tools->count; i++)
		read_tool(k, &tools->entries[i], path, NULL);
}

static int compare_options(const Lint *x, const Lint *y)
{
	/*
	 * Compares as the texts "--LEVEL=TOOL::NAME". The names are equal here, and rust's lints
	 * have no tool.
	 */
	const int level = str_compare(x->level, y->level);
	const bool x_rust = str_eq(x->tool, STR("rust")), y_rust = str_eq(y->tool, STR("rust"));
	return level ? level
	       : x_rust || y_rust
	               ? str_compare(x_rust ? x->name : x->tool, y_rust ? y->name : y->tool)
	               : str_compare(x->tool, y->tool);
}

/* Cargo's order: by priority, then by name in reverse, so that `all` comes last. */
static int by_priority(const void *a, const void *b)
{
	const Lint *x = a, *y = b;
	if (x->priority != y->priority)
		return x->priority < y->priority ? -1 : 1;
	const int name = str_compare(y->name, x->name);
	return name ? name : compare_options(x, y);
}

/* Returns the tools of [lints], or those of the workspace that it inherits. */
static const TomlTable *find_lints(ManifestReader *r, const TomlEntry *e)
{
	const TomlTable *t = key_table(e);
	const TomlEntry *w = t ? toml_entry(t, STR("workspace")) : NULL;
	if (!w)
		return t;
	if (!key_check(&r->keys, w, KEY_BOOL, NULL))
		return NULL;
	if (!w->value.boolean) {
		diag_error(r->diag, w->value.at, "`workspace` cannot be false");
		diag_help(r->diag, "remove the key: lints are inherited only where `workspace = "
		                   "true` says so");
		return NULL;
	}
	if (t->count > 1) {
		diag_error(r->diag, t->entries[&t->entries[0] == w].key_at,
		           "cannot override `workspace.lints` in `lints`, either remove the "
		           "overrides or `lints.workspace = true` and manually specify the lints");
		diag_help(r->diag, "remove `workspace = true` and write all lints here, or move "
		                   "these to `[workspace.lints]`");
		return NULL;
	}
	return inherit_lints(r, w->value.at);
}

void read_lints(ManifestReader *r, const TomlEntry *e)
{
	const TomlTable *tools = find_lints(r, e);
	if (!tools)
		return;
	const KeyReader quiet = { r->arena, r->diag, false };
	const bool own = tools == key_table(e);
	LintList list = { 0 };
	for (size_t i = 0; i < tools->count; i++)
		read_tool(own ? &r->keys : &quiet, &tools->entries[i], NULL, &list);
	if (list.count)
		qsort(list.items, list.count, sizeof(Lint), by_priority);
	r->m->lints = list.items;
	r->m->lint_count = list.count;
}
