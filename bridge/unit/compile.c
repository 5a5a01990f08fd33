// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "base/system/poll.h"
#include "base/text/path.h"
#include "bridge/unit/background.h"
#include "bridge/unit/commands.h"
#include "bridge/unit/depinfo.h"
#include "bridge/unit/l4re.h"
#include "bridge/unit/messages.h"
#include "bridge/unit/objects.h"
#include "bridge/unit/rustc.h"
#include "bridge/unit/rustc_box.h"
#include "bridge/unit/sandbox.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Compilation {
	UnitJob *job;
	Rustc rustc;
	Process process;
	Background background;
	Buf line;       /* an unfinished line of rustc's output */
	ScreenText log; /* text that `finish` will print */
	Buf told;       /* rustc's messages, if it runs in a sandbox that may explain a failure */
	unsigned errors, warnings;
	bool repair; /* only the final file is missing: do not change files that dependents have
	                read */
	bool metadata_ready;
} Compilation;

static void show_text(Compilation *c, const ScreenText *text)
{
	if (c->background.detached)
		screen_add_coloured(&c->log, screen_str(text));
	else
		job_print(c->job, text);
}

/* --- results ---------------------------------------------------------------------------------- */

static Str unit_description(Compilation *c)
{
	UnitJob *j = c->job;
	const Rustc *r = &c->rustc;
	const Str name = job_get(j, "PKG_NAME");
	const bool library = str_eq(r->kind, STR("lib")) || str_eq(r->kind, STR("proc-macro"));
	const bool own = str_eq(r->kind, STR("test")) || str_eq(r->kind, STR("bench"));
	const char *test = r->is_test && !own ? " test" : "";
	const Str kind = str_starts_with(r->kind, STR("example")) ? STR("example") : r->kind;
	const Str what = r->is_script ? STR("build script")
	                 : library    ? arena_printf(&j->arena, "lib%s", test)
	                              : arena_printf(&j->arena, STR_FMT " \"" STR_FMT "\"%s",
	                                             STR_ARG(kind), STR_ARG(r->name), test);
	return arena_printf(&j->arena, "`" STR_FMT "` (" STR_FMT ")",
	                    STR_ARG(name.len ? name : j->unit), STR_ARG(what));
}

static Str target_name(Compilation *c)
{
	UnitJob *j = c->job;
	const Str place = rustc_place(&c->rustc, c->rustc.targets.items[0]);
	if (c->rustc.is_program && !c->rustc.is_script && job_is_for_l4re(j))
		return arena_printf(&j->arena, "$(RS_BUILD)/" STR_FMT "/" STR_FMT ".rs.o",
		                    STR_ARG(j->unit), STR_ARG(c->rustc.targets.items[0]));
	if (!c->rustc.is_shared)
		return arena_printf(&j->arena, "$(RS_BUILD)" STR_FMT,
		                    STR_ARG(str_sub(place, j->build.len, place.len)));
	/* makefiles of an older l4cargo set RS_PC_DIR only in an L4Re tree */
	return arena_printf(&j->arena, "%s/" STR_FMT ".pc",
	                    j->in_tree ? "$(RS_PC_DIR)" : "$(RS_BUILD)/pc",
	                    STR_ARG(job_get(j, "PC")));
}

static bool write_fragment(Compilation *c)
{
	UnitJob *j = c->job;
	Rustc *r = &c->rustc;
	Str text;
	if (!job_is(j, "LOCAL") && job_get(j, "PKG_NAME").len)
		return true;
	/* rustc treats the text after the last dot of `crate-1.2.3` as a suffix and replaces it */
	const Str stem =
		arena_printf(&j->arena, STR_FMT STR_FMT, STR_ARG(r->crate), STR_ARG(r->extra));
	const Str path = arena_printf(&j->arena, STR_FMT "/" STR_FMT ".d", STR_ARG(r->made),
	                              STR_ARG(path_stem(stem)));
	if (!fs_read(path.ptr, &j->arena, &j->diag, &text))
		return false;
	Fragment f = { .job = j, .target = target_name(c) };
	depinfo_add(&f, text, r->command.cwd, &r->command.env);
	const bool good = fragment_write(&f);
	fragment_free(&f);
	return good;
}

static Str metadata_file(Compilation *c, Str target)
{
	const ptrdiff_t dot = str_rfind(target, '.');
	return arena_printf(&c->job->arena, STR_FMT ".rmeta",
	                    STR_ARG(str_sub(target, 0, dot < 0 ? target.len : (size_t)dot)));
}

static bool publish_file(Compilation *c, Str target)
{
	const Str from = rustc_output(&c->rustc, target);
	if (fs_kind_link(from.ptr) != FILE_REGULAR) {
		diag_error(&c->job->diag, NO_SPAN, "rustc did not make the file `%s`", from.ptr);
		return diag_help(&c->job->diag, "run `make` again with V=1 to see the command");
	}
	object_touch(c->job, from);
	return object_link(c->job, from, rustc_place(&c->rustc, target));
}

static bool makes_shared(const Rustc *r)
{
	for (size_t i = 0; i < r->targets.count; i++)
		if (str_ends_with(r->targets.items[i], STR(".so")))
			return true;
	return false;
}

static Str pc_types(const Rustc *r)
{
	if (r->is_macro)
		return STR("macro");
	if (r->metadata_only)
		return STR("meta");
	bool has_rlib = false, has_dylib = false;
	for (size_t i = 0; i < r->types.count; i++) {
		const Str type = r->types.items[i];
		has_rlib = has_rlib || str_eq(type, STR("rlib")) || str_eq(type, STR("lib"));
		has_dylib = has_dylib || str_eq(type, STR("dylib"));
	}
	has_dylib = has_dylib && makes_shared(r);
	return has_rlib && has_dylib ? STR("rlib so")
	       : has_rlib            ? STR("rlib")
	       : has_dylib           ? STR("so")
	                             : STR("");
}

/* This is the last step for a library: from now on dependents may use it. */
static bool publish_pc(Compilation *c)
{
	UnitJob *j = c->job;
	Rustc *r = &c->rustc;
	const Str target = r->targets.items[0];
	const ptrdiff_t dot = str_rfind(target, '.');
	const Str place = rustc_place(r, str_sub(target, 0, dot < 0 ? target.len : (size_t)dot));
	r->pc.name = job_get(j, "PC");
	r->pc.version = job_get(j, "PKG_VERSION");
	r->pc.requires = str_trim(job_get(j, "REQUIRE"));
	r->pc.crate = r->crate;
	r->pc.file = str_sub(place, j->root.len + 1, place.len);
	r->pc.types = pc_types(r);
	if (r->types.count == 1 && str_eq(r->types.items[0], STR("staticlib")))
		r->pc.libs = arena_printf(&j->arena, "-l" STR_FMT STR_FMT, STR_ARG(r->crate),
		                          STR_ARG(r->extra));
	return write_fragment(c) && pc_write(j, pc_path(j, r->pc.name), &r->pc);
}

static bool publish_metadata(Compilation *c)
{
	return publish_file(c, metadata_file(c, c->rustc.targets.items[0])) && publish_pc(c);
}

/* Gives requested libraries a second name without the version. */
static bool publish_asked_for(Compilation *c)
{
	UnitJob *j = c->job;
	Rustc *r = &c->rustc;
	const Str place = job_get(j, "PLACE");
	for (size_t i = 0; place.len && i < r->targets.count; i++) {
		const Str target = r->targets.items[i];
		const ptrdiff_t dot = str_rfind(target, '.');
		const Str to = arena_printf(&j->arena, STR_FMT "/" STR_FMT "/lib" STR_FMT STR_FMT,
		                            STR_ARG(j->home), STR_ARG(place), STR_ARG(r->crate),
		                            STR_ARG(str_sub(target, (size_t)dot, target.len)));
		if (dot >= 0 && !object_link(j, rustc_place(r, target), to))
			return false;
	}
	return true;
}

static bool publish_files(Compilation *c)
{
	Rustc *r = &c->rustc;
	if (!r->is_shared && !write_fragment(c))
		return false;
	for (size_t i = 0; i < r->targets.count; i++)
		if (!publish_file(c, r->targets.items[i]))
			return false;
	if (!r->is_shared)
		return true;
	if (!publish_asked_for(c))
		return false;
	if (!c->repair && !c->metadata_ready &&
	    !(r->metadata_only ? publish_metadata(c) : publish_pc(c)))
		return false;
	return tree_publish(r);
}

/* Removes old files, because rustc must not write into a file that has other hard links. */
static void remove_old(Compilation *c)
{
	UnitJob *j = c->job;
	Rustc *r = &c->rustc;
	for (size_t i = 0; i < r->targets.count; i++) {
		object_remove(j, rustc_output(r, r->targets.items[i]));
		if (r->metadata_only)
			object_remove(j, rustc_output(r, metadata_file(c, r->targets.items[i])));
	}
}

/* --- messages --------------------------------------------------------------------------------- */

static void metadata_came(Compilation *c)
{
	if (c->repair || !c->rustc.metadata_only || !c->rustc.is_shared || !c->background.may)
		return;
	c->metadata_ready = publish_metadata(c);
}

static void take_message_line(Compilation *c, Str line)
{
	Arena *a = &c->job->arena;
	const Message m = message_parse(line, a);
	if (m.kind == MESSAGE_METADATA)
		metadata_came(c);
	if (m.kind != MESSAGE_TEXT && m.kind != MESSAGE_SHOWN)
		return;
	c->errors += m.is_error;
	c->warnings += m.is_warning;
	scoped_screen text = { 0 };
	if (m.kind == MESSAGE_TEXT)
		screen_printf(&text, STR_FMT "\n", STR_ARG(m.rendered));
	else if (c->job->colour)
		screen_add_coloured(&text, m.rendered);
	else
		message_add_plain(&text, m.rendered);
	if (sandbox_is_wanted(c->job))
		buf_printf(&c->told, STR_FMT "\n", STR_ARG(m.rendered));
	show_text(c, &text);
}

static void take_text(Compilation *c, Str text)
{
	Str line;
	while (str_cut(text, '\n', &line, &text)) {
		buf_add(&c->line, line);
		take_message_line(c, buf_str(&c->line));
		buf_clear(&c->line);
	}
	buf_add(&c->line, line);
}

/* Reads rustc's messages until it closes the pipe. */
static void follow_output(Compilation *c)
{
	char bytes[16384];
	Background *b = &c->background;
	for (;;) {
		const bool waiting = c->metadata_ready && b->may && !b->detached;
		struct pollfd fds[] = {
			{ .fd = c->process.err, .events = POLLIN },
			{ .fd = waiting       ? b->server.read_fd
			        : b->detached ? b->fifo
			                      : -1,
			  .events = POLLIN },
		};
		poll_wait(fds, 2, -1);
		if (fds[1].revents && b->detached)
			background_return_token(b);
		else if (fds[1].revents && waiting)
			background_detach(b);
		if (!fds[0].revents)
			continue;
		const ssize_t n = read(c->process.err, bytes, sizeof bytes);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		take_text(c, (Str){ bytes, (size_t)n });
	}
	if (c->line.len)
		take_message_line(c, buf_str(&c->line));
	close(c->process.err);
}

static Str count_text(UnitJob *j, const char *before, unsigned n, const char *what,
                      const char *after)
{
	if (!n)
		return STR("");
	return arena_printf(&j->arena, "%s%u %s%s%s", before, n, what, n == 1 ? "" : "s", after);
}

static void report_failure(Compilation *c, int status)
{
	UnitJob *j = c->job;
	scoped_screen text = { 0 };
	job_add_label(j, LABEL_ERROR, &text);
	screen_printf(&text, ": could not compile " STR_FMT STR_FMT STR_FMT "\n",
	              STR_ARG(unit_description(c)),
	              STR_ARG(count_text(j, " due to ", c->errors, "previous error", "")),
	              STR_ARG(count_text(j, "; ", c->warnings, "warning", " emitted")));
	if (!c->errors)
		screen_printf(&text,
		              "\nCaused by:\n  process didn't exit successfully: `" STR_FMT
		              "` (" STR_FMT ")\n",
		              STR_ARG(str_trim(process_text(j, &c->rustc.command))),
		              STR_ARG(process_status_text(j, status)));
	sandbox_explain(j, buf_str(&c->told), "the compiler, for", &text);
	show_text(c, &text);
}

static void report_success(Compilation *c)
{
	UnitJob *j = c->job;
	scoped_screen text = { 0 };
	if (c->warnings) {
		job_add_label(j, LABEL_WARNING, &text);
		screen_printf(&text, ": " STR_FMT STR_FMT "\n", STR_ARG(unit_description(c)),
		              STR_ARG(count_text(j, " generated ", c->warnings, "warning", "")));
	}
	if (!job_is(j, "QUIET"))
		screen_printf(&text, "  [" STR_FMT "] ==> " STR_FMT " built\n", STR_ARG(j->unit),
		              STR_ARG(c->rustc.targets.items[0]));
	show_text(c, &text);
}

/* --- the compilation -------------------------------------------------------------------------- */

static bool run_rustc(Compilation *c)
{
	UnitJob *j = c->job;
	Rustc *r = &c->rustc;
	CommandLine command = r->command;
	if (!rustc_box(r, &command))
		return false;
	job_say_begun(j, "... Compiling ", r->targets.items[0]);
	if (j->verbose)
		job_print_text(j, process_text(j, &command));
	remove_old(c);
	if (!process_start(j, &command, CAPTURE_ERR, &c->process))
		return false;
	follow_output(c);
	const int status = process_wait(&c->process);
	const bool good = status == 0;
	if (!good)
		report_failure(c, status);
	if (!good || !publish_files(c))
		return false;
	report_success(c);
	return true;
}

static int in_child_or_here(Compilation *c)
{
	const int status = run_rustc(c) ? 0 : 1;
	background_leave(&c->background, status, screen_str(&c->log));
	buf_free(&c->line);
	screen_free(&c->log);
	buf_free(&c->told);
	return status;
}

/* The caller has filled in `c` and locked the unit. */
static int compile_locked(Compilation *c)
{
	UnitJob *j = c->job;
	int status = 1;
	const bool useful = c->rustc.metadata_only && c->rustc.is_shared;
	background_forget(j);
	if (rustc_prepare(&c->rustc) &&
	    background_enter(&c->background, j, useful && !c->repair, &status))
		status = in_child_or_here(c);
	if (status && !c->background.child)
		background_stop_all(j);
	return status;
}

int compile_unit(UnitJob *j)
{
	bool done = false;
	Compilation c = { .job = j };
	if (!rustc_describe(&c.rustc, j))
		return 1;
	const Str result = c.rustc.is_shared ? pc_path(j, job_get(j, "PC"))
	                                     : rustc_place(&c.rustc, c.rustc.targets.items[0]);
	scoped_fd lock = job_lock(j, result, &done);
	if (lock < 0)
		return 1;
	return done ? 0 : compile_locked(&c);
}

/* Returns whether `a` exists and is not older than `b`. */
static bool is_current(Str a, Str b)
{
	struct stat sa, sb;
	if (stat(a.ptr, &sa) < 0 || stat(b.ptr, &sb) < 0)
		return false;
	return sa.st_mtim.tv_sec > sb.st_mtim.tv_sec ||
	       (sa.st_mtim.tv_sec == sb.st_mtim.tv_sec && sa.st_mtim.tv_nsec >= sb.st_mtim.tv_nsec);
}

/* Returns the file that represents the whole library: its rlib, if it has one. */
static Str final_file(Rustc *r)
{
	for (size_t i = 0; i < r->targets.count; i++)
		if (str_ends_with(r->targets.items[i], STR(".rlib")))
			return rustc_place(r, r->targets.items[i]);
	return rustc_place(r, r->targets.items[0]);
}

int finish_unit(UnitJob *j)
{
	bool done = false;
	int status = 0;
	Str log = STR("");
	Compilation c = { .job = j, .repair = true };
	if (!rustc_describe(&c.rustc, j))
		return 1;
	background_wake(j);
	scoped_fd lock = job_lock(j, STR(""), &done);
	if (lock < 0)
		return 1;
	if (background_result(j, &status, &log)) {
		scoped_screen text = { 0 };
		screen_add_coloured(&text, log); /* others may have written the file */
		job_print(j, &text);
		if (status)
			background_stop_all(j);
		return status;
	}
	if (is_current(final_file(&c.rustc), pc_path(j, job_get(j, "PC"))))
		return tree_repair(&c.rustc) ? 0 : 1;
	return compile_locked(&c);
}
