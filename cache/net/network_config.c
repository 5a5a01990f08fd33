// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/net/network_config.h"

static bool read_number(const Config *c, const char *key, unsigned *out)
{
	int64_t n = *out;
	if (!config_int(c, key, &n))
		return false;
	if (n < 0 || n > UINT32_MAX) {
		diag_error(c->diag, NO_SPAN, "`%s` is out of range: %lld", key, (long long)n);
		return diag_help(c->diag, "write 0 or a larger number");
	}
	*out = (unsigned)n;
	return true;
}

static bool read_tls(const Config *c, const char *key, TlsVersion *out)
{
	static const Str names[] = {
		[TLS_DEFAULT] = STR_INIT("default"), [TLS_1] = STR_INIT("tlsv1"),
		[TLS_1_0] = STR_INIT("tlsv1.0"),     [TLS_1_1] = STR_INIT("tlsv1.1"),
		[TLS_1_2] = STR_INIT("tlsv1.2"),     [TLS_1_3] = STR_INIT("tlsv1.3"),
	};
	Str text = { 0 };
	Span at = { 0 };
	if (!config_string(c, key, &text, &at))
		return false;
	if (!text.ptr)
		return true;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (str_eq(text, names[i])) {
			*out = (TlsVersion)i;
			return true;
		}
	}
	diag_error(c->diag, at, "no such TLS version: `" STR_FMT "`", STR_ARG(text));
	diag_help(c->diag, "choose from default, tlsv1, tlsv1.0, tlsv1.1, tlsv1.2, tlsv1.3");
	return false;
}

/* Reads `http.ssl-version`: one version, or a table of `min` and `max`. */
static bool read_tls_range(const Config *c, NetworkSettings *out)
{
	if (config_table(c, "http.ssl-version"))
		return read_tls(c, "http.ssl-version.min", &out->tls_min) &&
		       read_tls(c, "http.ssl-version.max", &out->tls_max);
	return read_tls(c, "http.ssl-version", &out->tls_min);
}

/* Reads variables that Cargo uses besides its own, and those of a client's certificate, for which
 * Cargo has no setting: their names come from libfetch. */
static void read_environment(const Config *c, NetworkSettings *out)
{
	const Str timeout = config_env(c, "HTTP_TIMEOUT");
	uint64_t seconds;
	if (timeout.ptr && str_to_u64(timeout, &seconds) && seconds <= UINT32_MAX)
		out->timeout = (unsigned)seconds;
	out->ca_file = config_env(c, "SSL_CERT_FILE");
	out->ca_folder = config_env(c, "SSL_CERT_DIR");
	out->client_certificate = config_env(c, "SSL_CLIENT_CERT_FILE");
	out->client_key = config_env(c, "SSL_CLIENT_KEY_FILE");
}

/* As in Cargo, `http.debug` shows nothing without CARGO_LOG=network=debug. */
static bool log_wants_network(const Config *c)
{
	Str rest = config_env(c, "CARGO_LOG"), part, target, level;
	while (str_next(&rest, ',', &part)) {
		if (!str_cut(str_trim(part), '=', &target, &level))
			level = target;
		else if (!str_eq(target, STR("network")))
			continue;
		if (str_eq(level, STR("debug")) || str_eq(level, STR("trace")))
			return true;
	}
	return false;
}

static void warn_of_unused(const Config *c)
{
	static const Str known[] = { STR_INIT("debug"),           STR_INIT("proxy"),
		                     STR_INIT("timeout"),         STR_INIT("cainfo"),
		                     STR_INIT("proxy-cainfo"),    STR_INIT("check-revoke"),
		                     STR_INIT("ssl-version"),     STR_INIT("user-agent"),
		                     STR_INIT("low-speed-limit"), STR_INIT("multiplexing") };
	const TomlTable *http = config_table(c, "http");
	for (size_t i = 0; http && i < http->count; i++) {
		bool found = false;
		for (size_t k = 0; k < COUNT_OF(known); k++)
			found |= str_eq(http->entries[i].key, known[k]);
		if (!found)
			diag_warning(c->diag, http->entries[i].key_at,
			             "unused config key `http." STR_FMT "`",
			             STR_ARG(http->entries[i].key));
	}
}

bool network_read(const Config *config, NetworkSettings *out)
{
	*out = network_defaults;
	bool check_revoke = true, debug = false;
	Span at;
	out->env = config->env;
	read_environment(config, out);
	warn_of_unused(config);
	if (!read_number(config, "net.retry", &out->retries) ||
	    !read_number(config, "http.timeout", &out->timeout) ||
	    !read_number(config, "http.low-speed-limit", &out->low_speed) ||
	    !config_bool(config, "http.multiplexing", &out->multiplexing) ||
	    !config_bool(config, "http.check-revoke", &check_revoke) ||
	    !config_bool(config, "http.debug", &debug) ||
	    !config_string(config, "http.proxy", &out->proxy, &at) ||
	    !config_string(config, "http.user-agent", &out->user_agent, &at) ||
	    !config_path(config, "http.cainfo", &out->ca_file) ||
	    !config_path(config, "http.proxy-cainfo", &out->proxy_ca_file))
		return false;
	out->ignore_revocation = !check_revoke;
	out->debug = debug && log_wants_network(config);
	if (!out->proxy_ca_file.len)
		out->proxy_ca_file = out->ca_file;
	return read_tls_range(config, out);
}
