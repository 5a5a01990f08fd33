// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/path.h"
#include "emitters/bid/bid.h"
#include "emitters/bid/quote.h"

/* What the configuration says of all units: the compiler's name, wrappers, and [env]. */

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

static void put_variable(const BidContext *c, const ConfigVariable *v, MakeText *out)
{
	scoped_arena scratch = { 0 };
	make_put(out, LIT("RS_ENV_"), NAME(v->name), LIT(" = "));
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
	} else { /* what may be anything is no argument for one of make's functions */
		make_put(out, LIT("$(abspath $(RS_OUT)/."));
		if (up)
			make_put(out, LIT("/"), NAME(str_sub(way, 0, up)));
		make_put(out, LIT(")/"), VALUE(str_sub(way, up, way.len)), LIT("\n"));
	}
}

static bool has_nul(Str s)
{
	return str_find(s, '\0') >= 0;
}

static bool check_programs(const BidContext *c, Diag *diag)
{
	for (size_t i = 0; i < COUNT_OF(programs); i++) {
		Str program = STR("");
		Span at = NO_SPAN;
		if (!config_program(c->config, programs[i][0], &program, &at))
			return false;
		if (!has_nul(program))
			continue;
		diag_error(diag, at, "a program's name cannot hold a NUL byte");
		return diag_help(diag, "correct `%s`, or leave it out", programs[i][0]);
	}
	return true;
}

bool bid_check_settings(const BidContext *c, Diag *diag)
{
	const ConfigVariable *list = NULL;
	size_t count = 0;
	if (!config_env_table(c->config, &list, &count))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!make_is_variable(list[i].name)) {
			diag_error(diag, list[i].at,
			           "make cannot pass on an environment variable with the name "
			           "`" STR_FMT "`",
			           STR_ARG(list[i].name));
			return diag_help(diag, "use a name of letters, digits and `_`, or set it "
			                       "in the environment of make");
		}
		if (has_nul(list[i].value)) {
			diag_error(diag, list[i].at,
			           "an environment variable cannot hold a NUL byte");
			return diag_help(diag, "leave it out");
		}
	}
	return check_programs(c, diag);
}

void bid_emit_settings(const BidContext *c, MakeText *out)
{
	const ConfigVariable *list = NULL;
	size_t count = 0;
	for (size_t i = 0; i < COUNT_OF(programs); i++)
		put_program(c, programs[i], out);
	if (!config_env_table(c->config, &list, &count) || !count)
		return;
	scoped_make names = { 0 }, forced = { 0 }, exported = { 0 };
	for (size_t i = 0; i < count; i++) {
		put_variable(c, &list[i], out);
		quote_add_name(&names, list[i].name);
		make_put(&exported, LIT(" RS_ENV_"), NAME(list[i].name));
		if (list[i].force)
			quote_add_name(&forced, list[i].name);
	}
	make_assign_text(out, "RS_ENV", &names);
	make_put(out, LIT("RS_FORCED     = "));
	make_put_text(out, &forced);
	make_put(out, LIT("\nexport RS_ENV RS_FORCED"));
	make_put_text(out, &exported);
	make_put(out, LIT("\n"));
}
