/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * network.h - how we talk to registries: retries, timeouts, proxy, certificates.
 *
 * Cargo's keys and defaults (cargo-rules 9.7). Texts are borrowed.
 */
#ifndef L4CARGO_CACHE_NET_NETWORK_H
#define L4CARGO_CACHE_NET_NETWORK_H

#include "base/core/str.h"

typedef enum TlsVersion { TLS_DEFAULT, TLS_1, TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3 } TlsVersion;

typedef struct NetworkSettings {
	unsigned retries;   /* net.retry */
	unsigned pause_ms;  /* what a second of Cargo's pauses between tries takes; tests shorten it
	                     */
	unsigned timeout;   /* http.timeout: seconds to connect, and of low speed */
	unsigned low_speed; /* http.low-speed-limit: bytes a second */
	bool multiplexing;  /* http.multiplexing */
	bool debug;         /* http.debug, and CARGO_LOG wants to see it */
	Str proxy;          /* ptr NULL: not configured; empty: there shall be none */
	Str ca_file, ca_folder, proxy_ca_file, user_agent; /* empty: libcurl's own */
	Str client_certificate, client_key;                /* empty: none */
	TlsVersion tls_min, tls_max;
	bool ignore_revocation; /* http.check-revoke is false */
	char *const *env;       /* for what git is configured to do; NULL: nothing */
} NetworkSettings;

extern const NetworkSettings network_defaults;

/* What libcurl says went wrong, but for a proxy's address, which may have a password. */
Str network_reason(const char *said);

/* Shows what was said on the line, for `debug`, but no secret and nothing that moves the cursor. */
void network_show(char mark, Str text);

#endif
