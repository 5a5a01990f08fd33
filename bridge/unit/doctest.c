// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/doctest.h"

#include "base/core/env.h"
#include "base/text/path.h"
#include "bridge/unit/rustc_deps.h"
#include "bridge/unit/scriptenv.h"

static void add_head(Rustc *r)
{
	const UnitJob *j = r->job;
	const Str edition = rustc_setting(r, "EDITION");
	rustc_add(r, toolchain_rustdoc(r->job));
	rustc_add(r, FORMAT(r, "--edition=" STR_FMT, STR_ARG(edition)));
	for (size_t i = 0; i < r->types.count; i++)
		rustc_add2(r, "--crate-type", r->types.items[i]);
	rustc_add2(r, "--color", j->colour ? STR("always") : STR("never"));
	rustc_add2(r, "--crate-name", r->crate);
	rustc_add(r, STR("--test"));
	rustc_add(r, rustc_source(r));
	rustc_add2(r, "--test-run-directory", j->source);
	rustc_add_target(r);
}

static void add_runner(Rustc *r)
{
	const StrVec words = text_split_quoted(&r->job->arena, rustc_setting(r, "RUNNER"));
	for (size_t i = 0; i < words.count; i++)
		rustc_add2(r, i ? "--test-runtool-arg" : "--test-runtool", words.items[i]);
}

static void add_test_args(Rustc *r)
{
	const StrVec words = text_split_quoted(&r->job->arena, rustc_setting(r, "TEST_ARGS"));
	for (size_t i = 0; i < words.count; i++)
		rustc_add2(r, "--test-args", words.items[i]);
	if (job_is(r->job, "QUIET"))
		rustc_add2(r, "--test-args", STR("--quiet"));
}

/* Adds the folders that build scripts named, because doctests link like other tests. */
static void add_native_folders(Rustc *r, Buf *library_path)
{
	for (size_t i = 0; i < r->pc.search.count; i++) {
		const Str path = r->pc.search.items[i].path;
		Str kind, folder;
		if (!str_cut(path, '=', &kind, &folder) || str_contains(kind, STR("/")))
			folder = path;
		rustc_add2(r, "-L", folder);
		if (path_is_below(folder, r->job->build))
			buf_printf(library_path, STR_FMT ":", STR_ARG(folder));
	}
}

static void set_doctest_environment(Rustc *r, Str library_path)
{
	environ_common(r->job, &r->command.env);
	environ_set(&r->command.env, STR("CARGO_CRATE_NAME"), r->crate);
	rustc_set_script(r);
	environ_prepend_library_path(&r->command.env, library_path);
}

bool doctest_prepare(Rustc *r)
{
	scoped_buf path = { 0 }, macros = { 0 };
	if (!rustc_begin(r))
		return false;
	add_head(r);
	add_runner(r);
	add_test_args(r);
	rustc_add_words(r, "LINTS");
	if (!rustc_add_dependencies(r, &macros))
		return false;
	if (str_eq(r->kind, STR("proc-macro")))
		rustc_add2(r, "--extern", STR("proc_macro"));
	rustc_add_search(r);
	add_native_folders(r, &path);
	rustc_add_words(r, "FLAGS");
	rustc_add_features(r);
	rustc_add_kind(r, DIR_CFG, "--cfg");
	rustc_add_kind(r, DIR_CHECK_CFG, "--check-cfg");
	rustc_add_link_args(r);
	rustc_add_words(r, "RUSTDOCFLAGS");
	rustc_add2(r, "--error-format", STR("human"));
	if (rustc_setting(r, "EXTERN_OPTIONS").len)
		rustc_add(r, STR("-Zunstable-options"));
	buf_printf(&path, STR_FMT "/deps", STR_ARG(r->job->build));
	set_doctest_environment(r, arena_str(&r->job->arena, buf_str(&path)));
	return true;
}
