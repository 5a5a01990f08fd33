// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/output_stream.h"

#include "base/core/fatal.h"
#include "base/core/output.h"

#include <stdint.h>
#include <unistd.h>

/* The write function of the stream; its cookie is the descriptor itself. */
static ssize_t write_stream(void *fd, const char *bytes, size_t len)
{
	return output_write((int)(intptr_t)fd, (Str){ bytes, len }) ? (ssize_t)len : 0;
}

FILE *output_stream(int fd)
{
	FILE *out = fopencookie((void *)(intptr_t)fd, "w",
	                        (cookie_io_functions_t){ .write = write_stream });
	if (!out)
		fatal_memory();
	if (isatty(fd))
		setvbuf(out, NULL, _IOLBF, BUFSIZ);
	return out;
}
