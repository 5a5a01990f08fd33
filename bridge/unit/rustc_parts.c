// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/rustc_parts.h"

#include "base/text/path.h"

Str rustc_setting(const Rustc *r, const char *name)
{
	return job_get(r->job, name);
}

void rustc_add(Rustc *r, Str arg)
{
	args_add(r->job, &r->command.args, arg);
}

/* rustc reads arguments from a file if a word begins with `@`, even after an option. So such a
 * value is joined to its option. */
void rustc_add2(Rustc *r, const char *option, Str value)
{
	const bool is_long = option[0] == '-' && option[1] == '-';
	if (str_starts_with(value, STR("@")))
		rustc_add(r, FORMAT(r, "%s%s" STR_FMT, option, is_long ? "=" : "", STR_ARG(value)));
	else
		args_add2(r->job, &r->command.args, option, value);
}

void rustc_add_words(Rustc *r, const char *name)
{
	const StrVec words = text_split_quoted(&r->job->arena, rustc_setting(r, name));
	for (size_t i = 0; i < words.count; i++)
		rustc_add(r, words.items[i]);
}

Str rustc_source(Rustc *r)
{
	UnitJob *j = r->job;
	const Str full = path_normalise(&j->arena, path_join(&j->arena, j->source, r->source));
	const Str cwd = job_path(j, "CWD");
	if (!cwd.len)
		return full;
	if (!path_is_below(full, cwd))
		return full;
	const Str way = path_relative(&j->arena, cwd, full);
	const bool is_option = way.len && (way.ptr[0] == '-' || way.ptr[0] == '@');
	return is_option ? FORMAT(r, "./" STR_FMT, STR_ARG(way)) : way;
}

void rustc_add_features(Rustc *r)
{
	Str features = rustc_setting(r, "FEATURES"), known = rustc_setting(r, "KNOWN_FEATURES"),
	    one;
	while (str_next_word(&features, &one))
		rustc_add2(r, "--cfg", FORMAT(r, "feature=\"" STR_FMT "\"", STR_ARG(one)));
	rustc_add2(r, "--check-cfg", STR("cfg(docsrs,test)"));
	scoped_buf list = { 0 };
	while (str_next_word(&known, &one))
		buf_printf(&list, "%s\"" STR_FMT "\"", list.len ? ", " : "", STR_ARG(one));
	const Str values = buf_str(&list);
	rustc_add2(r, "--check-cfg",
	           FORMAT(r, "cfg(feature, values(" STR_FMT "))", STR_ARG(values)));
}

void rustc_add_target(Rustc *r)
{
	const Str triple = rustc_setting(r, "TRIPLE"), linker = rustc_setting(r, "LINKER");
	if (triple.len)
		rustc_add2(r, "--target",
		           str_find(triple, '/') >= 0 ? job_absolute(r->job, triple) : triple);
	if (job_target_is_file(r->job))
		rustc_add(r, STR("-Zunstable-options"));
	if (linker.len && !(r->is_program && job_is_for_l4re(r->job)))
		rustc_add2(r, "-C", FORMAT(r, "linker=" STR_FMT, STR_ARG(linker)));
}

void rustc_add_search(Rustc *r)
{
	const UnitJob *j = r->job;
	rustc_add2(r, "-L", FORMAT(r, "dependency=" STR_FMT "/deps", STR_ARG(j->home)));
	if (j->home.len != j->build.len)
		rustc_add2(r, "-L", FORMAT(r, "dependency=" STR_FMT "/deps", STR_ARG(j->build)));
}

void rustc_set_script(Rustc *r)
{
	if (r->own.out.len)
		environ_set(&r->command.env, STR("OUT_DIR"), r->own.out);
	for (size_t i = 0; i < r->own.said.count; i++)
		if (r->own.said.items[i].kind == DIR_ENV)
			environ_set(&r->command.env, r->own.said.items[i].name,
			            r->own.said.items[i].value);
}

void rustc_set_programs(Rustc *r)
{
	const StrVec words = text_split_quoted(&r->job->arena, rustc_setting(r, "PROGRAMS"));
	for (size_t i = 0; i < words.count; i++) {
		Str name, place;
		str_cut(words.items[i], '=', &name, &place);
		environ_set(&r->command.env, FORMAT(r, "CARGO_BIN_EXE_" STR_FMT, STR_ARG(name)),
		            job_file(r->job, r->job->build, place));
	}
}

Str rustc_output(Rustc *r, Str target)
{
	return job_file(r->job, r->made, r->is_program ? r->crate : target);
}

Str rustc_place(Rustc *r, Str target)
{
	const Str place = rustc_setting(r, "PLACE");
	if (r->is_script || r->is_test)
		return job_file(r->job, r->job->folder, target);
	if (r->is_program && job_is_for_l4re(r->job))
		return FORMAT(r, STR_FMT "/" STR_FMT ".rs.o", STR_ARG(r->job->folder),
		              STR_ARG(target)); /* BID links it with other files */
	if (r->is_shared)
		return FORMAT(r, STR_FMT "/deps/" STR_FMT, STR_ARG(r->job->home), STR_ARG(target));
	return FORMAT(r, STR_FMT "/" STR_FMT "/" STR_FMT, STR_ARG(r->job->home),
	              STR_ARG(place.len ? place : STR("bin")), STR_ARG(target));
}
