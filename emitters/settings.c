// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid.h"
#include "emitters/quote.h"

/* What the configuration says of all units: the compiler's name, wrappers, and [env]. */

static void put_program(const BidContext *c, const char *key, const char *variable, Buf *out)
{
	scoped_arena scratch = { 0 };
	Str program = { 0 };
	if (!config_program(c->config, key, &program) || !program.len)
		return;
	buf_printf(out, "%-12s ?= ", variable);
	if (str_find(program, '/') >= 0)
		buf_add(out, bid_place(c, &scratch, program, "$(RS_OUT)", c->out));
	else
		quote_value(out, program);
	buf_char(out, '\n');
}

static bool is_relative(const BidContext *c, Str name)
{
	const TomlTable *one = toml_get_table(config_table(c->config, "env"), name);
	const TomlValue *relative = toml_get(one, STR("relative"));
	return relative && relative->kind == TOML_BOOL && relative->boolean;
}

static void put_variable(const BidContext *c, const ConfigVariable *v, Buf *out)
{
	scoped_arena scratch = { 0 };
	const Str name = arena_printf(&scratch, "RS_ENV_" STR_FMT, STR_ARG(v->name));
	if (!is_relative(c, v->name)) {
		quote_assign(out, name.ptr, v->value);
		return;
	}
	buf_printf(out, STR_FMT " = $(abspath " STR_FMT ")\n", STR_ARG(name),
	           STR_ARG(bid_place(c, &scratch, v->value, "$(RS_OUT)", c->out)));
}

void bid_emit_settings(const BidContext *c, Buf *out)
{
	const ConfigVariable *list = NULL;
	size_t count = 0;
	put_program(c, "build.rustc", "RUSTC", out);
	put_program(c, "build.rustdoc", "RUSTDOC", out);
	put_program(c, "build.rustc-wrapper", "RUSTC_WRAPPER", out);
	put_program(c, "build.rustc-workspace-wrapper", "RUSTC_WORKSPACE_WRAPPER", out);
	if (!config_env_table(c->config, &list, &count) || !count)
		return;
	scoped_buf names = { 0 }, forced = { 0 }, exported = { 0 };
	for (size_t i = 0; i < count; i++) {
		put_variable(c, &list[i], out);
		buf_printf(&names, " " STR_FMT, STR_ARG(list[i].name));
		buf_printf(&exported, " RS_ENV_" STR_FMT, STR_ARG(list[i].name));
		if (list[i].force)
			buf_printf(&forced, " " STR_FMT, STR_ARG(list[i].name));
	}
	quote_assign(out, "RS_ENV", str_trim(buf_str(&names)));
	quote_assign(out, "RS_ENV_FORCE", str_trim(buf_str(&forced)));
	buf_printf(out, "export RS_ENV RS_ENV_FORCE" STR_FMT "\n", STR_ARG(buf_str(&exported)));
}
