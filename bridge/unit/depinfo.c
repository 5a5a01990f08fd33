// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/depinfo.h"

#include "base/core/env.h"
#include "base/text/path.h"
#include "bridge/unit/objects.h"
#include "bridge/unit/watch.h"

/* Writes a path in make's syntax, with a link for a part that make cannot express. Returns false if
 * the link cannot be made. */
static bool put_path(Fragment *f, Str path, MakeText *out)
{
	UnitJob *j = f->job;
	const size_t odd = watch_odd_part(path);
	if (odd && !str_eq(str_sub(path, 0, odd), f->odd)) {
		f->odd = str_sub(path, 0, odd);
		f->link = watch_link(j, j->folder, f->odd);
	}
	if (odd && !f->link.len)
		return false;
	if (odd)
		make_put(out, LIT("$(RS_BUILD)/"), NAME(j->unit), LIT("/"), NAME(f->link));
	if (odd < path.len)
		make_put(out, NAME(str_sub(path, odd, path.len)));
	return true;
}

void fragment_file(Fragment *f, Str path)
{
	scoped_make name = { 0 };
	if (!put_path(f, path, &name)) {
		fragment_always(f);
		return;
	}
	make_put(&f->prerequisites, LIT(" \\\n "));
	make_put_text(&f->prerequisites, &name);
	make_put_text(&f->rules, &name);
	make_put(&f->rules, LIT(":\n"));
}

/* Returns the value that builds see, in the form of rs_env in rust.mk: `=VALUE`, or empty. */
static Str current_value(UnitJob *j, Str name)
{
	const Str value = env_value(j->env, name), set = environ_configured(j, name);
	if (value.ptr && !environ_is_forced(j, name))
		return arena_printf(&j->arena, "=" STR_FMT, STR_ARG(value));
	return set.ptr ? arena_printf(&j->arena, "=" STR_FMT, STR_ARG(set)) : STR("");
}

/* Adds a variable whose name make cannot express. make does not pass it on, so only a value in
 * [env] reaches a build. */
static void add_coded(Fragment *f, Str name)
{
	UnitJob *j = f->job;
	const Str code = env_code(&j->arena, name), value = environ_configured(j, name);
	make_put(&f->conditions, LIT("rs_was := "));
	if (value.ptr)
		make_put(&f->conditions, LIT("="), VALUE(value));
	make_put(&f->conditions, LIT("\nifneq ($(if $(filter "), NAME(code),
	         LIT(",$(RS_CODED)),=$(RS_CODED_"), NAME(code), LIT(")),$(rs_was))\n"),
	         PLACE(f->target), LIT(": rs-force\nendif\n"));
}

void fragment_variable(Fragment *f, Str name)
{
	if (!make_is_variable(name))
		add_coded(f, name);
	else if (!environ_is_ours(name))
		make_put(&f->conditions, LIT("rs_was := "), START(current_value(f->job, name)),
		         LIT("\nifneq ($(call rs_env,"), NAME(name), LIT("),$(rs_was))\n"),
		         PLACE(f->target), LIT(": rs-force\nendif\n"));
}

void fragment_always(Fragment *f)
{
	make_put(&f->prerequisites, LIT(" rs-force"));
}

bool fragment_write(Fragment *f)
{
	UnitJob *j = f->job;
	const Str path = job_file(j, j->folder, STR("unit.mk"));
	if (make_is_empty(&f->prerequisites) && make_is_empty(&f->conditions)) {
		object_remove(j, path);
		return true;
	}
	scoped_make text = { 0 };
	make_put(&text, PLACE(f->target), LIT(":"));
	make_put_text(&text, &f->prerequisites);
	make_put(&text, LIT("\n"));
	make_put_text(&text, &f->rules);
	make_put_text(&text, &f->conditions);
	if (make_is_whole(&text))
		return object_write(j, path, make_str(&text));
	diag_error(&j->diag, NO_SPAN, "`%s` cannot be a part of a makefile: %s", text.what,
	           text.why);
	return diag_help(&j->diag, "run `l4cargo import` again");
}

void fragment_free(Fragment *f)
{
	make_free(&f->prerequisites);
	make_free(&f->rules);
	make_free(&f->conditions);
}

/* Decodes a name in a dep-info file: only blanks have a backslash. */
static Str unescape_name(UnitJob *j, Str raw)
{
	scoped_buf name = { 0 };
	for (size_t i = 0; i < raw.len; i++)
		if (raw.ptr[i] != '\\' || i + 1 >= raw.len || raw.ptr[i + 1] != ' ')
			buf_char(&name, raw.ptr[i]);
	return arena_str(&j->arena, buf_str(&name));
}

/* Adds the source of a line `file:` without prerequisites. rustc writes one for each source. */
static void add_source(Fragment *f, Str line, Str cwd)
{
	if (!str_ends_with(line, STR(":")))
		return;
	UnitJob *j = f->job;
	const Str name = unescape_name(j, str_sub(line, 0, line.len - 1));
	fragment_file(f, path_normalise(&j->arena, path_join(&j->arena, cwd, name)));
}

/* Decodes the name of a variable: rustc writes `\n`, `\r`, `\\` for line ends and backslashes. */
static Str unescape_variable(UnitJob *j, Str raw)
{
	scoped_buf name = { 0 };
	for (size_t i = 0; i < raw.len; i++) {
		const bool escape = raw.ptr[i] == '\\' && i + 1 < raw.len;
		const char c = raw.ptr[i += escape];
		buf_char(&name, escape && c == 'n' ? '\n' : escape && c == 'r' ? '\r' : c);
	}
	return arena_str(&j->arena, buf_str(&name));
}

/* Returns whether the variable that rustc read is absent, inherited, or from [env] of the
 * configuration. Others were set by l4cargo-unit. */
static bool is_inherited(UnitJob *j, const Environ *env, Str name)
{
	const Str now = environ_get(env, name), outside = env_value(j->env, name);
	const Str set = environ_configured(j, name);
	return !now.ptr || (outside.ptr && str_eq(now, outside)) || (set.ptr && str_eq(now, set));
}

void depinfo_add(Fragment *f, Str text, Str cwd, const Environ *env)
{
	const Str mark = STR("# env-dep:");
	Str line;
	while (str_next(&text, '\n', &line)) {
		if (!str_starts_with(line, mark)) {
			if (!str_starts_with(line, STR("# "))) /* a checksum, or a new comment */
				add_source(f, line, cwd);
			continue;
		}
		Str name, value;
		str_cut(str_sub(line, mark.len, line.len), '=', &name, &value);
		name = unescape_variable(f->job, name);
		if (is_inherited(f->job, env, name))
			fragment_variable(f, name);
	}
}
