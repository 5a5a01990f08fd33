// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/rustc.h"

#include "base/core/env.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/unit/l4re.h"
#include "bridge/unit/rustc_box.h"
#include "bridge/unit/rustc_deps.h"

/* --- the target ------------------------------------------------------------------------------- */

static void find_types(Rustc *r)
{
	Arena *a = &r->job->arena;
	const Str first = r->targets.count ? r->targets.items[0] : STR("");
	r->types = text_split(a, rustc_setting(r, "CRATE_TYPES"));
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

static void find_kind(Rustc *r)
{
	const Str kind = rustc_setting(r, "KIND"), name = rustc_setting(r, "NAME");
	r->is_test = rustc_setting(r, "TEST").len > 0;
	r->metadata_only = r->metadata_only && !r->is_test;
	r->kind = kind.len        ? kind
	          : r->is_script  ? STR("build")
	          : r->is_program ? STR("bin")
	          : r->is_macro   ? STR("proc-macro")
	                          : STR("lib");
	r->name = name.len || !r->targets.count ? name : r->targets.items[0];
	r->is_shared = !r->is_program && !r->is_test && !str_starts_with(r->kind, STR("example"));
}

/* Returns the part of TARGET between the crate's name and the suffix; programs have none. */
static Str find_extra(Rustc *r)
{
	if (r->is_program || !r->targets.count)
		return STR("");
	const Str stem = path_stem(r->targets.items[0]);
	const size_t head = 3 + r->crate.len;
	return stem.len > head ? str_sub(stem, head, stem.len) : STR("");
}

/* --- arguments -------------------------------------------------------------------------------- */

static void add_emit(Rustc *r)
{
	for (size_t i = 0; !r->is_test && i < r->types.count; i++)
		rustc_add2(r, "--crate-type", r->types.items[i]);
	rustc_add(r, r->metadata_only ? STR("--emit=dep-info,metadata,link")
	                              : STR("--emit=dep-info,link"));
	const bool dylib = str_has_word(rustc_setting(r, "CRATE_TYPES"), STR("dylib"));
	const bool said = str_has_word(rustc_setting(r, "FLAGS"), STR("prefer-dynamic"));
	if (!said && (r->is_macro || (dylib && !job_is(r->job, "PRIMARY"))))
		rustc_add2(r, "-C", STR("prefer-dynamic"));
}

/* As in cargo, a test without rustc's harness gets a cfg. */
static void add_test(Rustc *r)
{
	const Str how = rustc_setting(r, "TEST");
	if (str_eq(how, STR("harness")))
		rustc_add(r, STR("--test"));
	else if (how.len)
		rustc_add2(r, "--cfg", STR("test"));
}

static void add_names(Rustc *r)
{
	UnitJob *j = r->job;
	const Str name =
		r->is_shared ? rustc_setting(r, "PC") : FORMAT(r, "rs-" STR_FMT, STR_ARG(j->unit));
	rustc_add2(r, "-C", FORMAT(r, "metadata=" STR_FMT, STR_ARG(name)));
	if (r->extra.len)
		rustc_add2(r, "-C", FORMAT(r, "extra-filename=" STR_FMT, STR_ARG(r->extra)));
	rustc_add2(r, "--out-dir", j->folder);
	rustc_add_target(r);
	if (job_is(j, "INCREMENTAL"))
		rustc_add2(r, "-C",
		           FORMAT(r, "incremental=" STR_FMT "/incremental", STR_ARG(j->home)));
	if (job_is(j, "STD"))
		rustc_add2(r, "-Z", STR("force-unstable-if-unmarked"));
	rustc_add_search(r);
	tree_add_arguments(r);
}

/* --- the command ------------------------------------------------------------------------------ */

static bool is_kind(const Rustc *r, const char *kind)
{
	return str_eq(r->kind, str_from(kind));
}

/* Integration tests and benches get the path of a folder for their files, and those of the
 * programs. */
static bool set_for_tests(Rustc *r)
{
	UnitJob *j = r->job;
	const Str tmp = job_file(j, j->home, STR("tmp"));
	if (!is_kind(r, "test") && !is_kind(r, "bench"))
		return true;
	rustc_set_programs(r);
	environ_set(&r->command.env, STR("CARGO_TARGET_TMPDIR"), tmp);
	return job_make_folders(j, tmp);
}

static bool set_rustc_environment(Rustc *r, Str library_path)
{
	UnitJob *j = r->job;
	Environ *e = &r->command.env;
	environ_common(j, e);
	environ_set(e, STR("CARGO_CRATE_NAME"), r->crate);
	if (is_kind(r, "bin") || is_kind(r, "example"))
		environ_set(e, STR("CARGO_BIN_NAME"), r->name);
	if (job_is(j, "PRIMARY"))
		environ_set(e, STR("CARGO_PRIMARY_PACKAGE"), STR("1"));
	/* a target specification is an unstable option, too */
	if (job_is(j, "STD") || job_target_is_file(j))
		environ_set(e, STR("RUSTC_BOOTSTRAP"), STR("1"));
	if (!set_for_tests(r))
		return false;
	rustc_set_script(r);
	environ_prepend_library_path(e, library_path);
	tree_set_environment(r);
	return true;
}

static void add_program(Rustc *r)
{
	UnitJob *j = r->job;
	const Str wrapper = env_get(j->env, "RUSTC_WRAPPER");
	const Str inner = env_get(j->env, "RUSTC_WORKSPACE_WRAPPER");
	if (wrapper.len)
		rustc_add(r, wrapper);
	if (inner.len && job_is(j, "MEMBER"))
		rustc_add(r, inner);
	rustc_add(r, rustc_setting(r, "RUSTC"));
}

static bool add_arguments(Rustc *r, Buf *library_path)
{
	add_program(r);
	rustc_add2(r, "--crate-name", r->crate);
	const Str edition = rustc_setting(r, "EDITION");
	rustc_add(r, FORMAT(r, "--edition=" STR_FMT, STR_ARG(edition.len ? edition : STR("2021"))));
	rustc_add(r, rustc_source(r));
	rustc_add(r, STR("--error-format=json"));
	rustc_add(r, STR("--json=diagnostic-rendered-ansi,artifacts,future-incompat"));
	add_emit(r);
	rustc_add_words(r, "FLAGS");
	rustc_add_words(r, "LINTS");
	add_test(r);
	rustc_add_features(r);
	add_names(r);
	if (!rustc_add_dependencies(r, library_path))
		return false;
	if (str_eq(r->kind, STR("proc-macro")))
		rustc_add2(r, "--extern", STR("proc_macro"));
	if (rustc_setting(r, "EXTERN_OPTIONS").len)
		rustc_add2(r, "-Z", STR("unstable-options"));
	if (!job_is(r->job, "LOCAL") && rustc_setting(r, "PKG_NAME").len)
		rustc_add2(r, "--cap-lints", STR("allow"));
	rustc_add_words(r, "RUSTFLAGS");
	rustc_add_script(r);
	return true;
}

static bool source_is_there(Rustc *r)
{
	if (fs_kind(r->job->source.ptr) == FILE_FOLDER)
		return true;
	diag_error(&r->job->diag, NO_SPAN, "the source of `" STR_FMT "` is missing: `%s`",
	           STR_ARG(r->job->unit), r->job->source.ptr);
	diag_help(&r->job->diag, "run `l4cargo %s` again: it fetches missing sources",
	          job_is(r->job, "STD") ? "sysroot" : "import");
	return false;
}

/* Returns CRATE or, if a package written by hand does not set it, a name made from TARGET. */
static Str find_crate_name(const Rustc *r)
{
	const Str said = rustc_setting(r, "CRATE");
	if (said.len)
		return said;
	const Str stem = r->is_program ? r->targets.items[0] : path_stem(r->targets.items[0]);
	char *name = arena_cstr(&r->job->arena, r->is_program ? stem : str_sub(stem, 3, stem.len));
	for (char *p = name; (p = strchr(p, '-'));)
		*p = '_';
	return str_from(name);
}

bool rustc_describe(Rustc *r, UnitJob *job)
{
	const StrVec sources = text_split_quoted(&job->arena, job_get(job, "SRC"));
	*r = (Rustc){ .job = job, .targets = text_split(&job->arena, job_get(job, "TARGET")) };
	if (sources.count)
		r->source = sources.items[0];
	const bool makes = !str_eq(job_get(job, "TEST"), STR("doc"));
	if ((makes && !r->targets.count) || !r->source.len) {
		diag_error(&job->diag, NO_SPAN, "`" STR_FMT "`: its Makefile does not set %s",
		           STR_ARG(job->unit), r->targets.count ? "SRC_RS" : "TARGET");
		return diag_help(&job->diag, "run `l4cargo import` again");
	}
	find_types(r);
	find_kind(r);
	r->crate = find_crate_name(r);
	r->extra = find_extra(r);
	r->made = rustc_folder(r);
	if (!job->source.len)
		job->source = job_absolute(job, job_file(job, job_get(job, "OUT"), job->unit));
	return true;
}

/* Checks the version of the compiler: only the same version compiles the standard library. */
static bool compiler_fits(const Rustc *r)
{
	const Str wanted = rustc_setting(r, "RUST"), release = rustc_setting(r, "RELEASE");
	if (!wanted.len || !release.len || str_eq(wanted, release))
		return true;
	diag_error(&r->job->diag, NO_SPAN,
	           "`" STR_FMT "` is part of Rust " STR_FMT
	           "'s library, but the compiler is Rust " STR_FMT,
	           STR_ARG(r->crate), STR_ARG(wanted), STR_ARG(release));
	diag_help(&r->job->diag, "build with that compiler (RUSTC, RUSTUP_TOOLCHAIN), or run "
	                         "`l4cargo sysroot` again with this one");
	return false;
}

bool rustc_begin(Rustc *r)
{
	UnitJob *j = r->job;
	const Str script = r->is_script ? STR("") : job_get(j, "SCRIPT");
	if (!compiler_fits(r) || !source_is_there(r) ||
	    (script.len && !result_read(j, script, &r->own)))
		return false;
	r->command.cwd = job_get(j, "CWD").len ? job_path(j, "CWD") : j->source;
	return true;
}

bool rustc_prepare(Rustc *r)
{
	UnitJob *j = r->job;
	scoped_buf library_path = { 0 };
	buf_printf(&library_path, STR_FMT "/deps", STR_ARG(j->build));
	return rustc_begin(r) && add_arguments(r, &library_path) &&
	       set_rustc_environment(r, arena_str(&j->arena, buf_str(&library_path)));
}
