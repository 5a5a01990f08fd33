// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/job.h"

#include "base/core/env.h"
#include "base/files/fs.h"
#include "base/messages/term.h"
#include "base/text/path.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

Str job_get(const UnitJob *j, const char *name)
{
	char key[64];
	const int len = snprintf(key, sizeof key, "RS_%s", name);
	const Str value = env_value(j->env, (Str){ key, (size_t)len });
	return value.ptr ? value : STR("");
}

bool job_is(const UnitJob *j, const char *name)
{
	return str_eq(job_get(j, name), STR("y"));
}

bool job_is_for_l4re(const UnitJob *j)
{
	return j->in_tree && str_contains(path_name(job_get(j, "TRIPLE")), STR("-l4re-"));
}

bool job_target_is_file(const UnitJob *j)
{
	return str_ends_with(job_get(j, "TRIPLE"), STR(".json"));
}

Str job_absolute(UnitJob *j, Str path)
{
	return path_normalise(&j->arena, path_join(&j->arena, j->cwd, path));
}

Str job_path(UnitJob *j, const char *name)
{
	const Str path = job_get(j, name);
	return path.len ? job_absolute(j, path) : path;
}

Str job_file(UnitJob *j, Str folder, Str name)
{
	return arena_printf(&j->arena, STR_FMT "/" STR_FMT, STR_ARG(folder), STR_ARG(name));
}

void job_close_place(const BelowPlace *p)
{
	fs_close(&p->top);
}

BelowPlace job_place(UnitJob *j, Str path)
{
	const Str known[] = { j->build, j->root, path_parent(path) };
	BelowPlace out = { .top = -1 };
	for (size_t i = 0; i < COUNT_OF(known) && !out.path.checked.len; i++)
		if (below_path_from(&j->arena, known[i], path, &out.path))
			out.top = open(arena_cstr(&j->arena, known[i]),
			               O_PATH | O_DIRECTORY | O_CLOEXEC);
	return out;
}

int job_open_parent(UnitJob *j, Str path, const char **name)
{
	scoped_place at = job_place(j, path);
	return at.top < 0 ? -1 : below_open_parent(at.top, at.path, name);
}

bool job_make_folders(UnitJob *j, Str path)
{
	scoped_place at = job_place(j, path);
	return (at.top >= 0 && below_make_folders(at.top, at.path)) ||
	       diag_errno(&j->diag, "cannot make folder `%s`", path.ptr);
}

static bool wants_colour(const UnitJob *j)
{
	const Str choice = job_get(j, "COLOR"), cargo = env_get(j->env, "CARGO_TERM_COLOR");
	const Str said = choice.len ? choice : cargo;
	if (str_eq(said, STR("always")) || str_eq(said, STR("never")))
		return said.ptr[0] == 'a';
	/* make sets it if its stderr is a terminal; with -O, ours is not one */
	const bool collected = env_get(j->env, "MAKE_TERMERR").len > 0;
	return term_colour(collected ? COLOUR_ALWAYS : COLOUR_AUTO, stderr, j->env);
}

/* Returns the folder of the platform: `build` for the host, or else a folder below it that has the
 * name of the triple or the stem of the specification file. */
static Str platform_folder(UnitJob *j)
{
	const Str triple = job_get(j, "TRIPLE");
	if (!triple.len)
		return j->build;
	return job_file(j, j->build,
	                str_ends_with(triple, STR(".json")) ? path_stem(path_name(triple))
	                                                    : triple);
}

bool job_open(UnitJob *j, Str unit, char *const *env)
{
	*j = (UnitJob){ .env = env, .unit = unit, .make = getppid() };
	j->diag.out = stderr;
	j->colour = wants_colour(j);
	j->diag.colour = j->colour;
	j->verbose = job_get(j, "VERBOSE").len > 0;
	j->cwd = path_cwd(&j->arena);
	if (!j->cwd.len)
		return diag_errno(&j->diag, "cannot find the working folder");
	j->build = job_path(j, "BUILD");
	j->source = job_path(j, "SRCDIR");
	if (!j->build.len) {
		diag_error(&j->diag, NO_SPAN,
		           "l4cargo-unit is started by generated makefiles; RS_BUILD is not set");
		return diag_help(&j->diag, "run `make` in the folder of the import");
	}
	j->root = job_path(j, "ROOT");
	j->in_tree = j->root.len > 0;
	if (!j->in_tree)
		j->root = j->build;
	j->home = platform_folder(j);
	j->folder = unit.len ? job_file(j, j->build, unit) : j->build;
	/* make chooses the place of the tree; l4cargo owns what is in it */
	return fs_make_folders(j->build.ptr, &j->diag) &&
	       (!unit.len || job_make_folders(j, j->folder));
}

void job_close(UnitJob *j)
{
	arena_free(&j->arena);
}

/* Locks the output: the holder prints a text in one piece, even if a pipe does not take it at once.
 * Returns -1 if there is no lock; lines may then be mixed. */
static int lock_output(UnitJob *j)
{
	const Str lock = job_file(j, j->build, STR(".output"));
	scoped_place at = job_place(j, lock);
	const int fd = at.top < 0 ? -1 : below_open(at.top, at.path, O_RDWR | O_CREAT, 0666);
	if (fd >= 0)
		while (flock(fd, LOCK_EX) < 0 && errno == EINTR)
			;
	return fd;
}

void job_print(UnitJob *j, const ScreenText *text)
{
	scoped_fd fd = lock_output(j);
	screen_write(STDERR_FILENO, text);
}

/* The content of the lock's file. In containers, different makes may have the same process id, but
 * they start at different times. */
typedef struct Begun {
	int32_t make;
	uint32_t units;
	uint64_t since;
} Begun;

/* Returns the time when the process started, in ticks since boot: field 22 of its stat (proc(5)).
 * Field 2 is a name in brackets that may contain any character. */
static uint64_t process_start_ticks(int pid)
{
	enum { FIELDS_AFTER_NAME = 20 };
	scoped_arena scratch = { 0 };
	uint64_t ticks = 0;
	Str rest = STR(""), field = STR("");
	fs_read_quietly(arena_printf(&scratch, "/proc/%d/stat", pid).ptr, &scratch, &rest);
	rest = str_sub(rest, (size_t)(str_rfind(rest, ')') + 1), rest.len);
	for (int i = 0; i < FIELDS_AFTER_NAME; i++)
		str_next_word(&rest, &field);
	return str_to_u64(field, &ticks) ? ticks : 0;
}

/* Counts a unit of this make and returns the new number, or 0 if the number cannot be stored. */
static uint32_t count_unit(const UnitJob *j, int fd)
{
	Begun b = { 0 };
	if (fd < 0 || pread(fd, &b, sizeof b, 0) < 0)
		return 0;
	const uint64_t since = process_start_ticks(j->make);
	if (b.make != j->make || b.since != since)
		b = (Begun){ .make = j->make, .since = since };
	b.units++;
	return pwrite(fd, &b, sizeof b, 0) == sizeof b ? b.units : 0;
}

void job_say_begun(UnitJob *j, const char *before, Str object)
{
	uint64_t total = 0;
	scoped_screen text = { 0 };
	if (job_is(j, "QUIET"))
		return;
	screen_printf(&text, "  [" STR_FMT "] %s" STR_FMT, STR_ARG(j->unit), before,
	              STR_ARG(object));
	scoped_fd fd = lock_output(j);
	if (!j->in_tree && str_to_u64(job_get(j, "TOTAL"), &total) && total) {
		const uint64_t number = count_unit(j, fd); /* exceeds total if sources change */
		if (number)
			screen_printf(&text, " [%" PRIu64 "/%" PRIu64 "]", number,
			              number > total ? number : total);
	}
	screen_char(&text, '\n');
	screen_write(STDERR_FILENO, &text);
}

void job_print_text(UnitJob *j, Str text)
{
	scoped_screen shown = { 0 };
	screen_add(&shown, text);
	job_print(j, &shown);
}

void job_say(UnitJob *j, const char *before, Str object, const char *after)
{
	if (job_is(j, "QUIET"))
		return;
	job_print_text(j, arena_printf(&j->arena, "  [" STR_FMT "] %s" STR_FMT "%s\n",
	                               STR_ARG(j->unit), before, STR_ARG(object), after));
}

void job_add_label(const UnitJob *j, Label which, ScreenText *to)
{
	const bool error = which == LABEL_ERROR;
	if (j->colour)
		screen_style(to, error ? "\033[1m\033[91m" : "\033[1m\033[33m");
	screen_add(to, error ? STR("error") : STR("warning"));
	if (j->colour)
		screen_style(to, "\033[0m");
}

static void tell_waiting(void *ctx)
{
	UnitJob *j = ctx;
	job_say(j, "... Waiting for another make that builds it", STR(""), "");
}

/* Returns the modification time of `path`; all zero if it does not exist. */
static struct timespec time_made(Str path)
{
	struct stat st;
	return path.len && stat(path.ptr, &st) == 0 ? st.st_mtim : (struct timespec){ 0 };
}

/* Returns the present time by the clock of the file system, which may differ from the system's. */
static struct timespec file_system_time(int fd)
{
	struct stat st = { 0 };
	if (futimens(fd, NULL) < 0 || fstat(fd, &st) < 0)
		clock_gettime(CLOCK_REALTIME_COARSE, &st.st_mtim);
	return st.st_mtim;
}

int job_lock(UnitJob *j, Str result, bool *done)
{
	const Str path = job_file(j, j->folder, STR(".lock"));
	const struct timespec before = time_made(result);
	const char *name;
	scoped_fd in = job_open_parent(j, path, &name);
	const int fd = in < 0 ? -1 : fs_lock_at(in, name, result.len ? tell_waiting : NULL, j);
	if (fd < 0) {
		diag_errno(&j->diag, "cannot lock `%s`", path.ptr);
		return -1;
	}
	j->start = file_system_time(fd);
	const struct timespec after = time_made(result);
	*done = after.tv_sec && (after.tv_sec != before.tv_sec || after.tv_nsec != before.tv_nsec);
	return fd;
}
