/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * fetch.h - many downloads at once, over as few connections as the servers allow.
 *
 * fetch_start queues a request; fetch_run moves all of them and calls `done`
 * of those that ended, each exactly once, from the thread that runs it. What
 * fails by chance is tried again, after a pause and a warning. Callbacks may
 * start further requests, but not call fetch_run.
 * Only http and https are followed, and file if the request allows it.
 */
#ifndef L4CARGO_CACHE_NET_FETCH_H
#define L4CARGO_CACHE_NET_FETCH_H

#include "base/core/buf.h"
#include "base/messages/diag.h"
#include "cache/net/network.h"

typedef struct Fetcher Fetcher;

/* The proxy of all requests; asked for once, before the first. A text with ptr NULL: libcurl looks
 * into the environment; an empty one: no proxy. */
typedef Str FindProxy(const NetworkSettings *settings, Arena *a);

/* `wake` is a descriptor that ends fetch_run when it can be read; -1: none. Nothing is loaded or
 * connected before the first request. */
Fetcher *fetcher_new(const NetworkSettings *settings, FindProxy *find_proxy, int wake, Diag *diag);
void fetcher_free(Fetcher **f); /* requests that run are dropped: their `done` is not called */

typedef enum FetchStatus {
	FETCH_DONE,
	FETCH_UNCHANGED, /* 304 */
	FETCH_ABSENT,    /* 404, 410, 451 */
	FETCH_DENIED,    /* 401 */
	FETCH_TOO_LARGE,
	FETCH_STOPPED, /* by the sink */
	FETCH_FAILED
} FetchStatus;

typedef struct FetchResult {
	FetchStatus status;
	Str why;           /* of any failure: the reason in words */
	Str version;       /* "etag: X" or "last-modified: X" of the answer, else "Unknown" */
	const Str *denied; /* FETCH_DENIED: headers of the answer, `name: value` */
	size_t denied_count;
} FetchResult; /* texts live until `done` returns */

typedef struct FetchRequest {
	Str url;
	const Str *headers; /* `Name: value` */
	size_t header_count;
	Str authorization;  /* a secret; not sent to another host, no copy outlives the request */
	bool decode;        /* the server may compress it for the way */
	bool allow_file;    /* file:// too */
	uint64_t max_bytes; /* as the sink gets them */
	void *owner;
	/* A body begins, perhaps again: forget what came before. `length` is -1 if unknown. */
	bool (*begin)(void *owner, int64_t length);
	bool (*take)(void *owner, Str bytes); /* false: stop */
	void (*done)(void *owner, const FetchResult *result);
} FetchRequest;

void fetch_start(Fetcher *f, const FetchRequest *request);

/* Waits until something happened: a request ended, `wake`, or `timeout_ms` (-1: none) are over. */
void fetch_run(Fetcher *f, int timeout_ms);

/* One request whose body is wanted in `body`; `begin`, `take` and `done` are not used. The status
 * is returned, *why and *version are in `a`. Others go on meanwhile. */
FetchResult fetch_text(Fetcher *f, const FetchRequest *request, Arena *a, Buf *body);

#endif
