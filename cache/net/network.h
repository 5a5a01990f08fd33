/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * network.h - the settings of connections to registries: retries, timeouts, proxy, certificates.
 *
 * Cargo's keys and defaults (cargo-rules 9.7). The struct does not own its texts.
 */
#ifndef L4CARGO_CACHE_NET_NETWORK_H
#define L4CARGO_CACHE_NET_NETWORK_H

#include "base/core/str.h"

typedef enum TlsVersion { TLS_DEFAULT, TLS_1, TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3 } TlsVersion;

typedef struct NetworkSettings {
	unsigned retries;   /* net.retry */
	unsigned pause_ms;  /* milliseconds in a second of Cargo's pauses; tests shorten it */
	unsigned timeout;   /* http.timeout: seconds, to connect and of low speed */
	unsigned low_speed; /* http.low-speed-limit: bytes per second */
	bool multiplexing;  /* http.multiplexing */
	bool debug;         /* http.debug is set, and CARGO_LOG enables it */
	Str proxy;          /* ptr NULL: not configured; empty: use no proxy */
	Str ca_file, ca_folder, proxy_ca_file, user_agent; /* empty: libcurl's default */
	Str client_certificate, client_key;                /* empty: none */
	TlsVersion tls_min, tls_max;
	bool ignore_revocation; /* http.check-revoke is false */
	char *const *env;       /* where git's configuration is found; NULL: do not read it */
} NetworkSettings;

extern const NetworkSettings network_defaults;

/* Returns libcurl's message without the address of a proxy, which may contain a password. */
Str network_reason(const char *said);

/* Prints a piece of the conversation, for `debug`, without secrets and control characters. */
void network_show(char mark, Str text);

#endif
