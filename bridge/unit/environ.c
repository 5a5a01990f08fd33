// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/environ.h"

#include "base/core/env.h"
#include "base/core/vec.h"
#include "base/text/maketext.h"
#include "bridge/unit/jobserver.h"

static ptrdiff_t find_variable(const Environ *e, Str name)
{
	for (size_t i = 0; i < e->count; i++)
		if (strncmp(e->items[i], name.ptr, name.len) == 0 && e->items[i][name.len] == '=')
			return (ptrdiff_t)i;
	return -1;
}

static void append_item(Environ *e, char *item)
{
	*vec_push(e->arena, e, char *) = item;
	*vec_push(e->arena, e, char *) = NULL; /* ends the list, and is not counted */
	e->count--;
}

void environ_set(Environ *e, Str name, Str value)
{
	char *item = arena_cstr(e->arena, arena_printf(e->arena, STR_FMT "=" STR_FMT, STR_ARG(name),
	                                               STR_ARG(value)));
	const ptrdiff_t at = find_variable(e, name);
	if (at < 0)
		append_item(e, item);
	else
		e->items[at] = item;
}

void environ_remove(Environ *e, Str name)
{
	const ptrdiff_t at = find_variable(e, name);
	if (at < 0)
		return;
	e->items[at] = e->items[--e->count];
	e->items[e->count] = NULL;
}

Str environ_get(const Environ *e, Str name)
{
	return env_value(e->items, name);
}

void environ_prepend_library_path(Environ *e, Str first)
{
	const Str name = STR("LD_LIBRARY_PATH"), old = environ_get(e, name);
	if (first.len)
		environ_set(e, name,
		            old.len ? arena_printf(e->arena, STR_FMT ":" STR_FMT, STR_ARG(first),
		                                   STR_ARG(old))
		                    : first);
}

/* These are settings of l4cargo, and variables that make adds to the environment of a recipe. */
bool environ_is_ours(Str name)
{
	static const Str names[] = { STR_INIT("MAKEFLAGS"),      STR_INIT("MFLAGS"),
		                     STR_INIT("MAKELEVEL"),      STR_INIT("MAKE_TERMOUT"),
		                     STR_INIT("MAKE_TERMERR"),   STR_INIT("MAKEOVERRIDES"),
		                     STR_INIT("CARGO_MAKEFLAGS") };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(name, names[i]))
			return true;
	return str_starts_with(name, STR("RS_"));
}

static void inherit_variables(UnitJob *j, Environ *out)
{
	for (char *const *item = j->env; *item; item++)
		if (!environ_is_ours(str_sub(str_from(*item), 0, strcspn(*item, "="))))
			append_item(out, *item);
}

bool environ_is_forced(const UnitJob *j, Str name)
{
	/* older imports have RS_ENV_FORCE, which is also the value of a variable FORCE in [env] */
	const Str forced = env_value(j->env, STR("RS_FORCED"));
	return str_has_word(forced.ptr ? forced : job_get(j, "ENV_FORCE"), name);
}

static Str configured_value(UnitJob *j, const char *list, Str word)
{
	return env_value(j->env, arena_printf(&j->arena, "RS_%s_" STR_FMT, list, STR_ARG(word)));
}

Str environ_configured(UnitJob *j, Str name)
{
	const bool plain = make_is_variable(name);
	const char *list = plain ? "ENV" : "CODED";
	const Str word = plain ? name : env_code(&j->arena, name);
	return str_has_word(job_get(j, list), word) ? configured_value(j, list, word) : (Str){ 0 };
}

/* Sets [env] of the configuration. A variable that exists already wins, except with `force`. */
static void set_configured(UnitJob *j, Environ *out)
{
	Str names = job_get(j, "ENV"), name;
	while (str_next_word(&names, &name)) {
		if (environ_is_forced(j, name) || !environ_get(out, name).ptr)
			environ_set(out, name, configured_value(j, "ENV", name));
	}
	Str codes = job_get(j, "CODED"), code;
	while (str_next_word(&codes, &code)) {
		if (!env_decode(&j->arena, code, &name))
			continue;
		if (str_has_word(job_get(j, "CODED_FORCED"), code) || !environ_get(out, name).ptr)
			environ_set(out, name, configured_value(j, "CODED", code));
	}
}

/* Sets CARGO_PKG_VERSION_MAJOR, _MINOR, _PATCH and _PRE. */
static void set_version_parts(UnitJob *j, Environ *out, Str version)
{
	Str numbers, build, pre, rest;
	str_cut(version, '+', &rest, &build);
	str_cut(rest, '-', &numbers, &pre);
	const char *const names[] = { "MAJOR", "MINOR", "PATCH" };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		Str part = STR("");
		str_next(&numbers, '.', &part);
		environ_set(out, arena_printf(&j->arena, "CARGO_PKG_VERSION_%s", names[i]), part);
	}
	environ_set(out, STR("CARGO_PKG_VERSION_PRE"), pre.ptr ? pre : STR(""));
}

static void set_package(UnitJob *j, Environ *out)
{
	static const char *const names[] = { "NAME",         "VERSION",    "AUTHORS",
		                             "DESCRIPTION",  "HOMEPAGE",   "LICENSE",
		                             "LICENSE_FILE", "REPOSITORY", "RUST_VERSION",
		                             "README" };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const Str key = arena_printf(&j->arena, "PKG_%s", names[i]);
		environ_set(out, arena_printf(&j->arena, "CARGO_PKG_%s", names[i]),
		            job_get(j, key.ptr));
	}
	set_version_parts(j, out, job_get(j, "PKG_VERSION"));
}

void environ_common(UnitJob *j, Environ *out)
{
	*out = (Environ){ .arena = &j->arena };
	inherit_variables(j, out);
	set_configured(j, out);
	if (job_get(j, "RUSTUP").len) /* for scripts that call rustc or cargo by name */
		environ_set(out, STR("RUSTUP_TOOLCHAIN"), job_get(j, "RUSTUP"));
	if (job_get(j, "CARGO").len)
		environ_set(out, STR("CARGO"), job_get(j, "CARGO"));
	environ_set(out, STR("CARGO_MANIFEST_DIR"), j->source);
	environ_set(out, STR("CARGO_MANIFEST_PATH"), job_file(j, j->source, STR("Cargo.toml")));
	set_package(j, out);
	const Jobserver s = jobserver_find(&j->arena, env_get(j->env, "MAKEFLAGS"));
	if (s.present)
		environ_set(out, STR("CARGO_MAKEFLAGS"), jobserver_flags(&j->arena, &s));
}
