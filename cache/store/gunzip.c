// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/gunzip.h"

#include "base/core/arena.h"
#include "base/system/dynload.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

enum { PIECE = 64 * 1024, GZIP_ONLY = 16 + MAX_WBITS };

#define FUNCTIONS(X) \
	X(inflate) \
	X(inflateEnd) \
	X(inflateInit2_)

typedef struct Zlib {
#define X(name) __typeof__(name) *(name);
	FUNCTIONS(X)
#undef X
} Zlib;

static const DynloadFunction functions[] = {
#define X(name) { #name, offsetof(Zlib, name) },
	FUNCTIONS(X)
#undef X
};

LATE_NOTE(LATE_TEXT(SONAME_ZLIB, "archives", "unpacks crates", "required"));

struct Gunzip {
	Zlib lib;
	int fd;
	z_stream z;
	uint64_t limit, made;
	Str ready; /* a part of `out` */
	bool ended;
	const char *broken; /* the reason, or NULL */
	Buf *why;
	unsigned char in[PIECE];
	char out[PIECE];
};

Gunzip *gunzip_open(int fd, uint64_t limit, Buf *why)
{
	Zlib lib;
	scoped_buf missing = { 0 };
	if (!dynload_open(SONAME_ZLIB, functions, COUNT_OF(functions), &lib, &missing)) {
		buf_printf(why, "cannot load zlib: " STR_FMT, STR_ARG(buf_str(&missing)));
		return NULL;
	}
	Gunzip *g = xcalloc(1, sizeof *g);
	g->lib = lib;
	g->fd = fd;
	g->limit = limit;
	g->why = why;
	if (lib.inflateInit2_(&g->z, GZIP_ONLY, ZLIB_VERSION, (int)sizeof g->z) == Z_OK)
		return g;
	buf_add(why, STR("zlib could not start"));
	free(g);
	return NULL;
}

void gunzip_close(Gunzip **g)
{
	if (!*g)
		return;
	(*g)->lib.inflateEnd(&(*g)->z);
	free(*g);
	*g = NULL;
}

/* Reads the next piece of the file. Returns false if it cannot be read. */
static bool fill_input(Gunzip *g)
{
	ssize_t n;
	do
		n = read(g->fd, g->in, sizeof g->in);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		buf_printf(g->why, "cannot read it: %s", strerror(errno));
		return false;
	}
	g->z.next_in = g->in;
	g->z.avail_in = (uInt)n;
	g->broken = n ? NULL : "it ends too early";
	return true;
}

static void inflate_piece(Gunzip *g)
{
	const int got = g->lib.inflate(&g->z, Z_NO_FLUSH);
	g->ended = got == Z_STREAM_END;
	if (got != Z_OK && got != Z_STREAM_END && got != Z_BUF_ERROR)
		g->broken =
			g->z.total_out ? "its gzip data are damaged" : "it is not a tar in gzip";
}

/* As in flate2, which Cargo uses, the data before damage are returned first: a reader may need no
 * more. */
static bool inflate_some(Gunzip *g)
{
	g->z.next_out = (unsigned char *)g->out;
	g->z.avail_out = sizeof g->out;
	while (g->z.avail_out && !g->ended && !g->broken) {
		if (g->z.avail_in == 0 && !fill_input(g))
			return false;
		if (!g->broken)
			inflate_piece(g);
	}
	g->ready = (Str){ g->out, sizeof g->out - g->z.avail_out };
	g->made += g->ready.len;
	if (g->made > g->limit)
		buf_printf(g->why, "it unpacks to more than %llu bytes",
		           (unsigned long long)g->limit);
	else if (g->broken && !g->ready.len)
		buf_printf(g->why, "broken archive: %s", g->broken);
	return !g->why->len;
}

bool gunzip_next(Gunzip *g, size_t most, Str *bytes)
{
	if (!g->ready.len && !g->ended && !inflate_some(g))
		return false;
	*bytes = str_sub(g->ready, 0, most < g->ready.len ? most : g->ready.len);
	g->ready = str_sub(g->ready, bytes->len, g->ready.len);
	return true;
}
