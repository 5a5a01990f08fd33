// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/process.h"

#include "base/core/buf.h"
#include "base/text/path.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct ProcessPipe {
	int read, write; /* -1: closed */
} ProcessPipe;

typedef struct Child {
	pid_t pid; /* 0: not running */
	int in;    /* its standard input; -1: none */
	ProcessPipe out, err;
} Child;

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int wait_for(pid_t pid)
{
	int status = 0;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return status;
}

/* Cleans up after an error; preserves errno. */
static void drop_child(Child *c)
{
	const int why = errno;
	close_end(&c->in);
	close_end(&c->out.read);
	close_end(&c->out.write);
	close_end(&c->err.read);
	close_end(&c->err.write);
	if (c->pid) {
		kill(c->pid, SIGKILL);
		wait_for(c->pid);
	}
	errno = why;
}

static bool open_pipe(ProcessPipe *p)
{
	int fds[2];
	if (pipe2(fds, O_CLOEXEC) < 0)
		return false;
	*p = (ProcessPipe){ fds[0], fds[1] };
	return true;
}

/* A file is used for the input: a pipe could be full before the child reads. */
static bool open_input(int *fd, Str text)
{
	if (text.len == 0)
		return true;
	*fd = memfd_create("input", MFD_CLOEXEC);
	while (*fd >= 0 && text.len) {
		const ssize_t n = write(*fd, text.ptr, text.len);
		if (n < 0)
			return false;
		text = str_sub(text, (size_t)n, text.len);
	}
	return *fd >= 0 && lseek(*fd, 0, SEEK_SET) == 0;
}

static int add_input(posix_spawn_file_actions_t *actions, const Child *c)
{
	if (c->in >= 0)
		return posix_spawn_file_actions_adddup2(actions, c->in, STDIN_FILENO);
	return posix_spawn_file_actions_addopen(actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
}

static int add_actions(posix_spawn_file_actions_t *actions, const Child *c, const char *cwd)
{
	int why = add_input(actions, c);
	if (!why)
		why = posix_spawn_file_actions_adddup2(actions, c->out.write, STDOUT_FILENO);
	if (!why && c->err.write >= 0)
		why = posix_spawn_file_actions_adddup2(actions, c->err.write, STDERR_FILENO);
	if (!why && cwd)
		why = posix_spawn_file_actions_addchdir_np(actions, cwd);
	return why;
}

/* Resets signals that we block or ignore ourselves, so that the child starts with the defaults. */
static int add_signals(posix_spawnattr_t *attr)
{
	sigset_t none, all;
	sigemptyset(&none);
	sigemptyset(&all);
	sigaddset(&all, SIGPIPE);
	sigaddset(&all, SIGINT);
	sigaddset(&all, SIGTERM);
	int why = posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	if (!why)
		why = posix_spawnattr_setsigmask(attr, &none);
	return why ? why : posix_spawnattr_setsigdefault(attr, &all);
}

static bool start_child(const ProcessRequest *want, Child *c)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	if (!open_input(&c->in, want->input) || !open_pipe(&c->out) ||
	    (!want->share_err && !open_pipe(&c->err)))
		return false;
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attr);
	int why = add_actions(&actions, c, want->cwd);
	if (!why)
		why = add_signals(&attr);
	pid_t pid = 0;
	char *const *argv = (char *const *)(uintptr_t)want->argv; /* the prototype lacks a const */
	if (!why)
		why = posix_spawn(&pid, want->argv[0], &actions, &attr, argv, want->env);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	close_end(&c->out.write);
	close_end(&c->err.write);
	if (!why)
		c->pid = pid;
	errno = why;
	return !why;
}

/* Reads the available output. Closes *fd at the end of the stream. */
static bool take_output(int *fd, Buf *to, size_t max)
{
	enum { PIECE = 16 * 1024 };
	const ssize_t n = read(*fd, buf_reserve(to, PIECE), PIECE);
	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	if (n == 0)
		close_end(fd);
	to->len += (size_t)n;
	errno = EFBIG;
	return to->len <= max;
}

static bool listen_to(Child *c, Buf *out, Buf *err, size_t max)
{
	while (c->out.read >= 0 || c->err.read >= 0) {
		struct pollfd fds[] = { { .fd = c->out.read, .events = POLLIN },
			                { .fd = c->err.read, .events = POLLIN } };
		if (poll(fds, COUNT_OF(fds), -1) < 0) {
			if (errno == EINTR)
				continue;
			return false;
		}
		if (fds[0].revents && !take_output(&c->out.read, out, max))
			return false;
		if (fds[1].revents && !take_output(&c->err.read, err, max))
			return false;
	}
	return true;
}

bool process_run(const ProcessRequest *want, Arena *a, ProcessResult *out)
{
	with_cleanup(drop_child) Child c = { .in = -1, .out = { -1, -1 }, .err = { -1, -1 } };
	scoped_buf said = { 0 }, complained = { 0 };
	const size_t max = want->output_max ? want->output_max : (size_t)PROCESS_OUTPUT_MAX;
	if (!start_child(want, &c) || !listen_to(&c, &said, &complained, max))
		return false;
	const int status = wait_for(c.pid);
	c.pid = 0;
	close_end(&c.in);
	const bool ended = WIFSIGNALED(status);
	*out = (ProcessResult){
		.status = ended ? -1 : WEXITSTATUS(status),
		.signal = ended ? WTERMSIG(status) : 0,
		.out = arena_str(a, buf_str(&said)),
		.err = arena_str(a, buf_str(&complained)),
	};
	if (want->secret && said.ptr)
		explicit_bzero(said.ptr, said.room);
	return true;
}

/* Keeps descriptors 0 to 2 occupied, so that no file that is opened later receives our output. A
 * missing standard output is replaced by a descriptor that cannot be written, so that writing fails
 * instead of being lost. */
static void reserve_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_RDWR) < 0)
			return;
}

void process_begin(void)
{
	reserve_streams();
	signal(SIGCHLD, SIG_DFL);
}

static bool is_executable(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

Str process_find(Arena *a, Str program, Str path, Str cwd)
{
	if (str_find(program, '/') >= 0) {
		const Str p = path_join(a, cwd, program);
		return is_executable(arena_cstr(a, p)) ? p : STR("");
	}
	for (Str folder; program.len && str_next(&path, ':', &folder);) {
		const Str p = path_join(a, path_join(a, cwd, folder), program);
		if (is_executable(arena_cstr(a, p)))
			return p;
	}
	return STR("");
}
