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

/* Lets both files share their blocks until one of them is written. */
static bool clone_file(const Copier *c, int from, int to)
{
	if (c->tree->no_clones)
		return false;
	if (ioctl(to, FICLONE, from) == 0)
		return true;
	c->tree->no_clones = true;
	return false;
}

typedef struct Uses {
	int to;      /* -1: write nothing */
	bool digest; /* compute it */
} Uses;

static bool copy_pieces(Copier *c, int from, Uses uses)
{
	for (;;) {
		const ssize_t n = read(from, c->piece, PIECE);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		const Str bytes = { c->piece, (size_t)n };
		if (uses.digest)
			digest_add(c->digest, bytes);
		if (uses.to >= 0 && !copier_write(uses.to, bytes))
			return false;
		if (n < PIECE) /* a regular file ends there */
			return true;
	}
}

bool copier_copy(Copier *c, int from, int to)
{
	digest_restart(c->digest);
	return copy_pieces(c, from, (Uses){ to >= 0 && !clone_file(c, from, to) ? to : -1, true });
}

bool copier_copy_known(Copier *c, int from, int to)
{
	return clone_file(c, from, to) || copy_pieces(c, from, (Uses){ to, false });
}
