// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/gunzip.h"

#include "base/arena.h"
#include "cache/late.h"

#include <errno.h>
#include <pthread.h>
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

static const LateFunction functions[] = {
#define X(name) { #name, offsetof(Zlib, name) },
	FUNCTIONS(X)
#undef X
};

struct Gunzip {
	int fd;
	z_stream z;
	uint64_t limit, made;
	Str ready; /* of `out` */
	bool ended;
	Buf *why;
	unsigned char in[PIECE];
	char out[PIECE];
};

static struct {
	pthread_once_t once;
	bool good;
	Zlib lib;
	char why[256];
} loaded = { .once = PTHREAD_ONCE_INIT };

static void load_once(void)
{
	scoped_buf why = { 0 };
	loaded.good = late_load("libz.so.1", functions, COUNT_OF(functions), &loaded.lib, &why);
	snprintf(loaded.why, sizeof loaded.why, STR_FMT, STR_ARG(buf_str(&why)));
}

Gunzip *gunzip_open(int fd, uint64_t limit, Buf *why)
{
	pthread_once(&loaded.once, load_once);
	if (!loaded.good) {
		buf_printf(why, "cannot load zlib: %s", loaded.why);
		return NULL;
	}
	Gunzip *g = xcalloc(1, sizeof *g);
	g->fd = fd;
	g->limit = limit;
	g->why = why;
	if (loaded.lib.inflateInit2_(&g->z, GZIP_ONLY, ZLIB_VERSION, (int)sizeof g->z) == Z_OK)
		return g;
	buf_add(why, STR("zlib does not start"));
	free(g);
	return NULL;
}

void gunzip_close(Gunzip **g)
{
	if (!*g)
		return;
	loaded.lib.inflateEnd(&(*g)->z);
	free(*g);
	*g = NULL;
}

static bool broken(Gunzip *g, const char *how)
{
	buf_printf(g->why, "broken archive: %s", how);
	return false;
}

static bool fill(Gunzip *g)
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
	return n > 0 || broken(g, "it ends too early");
}

static bool inflate_some(Gunzip *g)
{
	g->z.next_out = (unsigned char *)g->out;
	g->z.avail_out = sizeof g->out;
	while (g->z.avail_out == sizeof g->out && !g->ended) {
		if (g->z.avail_in == 0 && !fill(g))
			return false;
		const int got = loaded.lib.inflate(&g->z, Z_NO_FLUSH);
		g->ended = got == Z_STREAM_END;
		if (got != Z_OK && got != Z_STREAM_END && got != Z_BUF_ERROR)
			return broken(g, g->z.total_out || !g->z.msg ? "its gzip data are damaged"
			                                             : "it is not a tar in gzip");
	}
	g->ready = (Str){ g->out, sizeof g->out - g->z.avail_out };
	g->made += g->ready.len;
	if (g->made <= g->limit)
		return true;
	buf_printf(g->why, "it unpacks to more than %llu bytes", (unsigned long long)g->limit);
	return false;
}

bool gunzip_next(Gunzip *g, size_t most, Str *bytes)
{
	if (!g->ready.len && !g->ended && !inflate_some(g))
		return false;
	*bytes = str_sub(g->ready, 0, most < g->ready.len ? most : g->ready.len);
	g->ready = str_sub(g->ready, bytes->len, g->ready.len);
	return true;
}
