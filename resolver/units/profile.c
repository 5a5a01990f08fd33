// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/profile_internal.h"

#include "resolver/manifest/keys.h"

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
	return str_is_one_of(v->text, off) ? STR("off") : v->text;
}

static Str opt_level_of(const TomlValue *v)
{
	static const Str numbers[] = { STR_INIT("0"), STR_INIT("1"), STR_INIT("2"), STR_INIT("3") };
	return v->kind == TOML_INTEGER ? numbers[v->integer] : v->text;
}

/* As in Cargo, a table without `strip` resets it. */
static void merge_strip(Profile *p, const TomlValue *v)
{
	p->strip_deferred = !v;
	p->strip = !v                       ? STR("none")
	           : v->kind == TOML_STRING ? v->text
	           : v->boolean             ? STR("symbols")
	                                    : STR("none");
}

static void merge_layer(Profile *p, const Layer *l)
{
	const struct {
		ProfileKey key;
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
		merge_layer(p, &ps->build_override);
	if (!s->member && ps->has_all_packages)
		merge_layer(p, &ps->all_packages);
	for (size_t i = 0; i < ps->overrides.count; i++)
		if (spec_matches(&ps->overrides.items[i].spec, s->name, s->version, s->source)) {
			merge_layer(p, &ps->overrides.items[i].layer);
			break;
		}
}

Profile profile_of(const Profiles *ps, const ProfileSubject *s)
{
	Profile p = base_profile(ps);
	merge_layer(&p, &ps->own);
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

Profile profile_of_script_run(const Profile *asking, CargoVersion cargo)
{
	return (Profile){
		.name = asking->name,
		.opt_level = asking->opt_level,
		.lto = STR("false"),
		.debuginfo = asking->debuginfo,
		.debuginfo_deferred = asking->debuginfo_deferred,
		.debug_assertions =
			asking->debug_assertions && cargo_has(cargo, CARGO_RUN_DEBUG_ASSERTIONS),
		.strip = STR("none"),
		.strip_deferred = true,
		.release_root = asking->release_root,
	};
}

static bool check_one(const Profiles *p, Diag *diag, const ProfileSubject *s)
{
	const Override *first = NULL;
	for (size_t i = 0; i < p->overrides.count; i++) {
		const Override *o = &p->overrides.items[i];
		if (!spec_matches(&o->spec, s->name, s->version, s->source))
			continue;
		if (first) {
			diag_error(diag, o->at,
			           "multiple package overrides in profile `" STR_FMT
			           "` match package `" STR_FMT " v" STR_FMT "`: `" STR_FMT
			           "` and `" STR_FMT "`",
			           STR_ARG(p->name), STR_ARG(s->name), STR_ARG(s->version->text),
			           STR_ARG(first->text), STR_ARG(o->text));
			return diag_help(
				diag, "make one of them more exact, `\"%.*s@%.*s\"`, or join them",
				STR_ARG(s->name), STR_ARG(s->version->text));
		}
		first = o;
	}
	return true;
}

static Str similar_name(const ProfileSubject *packages, size_t count, Str wanted)
{
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	for (size_t i = 0; i < count; i++)
		closest_offer(wanted, packages[i].name, &best, &edits);
	return best;
}

static void warn_of_unmatched(const Override *o, Str profile, Diag *diag,
                              const ProfileSubject *packages, size_t count)
{
	bool named = false;
	for (size_t i = 0; i < count; i++) {
		const ProfileSubject *k = &packages[i];
		if (spec_matches(&o->spec, k->name, k->version, k->source))
			return;
		named |= str_eq(k->name, o->spec.name);
	}
	diag_warning(diag, o->at, "profile package spec `" STR_FMT "` in profile `" STR_FMT "` %s",
	             STR_ARG(o->text), STR_ARG(profile),
	             named ? "has a version or URL that does not match any of the packages"
	                   : "did not match any packages");
	for (size_t i = 0; i < count && named; i++)
		if (str_eq(packages[i].name, o->spec.name))
			diag_help(diag, "there is `" STR_FMT "@" STR_FMT "`",
			          STR_ARG(packages[i].name), STR_ARG(packages[i].version->text));
	const Str similar = named ? STR("") : similar_name(packages, count, o->spec.name);
	if (similar.len)
		diag_help(diag, "a package with a similar name exists: `" STR_FMT "`",
		          STR_ARG(similar));
}

static bool check_packages(const Profiles *p, Diag *diag, const ProfileSubject *packages,
                           size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!check_one(p, diag, &packages[i]))
			return false;
	for (size_t i = 0; i < p->overrides.count; i++)
		if (p->overrides.items[i].of_manifest)
			warn_of_unmatched(&p->overrides.items[i], p->name, diag, packages, count);
	return true;
}

bool profiles_name_packages(const Profiles *p)
{
	bool some = p->overrides.count > 0;
	for (size_t i = 0; i < p->other_count; i++)
		some |= p->others[i]->overrides.count > 0;
	return some;
}

bool profiles_check_packages(const Profiles *p, Diag *diag, const ProfileSubject *packages,
                             size_t count)
{
	bool good = check_packages(p, diag, packages, count);
	for (size_t i = 0; good && i < p->other_count; i++)
		good = check_packages(p->others[i], diag, packages, count);
	return good;
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
