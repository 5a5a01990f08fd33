// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/cargo_args.h"

#include "base/system/process.h"

#include <errno.h>

static void add_valued(Arena *a, const Option *o, const char *value, TextList *args)
{
	text_list_add(a, args, arena_printf(a, "--%s=%s", o->name, value).ptr);
}

static void add_option(Arena *a, const Option *o, const char *field, TextList *args)
{
	if (o->kind == OPT_FLAG && *(const bool *)field)
		text_list_add(a, args, arena_printf(a, "--%s", o->name).ptr);
	if ((o->kind == OPT_TEXT || o->kind == OPT_JOBS) &&
	    *(const char *const *)(const void *)field)
		add_valued(a, o, *(const char *const *)(const void *)field, args);
	const TextList *list = (const void *)field;
	for (size_t i = 0; o->kind == OPT_LIST && i < list->count; i++)
		add_valued(a, o, list->items[i], args);
}

void cargo_args_add(Arena *a, const OptionSet *sets, const void *options, TextList *args)
{
	for (; sets->options; sets++)
		for (const Option *o = sets->options; o->kind != OPT_END; o++)
			if (o->name)
				add_option(a, o, (const char *)options + sets->offset + o->offset,
				           args);
}

void cargo_args_add_common(Session *s, TextList *args)
{
	const CommonOptions *o = &s->common;
	text_list_add(&s->arena, args, "--color=never"); /* its messages quote text of others */
	if (o->locked)
		text_list_add(&s->arena, args, "--locked");
	if (o->offline)
		text_list_add(&s->arena, args, "--offline");
	for (size_t i = 0; i < o->config.count; i++) {
		text_list_add(&s->arena, args, "--config");
		text_list_add(&s->arena, args, o->config.items[i]);
	}
}

char *const *cargo_env_with(Arena *a, char *const *from, const char *name, const char *value)
{
	const Str own = arena_printf(a, "%s=%s", name, value);
	const Str mark = str_sub(own, 0, strlen(name) + 1);
	size_t count = 0, kept = 0;
	while (from && from[count])
		count++;
	char **env = arena_array(a, char *, count + 2);
	for (size_t i = 0; i < count; i++)
		if (!str_starts_with(str_from(from[i]), mark))
			env[kept++] = from[i];
	env[kept] = arena_cstr(a, own);
	return env;
}

char *const *cargo_unstable_env(Session *s)
{
	return cargo_env_with(&s->arena, s->env, "RUSTC_BOOTSTRAP", "1");
}

static bool cargo_failed(Session *s, const CargoCall *call, const ProcessResult *result)
{
	Diag *d = &s->diag;
	diag_pass_on(d, result->err);
	if (result->signal) {
		diag_error(d, NO_SPAN, "`cargo %s` was ended by signal %d", call->args->items[0],
		           result->signal);
		return diag_help(d, "run it by hand to see more");
	}
	diag_error(d, NO_SPAN, "`cargo %s` failed with status %d", call->args->items[0],
	           result->status);
	return diag_help(d, "read its message above");
}

bool cargo_run(Session *s, const CargoCall *call, Str *out)
{
	TextList args = { 0 };
	if (call->toolchain->cargo.len == 0) {
		diag_error(&s->diag, NO_SPAN, "cargo was not found");
		diag_help(&s->diag, "install it, for example from <https://rustup.rs>");
		return false;
	}
	text_list_add(&s->arena, &args, arena_cstr(&s->arena, call->toolchain->cargo));
	for (size_t i = 0; i < call->args->count; i++)
		text_list_add(&s->arena, &args, call->args->items[i]);
	const ProcessRequest request = {
		.argv = args.items,
		.env = call->unstable ? cargo_unstable_env(s) : s->env,
		.cwd = s->cwd.ptr,
	};
	ProcessResult result;
	if (!process_run(&request, &s->arena, &result)) {
		diag_error(&s->diag, NO_SPAN, "cannot run `%s`: %s", args.items[0],
		           strerror(errno));
		return diag_help(&s->diag, "check that it can be run: `%s --version`",
		                 args.items[0]);
	}
	*out = result.out;
	return result.status == 0 || cargo_failed(s, call, &result);
}
