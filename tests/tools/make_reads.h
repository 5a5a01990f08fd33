/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * make_reads.h - what the real make makes of a makefile: the environment that it gives to a recipe.
 *
 * Make runs in a folder that is empty before. Whatever a makefile should not
 * have run is seen there.
 */
#ifndef L4CARGO_TESTS_TOOLS_MAKE_READS_H
#define L4CARGO_TESTS_TOOLS_MAKE_READS_H

#include "base/text/maketext.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What rust.mk says first; then a goal whose recipe shows all that is exported. */
#define MAKE_READS_HEAD \
	"RS_HASH := \\#\nRS_EMPTY :=\ndefine RS_NL\n\n\nendef\n.SUFFIXES:\n" \
	"l4goal:\n\t@env -0\n"

/* Says why it cannot be known what make reads: of the system, a finding is it not. */
static inline bool make_reads_failed(const char *what)
{
	fprintf(stderr, "make_reads: %s: %s\n", what, strerror(errno));
	return false;
}

/* The makefile as make's standard input; -1: there is none. */
static inline int make_reads_input(Str makefile)
{
	char in[] = "/tmp/make_reads.XXXXXX";
	const int file = mkstemp(in);
	if (file < 0)
		return -1;
	unlink(in);
	ssize_t n = 0;
	for (Str rest = makefile; rest.len && n >= 0; rest = str_sub(rest, (size_t)n, rest.len))
		n = write(file, rest.ptr, rest.len);
	if (n >= 0 && lseek(file, 0, SEEK_SET) == 0)
		return file;
	close(file);
	return -1;
}

/* In the child: there is no way back. */
static inline void make_reads_become(const char *folder, int in, int out, char *variable)
{
	char *const env[] = { (char[]){ "PATH=/usr/bin:/bin" }, (char[]){ "LC_ALL=C.UTF-8" },
		              variable, NULL };
	char *const argv[] = { (char[]){ "make" }, (char[]){ "-srRf" }, (char[]){ "-" },
		               (char[]){ "l4goal" }, NULL };
	dup2(in, 0);
	dup2(out, 1);
	if (!getenv("MAKE_READS_SHOW"))
		dup2(out, 2);
	if (chdir(folder) == 0)
		execvpe("make", argv, env);
	_exit(127);
}

/* A fuzzer's alarm interrupts whoever waits; it is not the end of make. */
static inline bool make_reads_end(pid_t child, Str read)
{
	int status;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return make_reads_failed("cannot wait for make");
	if (status == 0)
		return true;
	fprintf(stderr, "make_reads: make ended with %s %d; it said:\n" STR_FMT "\n",
	        WIFSIGNALED(status) ? "signal" : "status",
	        WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), STR_ARG(read));
	return false;
}

/* False: make has failed, and standard error says how. `variable` is one of its environment, or
 * NULL; `folder` where it runs. */
static inline bool make_reads_run(const char *folder, Str makefile, char *variable, Buf *out)
{
	int ends[2];
	const int file = make_reads_input(makefile);
	if (file < 0)
		return make_reads_failed("cannot write the makefile");
	if (pipe(ends) < 0) {
		close(file);
		return make_reads_failed("cannot make a pipe");
	}
	const pid_t child = vfork(); /* a fuzz target is large, and a copy of it takes its time */
	if (child == 0)
		make_reads_become(folder, file, ends[1], variable);
	close(file);
	close(ends[1]);
	char bytes[16384];
	ssize_t n;
	while (child > 0 &&
	       ((n = read(ends[0], bytes, sizeof bytes)) > 0 || (n < 0 && errno == EINTR)))
		buf_add(out, (Str){ bytes, n > 0 ? (size_t)n : 0 });
	close(ends[0]);
	return child < 0 ? make_reads_failed("cannot start make")
	                 : make_reads_end(child, buf_str(out));
}

/* The value of an exported variable in what was read; empty: it is not there. */
static inline Str make_reads_get(Str read, const char *name)
{
	const size_t len = strlen(name);
	Str item;
	while (str_next(&read, '\0', &item))
		if (item.len > len && memcmp(item.ptr, name, len) == 0 && item.ptr[len] == '=')
			return str_sub(item, len + 1, item.len);
	return STR("");
}

#endif
