// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/copy.h"

#include <errno.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { PIECE = 128 * 1024 };

void copier_init(Copier *c, VendorTree *tree, Arena *a)
{
	*c = (Copier){ tree, digest_new(), arena_alloc(a, PIECE, 1) };
}

bool copier_write(int to, Str bytes)
{
	while (bytes.len) {
		const ssize_t n = write(to, bytes.ptr, bytes.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes = str_sub(bytes, (size_t)n, bytes.len);
	}
	return true;
}

/* Shares the blocks until one of both files is written to. */
static bool clone(const Copier *c, int from, int to)
{
	if (c->tree->no_clones)
		return false;
	if (ioctl(to, FICLONE, from) == 0)
		return true;
	c->tree->no_clones = true;
	return false;
}

bool copier_copy(Copier *c, int from, int to)
{
	const bool write_too = to >= 0 && !clone(c, from, to);
	digest_restart(c->digest);
	for (;;) {
		const ssize_t n = read(from, c->piece, PIECE);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		const Str bytes = { c->piece, (size_t)n };
		digest_add(c->digest, bytes);
		if (write_too && !copier_write(to, bytes))
			return false;
		if (n < PIECE) /* of a regular file: its end */
			return true;
	}
}
