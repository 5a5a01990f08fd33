// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/profile_internal.h"

enum { CHAIN_MAX = 64 }; /* `inherits` deeper than this can only be a loop */

static const Str key_names[KEY_COUNT] = {
	[KEY_OPT_LEVEL] = STR_INIT("opt-level"),
	[KEY_LTO] = STR_INIT("lto"),
	[KEY_CODEGEN_UNITS] = STR_INIT("codegen-units"),
	[KEY_DEBUG] = STR_INIT("debug"),
	[KEY_SPLIT_DEBUGINFO] = STR_INIT("split-debuginfo"),
	[KEY_DEBUG_ASSERTIONS] = STR_INIT("debug-assertions"),
	[KEY_OVERFLOW_CHECKS] = STR_INIT("overflow-checks"),
	[KEY_RPATH] = STR_INIT("rpath"),
	[KEY_PANIC] = STR_INIT("panic"),
	[KEY_INCREMENTAL] = STR_INIT("incremental"),
	[KEY_STRIP] = STR_INIT("strip"),
};

typedef struct ProfileReader {
	Arena *arena;
	Diag *diag;
	const Config *config;
	const TomlTable *manifest; /* [profile] */
	Profiles *out;
	bool unused; /* nothing is built with it: numbers that only rustc refuses are accepted */
} ProfileReader;

/* Sets in `to` the keys that the table or the configuration has; the configuration is stronger.
 * Returns whether either has the table. `sub`: "", "build-override", or "package.NAME". */
static bool add_layer(const ProfileReader *r, Layer *to, const TomlTable *table, Str profile,
                      Str sub)
{
	bool found = table != NULL;
	for (ProfileKey k = 0; k < KEY_COUNT; k++) {
		const TomlValue *v = toml_get(table, key_names[k]);
		TomlValue set;
		if (config_profile_value(r->config, profile, sub, key_names[k], &set)) {
			TomlValue *copy = arena_new(r->arena, TomlValue);
			*copy = set;
			v = copy;
			found = true;
		}
		if (v)
			to->value[k] = v;
	}
	return found;
}

static bool not_a_table(const ProfileReader *r, const TomlEntry *e)
{
	diag_error(r->diag, e->value.at, "profile: `" STR_FMT "` is %s, not a table",
	           STR_ARG(e->key), toml_kind_name(e->value.kind));
	return diag_help(r->diag, "write a table here, or remove the key");
}

static bool bad_value(const ProfileReader *r, const TomlValue *v, ProfileKey k,
                      const char *expected)
{
	diag_error(r->diag, v->at, "invalid value for `" STR_FMT "` in a profile",
	           STR_ARG(key_names[k]));
	diag_help(r->diag, "expected %s", expected);
	return false;
}

typedef struct KeyRule { /* the values that a key may have */
	bool boolean, string;
	int64_t min, max;           /* the range of integers; if max < min, none is allowed */
	const char *const *strings; /* NULL: any string */
	const char *expected;
} KeyRule;

static const KeyRule key_rules[KEY_COUNT] = {
	[KEY_OPT_LEVEL] = { false, true, 0, 3, profile_opt_levels, "0, 1, 2, 3, \"s\" or \"z\"" },
	[KEY_LTO] = { true, true, 1, 0, NULL, "true, false, \"off\", \"thin\" or \"fat\"" },
	[KEY_CODEGEN_UNITS] = { false, false, 1, UINT32_MAX, NULL, "a number from 1" },
	[KEY_DEBUG] = { true, true, 0, 2, profile_debug_levels,
	                "true, false, 0, 1, 2, \"none\", \"limited\", \"full\", "
	                "\"line-tables-only\" or \"line-directives-only\"" },
	[KEY_SPLIT_DEBUGINFO] = { false, true, 1, 0, NULL, "a string" },
	[KEY_DEBUG_ASSERTIONS] = { true, false, 1, 0, NULL, "true or false" },
	[KEY_OVERFLOW_CHECKS] = { true, false, 1, 0, NULL, "true or false" },
	[KEY_RPATH] = { true, false, 1, 0, NULL, "true or false" },
	[KEY_PANIC] = { false, true, 1, 0, profile_panics, "\"unwind\" or \"abort\"" },
	[KEY_INCREMENTAL] = { true, false, 1, 0, NULL, "true or false" },
	[KEY_STRIP] = { true, true, 1, 0, NULL,
	                "true, false, \"none\", \"debuginfo\" or \"symbols\"" },
};

static bool value_fits(const KeyRule *rule, const TomlValue *v)
{
	if (v->kind == TOML_BOOL)
		return rule->boolean;
	if (v->kind == TOML_INTEGER)
		return v->integer >= rule->min && v->integer <= rule->max;
	return v->kind == TOML_STRING && rule->string &&
	       (!rule->strings || str_is_one_of(v->text, rule->strings));
}

static bool check_layer(const ProfileReader *r, const Layer *l)
{
	bool good = true;
	for (ProfileKey k = 0; k < KEY_COUNT; k++) {
		const TomlValue *v = l->value[k];
		const bool number = k == KEY_OPT_LEVEL || k == KEY_CODEGEN_UNITS;
		const bool any = r->unused && number && v && v->kind == TOML_INTEGER;
		if (v && !any && !value_fits(&key_rules[k], v))
			good = bad_value(r, v, k, key_rules[k].expected);
	}
	const TomlValue *lto = l->value[KEY_LTO];
	if (lto && lto->kind == TOML_STRING &&
	    (str_eq(lto->text, STR("true")) || str_eq(lto->text, STR("false"))))
		good = bad_value(r, lto, KEY_LTO, "the boolean, without quotes");
	return good;
}

/* Checks that the configuration has no key in `sub` of the profile that needs an unstable feature
 * of Cargo. */
static bool has_stable_keys(const ProfileReader *r, Str profile, Str sub)
{
	static const struct {
		Str key;
		const char *feature;
	} unstable[] = { { STR_INIT("codegen-backend"), "codegen-backend" },
		         { STR_INIT("rustflags"), "profile-rustflags" },
		         { STR_INIT("trim-paths"), "trim-paths" } };
	static const Str hint_key = STR_INIT("hint-mostly-unused"); /* stable Cargo ignores it */
	TomlValue v;
	for (size_t i = 0; i < COUNT_OF(unstable); i++) {
		if (!config_profile_value(r->config, profile, sub, unstable[i].key, &v))
			continue;
		diag_error(r->diag, v.at,
		           "`" STR_FMT "` of profile `" STR_FMT
		           "` needs the unstable Cargo feature `%s`",
		           STR_ARG(unstable[i].key), STR_ARG(profile), unstable[i].feature);
		return diag_help(r->diag, "remove it: stable Cargo refuses it too");
	}
	const bool hint = config_profile_value(r->config, profile, sub, hint_key, &v);
	if (!hint || v.kind == TOML_BOOL)
		return true;
	diag_error(r->diag, v.at, "`" STR_FMT "` of profile `" STR_FMT "` is %s, not true or false",
	           STR_ARG(hint_key), STR_ARG(profile), toml_kind_name(v.kind));
	return diag_help(r->diag, "write true or false here, or remove the key");
}

/* Checks that the profile and its overrides are tables in the configuration. */
static bool are_tables(const ProfileReader *r, Str name)
{
	static const char *const names[] = { "build-override", "package" };
	const TomlTable *profile = config_profile_table(r->config, name);
	const TomlEntry *own = toml_entry(config_table(r->config, "profile"), name);
	if (own && own->value.kind != TOML_TABLE)
		return not_a_table(r, own);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const TomlEntry *e = toml_entry(profile, str_from(names[i]));
		const bool packages = e && i && e->value.kind == TOML_TABLE;
		for (size_t k = 0; packages && k < e->value.table->count; k++)
			if (e->value.table->entries[k].value.kind != TOML_TABLE)
				return not_a_table(r, &e->value.table->entries[k]);
		if (e && e->value.kind != TOML_TABLE)
			return not_a_table(r, e);
	}
	return true;
}

/* Checks the values of an override. The forbidden keys can only come from the configuration: the
 * manifest was checked when it was read. */
static bool check_override(const ProfileReader *r, const Layer *l, const char *which)
{
	static const ProfileKey forbidden[] = { KEY_PANIC, KEY_LTO, KEY_RPATH };
	for (size_t i = 0; i < COUNT_OF(forbidden); i++)
		if (l->value[forbidden[i]]) {
			diag_error(r->diag, l->value[forbidden[i]]->at,
			           "`" STR_FMT "` may not be specified in a `%s` profile",
			           STR_ARG(key_names[forbidden[i]]), which);
			return diag_help(
				r->diag,
				"it applies to the whole program: move it to the profile itself");
		}
	return check_layer(r, l);
}

static Override *override_for(const ProfileReader *r, const TomlEntry *e, const PackageSpec *spec)
{
	for (size_t i = 0; i < r->out->overrides.count; i++)
		if (str_eq(r->out->overrides.items[i].text, e->key))
			return &r->out->overrides.items[i];
	Override *o = vec_push(r->arena, &r->out->overrides, Override);
	*o = (Override){ .text = e->key, .at = e->key_at, .spec = *spec };
	return o;
}

/* Marks the overrides that the manifest has in this very profile. Like Cargo, we warn only of these
 * if they match no package. */
static void mark_own(const ProfileReader *r, const TomlTable *packages)
{
	for (size_t i = 0; i < r->out->overrides.count; i++) {
		Override *o = &r->out->overrides.items[i];
		const TomlEntry *e = toml_entry(packages, o->text);
		o->of_manifest = e != NULL;
		o->at = e ? e->key_at : o->at;
	}
}

/* Adds the [profile.X.package] tables of the manifest or of the configuration. */
static bool add_packages(const ProfileReader *r, const TomlTable *packages, Str profile)
{
	bool good = true;
	for (size_t i = 0; packages && i < packages->count; i++) {
		const TomlEntry *e = &packages->entries[i];
		const TomlTable *t = e->value.kind == TOML_TABLE ? e->value.table : NULL;
		if (str_eq(e->key, STR("*"))) {
			r->out->has_all_packages |=
				add_layer(r, &r->out->all_packages, t, profile, STR("package.*"));
			good &= has_stable_keys(r, profile, STR("package.*")) &&
			        check_override(r, &r->out->all_packages, "package");
			continue;
		}
		PackageSpec spec;
		const char *why;
		if (!spec_parse(e->key, r->arena, &spec, &why)) {
			diag_error(r->diag, e->key_at,
			           "invalid package ID specification: `" STR_FMT "`: %s",
			           STR_ARG(e->key), why);
			good = diag_help(r->diag,
			                 "write a name, perhaps with a version: `serde@1`");
			continue;
		}
		Override *o = override_for(r, e, &spec);
		const Str sub = arena_printf(r->arena, "package." STR_FMT, STR_ARG(e->key));
		add_layer(r, &o->layer, t, profile, sub);
		good &= has_stable_keys(r, profile, sub) && check_override(r, &o->layer, "package");
	}
	return good;
}

/* Adds the settings of one profile. They override those of its parents, which were added before. */
static bool add_profile(const ProfileReader *r, Str name, const TomlTable *table)
{
	Profiles *p = r->out;
	const TomlTable *config = config_profile_table(r->config, name);
	if (!are_tables(r, name) || !has_stable_keys(r, name, STR("")) ||
	    !has_stable_keys(r, name, STR("build-override")))
		return false;
	add_layer(r, &p->own, table, name, STR(""));
	/* As in Cargo, an empty table counts, too: it resets `strip`. */
	p->has_build_override |= toml_get_table(config, STR("build-override")) != NULL;
	p->has_build_override |=
		add_layer(r, &p->build_override, toml_get_table(table, STR("build-override")), name,
	                  STR("build-override"));
	TomlValue folder;
	bool good =
		check_layer(r, &p->own) && check_override(r, &p->build_override, "build-override");
	if (good && config_profile_value(r->config, name, STR(""), STR("dir-name"), &folder)) {
		diag_error(r->diag, folder.at,
		           "`dir-name` is not allowed: folders have the names of profiles");
		good = diag_help(r->diag, "remove it");
	}
	good &= add_packages(r, toml_get_table(table, STR("package")), name);
	good &= add_packages(r, toml_get_table(config, STR("package")), name);
	if (str_eq(name, p->name))
		mark_own(r, toml_get_table(table, STR("package")));
	return good;
}

typedef struct Predefined {
	Str name, inherits, folder;
} Predefined;

static const Predefined predefined[] = {
	{ STR_INIT("dev"), { 0 }, STR_INIT("debug") },
	{ STR_INIT("release"), { 0 }, STR_INIT("release") },
	{ STR_INIT("test"), STR_INIT("dev"), STR_INIT("debug") },
	{ STR_INIT("bench"), STR_INIT("release"), STR_INIT("release") },
	{ STR_INIT("doc"), STR_INIT("dev"), STR_INIT("doc") },
	{ STR_INIT("debug"), STR_INIT("dev"), STR_INIT("debug") }, /* if cargo has it */
};

static size_t predefined_count(const ProfileReader *r)
{
	return COUNT_OF(predefined) - !cargo_has(r->config->cargo, CARGO_PROFILE_DEBUG);
}

static const Predefined *predefined_of(const ProfileReader *r, Str name)
{
	for (size_t i = 0; i < predefined_count(r); i++)
		if (str_eq(predefined[i].name, name))
			return &predefined[i];
	return NULL;
}

/* Finds the profile that `name` inherits from. Returns false after an error. For `dev` and
 * `release`, parent->ptr is NULL; the length does not tell, since a name may be empty. */
static bool parent_of(const ProfileReader *r, Str name, const TomlTable *table, Str *parent)
{
	const TomlValue *v = toml_get(table, STR("inherits"));
	TomlValue set;
	if (config_profile_value(r->config, name, STR(""), STR("inherits"), &set))
		v = &set;
	const Predefined *known = predefined_of(r, name);
	*parent = v && v->kind == TOML_STRING ? v->text : known ? known->inherits : (Str){ 0 };
	if (known && !known->inherits.ptr) {
		if (!v)
			return true;
		diag_error(r->diag, v->at,
		           "`inherits` must not be specified in root profile `" STR_FMT "`",
		           STR_ARG(name));
		return diag_help(r->diag, "remove it: the other profiles inherit from this one");
	}
	if (parent->ptr)
		return true;
	diag_error(r->diag, table ? table->at : NO_SPAN,
	           "profile `" STR_FMT "` is missing an `inherits` directive", STR_ARG(name));
	diag_help(r->diag,
	          "every profile but `dev` and `release` needs one: `inherits = \"release\"`");
	return false;
}

static bool is_defined(const ProfileReader *r, Str name)
{
	return predefined_of(r, name) || toml_get_table(r->manifest, name) ||
	       config_profile_table(r->config, name);
}

static Str similar_profile(const ProfileReader *r, Str name)
{
	for (size_t i = 0; i < predefined_count(r); i++)
		if (str_distance(predefined[i].name, name, 2) <= 2)
			return predefined[i].name;
	for (size_t i = 0; r->manifest && i < r->manifest->count; i++)
		if (str_distance(r->manifest->entries[i].key, name, 2) <= 2)
			return r->manifest->entries[i].key;
	return STR("");
}

static bool report_undefined(const ProfileReader *r, Str name, Str child, const TomlTable *at)
{
	const TomlValue *from = toml_get(at, STR("inherits"));
	if (child.ptr)
		diag_error(r->diag, from ? from->at : NO_SPAN,
		           "profile `" STR_FMT "` inherits from `" STR_FMT
		           "`, but that profile is not defined",
		           STR_ARG(child), STR_ARG(name));
	else
		diag_error(r->diag, NO_SPAN, "profile `" STR_FMT "` is not defined", STR_ARG(name));
	const Str similar = similar_profile(r, name);
	if (!name.len)
		diag_help(r->diag, "give the profile's name: `--profile release`");
	else if (similar.len)
		diag_help(r->diag, "a profile with a similar name exists: `" STR_FMT "`",
		          STR_ARG(similar));
	else
		diag_help(r->diag,
		          "write a `[profile." STR_FMT
		          "]` table into the root Cargo.toml, or use one of "
		          "`dev`, `release`, `test`, `bench`",
		          STR_ARG(name));
	return false;
}

/* Lists the profiles from the requested one up to `dev` or `release`. Returns their number, or 0
 * after an error. */
static size_t find_chain(const ProfileReader *r, Str requested, Str *chain)
{
	size_t n = 0;
	Str child = { 0 };
	for (Str name = requested; name.ptr;) {
		const TomlTable *table = toml_get_table(r->manifest, name);
		if (!is_defined(r, name)) {
			report_undefined(r, name, child, toml_get_table(r->manifest, child));
			return 0;
		}
		if (n == CHAIN_MAX) {
			diag_error(r->diag, table ? table->at : NO_SPAN,
			           "profile inheritance loop detected with profile `" STR_FMT
			           "` inheriting `" STR_FMT "`",
			           STR_ARG(child), STR_ARG(name));
			diag_help(r->diag, "have one of them inherit `dev` or `release`");
			return 0;
		}
		chain[n++] = child = name;
		if (!parent_of(r, name, table, &name))
			return 0;
	}
	return n;
}

static bool off_in_ci(const Config *c)
{
	return cargo_has(c->cargo, CARGO_CI_NOT_INCREMENTAL) &&
	       (config_env(c, "CI").ptr || config_env(c, "TF_BUILD").ptr);
}

static bool read_incremental(const ProfileReader *r)
{
	const Str env = config_env(r->config, "CARGO_INCREMENTAL");
	if (env.ptr) {
		r->out->incremental_set = true;
		r->out->incremental = str_eq(env, STR("1"));
		return true;
	}
	bool unset_a = true, unset_b = false; /* they stay different if the key is absent */
	if (!config_bool(r->config, "build.incremental", &unset_a) ||
	    !config_bool(r->config, "build.incremental", &unset_b))
		return false;
	r->out->incremental_set = unset_a == unset_b || off_in_ci(r->config);
	r->out->incremental = unset_a && unset_b;
	return true;
}

/* Checks that `--profile` does not have a name that Cargo reserves. */
static bool name_allowed(const ProfileReader *r, Str name)
{
	static const char *const reserved[] = {
		"build",   "check",   "clean",     "config", "fetch", "fix",  "install", "metadata",
		"package", "publish", "report",    "root",   "run",   "rust", "rustc",   "rustdoc",
		"target",  "tmp",     "uninstall", "debug",  "doc",   NULL
	};
	const bool has_debug = cargo_has(r->config->cargo, CARGO_PROFILE_DEBUG);
	if (!str_is_one_of(name, reserved) || (has_debug && str_eq(name, STR("debug"))))
		return true;
	diag_error(r->diag, NO_SPAN, "profile name `" STR_FMT "` is reserved", STR_ARG(name));
	if (str_eq(name, STR("debug")))
		diag_help(r->diag,
		          "to configure the default development profile, use the name `dev`");
	else
		diag_help(r->diag, "choose another name for the profile");
	return false;
}

/* Reads a profile and the ones that it inherits from. Returns NULL after an error. */
static Profiles *read_profile(const ProfileReader *shared, Str name)
{
	Profiles *p = arena_new(shared->arena, Profiles);
	ProfileReader r = *shared;
	Str chain[CHAIN_MAX];
	r.out = p;
	size_t n = find_chain(&r, name, chain);
	if (n == 0 || !read_incremental(&r))
		return NULL;
	p->name = name;
	p->release = str_eq(chain[n - 1], STR("release"));
	const Predefined *known = predefined_of(&r, name);
	p->folder = known ? known->folder : name;
	bool good = true;
	while (n--)
		good &= add_profile(&r, chain[n], toml_get_table(r.manifest, chain[n]));
	return good ? p : NULL;
}

/* Returns whether the profile itself has package overrides, and not only its parents. */
static bool has_packages(const ProfileReader *r, Str name)
{
	const TomlTable *own = toml_get_table(r->manifest, name);
	const TomlTable *set = config_profile_table(r->config, name);
	return toml_get_table(own, STR("package")) || toml_get_table(set, STR("package"));
}

static bool check_other(const ProfileReader *r, Profiles *out, Str name)
{
	if (str_eq(name, out->name))
		return true;
	ProfileReader unused = *r;
	unused.unused = true;
	Profiles *other = read_profile(&unused, name);
	if (other && has_packages(r, name))
		out->others[out->other_count++] = other;
	return other != NULL;
}

/* Cargo reads all profiles of the manifest, and dev, release, test and bench. */
static bool check_others(const ProfileReader *r, Profiles *out)
{
	static const Str always[] = { STR_INIT("dev"), STR_INIT("release"), STR_INIT("test"),
		                      STR_INIT("bench"), STR_INIT("debug") };
	const bool has_debug = cargo_has(r->config->cargo, CARGO_PROFILE_DEBUG);
	const size_t always_count = COUNT_OF(always) - !has_debug;
	const size_t written = r->manifest ? r->manifest->count : 0;
	out->others = arena_array(r->arena, Profiles *, COUNT_OF(always) + written);
	for (size_t i = 0; i < always_count; i++)
		if (!toml_get_table(r->manifest, always[i]) && !check_other(r, out, always[i]))
			return false;
	for (size_t i = 0; i < written; i++)
		if (!check_other(r, out, r->manifest->entries[i].key))
			return false;
	return true;
}

const Profiles *profiles_open(Arena *a, const Config *config, const TomlTable *table, Str requested)
{
	const ProfileReader r = {
		.arena = a, .diag = config->diag, .config = config, .manifest = table
	};
	if (!name_allowed(&r, requested))
		return NULL;
	Profiles *p = read_profile(&r, requested);
	return p && check_others(&r, p) ? p : NULL;
}
