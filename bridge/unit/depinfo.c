// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/depinfo.h"

#include "base/env.h"
#include "base/fs.h"
#include "base/path.h"

#include <unistd.h>

void fragment_file(Fragment *f, Str path)
{
	if (str_find(path, '\n') >= 0)
		return;
	buf_add(&f->prerequisites, STR(" \\\n "));
	text_add_make_path(&f->prerequisites, path, MAKE_PREREQUISITE);
	text_add_make_rule(&f->rules, path);
}

static bool is_listed(Job *j, const char *setting, Str name)
{
	Str names = job_get(j, setting), one;
	while (str_next_word(&names, &one))
		if (str_eq(one, name))
			return true;
	return false;
}

/* What [env] of the configuration says. */
static Str configured(Job *j, Str name)
{
	return job_env(j->env, arena_printf(&j->arena, "RS_ENV_" STR_FMT, STR_ARG(name)));
}

/* The value that builds see, as rs_env of rust.mk gives it. */
static Str current(Job *j, Str name)
{
	const Str value = job_env(j->env, name);
	if (value.ptr && !is_listed(j, "ENV_FORCE", name))
		return arena_printf(&j->arena, "=" STR_FMT, STR_ARG(value));
	if (is_listed(j, "ENV", name))
		return arena_printf(&j->arena, "=" STR_FMT, STR_ARG(configured(j, name)));
	return STR("");
}

static bool is_variable_name(Str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] <= ' ' || strchr("$():#=,{}\\", name.ptr[i]))
			return false;
	return name.len > 0;
}

void fragment_variable(Fragment *f, Str name)
{
	if (!is_variable_name(name))
		return;
	buf_add(&f->conditions, STR("rs_was := "));
	text_add_make_value(&f->conditions, current(f->job, name));
	buf_printf(&f->conditions,
	           "\nifneq ($(call rs_env," STR_FMT "),$(rs_was))\n" STR_FMT ": rs-force\nendif\n",
	           STR_ARG(name), STR_ARG(f->target));
}

void fragment_always(Fragment *f)
{
	buf_add(&f->prerequisites, STR(" rs-force"));
}

bool fragment_write(Fragment *f)
{
	Job *j = f->job;
	const Str path = job_file(j, j->folder, STR("unit.mk"));
	if (!f->prerequisites.len && !f->conditions.len) {
		unlink(path.ptr);
		return true;
	}
	scoped_buf text = { 0 };
	buf_printf(&text, STR_FMT ":" STR_FMT "\n" STR_FMT STR_FMT, STR_ARG(f->target),
	           STR_ARG(buf_str(&f->prerequisites)), STR_ARG(buf_str(&f->rules)),
	           STR_ARG(buf_str(&f->conditions)));
	return fs_write(path.ptr, buf_str(&text), &j->diag);
}

void fragment_free(Fragment *f)
{
	buf_free(&f->prerequisites);
	buf_free(&f->rules);
	buf_free(&f->conditions);
}

/* A name in a dep-info file: blanks (and only they) have a backslash. */
static Str unescape_name(Job *j, Str raw)
{
	scoped_buf name = { 0 };
	for (size_t i = 0; i < raw.len; i++)
		if (raw.ptr[i] != '\\' || i + 1 >= raw.len || raw.ptr[i + 1] != ' ')
			buf_char(&name, raw.ptr[i]);
	return arena_str(&j->arena, buf_str(&name));
}

/* A line `file:` without prerequisites stands for each source. */
static void add_source(Fragment *f, Str line, Str cwd)
{
	if (!str_ends_with(line, STR(":")))
		return;
	Job *j = f->job;
	const Str name = unescape_name(j, str_sub(line, 0, line.len - 1));
	fragment_file(f, path_normalise(&j->arena, path_join(&j->arena, cwd, name)));
}

/* Set by us for rustc, or inherited as it is, or of the configuration? */
static bool is_inherited(Job *j, const Environ *env, Str name)
{
	const Str now = environ_get(env, name), outside = job_env(j->env, name);
	return !now.ptr || (outside.ptr && str_eq(now, outside)) ||
	       (is_listed(j, "ENV", name) && str_eq(now, configured(j, name)));
}

void depinfo_add(Fragment *f, Str text, Str cwd, const Environ *env)
{
	const Str mark = STR("# env-dep:");
	Str line;
	while (str_next(&text, '\n', &line)) {
		if (!str_starts_with(line, mark)) {
			if (line.len && line.ptr[0] != '#')
				add_source(f, line, cwd);
			continue;
		}
		Str name, value;
		str_cut(str_sub(line, mark.len, line.len), '=', &name, &value);
		if (is_inherited(f->job, env, name))
			fragment_variable(f, name);
	}
}
