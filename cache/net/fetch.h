/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * fetch.h - runs many downloads at once, over as few connections as the servers allow.
 *
 * fetch_start queues a request. fetch_run advances all requests and calls `done` of those that have
 * ended: exactly once for each, in the calling thread. After a failure that may be due to chance,
 * the request is repeated, with a warning and a pause. Callbacks may start further requests, but
 * must not call fetch_run. Only http and https are allowed, and file if the request allows it.
 */
#ifndef L4CARGO_CACHE_NET_FETCH_H
#define L4CARGO_CACHE_NET_FETCH_H

#include "base/core/buf.h"
#include "base/messages/diag.h"
#include "cache/net/network.h"

typedef struct Fetcher Fetcher;

/* Finds the proxy of all requests; called once, before the first one. If it returns ptr NULL,
 * libcurl uses the environment; an empty text means no proxy. */
typedef Str FindProxy(const NetworkSettings *settings, Arena *a);

/* fetch_run returns when the descriptor `wake` becomes readable; -1: none. Nothing is loaded or
 * connected before the first request. */
Fetcher *fetcher_new(const NetworkSettings *settings, FindProxy *find_proxy, int wake, Diag *diag);
void fetcher_free(Fetcher **f); /* drops unfinished requests; does not call `done` */

typedef enum FetchStatus {
	FETCH_DONE,
	FETCH_UNCHANGED, /* 304 */
	FETCH_ABSENT,    /* 404, 410, 451 */
	FETCH_DENIED,    /* 401 */
	FETCH_TOO_LARGE,
	FETCH_STOPPED, /* `begin` or `take` returned false */
	FETCH_FAILED
} FetchStatus;

typedef struct FetchResult {
	FetchStatus status;
	Str why;           /* the reason, if it is not FETCH_DONE */
	Str version;       /* "etag: X" or "last-modified: X" of the answer, else "Unknown" */
	const Str *denied; /* for FETCH_DENIED: headers of the answer, `name: value` */
	size_t denied_count;
} FetchResult; /* texts are valid until `done` returns */

typedef struct FetchRequest {
	Str url;
	const Str *headers; /* `Name: value` */
	size_t header_count;
	Str authorization;  /* a secret: not sent to another host; no copy outlives it */
	bool decode;        /* the server may compress the body for transport */
	bool allow_file;    /* also allow file:// */
	uint64_t max_bytes; /* limit of the body, after decoding */
	void *owner;
	/* A body starts, perhaps again: discard what came before. `length` is -1 if unknown. */
	bool (*begin)(void *owner, int64_t length);
	bool (*take)(void *owner, Str bytes); /* false stops the request */
	void (*done)(void *owner, const FetchResult *result);
} FetchRequest;

void fetch_start(Fetcher *f, const FetchRequest *request);

/* Advances the requests. Waits for data on a connection or `wake`, at most `timeout_ms` (-1: no
 * limit). May return before a request has ended, so call it in a loop. */
void fetch_run(Fetcher *f, int timeout_ms);

/* Runs one request and collects its body in `body`; ignores `begin`, `take` and `done`. Texts of
 * the result are in `a`. Other requests continue meanwhile. */
FetchResult fetch_text(Fetcher *f, const FetchRequest *request, Arena *a, Buf *body);

#endif
