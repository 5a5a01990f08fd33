/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * url.h - the subset of URLs that package sources need.
 *
 * URLs are normalised by the rules of the URL standard: scheme and host in lower case,
 * no default port, no dot segments, unsafe bytes percent-encoded. Two spellings that
 * Cargo considers equal thus become the same text. Texts live in the arena or are
 * borrowed from the argument.
 */
#ifndef L4CARGO_RESOLVER_TERMS_URL_H
#define L4CARGO_RESOLVER_TERMS_URL_H

#include "base/core/arena.h"

typedef struct Url {
	Str scheme;    /* lower case, without colon */
	Str authority; /* user@host:port */
	Str host;      /* part of `authority` */
	Str path;      /* starts with a slash, or is empty */
	Str query;     /* after `?`; ptr NULL if there is none */
	Str fragment;  /* after `#`; ptr NULL if there is none */
} Url;

/*
 * Returns false if `text` is not an absolute URL with `//`; `*why` is then the reason (static
 * text).
 */
bool url_parse(Arena *a, Str text, Url *out, const char **why);

/* The whole URL as text. Omits the query and the fragment if their ptr is NULL. */
Str url_text(Arena *a, const Url *u);

/*
 * The text to compare in order to tell whether two URLs name the same repository. It has no slash
 * at the end. Unless the scheme contains a `+`, it has no `.git` at the end either, and on
 * github.com the scheme is https and the path is in lower case.
 */
Str url_canonical(Arena *a, const Url *u);

/*
 * Finds the decoded value of a key in a query (`+` is a space); of several, the last. Returns false
 * if there is none.
 */
bool url_query_get(Arena *a, Str query, Str key, Str *out);

/* Encodes a value for a query, by the rules of HTML forms. */
Str url_query_encode(Arena *a, Str value);

/* Encodes the path of a file for a `file:` URL. */
Str url_path_encode(Arena *a, Str path);

/* Decodes each %XX. */
Str url_percent_decode(Arena *a, Str s);

#endif
