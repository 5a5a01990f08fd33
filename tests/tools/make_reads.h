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
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What rust.mk says first; then a goal whose recipe shows all that is exported. */
#define MAKE_READS_HEAD \
	"RS_HASH := \\#\nRS_NIL :=\ndefine RS_NL\n\n\nendef\n.SUFFIXES:\n" \
	"l4goal:\n\t@env -0\n"

/* False: make has failed. `variable` is one of its environment, or NULL; `folder` where it runs. */
static inline bool make_reads_run(const char *folder, Str makefile, char *variable, Buf *out)
{
	char in[] = "/tmp/make_reads.XXXXXX";
	const int file = mkstemp(in);
	int ends[2];
	if (file < 0 || unlink(in) < 0 || pipe(ends) < 0)
		return false;
	for (Str rest = makefile; rest.len;) {
		const ssize_t n = write(file, rest.ptr, rest.len);
		if (n <= 0)
			return false;
		rest = str_sub(rest, (size_t)n, rest.len);
	}
	lseek(file, 0, SEEK_SET);
	char *const env[] = { (char[]){ "PATH=/usr/bin:/bin" }, (char[]){ "LC_ALL=C.UTF-8" },
		              variable, NULL };
	char *const argv[] = { (char[]){ "make" },
		               (char[]){ "-s" },
		               (char[]){ "-rR" },
		               (char[]){ "-f" },
		               (char[]){ "-" },
		               (char[]){ "l4goal" },
		               NULL };
	const bool shown = getenv("MAKE_READS_SHOW") != NULL;
	const pid_t child = vfork(); /* a fuzz target is large, and a copy of it takes its time */
	if (child == 0) {
		dup2(file, 0);
		dup2(ends[1], 1);
		if (!shown)
			dup2(ends[1], 2);
		if (chdir(folder) == 0)
			execvpe("make", argv, env);
		_exit(127);
	}
	close(file);
	close(ends[1]);
	char bytes[16384];
	ssize_t n;
	while ((n = read(ends[0], bytes, sizeof bytes)) > 0 || (n < 0 && errno == EINTR))
		buf_add(out, (Str){ bytes, n > 0 ? (size_t)n : 0 });
	close(ends[0]);
	int status = -1;
	waitpid(child, &status, 0);
	return status == 0;
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
