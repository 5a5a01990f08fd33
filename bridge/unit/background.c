// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/background.h"

#include "base/core/env.h"
#include "base/text/path.h"
#include "bridge/unit/objects.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TOLD_METADATA = 'M', TOLD_STATUS = '0' };

static Str running_folder(UnitJob *j)
{
	return job_file(j, j->build, STR("running"));
}

/* Returns the path of a mark that a make with a failed build leaves, so that nothing starts in the
 * background. */
static Str failed_mark(UnitJob *j, int make)
{
	return arena_printf(&j->arena, STR_FMT "/failed-%d", STR_ARG(running_folder(j)), make);
}

/* Returns the path of the unit's fifo. A name has one component, so `:` replaces `/`. */
static Str fifo_path(UnitJob *j)
{
	char *name = arena_cstr(&j->arena, j->unit);
	for (char *p = name; (p = strchr(p, '/'));)
		*p = ':';
	return arena_printf(&j->arena, STR_FMT "/%s", STR_ARG(running_folder(j)), name);
}

/* Waits for the child's report, 'M' or a digit, and returns a status: 0 for 'M', the digit, or 1 if
 * the child ended without a report. */
static int wait_for_word(int from, int child)
{
	char word = 0;
	ssize_t n;
	while ((n = read(from, &word, 1)) < 0 && errno == EINTR)
		;
	if (n == 1 && word == TOLD_METADATA)
		return 0;
	int status = 0;
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return n == 1 ? word - TOLD_STATUS : 1;
}

static bool be_child(Background *b, int parent, int report)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
	b->report = report;
	b->child = true;
	return true;
}

bool background_enter(Background *b, UnitJob *j, bool useful, int *status)
{
	*b = (Background){ .job = j, .report = -1, .fifo = -1, .make = getppid() };
	b->server = jobserver_find(&j->arena, env_get(j->env, "MAKEFLAGS"));
	int ends[2];
	if (str_eq(job_get(j, "PIPELINE"), STR("n")))
		useful = false;
	if (!useful || !jobserver_open(&j->arena, &b->server) || pipe2(ends, O_CLOEXEC) < 0)
		return true;
	b->may = true;
	const int self = getpid(), child = fork();
	if (child == 0) {
		close(ends[0]);
		return be_child(b, self, ends[1]);
	}
	close(ends[1]);
	if (child < 0) { /* no child: do the work here */
		close(ends[0]);
		b->may = false;
		return true;
	}
	*status = wait_for_word(ends[0], child);
	close(ends[0]);
	return false;
}

/* Makes and opens the folder `running`, which contains `path`. Returns -1 if it fails. */
static int open_running(UnitJob *j, Str path, const char **name)
{
	scoped_place at = job_place(j, path);
	if (at.top < 0 || !below_make_parents(at.top, at.path))
		return -1;
	return below_open_parent(at.top, at.path, name);
}

static bool open_fifo(Background *b)
{
	UnitJob *j = b->job;
	b->fifo_path = fifo_path(j);
	const char *name;
	scoped_fd in = open_running(j, b->fifo_path, &name);
	if (in < 0)
		return false;
	unlinkat(in, name, 0);
	if (mkfifoat(in, name, 0666) < 0)
		return false;
	b->fifo = openat(in, name, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	return b->fifo >= 0;
}

static void close_fifo(Background *b)
{
	if (b->fifo < 0)
		return;
	object_remove(b->job, b->fifo_path);
	close(b->fifo);
	b->fifo = -1;
}

void background_return_token(Background *b)
{
	if (b->holding)
		jobserver_give(&b->server, b->token);
	b->holding = false;
	close_fifo(b);
}

static void tell_parent(Background *b, char word)
{
	if (b->report < 0)
		return;
	while (write(b->report, &word, 1) < 0 && errno == EINTR)
		;
	close(b->report);
	b->report = -1;
}

bool background_detach(Background *b)
{
	if (!b->may || !jobserver_try(&b->server, &b->token))
		return false;
	b->holding = true;
	const bool failed = access(failed_mark(b->job, b->make).ptr, F_OK) == 0;
	if (failed || !open_fifo(b)) {
		background_return_token(b);
		b->may = false;
		return false;
	}
	prctl(PR_SET_PDEATHSIG, 0);
	tell_parent(b, TOLD_METADATA);
	b->detached = true;
	return true;
}

static Str rest_path(UnitJob *j)
{
	return job_file(j, j->folder, STR(".rest"));
}

void background_leave(Background *b, int status, Str log)
{
	UnitJob *j = b->job;
	if (b->detached)
		object_write(j, rest_path(j),
		             arena_printf(&j->arena, "%d %d\n" STR_FMT, status, b->make,
		                          STR_ARG(log)));
	background_return_token(b);
	tell_parent(b, (char)(TOLD_STATUS + status));
}

void background_forget(UnitJob *j)
{
	object_remove(j, rest_path(j));
}

/* Ignores a failure that belongs to another make: that make ended before it could report it, and
 * the cause may be gone. */
bool background_result(UnitJob *j, int *status, Str *log)
{
	Str text, head, number, make;
	uint64_t pid = 0;
	if (!fs_read_quietly(rest_path(j).ptr, &j->arena, &text))
		return false;
	background_forget(j);
	str_cut(text, '\n', &head, log);
	str_cut(head, ' ', &number, &make);
	*status = str_eq(number, STR("0")) ? 0 : 1;
	return *status == 0 || (str_to_u64(make, &pid) && pid == (uint64_t)getppid());
}

/* Writes to the fifo `name` in the folder, and to nothing else that has this name. */
static void wake_reader(int folder, const char *name)
{
	struct stat st;
	scoped_fd fd = openat(folder, name, O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode) && write(fd, "x", 1) < 0)
		return; /* the reader has just exited */
}

void background_wake(UnitJob *j)
{
	const char *name;
	scoped_fd in = job_open_parent(j, fifo_path(j), &name);
	if (in >= 0)
		wake_reader(in, name);
}

void background_stop_all(UnitJob *j)
{
	FsEntry *entries = NULL;
	size_t count = 0;
	const char *name;
	const Str folder = running_folder(j), failed = failed_mark(j, getppid());
	scoped_fd in = open_running(j, failed, &name);
	const int how = O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC;
	scoped_fd mark = in < 0 ? -1 : openat(in, name, how, 0666);
	if (in < 0 || !fs_list_opened(in, &j->arena, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		const Str path = job_file(j, folder, entries[i].name);
		if (entries[i].type == DT_FIFO)
			wake_reader(in, path_name(path).ptr);
		else if (!str_eq(path, failed)) /* a mark of an earlier make */
			object_remove(j, path);
	}
}
