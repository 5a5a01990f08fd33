// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * measure FILE COMMAND [ARG...]: runs it, and all that it leaves behind, and writes into FILE: exit
 * status, seconds of wall and CPU time, kilobytes at the peak of the largest process.
 *
 * A process begins with the peak of the one that started it, so what starts it here must be small.
 * A compilation that make does not wait for is nobody's child: it becomes ours, and is counted.
 */
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What a shell would say of it. */
static int status_of(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int run(char **command, double *wall)
{
	int status, ignored;
	pid_t pid;
	const double begun = now();
	const int failed = posix_spawnp(&pid, command[0], NULL, NULL, command, environ);
	if (failed) {
		fprintf(stderr, "cannot run %s: %s\n", command[0], strerror(failed));
		return 127;
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 127;
	*wall = now() - begun;
	while (wait(&ignored) > 0 || errno == EINTR)
		;
	return status_of(status);
}

int main(int argc, char **argv)
{
	double wall = 0;
	struct rusage used;
	if (argc < 3)
		return 2;
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	const int status = run(argv + 2, &wall);
	getrusage(RUSAGE_CHILDREN, &used);
	FILE *out = fopen(argv[1], "w");
	if (!out)
		return 2;
	fprintf(out, "%d %.6f %.6f %ld\n", status, wall,
	        seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss);
	return fclose(out) == 0 ? 0 : 2;
}
