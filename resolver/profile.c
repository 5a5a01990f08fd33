// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/profile.h"

#include "base/vec.h"
#include "resolver/spec.h"

enum { CHAIN_MAX = 64 }; /* `inherits` deeper than this can only be a loop */

/* The keys of a profile table; each is taken whole from the strongest place that has it. */
typedef enum Key {
	KEY_OPT_LEVEL,
	KEY_LTO,
	KEY_CODEGEN_UNITS,
	KEY_DEBUG,
	KEY_SPLIT_DEBUGINFO,
	KEY_DEBUG_ASSERTIONS,
	KEY_OVERFLOW_CHECKS,
	KEY_RPATH,
	KEY_PANIC,
	KEY_INCREMENTAL,
	KEY_STRIP,
	KEY_COUNT,
} Key;

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

typedef struct Layer { /* one table's worth of settings; NULL: not written */
	const TomlValue *value[KEY_COUNT];
} Layer;

typedef struct Override { /* [profile.X.package.SPEC] */
	Str text;
	PackageSpec spec;
	Layer layer;
} Override;

struct Profiles {
	Str name, folder;
	bool release;
	Layer own, build_override, all_packages;
	bool has_build_override, has_all_packages;
	VEC(Override) overrides;
	bool incremental_set, incremental; /* by environment or configuration */
};

typedef struct Reader {
	Arena *arena;
	Diag *diag;
	const Config *config;
	const TomlTable *manifest; /* [profile] */
	Profiles *out;
} Reader;

static bool add_layer(const Reader *r, Layer *to, const TomlTable *table, Str profile, Str sub)
{
	bool found = table != NULL;
	for (Key k = 0; k < KEY_COUNT; k++) {
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

static bool bad_value(const Reader *r, const TomlValue *v, Key k, const char *expected)
{
	diag_error(r->diag, v->at, "invalid value for `" STR_FMT "` in a profile",
	           STR_ARG(key_names[k]));
	diag_help(r->diag, "expected %s", expected);
	return false;
}

static bool is_one_of(Str s, const char *const *names)
{
	for (; *names; names++)
		if (str_eq(s, str_from(*names)))
			return true;
	return false;
}

typedef struct KeyRule { /* which values a key may have */
	bool boolean, string;
	int64_t min, max;           /* of integers; max < min: none */
	const char *const *strings; /* NULL: any */
	const char *expected;
} KeyRule;

static const char *const opt_strings[] = { "s", "z", NULL };
static const char *const debug_strings[] = {
	"none", "limited", "full", "line-tables-only", "line-directives-only", NULL
};
static const char *const panic_strings[] = { "unwind", "abort", NULL };

static const KeyRule key_rules[KEY_COUNT] = {
	[KEY_OPT_LEVEL] = { false, true, 0, 3, opt_strings, "0, 1, 2, 3, \"s\" or \"z\"" },
	[KEY_LTO] = { true, true, 1, 0, NULL, "true, false, \"off\", \"thin\" or \"fat\"" },
	[KEY_CODEGEN_UNITS] = { false, false, 1, UINT32_MAX, NULL, "a number from 1" },
	[KEY_DEBUG] = { true, true, 0, 2, debug_strings,
	                "true, false, 0, 1, 2, \"none\", \"limited\", \"full\", "
	                "\"line-tables-only\" or \"line-directives-only\"" },
	[KEY_SPLIT_DEBUGINFO] = { false, true, 1, 0, NULL, "a string" },
	[KEY_DEBUG_ASSERTIONS] = { true, false, 1, 0, NULL, "true or false" },
	[KEY_OVERFLOW_CHECKS] = { true, false, 1, 0, NULL, "true or false" },
	[KEY_RPATH] = { true, false, 1, 0, NULL, "true or false" },
	[KEY_PANIC] = { false, true, 1, 0, panic_strings, "\"unwind\" or \"abort\"" },
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
	       (!rule->strings || is_one_of(v->text, rule->strings));
}

static bool check_layer(const Reader *r, const Layer *l)
{
	bool good = true;
	for (Key k = 0; k < KEY_COUNT; k++)
		if (l->value[k] && !value_fits(&key_rules[k], l->value[k]))
			good = bad_value(r, l->value[k], k, key_rules[k].expected);
	const TomlValue *lto = l->value[KEY_LTO];
	if (lto && lto->kind == TOML_STRING &&
	    (str_eq(lto->text, STR("true")) || str_eq(lto->text, STR("false"))))
		good = bad_value(r, lto, KEY_LTO, "the boolean, without quotes");
	return good;
}

static Override *override_for(const Reader *r, Str text, const PackageSpec *spec)
{
	for (size_t i = 0; i < r->out->overrides.count; i++)
		if (str_eq(r->out->overrides.items[i].text, text))
			return &r->out->overrides.items[i];
	Override *o = vec_push(r->arena, &r->out->overrides, Override);
	*o = (Override){ .text = text, .spec = *spec };
	return o;
}

/* The [profile.X.package] tables of one place. */
static bool add_packages(const Reader *r, const TomlTable *packages, Str profile)
{
	bool good = true;
	for (size_t i = 0; packages && i < packages->count; i++) {
		const TomlEntry *e = &packages->entries[i];
		const TomlTable *t = e->value.kind == TOML_TABLE ? e->value.table : NULL;
		if (str_eq(e->key, STR("*"))) {
			r->out->has_all_packages |=
				add_layer(r, &r->out->all_packages, t, profile, STR("package.*"));
			good &= check_layer(r, &r->out->all_packages);
			continue;
		}
		PackageSpec spec;
		const char *why;
		if (!spec_parse(e->key, r->arena, &spec, &why)) {
			good = diag_error(r->diag, e->key_at,
			                  "invalid package ID specification: `" STR_FMT "`: %s",
			                  STR_ARG(e->key), why);
			continue;
		}
		Override *o = override_for(r, e->key, &spec);
		add_layer(r, &o->layer, t, profile,
		          arena_printf(r->arena, "package." STR_FMT, STR_ARG(e->key)));
		good &= check_layer(r, &o->layer);
	}
	return good;
}

/* Everything that is written of one profile, over what its parents said. */
static bool add_profile(const Reader *r, Str name, const TomlTable *table)
{
	Profiles *p = r->out;
	const TomlTable *config = config_profile_table(r->config, name);
	add_layer(r, &p->own, table, name, STR(""));
	p->has_build_override |=
		add_layer(r, &p->build_override, toml_get_table(table, STR("build-override")), name,
	                  STR("build-override"));
	bool good = check_layer(r, &p->own) && check_layer(r, &p->build_override);
	good &= add_packages(r, toml_get_table(table, STR("package")), name);
	good &= add_packages(r, toml_get_table(config, STR("package")), name);
	return good;
}

typedef struct Predefined {
	Str name, inherits, folder;
} Predefined;

static const Predefined predefined[] = {
	{ STR_INIT("dev"), STR_INIT(""), STR_INIT("debug") },
	{ STR_INIT("release"), STR_INIT(""), STR_INIT("release") },
	{ STR_INIT("test"), STR_INIT("dev"), STR_INIT("debug") },
	{ STR_INIT("bench"), STR_INIT("release"), STR_INIT("release") },
	{ STR_INIT("doc"), STR_INIT("dev"), STR_INIT("doc") },
};

static const Predefined *predefined_of(Str name)
{
	for (size_t i = 0; i < COUNT_OF(predefined); i++)
		if (str_eq(predefined[i].name, name))
			return &predefined[i];
	return NULL;
}

/* What `name` inherits from: false after an error; empty for the roots. */
static bool parent_of(const Reader *r, Str name, const TomlTable *table, Str *parent)
{
	const TomlValue *v = toml_get(table, STR("inherits"));
	TomlValue set;
	if (config_profile_value(r->config, name, STR(""), STR("inherits"), &set))
		v = &set;
	const Predefined *known = predefined_of(name);
	*parent = v && v->kind == TOML_STRING ? v->text : known ? known->inherits : STR("");
	if (known && known->inherits.len == 0) {
		if (v)
			return diag_error(
				r->diag, v->at,
				"`inherits` must not be specified in root profile `" STR_FMT "`",
				STR_ARG(name));
		return true;
	}
	if (parent->len)
		return true;
	diag_error(r->diag, table ? table->at : NO_SPAN,
	           "profile `" STR_FMT "` is missing an `inherits` directive", STR_ARG(name));
	diag_help(r->diag,
	          "every profile but `dev` and `release` needs one: `inherits = \"release\"`");
	return false;
}

static bool is_defined(const Reader *r, Str name)
{
	return predefined_of(name) || toml_get_table(r->manifest, name) ||
	       config_profile_table(r->config, name);
}

static Str similar_profile(const Reader *r, Str name)
{
	for (size_t i = 0; i < COUNT_OF(predefined); i++)
		if (str_distance(predefined[i].name, name, 2) <= 2)
			return predefined[i].name;
	for (size_t i = 0; r->manifest && i < r->manifest->count; i++)
		if (str_distance(r->manifest->entries[i].key, name, 2) <= 2)
			return r->manifest->entries[i].key;
	return STR("");
}

static bool undefined(const Reader *r, Str name, Str child, const TomlTable *at)
{
	const TomlValue *from = toml_get(at, STR("inherits"));
	if (child.len)
		diag_error(r->diag, from ? from->at : NO_SPAN,
		           "profile `" STR_FMT "` inherits from `" STR_FMT
		           "`, but that profile is not defined",
		           STR_ARG(child), STR_ARG(name));
	else
		diag_error(r->diag, NO_SPAN, "profile `" STR_FMT "` is not defined", STR_ARG(name));
	const Str similar = similar_profile(r, name);
	if (similar.len)
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

/* The names from the requested profile up to `dev` or `release`. 0 after an error. */
static size_t find_chain(const Reader *r, Str requested, Str *chain)
{
	size_t n = 0;
	Str child = STR("");
	for (Str name = requested; name.len;) {
		const TomlTable *table = toml_get_table(r->manifest, name);
		if (!is_defined(r, name)) {
			undefined(r, name, child, toml_get_table(r->manifest, child));
			return 0;
		}
		if (n == CHAIN_MAX) {
			diag_error(r->diag, table ? table->at : NO_SPAN,
			           "profile inheritance loop detected with profile `" STR_FMT
			           "` inheriting `" STR_FMT "`",
			           STR_ARG(child), STR_ARG(name));
			return 0;
		}
		chain[n++] = child = name;
		if (!parent_of(r, name, table, &name))
			return 0;
	}
	return n;
}

static bool read_incremental(const Reader *r)
{
	const Str env = config_env(r->config, "CARGO_INCREMENTAL");
	if (env.ptr) {
		r->out->incremental_set = true;
		r->out->incremental = str_eq(env, STR("1"));
		return true;
	}
	bool unset_a = true, unset_b = false; /* a key that is absent leaves both as they are */
	if (!config_bool(r->config, "build.incremental", &unset_a) ||
	    !config_bool(r->config, "build.incremental", &unset_b))
		return false;
	r->out->incremental_set = unset_a == unset_b;
	r->out->incremental = unset_a && unset_b;
	return true;
}

/* Names that Cargo keeps for itself, where `--profile` may not name them. */
static bool name_allowed(const Reader *r, Str name)
{
	static const char *const reserved[] = {
		"build",   "check",   "clean",     "config", "fetch", "fix",  "install", "metadata",
		"package", "publish", "report",    "root",   "run",   "rust", "rustc",   "rustdoc",
		"target",  "tmp",     "uninstall", "debug",  "doc",   NULL
	};
	if (!is_one_of(name, reserved))
		return true;
	diag_error(r->diag, NO_SPAN, "profile name `" STR_FMT "` is reserved", STR_ARG(name));
	if (str_eq(name, STR("debug")))
		diag_help(r->diag,
		          "to configure the default development profile, use the name `dev`");
	else
		diag_help(r->diag, "choose another name for the profile");
	return false;
}

const Profiles *profiles_open(Arena *a, const Config *config, const TomlTable *table, Str requested)
{
	Profiles *p = arena_new(a, Profiles);
	const Reader r = { a, config->diag, config, table, p };
	Str chain[CHAIN_MAX];
	if (!name_allowed(&r, requested))
		return NULL;
	size_t n = find_chain(&r, requested, chain);
	if (n == 0 || !read_incremental(&r))
		return NULL;
	p->name = requested;
	p->release = str_eq(chain[n - 1], STR("release"));
	const Predefined *known = predefined_of(requested);
	p->folder = known ? known->folder : requested;
	bool good = true;
	while (n--)
		good &= add_profile(&r, chain[n], toml_get_table(table, chain[n]));
	return good ? p : NULL;
}

static Str debuginfo_of(const TomlValue *v)
{
	static const struct {
		Str written, meant;
	} words[] = {
		{ STR_INIT("none"), STR_INIT("0") },
		{ STR_INIT("limited"), STR_INIT("1") },
		{ STR_INIT("full"), STR_INIT("2") },
	};
	static const Str numbers[] = { STR_INIT("0"), STR_INIT("1"), STR_INIT("2") };
	if (v->kind == TOML_BOOL)
		return numbers[v->boolean ? 2 : 0];
	if (v->kind == TOML_INTEGER)
		return numbers[v->integer];
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_eq(v->text, words[i].written))
			return words[i].meant;
	return v->text;
}

static Str lto_of(const TomlValue *v)
{
	static const char *const off[] = { "off", "n", "no", "none", NULL };
	if (v->kind == TOML_BOOL)
		return v->boolean ? STR("true") : STR("false");
	return is_one_of(v->text, off) ? STR("off") : v->text;
}

static Str opt_level_of(const TomlValue *v)
{
	static const Str numbers[] = { STR_INIT("0"), STR_INIT("1"), STR_INIT("2"), STR_INIT("3") };
	return v->kind == TOML_INTEGER ? numbers[v->integer] : v->text;
}

/* Cargo: a merge that does not mention `strip` resets it. */
static void merge_strip(Profile *p, const TomlValue *v)
{
	p->strip_deferred = !v;
	p->strip = !v                       ? STR("none")
	           : v->kind == TOML_STRING ? v->text
	           : v->boolean             ? STR("symbols")
	                                    : STR("none");
}

static void merge(Profile *p, const Layer *l)
{
	const struct {
		Key key;
		bool *to;
	} flags[] = {
		{ KEY_DEBUG_ASSERTIONS, &p->debug_assertions },
		{ KEY_OVERFLOW_CHECKS, &p->overflow_checks },
		{ KEY_RPATH, &p->rpath },
		{ KEY_INCREMENTAL, &p->incremental },
	};
	const TomlValue *const *v = l->value;
	for (size_t i = 0; i < COUNT_OF(flags); i++)
		if (v[flags[i].key])
			*flags[i].to = v[flags[i].key]->boolean;
	if (v[KEY_OPT_LEVEL])
		p->opt_level = opt_level_of(v[KEY_OPT_LEVEL]);
	if (v[KEY_LTO])
		p->lto = lto_of(v[KEY_LTO]);
	if (v[KEY_CODEGEN_UNITS])
		p->codegen_units = v[KEY_CODEGEN_UNITS]->integer;
	if (v[KEY_DEBUG]) {
		p->debuginfo = debuginfo_of(v[KEY_DEBUG]);
		p->debuginfo_deferred = false;
	}
	if (v[KEY_SPLIT_DEBUGINFO])
		p->split_debuginfo = v[KEY_SPLIT_DEBUGINFO]->text;
	if (v[KEY_PANIC])
		p->panic_abort = str_eq(v[KEY_PANIC]->text, STR("abort"));
	merge_strip(p, v[KEY_STRIP]);
}

static Profile base_profile(const Profiles *ps)
{
	return (Profile){
		.name = ps->name,
		.opt_level = ps->release ? STR("3") : STR("0"),
		.lto = STR("false"),
		.debuginfo = ps->release ? STR("0") : STR("2"),
		.debug_assertions = !ps->release,
		.overflow_checks = !ps->release,
		.incremental = !ps->release,
		.strip = STR("none"),
		.strip_deferred = true,
		.release_root = ps->release,
	};
}

static void merge_overrides(const Profiles *ps, const ProfileSubject *s, Profile *p)
{
	if (s->host && ps->has_build_override)
		merge(p, &ps->build_override);
	if (!s->member && ps->has_all_packages)
		merge(p, &ps->all_packages);
	for (size_t i = 0; i < ps->overrides.count; i++)
		if (spec_matches(&ps->overrides.items[i].spec, s->name, s->version, s->source)) {
			merge(p, &ps->overrides.items[i].layer);
			break;
		}
}

Profile profile_of(const Profiles *ps, const ProfileSubject *s)
{
	Profile p = base_profile(ps);
	merge(&p, &ps->own);
	if (s->host) {
		p.opt_level = STR("0");
		p.codegen_units = 0;
		p.debuginfo_deferred = true;
	}
	merge_overrides(ps, s, &p);
	if (s->unwind)
		p.panic_abort = false;
	if (ps->incremental_set)
		p.incremental = ps->incremental;
	if (!s->local)
		p.incremental = false;
	return p;
}

Profile profile_of_script_run(const Profile *asking)
{
	return (Profile){
		.name = asking->name,
		.opt_level = asking->opt_level,
		.lto = STR("false"),
		.debuginfo = asking->debuginfo,
		.debuginfo_deferred = asking->debuginfo_deferred,
		.debug_assertions = asking->debug_assertions,
		.strip = STR("none"),
		.strip_deferred = true,
		.release_root = asking->release_root,
	};
}

Str profiles_folder(const Profiles *p)
{
	return p->folder;
}

int profile_compare(const Profile *a, const Profile *b)
{
	const Str texts[][2] = {
		{ a->opt_level, b->opt_level }, { a->lto, b->lto },
		{ a->debuginfo, b->debuginfo }, { a->split_debuginfo, b->split_debuginfo },
		{ a->strip, b->strip },
	};
	const int64_t numbers[][2] = {
		{ a->codegen_units, b->codegen_units },
		{ a->debug_assertions, b->debug_assertions },
		{ a->overflow_checks, b->overflow_checks },
		{ a->rpath, b->rpath },
		{ a->incremental, b->incremental },
		{ a->panic_abort, b->panic_abort },
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		const int order = str_compare(texts[i][0], texts[i][1]);
		if (order)
			return order;
	}
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		if (numbers[i][0] != numbers[i][1])
			return numbers[i][0] < numbers[i][1] ? -1 : 1;
	return 0;
}
