/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * curl.h - loads libcurl at the first request, and applies the network settings to it.
 *
 * libcurl loads thirty libraries. To start them all takes longer than an import that finds its
 * crates in the store.
 */
#ifndef L4CARGO_CACHE_NET_CURL_H
#define L4CARGO_CACHE_NET_CURL_H

#include "cache/net/network.h"

#include <curl/curl.h>

#define CURL_FUNCTIONS(X) \
	X(easy_cleanup) \
	X(easy_getinfo) \
	X(easy_header) \
	X(easy_init) \
	X(easy_nextheader) \
	X(easy_setopt) \
	X(easy_strerror) \
	X(global_cleanup) \
	X(global_init) \
	X(multi_add_handle) \
	X(multi_cleanup) \
	X(multi_info_read) \
	X(multi_init) \
	X(multi_perform) \
	X(multi_poll) \
	X(multi_remove_handle) \
	X(multi_setopt) \
	X(multi_strerror) \
	X(slist_append) \
	X(slist_free_all)

typedef struct Curl {
#define X(name) __typeof__(curl_##name) *(name);
	CURL_FUNCTIONS(X)
#undef X
} Curl;

/* Ends the process if libcurl is missing. Never unloads it: the libraries that it uses do not
 * support that. */
void curl_load(Curl *out);

void curl_set_network(const Curl *c, CURL *easy, const NetworkSettings *s);
/* Sets a text option unless the text is empty. curl copies the text. */
void curl_set_text(const Curl *c, CURL *easy, CURLoption option, Str text);

#endif
