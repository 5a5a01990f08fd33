// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/fatal.h"

#include "base/core/output.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_OURS = 70, LONGEST = 1024 };

/* Uses neither malloc nor stdio: memory may be exhausted, and another thread may hold stdio's
 * lock. */
__attribute__((format(printf, 1, 0))) _Noreturn static void tell_and_exit(const char *fmt,
                                                                          va_list args)
{
	char text[LONGEST] = "error: ";
	size_t len = strlen(text);
	const int n = vsnprintf(text + len, sizeof text - len - 1, fmt, args);
	len += n < 0 ? 0 : strlen(text + len);
	text[len++] = '\n';
	output_write(STDERR_FILENO, (Str){ text, len });
	exit(STATUS_OURS);
}

void fatal(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	tell_and_exit(fmt, args);
}

void fatal_errno(const char *what)
{
	const int why = errno;
	fatal("%s: %s\nhelp: raise the limits of processes and open files (`ulimit -a`), or run "
	      "fewer commands at once",
	      what, strerror(why));
}

void fatal_memory(void)
{
	fatal("out of memory\nhelp: free some, or raise the limit (`ulimit -v`)");
}
