// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/process.h"

#include "base/core/env.h"
#include "base/core/linux.h"
#include "base/core/vec.h"
#include "base/files/fs.h"
#include "base/system/poll.h"
#include "base/text/words.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

void args_add(UnitJob *j, ArgList *args, Str arg)
{
	*vec_push(&j->arena, args, char *) = arena_cstr(&j->arena, arg);
	*vec_push(&j->arena, args, char *) = NULL; /* ends the list, and is not counted */
	args->count--;
}

void args_add2(UnitJob *j, ArgList *args, const char *option, Str value)
{
	args_add(j, args, str_from(option));
	args_add(j, args, value);
}

typedef struct OutputPipe {
	int read_end, write_end;
} OutputPipe;

static bool pipe_open(UnitJob *j, OutputPipe *p)
{
	int ends[2] = { -1, -1 };
	if (pipe2(ends, O_CLOEXEC) < 0)
		return diag_errno(&j->diag, "cannot make a pipe");
	*p = (OutputPipe){ ends[0], ends[1] };
	return true;
}

static void pipe_close(const OutputPipe *p)
{
	fs_close(&p->read_end);
	fs_close(&p->write_end);
}

/* The process that started make may have files and sockets open. No sandbox must inherit them. */
static void close_on_exec(unsigned first, unsigned last)
{
	if (first > last || syscall(SYS_close_range, first, last, CLOSE_RANGE_CLOEXEC) == 0)
		return;
	const long end = sysconf(_SC_OPEN_MAX); /* an old kernel has no close_range */
	for (unsigned fd = first; fd <= last && (long)fd < end; fd++)
		fcntl((int)fd, F_SETFD, FD_CLOEXEC);
}

static void close_others(const int kept[2])
{
	const unsigned low = (unsigned)(kept[0] < kept[1] ? kept[0] : kept[1]),
		       high = (unsigned)(kept[0] < kept[1] ? kept[1] : kept[0]);
	unsigned first = STDERR_FILENO + 1;
	const unsigned both[] = { low, high };
	for (size_t i = 0; i < COUNT_OF(both); i++)
		if ((int)both[i] >= (int)first) {
			close_on_exec(first, both[i] - 1);
			first = both[i] + 1;
		}
	close_on_exec(first, ~0U);
}

/* Runs in the child, which ends when its parent ends, even if the parent is killed. */
static void become_program(const CommandLine *c, const char *cwd, const OutputPipe *out,
                           const OutputPipe *err)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	signal(SIGPIPE, SIG_DFL);
	if (chdir(cwd) == 0) {
		const int nothing =
			err->write_end < 0 ? -1 : open("/dev/null", O_RDONLY | O_CLOEXEC);
		if (nothing >= 0)
			dup2(nothing, STDIN_FILENO);
		if (out->write_end >= 0)
			dup2(out->write_end, STDOUT_FILENO);
		if (err->write_end >= 0)
			dup2(err->write_end, STDERR_FILENO);
		if (c->is_boxed)
			close_others(c->kept);
		execvpe(c->args.items[0], c->args.items, c->env.items);
	}
	const int why = errno;
	scoped_screen text = { 0 };
	screen_printf(&text, "error: cannot run `%s` in `%s`: %s\n", c->args.items[0], cwd,
	              strerror(why));
	screen_write(err->write_end < 0 ? STDERR_FILENO : err->write_end, &text);
	_exit(127);
}

bool process_start(UnitJob *j, const CommandLine *c, Capture capture, Process *out)
{
	OutputPipe from_out = { -1, -1 }, from_err = { -1, -1 };
	const char *cwd = arena_cstr(&j->arena, c->cwd);
	if (capture != CAPTURE_NOTHING && !pipe_open(j, &from_err))
		return false;
	if (capture == CAPTURE_BOTH && !pipe_open(j, &from_out)) {
		pipe_close(&from_err);
		return false;
	}
	const int pid = fork();
	if (pid == 0)
		become_program(c, cwd, &from_out, &from_err);
	if (pid < 0) {
		if (capture == CAPTURE_BOTH)
			pipe_close(&from_out);
		if (capture != CAPTURE_NOTHING)
			pipe_close(&from_err);
		diag_error(&j->diag, NO_SPAN, "cannot start `%s`: %s", c->args.items[0],
		           strerror(errno));
		return diag_help(&j->diag, "check that it is installed and in PATH");
	}
	if (capture == CAPTURE_BOTH)
		fs_close(&from_out.write_end);
	if (capture != CAPTURE_NOTHING)
		fs_close(&from_err.write_end);
	*out = (Process){ pid, from_out.read_end, from_err.read_end };
	return true;
}

/* Reads them together because the process may fill either pipe first. */
void process_read(const Process *p, Buf *out, Buf *err)
{
	struct pollfd fds[] = { { .fd = p->out, .events = POLLIN },
		                { .fd = p->err, .events = POLLIN } };
	Buf *const to[] = { out, err };
	char bytes[16384];
	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		poll_wait(fds, 2, -1);
		for (size_t i = 0; i < 2; i++) {
			if (fds[i].fd < 0 || !fds[i].revents)
				continue;
			const ssize_t n = read(fds[i].fd, bytes, sizeof bytes);
			if (n > 0)
				buf_add(to[i], (Str){ bytes, (size_t)n });
			else if (n == 0 || errno != EINTR)
				fds[i].fd = -1;
		}
	}
	close(p->out);
	close(p->err);
}

int process_wait(const Process *p)
{
	int status = 0;
	while (waitpid(p->pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

/* Not every C library has the names of signals. */
#define NAME(signal) [SIG##signal] = #signal
static const char *const signal_names[NSIG] = {
	NAME(ABRT),  NAME(ALRM), NAME(BUS),    NAME(CHLD), NAME(CONT), NAME(FPE),  NAME(HUP),
	NAME(ILL),   NAME(INT),  NAME(IO),     NAME(KILL), NAME(PIPE), NAME(PROF), NAME(PWR),
	NAME(QUIT),  NAME(SEGV), NAME(STKFLT), NAME(STOP), NAME(SYS),  NAME(TERM), NAME(TRAP),
	NAME(TSTP),  NAME(TTIN), NAME(TTOU),   NAME(URG),  NAME(USR1), NAME(USR2), NAME(VTALRM),
	NAME(WINCH), NAME(XCPU), NAME(XFSZ),
};

Str process_status_text(UnitJob *j, int status)
{
	if (status != -1 && WIFEXITED(status))
		return arena_printf(&j->arena, "exit status: %d", WEXITSTATUS(status));
	if (status == -1 || !WIFSIGNALED(status))
		return STR("unknown status");
	const int number = WTERMSIG(status);
	const char *const name = number < NSIG ? signal_names[number] : NULL;
	return arena_printf(&j->arena, "signal: %d, SIG%s: %s%s", number, name ? name : "?",
	                    strsignal(number), WCOREDUMP(status) ? " (core dumped)" : "");
}

Str process_command(UnitJob *j, const CommandLine *c)
{
	scoped_buf text = { 0 };
	for (size_t i = 0; i < c->args.count; i++) {
		if (i)
			buf_char(&text, ' ');
		words_add(&text, str_from(c->args.items[i]));
	}
	return arena_str(&j->arena, buf_str(&text));
}

Str process_text(UnitJob *j, const CommandLine *c)
{
	scoped_buf text = { 0 };
	buf_add(&text, STR("cd "));
	words_add(&text, c->cwd);
	buf_add(&text, STR(" && "));
	for (size_t i = 0; i < c->env.count; i++) {
		Str name, value;
		const Str item = str_from(c->env.items[i]);
		const Str old = str_cut(item, '=', &name, &value) ? env_value(j->env, name) : item;
		if (str_eq(name, STR("CARGO_MAKEFLAGS")) || (old.ptr && str_eq(old, value)))
			continue;
		buf_add(&text, name);
		buf_char(&text, '=');
		words_add(&text, value);
		buf_char(&text, ' ');
	}
	buf_add(&text, process_command(j, c));
	buf_char(&text, '\n');
	return arena_str(&j->arena, buf_str(&text));
}
