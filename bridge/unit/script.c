// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/env.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/unit/background.h"
#include "bridge/unit/commands.h"
#include "bridge/unit/objects.h"
#include "bridge/unit/process.h"
#include "bridge/unit/rerun.h"
#include "bridge/unit/result.h"
#include "bridge/unit/sandbox.h"
#include "bridge/unit/scriptenv.h"

typedef struct Script {
	UnitJob *job;
	CommandLine command;
	Buf out, err;
	Result result;
	Str program;
	ScriptPackage package;
} Script;

/* Adds the script's warnings and errors in its order, as `warning: name@version: text`. */
static void add_notes(Script *s, ScreenText *to)
{
	UnitJob *j = s->job;
	for (size_t i = 0; i < s->result.said.count; i++) {
		const Directive *d = &s->result.said.items[i];
		if (d->kind != DIR_WARNING && d->kind != DIR_ERROR)
			continue;
		job_add_label(j, d->kind == DIR_ERROR ? LABEL_ERROR : LABEL_WARNING, to);
		screen_printf(to, ": " STR_FMT "@" STR_FMT ": " STR_FMT "\n",
		              STR_ARG(job_get(j, "PKG_NAME")), STR_ARG(job_get(j, "PKG_VERSION")),
		              STR_ARG(d->value));
	}
}

static bool has_errors(const Script *s)
{
	for (size_t i = 0; i < s->result.said.count; i++)
		if (s->result.said.items[i].kind == DIR_ERROR)
			return true;
	return false;
}

static void add_captured(ScreenText *to, const char *title, const Buf *text)
{
	Str rest = str_trim(buf_str(text)), line;
	if (!rest.len)
		return;
	screen_printf(to, "  --- %s\n", title);
	while (str_next(&rest, '\n', &line))
		screen_printf(to, "  " STR_FMT "\n", STR_ARG(line));
	screen_char(to, '\n');
}

/* Reports `why` the script failed, as cargo does, with the script's output. Returns false. */
static bool script_failed(Script *s, Str why)
{
	UnitJob *j = s->job;
	scoped_screen text = { 0 };
	add_notes(s, &text);
	job_add_label(j, LABEL_ERROR, &text);
	screen_printf(&text,
	              ": failed to run custom build command for `" STR_FMT "`\n\nCaused by:\n",
	              STR_ARG(s->package.description));
	Str line;
	while (str_next(&why, '\n', &line))
		screen_printf(&text, "  " STR_FMT "\n", STR_ARG(line));
	add_captured(&text, "stdout", &s->out);
	add_captured(&text, "stderr", &s->err);
	sandbox_explain(j, buf_str(&s->err), "the build script of", &text);
	job_print(j, &text);
	return false;
}

static void describe_package(Script *s)
{
	UnitJob *j = s->job;
	Arena *a = &j->arena;
	const StrVec bins = text_split_quoted(a, job_get(j, "BINS"));
	s->package = (ScriptPackage){
		.description =
			arena_printf(a, STR_FMT " v" STR_FMT, STR_ARG(job_get(j, "PKG_NAME")),
		                     STR_ARG(job_get(j, "PKG_VERSION"))),
		.kinds = job_get(j, "TARGET_KINDS"),
		.bins = bins.items,
		.bin_count = bins.count,
		.rust_version = job_get(j, "PKG_RUST_VERSION"),
		.library = job_get(j, "CRATE"),
		.bootstrap = env_get(j->env, "RUSTC_BOOTSTRAP"),
		.nightly = str_eq(env_get(j->env, "RUSTC_BOOTSTRAP"), STR("1")) ||
		           str_contains(job_get(j, "RELEASE"), STR("-nightly")) ||
		           str_contains(job_get(j, "RELEASE"), STR("-dev")),
	};
	if (job_is(j, "LOCAL"))
		s->package.description =
			arena_printf(a, STR_FMT " (" STR_FMT ")", STR_ARG(s->package.description),
		                     STR_ARG(j->source));
}

static bool report_misunderstood(UnitJob *j, Str error)
{
	scoped_screen text = { 0 };
	job_add_label(j, LABEL_ERROR, &text);
	screen_printf(&text, ": " STR_FMT "\n", STR_ARG(error));
	job_print(j, &text);
	return false;
}

static bool understand_output(Script *s)
{
	Str error = STR("");
	return directives_parse(buf_str(&s->out), &s->package, &s->job->arena, &s->result.said,
	                        &error) ||
	       report_misunderstood(s->job, error);
}

static bool logged_errors(Script *s)
{
	scoped_screen text = { 0 };
	add_notes(s, &text);
	job_add_label(s->job, LABEL_ERROR, &text);
	screen_add(&text, STR(": build script logged errors\n"));
	job_print(s->job, &text);
	return false;
}

/* Collects the script's warnings and errors for a report, as far as its output can be parsed. */
static void collect_notes(Script *s)
{
	Str ignored;
	s->result.said.count = 0;
	directives_parse(buf_str(&s->out), &s->package, &s->job->arena, &s->result.said, &ignored);
}

/* With `make SANDBOX=1`, the script can write only to OUT_DIR. */
static bool box_program(Script *s)
{
	UnitJob *j = s->job;
	if (!sandbox_is_wanted(j))
		return true;
	Sandbox box = { 0 };
	*vec_push(&j->arena, &box.write, SandboxPlace) =
		(SandboxPlace){ s->result.out, s->result.out };
	return sandbox_wrap(j, &box, &s->command, &s->command);
}

static bool run_program(Script *s)
{
	UnitJob *j = s->job;
	Process p;
	args_add(j, &s->command.args, s->program);
	s->command.cwd = j->source;
	if (!box_program(s))
		return false;
	job_say_begun(j, "... Running ", path_name(s->program));
	if (j->verbose)
		job_print_text(j, process_text(j, &s->command));
	if (!process_start(j, &s->command, CAPTURE_BOTH, &p))
		return false;
	process_read(&p, &s->out, &s->err);
	const int status = process_wait(&p);
	if (!object_write(j, job_file(j, j->folder, STR("output")), buf_str(&s->out)) ||
	    !object_write(j, job_file(j, j->folder, STR("stderr")), buf_str(&s->err)))
		return false;
	if (status != 0) {
		collect_notes(s);
		const Str how = process_status_text(j, status);
		return script_failed(s, arena_printf(&j->arena,
		                                     "process didn't exit successfully: `" STR_FMT
		                                     "` (" STR_FMT ")",
		                                     STR_ARG(s->program), STR_ARG(how)));
	}
	if (!understand_output(s))
		return false;
	return !has_errors(s) || logged_errors(s);
}

/* Takes the directives that the configuration gives instead of a run. */
static bool take_override(Script *s)
{
	const StrVec words = text_split_quoted(&s->job->arena, job_get(s->job, "OVERRIDE"));
	Str error = STR("");
	for (size_t i = 0; i < words.count; i++)
		if (!directives_parse_one(words.items[i], &s->package, &s->job->arena,
		                          &s->result.said, &error))
			return report_misunderstood(s->job, error);
	return true;
}

static bool write_results(Script *s)
{
	UnitJob *j = s->job;
	Fragment f = { .job = j,
		       .target = arena_printf(&j->arena, "$(RS_BUILD)/" STR_FMT "/result",
		                              STR_ARG(j->unit)) };
	if (job_get(j, "RUN").len)
		rerun_add(&f, &s->result.said);
	const bool good = fragment_write(&f);
	fragment_free(&f);
	return good && result_write(j, result_path(j, j->unit), &s->result);
}

static bool run_script(Script *s)
{
	UnitJob *j = s->job;
	const Str program = job_get(j, "RUN");
	describe_package(s);
	s->result.links = job_get(j, "LINKS");
	s->result.out = job_file(j, j->folder, STR("out"));
	if (!program.len)
		return take_override(s) && write_results(s);
	s->program = arena_printf(&j->arena, STR_FMT "/" STR_FMT "/build-script-build",
	                          STR_ARG(j->build), STR_ARG(program));
	if (!job_make_folders(j, s->result.out) ||
	    !script_environment(j, s->result.out, &s->command.env) || !run_program(s))
		return false;
	scoped_screen notes = { 0 };
	if (job_is(j, "LOCAL") || j->verbose)
		add_notes(s, &notes);
	if (!job_is(j, "QUIET"))
		screen_printf(&notes, "  [" STR_FMT "] ==> run\n", STR_ARG(j->unit));
	job_print(j, &notes);
	return write_results(s);
}

int script_unit(UnitJob *j)
{
	bool done = false;
	scoped_fd lock = job_lock(j, result_path(j, j->unit), &done);
	if (lock < 0 || done)
		return lock < 0;
	Script s = { .job = j };
	const bool good = run_script(&s);
	buf_free(&s.out);
	buf_free(&s.err);
	if (!good)
		background_stop_all(j);
	return good ? 0 : 1;
}
