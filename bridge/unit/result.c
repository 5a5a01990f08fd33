// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/result.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/unit/objects.h"

#include <errno.h>

Str result_path(UnitJob *j, Str unit)
{
	return arena_printf(&j->arena, STR_FMT "/" STR_FMT "/result", STR_ARG(j->build),
	                    STR_ARG(unit));
}

static void add_escaped(Buf *to, Str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] == '\t')
			buf_add(to, STR("\\t"));
		else if (s.ptr[i] == '\n')
			buf_add(to, STR("\\n"));
		else if (s.ptr[i] == '\\')
			buf_add(to, STR("\\\\"));
		else
			buf_char(to, s.ptr[i]);
}

static Str unescaped_line(UnitJob *j, Str s)
{
	scoped_buf text = { 0 };
	for (size_t i = 0; i < s.len; i++) {
		const char c = s.ptr[i], next = i + 1 < s.len ? s.ptr[i + 1] : '\0';
		if (c == '\\' && (next == 't' || next == 'n' || next == '\\')) {
			buf_char(&text, next == 't' ? '\t' : next == 'n' ? '\n' : '\\');
			i++;
		} else {
			buf_char(&text, c);
		}
	}
	return arena_str(&j->arena, buf_str(&text));
}

static void add_line(Buf *to, const char *kind, Str name, Str value)
{
	const bool odd = str_find(name, '\t') >= 0 || str_find(name, '\n') >= 0 ||
	                 str_find(value, '\n') >= 0;
	void (*const add)(Buf *, Str) = odd ? add_escaped : buf_add;
	buf_add(to, str_from(kind));
	buf_add(to, odd ? STR("*\t") : STR("\t"));
	add(to, name);
	buf_char(to, '\t');
	add(to, value);
	buf_char(to, '\n');
}

bool result_write(UnitJob *j, Str path, const Result *r)
{
	scoped_buf text = { 0 };
	add_line(&text, "out", STR(""), r->out);
	add_line(&text, "links", STR(""), r->links);
	for (size_t i = 0; i < r->said.count; i++) {
		const Directive *d = &r->said.items[i];
		add_line(&text, directive_names[d->kind], d->name, d->value);
	}
	return object_write_result(j, path, buf_str(&text));
}

static void take_result_line(UnitJob *j, Str line, Result *out)
{
	Str kind, name, value, rest;
	if (!str_cut(line, '\t', &kind, &rest) || !str_cut(rest, '\t', &name, &value))
		return;
	if (str_ends_with(kind, STR("*"))) {
		kind.len--;
		name = unescaped_line(j, name);
		value = unescaped_line(j, value);
	}
	if (str_eq(kind, STR("out")))
		out->out = value;
	else if (str_eq(kind, STR("links")))
		out->links = value;
	for (size_t i = 0; i < DIR_KINDS; i++)
		if (str_eq(kind, str_from(directive_names[i])))
			*vec_push(&j->arena, &out->said, Directive) =
				(Directive){ (DirectiveKind)i, name, value };
}

bool result_read(UnitJob *j, Str unit, Result *out)
{
	const Str path = result_path(j, unit);
	Str text, line;
	*out = (Result){ 0 };
	if (!fs_read_quietly(path.ptr, &j->arena, &text)) {
		diag_error(&j->diag, NO_SPAN,
		           "the build script of `" STR_FMT "` left no result: cannot read `%s`: %s",
		           STR_ARG(j->unit), path.ptr, strerror(errno));
		return diag_help(&j->diag, "run `make` again: it runs the script first");
	}
	while (str_next(&text, '\n', &line))
		take_result_line(j, line, out);
	return true;
}

bool result_is_inside(Str search, Str out)
{
	static const Str kinds[] = { STR_INIT("dependency="), STR_INIT("crate="),
		                     STR_INIT("native="), STR_INIT("framework="),
		                     STR_INIT("all=") };
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (str_starts_with(search, kinds[i]))
			search = str_sub(search, kinds[i].len, search.len);
	return out.len && path_is_below(search, out);
}
