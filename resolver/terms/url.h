/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * url.h - as much of URLs as names of package sources need.
 *
 * Normalised as the URL standard does it (scheme and host in lower case, no
 * default port, no dot segments, unsafe bytes percent-encoded), so that two
 * spellings which Cargo takes for one are one text. Texts live in the arena
 * or in the argument.
 */
#ifndef L4CARGO_RESOLVER_TERMS_URL_H
#define L4CARGO_RESOLVER_TERMS_URL_H

#include "base/core/arena.h"

typedef struct Url {
	Str scheme;    /* lower case, without colon */
	Str authority; /* user@host:port */
	Str host;      /* part of `authority` */
	Str path;      /* begins with a slash, or is empty */
	Str query;     /* after `?`; ptr NULL: none */
	Str fragment;  /* after `#`; ptr NULL: none */
} Url;

/* False: not an absolute URL with a hierarchy; `*why` (static text) says what is wrong. */
bool url_parse(Arena *a, Str text, Url *out, const char **why);

/* The whole of it; parts with ptr NULL are left out. */
Str url_text(Arena *a, const Url *u);

/*
 * The text that is compared to see whether two URLs are one repository: without slash at the end,
 * and unless the scheme has a `+` also without `.git`, and anything on github.com in lower case.
 */
Str url_canonical(Arena *a, const Url *u);

/* The value of a key in a query, decoded (`+` is a space); the last one if there are several. */
bool url_query_get(Arena *a, Str query, Str key, Str *out);

/* A query's value, encoded as HTML forms do it. */
Str url_query_encode(Arena *a, Str value);

/* A file's path as it stands in a `file:` URL. */
Str url_path_encode(Arena *a, Str path);

/* Without its %XX. */
Str url_percent_decode(Arena *a, Str s);

#endif
