// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/env.h"
#include "base/text/path.h"
#include "emitters/bid/bid.h"
#include "emitters/bid/quote.h"

/* Writes the configuration for all units: the compiler's name, wrappers, and [env]. */

static const char *const programs[][2] = {
	{ "build.rustc", "RUSTC" },
	{ "build.rustdoc", "RUSTDOC" },
	{ "build.rustc-wrapper", "RUSTC_WRAPPER" },
	{ "build.rustc-workspace-wrapper", "RUSTC_WORKSPACE_WRAPPER" },
};

static void put_program(const BidContext *c, const char *const which[2], MakeText *out)
{
	Str program = { 0 };
	if (!config_program(c->config, which[0], &program, NULL) || !program.len)
		return;
	make_put(out, NAME(str_from(which[1])), LIT(" ?= "));
	if (str_find(program, '/') >= 0)
		bid_put_place(c, program, BASE_OUT, c->out, out);
	else
		make_put(out, START(program));
	make_put(out, LIT("\n"));
}

static bool is_relative(const BidContext *c, Str name)
{
	const TomlTable *one = toml_get_table(config_table(c->config, "env"), name);
	const TomlValue *relative = toml_get(one, STR("relative"));
	return relative && relative->kind == TOML_BOOL && relative->boolean;
}

/* Make and shells pass on only variables with certain names: others are encoded. */
typedef struct EnvName {
	const char *prefix;
	Str name;
} EnvName;

static EnvName env_name(Arena *a, const ConfigVariable *v)
{
	return make_is_variable(v->name) ? (EnvName){ "RS_ENV_", v->name }
	                                 : (EnvName){ "RS_CODED_", env_code(a, v->name) };
}

static void put_variable(const BidContext *c, const ConfigVariable *v, MakeText *out)
{
	scoped_arena scratch = { 0 };
	const EnvName n = env_name(&scratch, v);
	make_put(out, NAME(str_from(n.prefix)), NAME(n.name), LIT(" = "));
	if (!is_relative(c, v->name)) {
		make_put(out, START(v->value), LIT("\n"));
		return;
	}
	const Str way = path_relative(&scratch, c->out, v->value);
	size_t up = 0;
	while (str_starts_with(str_sub(way, up, way.len), STR("../")))
		up += 3;
	if (make_is_name(way)) {
		make_put(out, LIT("$(abspath "));
		bid_put_place(c, v->value, BASE_OUT, c->out, out);
		make_put(out, LIT(")\n"));
	} else { /* functions of make cannot have arbitrary text as an argument */
		make_put(out, LIT("$(abspath $(RS_OUT)/."));
		if (up)
			make_put(out, LIT("/"), NAME(str_sub(way, 0, up)));
		make_put(out, LIT(")/"), VALUE(str_sub(way, up, way.len)), LIT("\n"));
	}
}

static bool check_programs(const BidContext *c, Diag *diag)
{
	for (size_t i = 0; i < COUNT_OF(programs); i++) {
		Str program = STR("");
		Span at = NO_SPAN;
		if (!config_program(c->config, programs[i][0], &program, &at))
			return false;
		if (str_find(program, '\0') < 0)
			continue;
		diag_error(diag, at, "a program's name cannot hold a NUL byte");
		return diag_help(diag, "correct `%s`, or leave it out", programs[i][0]);
	}
	return true;
}

bool bid_check_settings(const BidContext *c, Diag *diag)
{
	return check_programs(c, diag);
}

typedef struct EnvLists { /* names, as makefiles use them */
	MakeText names, forced, exported;
} EnvLists;

static void add_to_lists(EnvLists *l, const ConfigVariable *v)
{
	scoped_arena scratch = { 0 };
	const EnvName n = env_name(&scratch, v);
	quote_add_name(&l->names, n.name);
	make_put(&l->exported, LIT(" "), NAME(str_from(n.prefix)), NAME(n.name));
	if (v->force)
		quote_add_name(&l->forced, n.name);
}

static void put_lists(EnvLists *l, const char *names, const char *forced, MakeText *out)
{
	if (!make_is_empty(&l->names)) {
		make_assign_text(out, names, &l->names);
		make_put(out, NAME(str_from(forced)), LIT(" = "));
		make_put_text(out, &l->forced);
		make_put(out, LIT("\nexport "), NAME(str_from(names)), LIT(" "),
		         NAME(str_from(forced)));
		make_put_text(out, &l->exported);
		make_put(out, LIT("\n"));
	}
	make_free(&l->names);
	make_free(&l->forced);
	make_free(&l->exported);
}

void bid_emit_settings(const BidContext *c, MakeText *out)
{
	const ConfigVariable *list = NULL;
	size_t count = 0;
	for (size_t i = 0; i < COUNT_OF(programs); i++)
		put_program(c, programs[i], out);
	if (!config_env_table(c->config, &list, &count) || !count)
		return;
	EnvLists plain = { 0 }, coded = { 0 };
	for (size_t i = 0; i < count; i++) {
		put_variable(c, &list[i], out);
		add_to_lists(make_is_variable(list[i].name) ? &plain : &coded, &list[i]);
	}
	put_lists(&plain, "RS_ENV", "RS_FORCED", out);
	put_lists(&coded, "RS_CODED", "RS_CODED_FORCED", out);
}
