// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/commands.h"
#include "bridge/unit/doctest.h"

#include "base/core/env.h"
#include "base/text/path.h"

#include <stdio.h>
#include <sys/wait.h>

/* Runs a compiled test as cargo does. make runs one at a time. */

typedef struct TestRun {
	UnitJob *job;
	Rustc rustc;
	CommandLine command;
} TestRun;

static bool is_bench(const TestRun *r)
{
	return str_eq(job_get(r->job, "TEST_RUN"), STR("bench"));
}

/* Cargo's order for the loader: first the folders in the object tree that scripts named, then the
 * tree's own. */
static void add_search_folders(const TestRun *r, Buf *path)
{
	const SearchList *list = &r->rustc.pc.search;
	for (size_t i = 0; i < list->count; i++) {
		Str kind, folder;
		if (!str_cut(list->items[i].path, '=', &kind, &folder) ||
		    str_contains(kind, STR("/")))
			folder = list->items[i].path;
		if (path_is_below(folder, r->job->build))
			buf_printf(path, STR_FMT ":", STR_ARG(folder));
	}
}

static Str library_path(const TestRun *r)
{
	UnitJob *j = r->job;
	const Str triple = job_get(j, "TRIPLE"), host = job_get(j, "HOST");
	scoped_buf path = { 0 };
	add_search_folders(r, &path);
	buf_printf(&path, STR_FMT ":" STR_FMT "/deps:" STR_FMT "/lib/rustlib/" STR_FMT "/lib",
	           STR_ARG(j->home), STR_ARG(j->home), STR_ARG(job_get(j, "SYSROOT")),
	           STR_ARG(triple.len ? path_stem(path_name(triple)) : host));
	return arena_str(&j->arena, buf_str(&path));
}

static void add_words(TestRun *r, const char *name)
{
	const StrVec words = text_split_quoted(&r->job->arena, job_get(r->job, name));
	for (size_t i = 0; i < words.count; i++)
		args_add(r->job, &r->command.args, words.items[i]);
}

static bool has_harness(const TestRun *r)
{
	return !str_eq(job_get(r->job, "TEST"), STR("plain"));
}

static Str test_program(TestRun *r)
{
	return rustc_place(&r->rustc, r->rustc.targets.items[0]);
}

/* Returns `src/lib.rs (PROGRAM)`, or `unittests src/lib.rs (PROGRAM)` if the target is not a test
 * of its own. */
static Str test_title(TestRun *r)
{
	UnitJob *j = r->job;
	const Rustc *c = &r->rustc;
	const bool own = str_eq(c->kind, STR("test")) || str_eq(c->kind, STR("bench"));
	const Str file = test_program(r);
	const Str shown =
		path_is_below(file, j->cwd) ? path_relative(&j->arena, j->cwd, file) : file;
	return arena_printf(&j->arena, "%s" STR_FMT " (" STR_FMT ")", own ? "" : "unittests ",
	                    STR_ARG(r->rustc.source), STR_ARG(shown));
}

static void prepare_command(TestRun *r)
{
	UnitJob *j = r->job;
	add_words(r, "RUNNER");
	args_add(j, &r->command.args, test_program(r));
	add_words(r, "TEST_ARGS");
	if (is_bench(r))
		args_add(j, &r->command.args, STR("--bench"));
	if (has_harness(r) && job_is(j, "QUIET"))
		args_add(j, &r->command.args, STR("--quiet"));
	r->command.cwd = j->source;
	environ_common(j, &r->command.env);
	r->rustc.command.env = r->command.env;
	rustc_set_script(&r->rustc);
	rustc_set_programs(&r->rustc);
	r->command.env = r->rustc.command.env;
	environ_prepend_library_path(&r->command.env, library_path(r));
}

static void say_command(TestRun *r, const char *verb, Str what)
{
	UnitJob *j = r->job;
	if (job_is(j, "QUIET"))
		return;
	diag_status(&j->diag, verb, STR_FMT, STR_ARG(what));
	if (j->verbose)
		job_print_text(j, process_text(j, &r->command));
}

/* libtest exits with 101 if a test failed; it has reported the failure */
enum { PLAIN_FAILURE = 101 };

static bool wants_all_output(const TestRun *r)
{
	const Str args = job_get(r->job, "TEST_ARGS");
	return str_contains(args, STR("--nocapture")) || str_contains(args, STR("--no-capture"));
}

/* Reports a failure and returns the exit status. The hint names make, because cargo's options do
 * not work here. */
static int report_result(TestRun *r, const char *what, int status)
{
	UnitJob *j = r->job;
	const bool ended = status != -1 && WIFEXITED(status);
	const bool simple = ended && WEXITSTATUS(status) == PLAIN_FAILURE;
	scoped_screen text = { 0 };
	if (status == 0)
		return 0;
	job_add_label(j, LABEL_ERROR, &text);
	screen_printf(&text, ": %s failed, to rerun it: `make -C " STR_FMT " %s`\n", what,
	              STR_ARG(job_absolute(j, job_file(j, job_get(j, "OUT"), j->unit))),
	              is_bench(r) ? "bench" : "test");
	if (!simple)
		screen_printf(&text,
		              "\nCaused by:\n  process didn't exit successfully: `" STR_FMT
		              "` (" STR_FMT ")\n",
		              STR_ARG(process_command(j, &r->command)),
		              STR_ARG(process_status_text(j, status)));
	if (!simple && ended && has_harness(r) && !wants_all_output(r))
		screen_add(&text, STR("note: test exited abnormally; to see the full output pass "
		                      "--no-capture to the harness.\n"));
	job_print(j, &text);
	return ended ? WEXITSTATUS(status) : PLAIN_FAILURE;
}

static int run_test(TestRun *r, const char *what)
{
	Process p;
	if (!process_start(r->job, &r->command, CAPTURE_NOTHING, &p))
		return 1;
	return report_result(r, what, process_wait(&p));
}

static int run_doctest(TestRun *r)
{
	if (!doctest_prepare(&r->rustc))
		return 1;
	r->command = r->rustc.command;
	say_command(r, "Doc-tests", r->rustc.name);
	return run_test(r, "doctest");
}

int test_unit(UnitJob *j)
{
	TestRun r = { .job = j };
	if (!rustc_describe(&r.rustc, j))
		return 1;
	if (!r.rustc.is_test) {
		diag_error(&j->diag, NO_SPAN, "`" STR_FMT "` is not a test", STR_ARG(j->unit));
		return diag_help(&j->diag, "run `make test` in the folder of the import");
	}
	if (!r.rustc.targets.count)
		return run_doctest(&r);
	/* the compilation's search folders of the dependencies are needed here, too */
	if (!rustc_prepare(&r.rustc))
		return 1;
	prepare_command(&r);
	say_command(&r, "Running", test_title(&r));
	return run_test(&r, is_bench(&r) ? "bench" : "test");
}
