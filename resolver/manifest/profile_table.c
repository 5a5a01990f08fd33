// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/parts.h"
#include "resolver/terms/names.h"
#include "resolver/terms/profile_values.h"
#include "resolver/terms/spec.h"

enum {
	PROFILE_OPT_LEVEL,
	PROFILE_LTO,
	PROFILE_CODEGEN_BACKEND,
	PROFILE_CODEGEN_UNITS,
	PROFILE_DEBUG,
	PROFILE_SPLIT_DEBUGINFO,
	PROFILE_DEBUG_ASSERTIONS,
	PROFILE_RPATH,
	PROFILE_PANIC,
	PROFILE_OVERFLOW_CHECKS,
	PROFILE_INCREMENTAL,
	PROFILE_DIR_NAME,
	PROFILE_INHERITS,
	PROFILE_STRIP,
	PROFILE_RUSTFLAGS,
	PROFILE_PACKAGE,
	PROFILE_BUILD_OVERRIDE,
	PROFILE_TRIM_PATHS,
	PROFILE_HINT_MOSTLY_UNUSED,
	PROFILE_KEYS,
};

static const KeyRow rows[] = {
	[PROFILE_OPT_LEVEL] = { STR_INIT("opt-level"), KEY_INTEGER | KEY_STRING },
	[PROFILE_LTO] = { STR_INIT("lto"), KEY_BOOL | KEY_STRING },
	[PROFILE_CODEGEN_BACKEND] = { STR_INIT("codegen-backend"), KEY_STRING },
	[PROFILE_CODEGEN_UNITS] = { STR_INIT("codegen-units"), KEY_INTEGER },
	[PROFILE_DEBUG] = { STR_INIT("debug"), KEY_BOOL | KEY_INTEGER | KEY_STRING },
	[PROFILE_SPLIT_DEBUGINFO] = { STR_INIT("split-debuginfo"), KEY_STRING },
	[PROFILE_DEBUG_ASSERTIONS] = { STR_INIT("debug-assertions"), KEY_BOOL },
	[PROFILE_RPATH] = { STR_INIT("rpath"), KEY_BOOL },
	[PROFILE_PANIC] = { STR_INIT("panic"), KEY_STRING },
	[PROFILE_OVERFLOW_CHECKS] = { STR_INIT("overflow-checks"), KEY_BOOL },
	[PROFILE_INCREMENTAL] = { STR_INIT("incremental"), KEY_BOOL },
	[PROFILE_DIR_NAME] = { STR_INIT("dir-name"), KEY_STRING },
	[PROFILE_INHERITS] = { STR_INIT("inherits"), KEY_STRING },
	[PROFILE_STRIP] = { STR_INIT("strip"), KEY_BOOL | KEY_STRING },
	[PROFILE_RUSTFLAGS] = { STR_INIT("rustflags"), KEY_STRINGS },
	[PROFILE_PACKAGE] = { STR_INIT("package"), KEY_TABLE },
	[PROFILE_BUILD_OVERRIDE] = { STR_INIT("build-override"), KEY_TABLE },
	[PROFILE_TRIM_PATHS] = { STR_INIT("trim-paths"), KEY_BOOL | KEY_STRING | KEY_STRINGS },
	[PROFILE_HINT_MOSTLY_UNUSED] = { STR_INIT("hint-mostly-unused"), KEY_BOOL },
};
static const KeySet profile_keys = { rows, COUNT_OF(rows) };

static void check_opt_level(const ManifestReader *r, const TomlEntry *e)
{
	const Str s = key_text(e);
	if (!s.ptr || str_is_one_of(s, profile_opt_levels))
		return;
	diag_error(r->diag, e->value.at,
	           "must be `0`, `1`, `2`, `3`, `s` or `z`, but found the "
	           "string: \"" STR_FMT "\"",
	           STR_ARG(s));
	uint64_t n;
	if (str_to_u64(s, &n) && n <= 3)
		diag_help(r->diag, "without quotes: `opt-level = %u`", (unsigned)n);
	else
		diag_help(r->diag, "write `opt-level = 3` for speed, `opt-level = \"s\"` for size");
}

static void check_debug(const ManifestReader *r, const TomlEntry *e)
{
	const TomlValue *v = &e->value;
	const bool good = v->kind == TOML_BOOL ||
	                  (v->kind == TOML_INTEGER && v->integer >= 0 && v->integer <= 2) ||
	                  (v->kind == TOML_STRING && str_is_one_of(v->text, profile_debug_levels));
	if (!good) {
		diag_error(r->diag, v->at,
		           "invalid value for `debug`, expected a boolean, 0, 1, 2, \"none\", "
		           "\"limited\", \"full\", \"line-tables-only\", or "
		           "\"line-directives-only\"");
		diag_help(r->diag, "`debug = true` is 2, all of it; `\"line-tables-only\"` is "
		                   "enough for backtraces");
	}
}

static void check_lto(const ManifestReader *r, const TomlEntry *e)
{
	const Str s = key_text(e);
	if (!str_eq(s, STR("true")) && !str_eq(s, STR("false")))
		return;
	diag_error(r->diag, e->value.at,
	           "`lto` setting of string `\"" STR_FMT
	           "\"` is not a valid setting, must be a boolean (`true`/`false`) or a string "
	           "(`\"thin\"`/`\"fat\"`/`\"off\"`) or omitted",
	           STR_ARG(s));
	diag_help(r->diag, "without quotes: `lto = " STR_FMT "`", STR_ARG(s));
}

static void check_panic(const ManifestReader *r, const TomlEntry *e)
{
	const Str s = key_text(e);
	if (str_eq(s, STR("immediate-abort")))
		reader_unstable(r, e->value.at, "panic-immediate-abort");
	else if (!str_is_one_of(s, profile_panics)) {
		diag_error(r->diag, e->value.at,
		           "`panic` setting of `" STR_FMT
		           "` is not a valid setting, must be `unwind`, `abort`, or "
		           "`immediate-abort`",
		           STR_ARG(s));
		static const Str choices[] = { STR_INIT("unwind"), STR_INIT("abort") };
		choice_help(r->diag, s, choices, COUNT_OF(choices));
	}
}

static void check_codegen_units(const ManifestReader *r, const TomlEntry *e)
{
	if (e->value.integer < 0 || e->value.integer > UINT32_MAX) {
		diag_error(r->diag, e->value.at,
		           "invalid value: integer `%lld`, expected an unsigned 32-bit number",
		           (long long)e->value.integer);
		diag_help(r->diag, "write a number of parts from 1: `codegen-units = 16`");
	}
}

static const struct {
	int row;
	void (*check)(const ManifestReader *r, const TomlEntry *e);
	const char *unstable;
} checks[] = {
	{ PROFILE_OPT_LEVEL, check_opt_level, NULL },
	{ PROFILE_LTO, check_lto, NULL },
	{ PROFILE_DEBUG, check_debug, NULL },
	{ PROFILE_PANIC, check_panic, NULL },
	{ PROFILE_CODEGEN_UNITS, check_codegen_units, NULL },
	{ PROFILE_CODEGEN_BACKEND, NULL, "codegen-backend" },
	{ PROFILE_RUSTFLAGS, NULL, "profile-rustflags" },
	{ PROFILE_TRIM_PATHS, NULL, "trim-paths" },
};

static void check_values(const ManifestReader *r, Keys keys)
{
	for (size_t i = 0; i < COUNT_OF(checks); i++) {
		const TomlEntry *e = keys[checks[i].row];
		if (e && checks[i].check)
			checks[i].check(r, e);
		else if (e && !r->c->unstable)
			reader_unstable(r, e->key_at, checks[i].unstable);
	}
}

/* An override may not have all keys of a profile. `which` is its kind. */
static void check_override(const ManifestReader *r, const TomlEntry *e, const KeyPath *path,
                           const char *which)
{
	static const int forbidden[] = { PROFILE_PANIC, PROFILE_LTO, PROFILE_RPATH };
	const KeyPath here = { path, e->key };
	const TomlEntry *keys[PROFILE_KEYS];
	if (!key_check(&r->keys, e, KEY_TABLE, path))
		return;
	keys_read(&r->keys, &profile_keys, e->value.table, &here, keys);
	for (size_t i = 0; i < COUNT_OF(forbidden); i++)
		if (keys[forbidden[i]]) {
			diag_error(r->diag, keys[forbidden[i]]->key_at,
			           "`" STR_FMT "` may not be specified in a `%s` profile",
			           STR_ARG(keys[forbidden[i]]->key), which);
			diag_help(r->diag,
			          "it applies to the whole program: move it to the profile itself");
		}
	if (keys[PROFILE_PACKAGE]) {
		diag_error(r->diag, keys[PROFILE_PACKAGE]->key_at,
		           "package-specific profiles cannot be nested");
		diag_help(r->diag, "move it to `[profile.NAME.package]`");
	}
	if (keys[PROFILE_BUILD_OVERRIDE]) {
		diag_error(r->diag, keys[PROFILE_BUILD_OVERRIDE]->key_at,
		           "build-override profiles cannot be nested");
		diag_help(r->diag, "move it to `[profile.NAME.build-override]`");
	}
	keys[PROFILE_PANIC] = keys[PROFILE_LTO] = NULL;
	check_values(r, keys);
}

static void check_packages(const ManifestReader *r, const TomlTable *t, const KeyPath *up)
{
	const KeyPath path = { up, STR("package") };
	for (size_t i = 0; t && i < t->count; i++) {
		const TomlEntry *e = &t->entries[i];
		PackageSpec spec;
		const char *why;
		if (!str_eq(e->key, STR("*")) && !spec_parse(e->key, r->arena, &spec, &why)) {
			diag_error(r->diag, e->key_at,
			           "invalid package ID specification `" STR_FMT "`: %s",
			           STR_ARG(e->key), why);
			diag_help(r->diag, "write a name, or a name and a version: "
			                   "`[profile.dev.package.\"serde@1\"]`");
		}
		check_override(r, e, &path, "package");
	}
}

/* Users who write `debug` mean `dev`, whose output folder is called debug. Later cargo has it. */
static void check_not_debug(const ManifestReader *r, const TomlEntry *e, const TomlEntry *inherits)
{
	if (cargo_has(r->c->cargo, CARGO_PROFILE_DEBUG))
		return;
	if (str_eq(e->key, STR("debug"))) {
		diag_error(r->diag, e->key_at, "profile name `debug` is reserved");
		diag_help(r->diag, "to configure the default development profile, use the name "
		                   "`dev` as in [profile.dev]");
	}
	if (inherits && str_eq(key_text(inherits), STR("debug"))) {
		diag_error(r->diag, inherits->value.at,
		           "there is no profile `debug` to inherit from: it should be `dev`");
		diag_help(r->diag, "write `inherits = \"dev\"`");
	}
}

static void check_profile(const ManifestReader *r, const TomlEntry *e)
{
	static const KeyPath profile = { NULL, STR_INIT("profile") };
	const KeyPath path = { &profile, e->key };
	const TomlEntry *keys[PROFILE_KEYS];
	name_check_profile(r->diag, e->key, e->key_at);
	if (!key_check(&r->keys, e, KEY_TABLE, &profile))
		return;
	keys_read(&r->keys, &profile_keys, e->value.table, &path, keys);
	check_values(r, keys);
	check_not_debug(r, e, keys[PROFILE_INHERITS]);
	if (keys[PROFILE_BUILD_OVERRIDE])
		check_override(r, keys[PROFILE_BUILD_OVERRIDE], &path, "build-override");
	check_packages(r, key_table(keys[PROFILE_PACKAGE]), &path);
	if (keys[PROFILE_DIR_NAME]) {
		diag_error(r->diag, keys[PROFILE_DIR_NAME]->key_at,
		           "`dir-name` is not currently allowed, directory names are tied to the "
		           "profile name for custom profiles");
		diag_help(r->diag, "remove it: the folder has the name of the profile");
	}
	if (str_eq(e->key, STR("doc")))
		reader_warn(r, e->key_at, "profile `doc` is deprecated and has no effect");
	if (keys[PROFILE_PANIC] && (str_eq(e->key, STR("test")) || str_eq(e->key, STR("bench"))))
		reader_warn(r, keys[PROFILE_PANIC]->key_at,
		            "`panic` setting is ignored for `" STR_FMT "` profile",
		            STR_ARG(e->key));
}

/* Replaces an array of values with the table that it means. */
static void as_table(const ManifestReader *r, TomlEntry *e)
{
	if (e->value.kind != TOML_ARRAY)
		return;
	TomlTable *t = arena_new(r->arena, TomlTable);
	*t = *key_fields(&r->keys, e, &profile_keys, 0, NULL);
	e->value.kind = TOML_TABLE;
	e->value.table = t;
}

/* Converts all arrays in a profile, so that later readers find only tables. */
static void make_tables(const ManifestReader *r, TomlEntry *profile)
{
	as_table(r, profile);
	const TomlTable *t = key_table(profile);
	for (size_t i = 0; t && i < t->count; i++) {
		TomlEntry *e = &t->entries[i];
		if (str_eq(e->key, STR("build-override")))
			as_table(r, e);
		const TomlTable *packages = str_eq(e->key, STR("package")) ? key_table(e) : NULL;
		for (size_t k = 0; packages && k < packages->count; k++)
			as_table(r, &packages->entries[k]);
	}
}

void read_profiles(ManifestReader *r, const TomlEntry *e)
{
	const TomlTable *t = key_table(e);
	r->m->profiles = t;
	for (size_t i = 0; t && i < t->count; i++) {
		make_tables(r, &t->entries[i]);
		check_profile(r, &t->entries[i]);
	}
}
