// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/rustc.h"

#include "base/env.h"
#include "base/fs.h"
#include "base/path.h"
#include "bridge/unit/tree.h"

#include <unistd.h>

static bool has_word(Str words, Str word)
{
	Str one;
	while (text_next_word(&words, &one))
		if (str_eq(one, word))
			return true;
	return false;
}

static Str setting(const Rustc *r, const char *name)
{
	return job_get(r->job, name);
}

static void add(Rustc *r, Str arg)
{
	args_add(r->job, &r->command.args, arg);
}

static void add2(Rustc *r, const char *option, Str value)
{
	args_add2(r->job, &r->command.args, option, value);
}

static void add_words(Rustc *r, const char *name)
{
	const StrVec words = text_split_quoted(&r->job->arena, setting(r, name));
	for (size_t i = 0; i < words.count; i++)
		add(r, words.items[i]);
}

#define FORMAT(r, ...) arena_printf(&(r)->job->arena, __VA_ARGS__)

/* --- what is built ---------------------------------------------------------------------------- */

static void find_types(Rustc *r)
{
	Arena *a = &r->job->arena;
	const Str first = r->targets.count ? r->targets.items[0] : STR("");
	r->types = text_split(a, setting(r, "CRATE_TYPES"));
	if (!r->types.count)
		r->types = text_split(a, str_ends_with(first, STR(".rlib")) ? STR("lib")
		                         : str_ends_with(first, STR(".so")) ? STR("proc-macro")
		                                                            : STR("bin"));
	r->metadata_only = r->types.count > 0;
	for (size_t i = 0; i < r->types.count; i++) {
		const Str type = r->types.items[i];
		r->is_macro = r->is_macro || str_eq(type, STR("proc-macro"));
		r->is_program = r->is_program || str_eq(type, STR("bin"));
		r->metadata_only =
			r->metadata_only && (str_eq(type, STR("lib")) || str_eq(type, STR("rlib")));
	}
	r->is_script = r->is_program && str_eq(first, STR("build-script-build"));
}

/* What TARGET has between the crate's name and the suffix; programs have nothing there. */
static Str find_extra(Rustc *r)
{
	if (r->is_program || !r->targets.count)
		return STR("");
	const Str stem = path_stem(r->targets.items[0]);
	const size_t head = 3 + r->crate.len;
	return stem.len > head ? str_sub(stem, head, stem.len) : STR("");
}

Str rustc_output(Rustc *r, Str target)
{
	return job_file(r->job, r->job->folder, r->is_program ? r->crate : target);
}

Str rustc_place(Rustc *r, Str target)
{
	if (r->is_script)
		return job_file(r->job, r->job->folder, target);
	if (r->is_program && job_is_for_l4re(r->job))
		return tree_program_object(r->job, &r->job->arena, target);
	return FORMAT(r, STR_FMT "/%s/" STR_FMT, STR_ARG(r->job->home),
	              r->is_program ? "bin" : "deps", STR_ARG(target));
}

/* --- arguments -------------------------------------------------------------------------------- */

static Str source_argument(Rustc *r)
{
	Job *j = r->job;
	const Str full =
		path_normalise(&j->arena, path_join(&j->arena, j->source, setting(r, "SRC")));
	const Str cwd = job_path(j, "CWD");
	if (!cwd.len)
		return full;
	return path_is_below(full, cwd) ? path_relative(&j->arena, cwd, full) : full;
}

static void add_emit(Rustc *r)
{
	for (size_t i = 0; i < r->types.count; i++)
		add2(r, "--crate-type", r->types.items[i]);
	add(r,
	    r->metadata_only ? STR("--emit=dep-info,metadata,link") : STR("--emit=dep-info,link"));
	const bool dylib = has_word(setting(r, "CRATE_TYPES"), STR("dylib"));
	const bool said = has_word(setting(r, "FLAGS"), STR("prefer-dynamic"));
	if (!said && (r->is_macro || (dylib && !job_is(r->job, "PRIMARY"))))
		add2(r, "-C", STR("prefer-dynamic"));
}

static void add_features(Rustc *r)
{
	Str features = setting(r, "FEATURES"), known = setting(r, "KNOWN_FEATURES"), one;
	while (text_next_word(&features, &one))
		add2(r, "--cfg", FORMAT(r, "feature=\"" STR_FMT "\"", STR_ARG(one)));
	add2(r, "--check-cfg", STR("cfg(docsrs,test)"));
	scoped_buf list = { 0 };
	while (text_next_word(&known, &one))
		buf_printf(&list, "%s\"" STR_FMT "\"", list.len ? ", " : "", STR_ARG(one));
	const Str values = buf_str(&list);
	add2(r, "--check-cfg", FORMAT(r, "cfg(feature, values(" STR_FMT "))", STR_ARG(values)));
}

static void add_names(Rustc *r)
{
	Job *j = r->job;
	const Str name =
		r->is_program ? FORMAT(r, "rs-" STR_FMT, STR_ARG(j->unit)) : setting(r, "PC");
	add2(r, "-C", FORMAT(r, "metadata=" STR_FMT, STR_ARG(name)));
	if (r->extra.len)
		add2(r, "-C", FORMAT(r, "extra-filename=" STR_FMT, STR_ARG(r->extra)));
	add2(r, "--out-dir", j->folder);
	if (setting(r, "TRIPLE").len) {
		const Str triple = setting(r, "TRIPLE");
		add2(r, "--target", str_find(triple, '/') >= 0 ? job_absolute(j, triple) : triple);
	}
	if (setting(r, "LINKER").len && !(r->is_program && job_is_for_l4re(j)))
		add2(r, "-C", FORMAT(r, "linker=" STR_FMT, STR_ARG(setting(r, "LINKER"))));
	if (job_is(j, "INCREMENTAL"))
		add2(r, "-C", FORMAT(r, "incremental=" STR_FMT "/incremental", STR_ARG(j->home)));
	if (job_is(j, "STD"))
		add2(r, "-Z", STR("force-unstable-if-unmarked"));
	add2(r, "-L", FORMAT(r, "dependency=" STR_FMT "/deps", STR_ARG(j->home)));
	if (j->home.len != j->build.len)
		add2(r, "-L", FORMAT(r, "dependency=" STR_FMT "/deps", STR_ARG(j->build)));
	tree_add_arguments(r);
}

/* --- dependencies ----------------------------------------------------------------------------- */

static void add_extern_file(Rustc *r, Str name, Str option, const Pc *dep, const char *suffix)
{
	add2(r, "--extern",
	     FORMAT(r, STR_FMT "%s" STR_FMT "=" STR_FMT "/" STR_FMT "%s", STR_ARG(option),
	            option.len ? ":" : "", STR_ARG(name), STR_ARG(r->job->root), STR_ARG(dep->file),
	            suffix));
}

static void add_extern(Rustc *r, Str pc_name, const Pc *dep)
{
	const Str renamed = text_lookup(setting(r, "RENAME"), pc_name);
	Str option = text_lookup(setting(r, "EXTERN_OPTIONS"), pc_name);
	const Str name = renamed.len ? renamed : dep->crate;
	if (!option.ptr)
		option = STR("");
	if (has_word(dep->types, STR("meta"))) {
		const Str metadata = FORMAT(r, STR_FMT "/" STR_FMT ".rmeta", STR_ARG(r->job->root),
		                            STR_ARG(dep->file));
		const bool enough = r->metadata_only && access(metadata.ptr, R_OK) == 0;
		add_extern_file(r, name, option, dep, enough ? ".rmeta" : ".rlib");
	} else if (has_word(dep->types, STR("rlib"))) {
		add_extern_file(r, name, option, dep, ".rlib");
	}
	if (has_word(dep->types, STR("so")) || has_word(dep->types, STR("macro")))
		add_extern_file(r, name, option, dep, ".so");
}

/* A native library that another package provides. */
static void add_native(Rustc *r, const Pc *dep)
{
	Str libs = dep->libs, one;
	const Str folder = FORMAT(r, "native=" STR_FMT "/lib", STR_ARG(r->job->build));
	search_add(r->job, &r->pc.search, (Search){ folder, false });
	while (text_next_word(&libs, &one))
		add(r, one);
}

static void add_macro_paths(const Pc *dep, Buf *paths)
{
	for (size_t i = 0; i < dep->search.count; i++) {
		if (!dep->search.items[i].inside)
			continue;
		const Str path = dep->search.items[i].path;
		const ptrdiff_t equals = str_find(path, '=');
		buf_char(paths, ':');
		buf_add(paths, equals >= 0 && equals < str_find(path, '/')
		                       ? str_sub(path, (size_t)equals + 1, path.len)
		                       : path);
	}
}

/* Own script's folders first, then those of the dependencies in their order. */
static bool add_dependencies(Rustc *r, Buf *library_path)
{
	Job *j = r->job;
	Str names = setting(r, "REQUIRE"), name;
	for (size_t i = 0; i < r->own.said.count; i++) {
		const Directive *d = &r->own.said.items[i];
		if (d->kind == DIR_LINK_SEARCH)
			search_add(j, &r->pc.search,
			           (Search){ d->value, result_is_inside(d->value, r->own.out) });
	}
	while (text_next_word(&names, &name)) {
		Pc dep;
		if (!pc_read(j, name, &dep))
			return false;
		if (!dep.crate.len) {
			if (!job_is_for_l4re(j)) /* there BID links them */
				add_native(r, &dep);
			continue;
		}
		tree_add_foreign_folder(r, &dep);
		add_extern(r, name, &dep);
		if (has_word(dep.types, STR("macro"))) {
			add_macro_paths(&dep, library_path);
			continue;
		}
		for (size_t i = 0; i < dep.search.count; i++)
			search_add(j, &r->pc.search, dep.search.items[i]);
		for (size_t i = 0; i < dep.cdylib_args.count; i++)
			*vec_push(&j->arena, &r->pc.cdylib_args, Str) = dep.cdylib_args.items[i];
	}
	return true;
}

/* --- what the build script said --------------------------------------------------------------- */

/* Is a link argument of this class for this unit? */
static bool class_applies(Rustc *r, Str class)
{
	if (!class.len)
		return true;
	if (str_eq(class, STR("cdylib")))
		return has_word(setting(r, "CRATE_TYPES"), STR("cdylib"));
	if (str_eq(class, STR("bins")))
		return r->is_program;
	return r->is_program && str_starts_with(class, STR("bin=")) &&
	       str_eq(str_sub(class, 4, class.len), setting(r, "TARGET"));
}

static void add_kind(Rustc *r, DirectiveKind kind, const char *option)
{
	for (size_t i = 0; i < r->own.said.count; i++)
		if (r->own.said.items[i].kind == kind)
			add2(r, option, r->own.said.items[i].value);
}

static void add_link_args(Rustc *r)
{
	const bool cdylib = has_word(setting(r, "CRATE_TYPES"), STR("cdylib"));
	for (size_t i = 0; i < r->own.said.count; i++) {
		const Directive *d = &r->own.said.items[i];
		if (d->kind != DIR_LINK_ARG)
			continue;
		if (class_applies(r, d->name))
			add2(r, "-C", FORMAT(r, "link-arg=" STR_FMT, STR_ARG(d->value)));
	}
	for (size_t i = 0; cdylib && i < r->pc.cdylib_args.count; i++)
		add2(r, "-C", FORMAT(r, "link-arg=" STR_FMT, STR_ARG(r->pc.cdylib_args.items[i])));
	for (size_t i = 0; i < r->own.said.count; i++) {
		const Directive *d = &r->own.said.items[i];
		if (d->kind == DIR_LINK_ARG && str_eq(d->name, STR("cdylib")))
			*vec_push(&r->job->arena, &r->pc.cdylib_args, Str) = d->value;
	}
}

static void add_script(Rustc *r)
{
	for (int inside = 1; inside >= 0; inside--)
		for (size_t i = 0; i < r->pc.search.count; i++)
			if (r->pc.search.items[i].inside == inside)
				add2(r, "-L", r->pc.search.items[i].path);
	if (!r->is_program || job_is(r->job, "NO_LIB"))
		add_kind(r, DIR_LINK_LIB, "-l");
	add_link_args(r);
	add_kind(r, DIR_CFG, "--cfg");
	add_kind(r, DIR_CHECK_CFG, "--check-cfg");
}

/* --- the whole -------------------------------------------------------------------------------- */

static void set_environment(Rustc *r, Str library_path)
{
	Job *j = r->job;
	environ_common(j, &r->command.env);
	environ_set(&r->command.env, STR("CARGO_CRATE_NAME"), r->crate);
	if (r->is_program && !r->is_script)
		environ_set(&r->command.env, STR("CARGO_BIN_NAME"), r->targets.items[0]);
	if (job_is(j, "PRIMARY"))
		environ_set(&r->command.env, STR("CARGO_PRIMARY_PACKAGE"), STR("1"));
	if (job_is(j, "STD"))
		environ_set(&r->command.env, STR("RUSTC_BOOTSTRAP"), STR("1"));
	if (r->own.out.len)
		environ_set(&r->command.env, STR("OUT_DIR"), r->own.out);
	for (size_t i = 0; i < r->own.said.count; i++)
		if (r->own.said.items[i].kind == DIR_ENV)
			environ_set(&r->command.env, r->own.said.items[i].name,
			            r->own.said.items[i].value);
	environ_prepend_library_path(&r->command.env, library_path);
	tree_set_environment(r);
}

static void add_program(Rustc *r)
{
	Job *j = r->job;
	const Str wrapper = env_get(j->env, "RUSTC_WRAPPER");
	const Str inner = env_get(j->env, "RUSTC_WORKSPACE_WRAPPER");
	if (wrapper.len)
		add(r, wrapper);
	if (inner.len && job_is(j, "MEMBER"))
		add(r, inner);
	add(r, setting(r, "RUSTC"));
}

static bool add_arguments(Rustc *r, Buf *library_path)
{
	add_program(r);
	add2(r, "--crate-name", r->crate);
	const Str edition = setting(r, "EDITION");
	add(r, FORMAT(r, "--edition=" STR_FMT, STR_ARG(edition.len ? edition : STR("2021"))));
	add(r, source_argument(r));
	add(r, STR("--error-format=json"));
	add(r, STR("--json=diagnostic-rendered-ansi,artifacts,future-incompat"));
	add_emit(r);
	add_words(r, "FLAGS");
	add_words(r, "LINTS");
	add_features(r);
	add_names(r);
	if (!add_dependencies(r, library_path))
		return false;
	if (r->is_macro)
		add2(r, "--extern", STR("proc_macro"));
	if (setting(r, "EXTERN_OPTIONS").len)
		add2(r, "-Z", STR("unstable-options"));
	if (!job_is(r->job, "LOCAL") && setting(r, "PKG_NAME").len)
		add2(r, "--cap-lints", STR("allow"));
	add_words(r, "RUSTFLAGS");
	add_script(r);
	return true;
}

static bool source_is_there(Rustc *r)
{
	if (fs_kind(r->job->source.ptr) == FILE_FOLDER)
		return true;
	diag_error(&r->job->diag, NO_SPAN, "the source of `" STR_FMT "` is not there: `%s`",
	           STR_ARG(r->job->unit), r->job->source.ptr);
	diag_help(&r->job->diag, "run `l4cargo import` again, it fetches what is missing");
	return false;
}

/* A package written by hand may leave it to TARGET. */
static Str find_crate(const Rustc *r)
{
	const Str said = setting(r, "CRATE");
	if (said.len)
		return said;
	const Str stem = r->is_program ? r->targets.items[0] : path_stem(r->targets.items[0]);
	char *name = arena_cstr(&r->job->arena, r->is_program ? stem : str_sub(stem, 3, stem.len));
	for (char *p = name; (p = strchr(p, '-'));)
		*p = '_';
	return str_from(name);
}

bool rustc_describe(Rustc *r, Job *job)
{
	*r = (Rustc){ .job = job, .targets = text_split(&job->arena, job_get(job, "TARGET")) };
	if (!r->targets.count || !job_get(job, "SRC").len)
		return diag_error(&job->diag, NO_SPAN, "`" STR_FMT "`: its Makefile sets no %s",
		                  STR_ARG(job->unit), r->targets.count ? "SRC_RS" : "TARGET");
	find_types(r);
	r->crate = find_crate(r);
	r->extra = find_extra(r);
	if (!job->source.len)
		job->source = job_absolute(job, job_file(job, job_get(job, "OUT"), job->unit));
	return true;
}

bool rustc_prepare(Rustc *r)
{
	Job *j = r->job;
	const Str script = r->is_script ? STR("") : job_get(j, "SCRIPT");
	if (!source_is_there(r) || (script.len && !result_read(j, script, &r->own)))
		return false;
	r->command.cwd = job_get(j, "CWD").len ? job_path(j, "CWD") : j->source;
	scoped_buf library_path = { 0 };
	buf_printf(&library_path, STR_FMT "/deps", STR_ARG(j->build));
	if (!add_arguments(r, &library_path))
		return false;
	set_environment(r, arena_str(&j->arena, buf_str(&library_path)));
	return true;
}
