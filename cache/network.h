/*
 * network.h - how we talk to registries: retries, timeouts, proxy, certificates.
 *
 * Cargo's keys and defaults (cargo-semantics 9.7). Texts are borrowed.
 */
#ifndef L4CARGO_CACHE_NETWORK_H
#define L4CARGO_CACHE_NETWORK_H

#include "base/str.h"

typedef enum TlsVersion { TLS_DEFAULT, TLS_1, TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3 } TlsVersion;

typedef struct NetworkSettings {
	unsigned retries;   /* net.retry */
	unsigned pause_ms;  /* what a second of Cargo's pauses between tries takes; tests shorten it
	                     */
	unsigned timeout;   /* http.timeout: seconds to connect, and of low speed */
	unsigned low_speed; /* http.low-speed-limit: bytes a second */
	bool multiplexing;  /* http.multiplexing */
	Str proxy, ca_file, proxy_ca_file, user_agent; /* empty: libcurl's own */
	TlsVersion tls_min, tls_max;
	bool ignore_revocation; /* http.check-revoke is false */
} NetworkSettings;

extern const NetworkSettings network_defaults;

#endif
