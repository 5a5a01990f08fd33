// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/net/curl.h"

#include "base/core/fatal.h"
#include "base/system/dynload.h"

static const DynloadFunction functions[] = {
#define X(name) { "curl_" #name, offsetof(Curl, name) },
	CURL_FUNCTIONS(X)
#undef X
};

LATE_NOTE(LATE_TEXT(SONAME_LIBCURL, "network", "asks registries and downloads crates",
                    "recommended"));

void curl_load(Curl *out)
{
	scoped_buf why = { 0 };
	if (!dynload_open(SONAME_LIBCURL, functions, COUNT_OF(functions), out, &why))
		fatal("cannot load libcurl: %s\nhelp: install the package libcurl4", why.ptr);
}

static long tls_option(const NetworkSettings *s)
{
	static const long min[] = { CURL_SSLVERSION_DEFAULT, CURL_SSLVERSION_TLSv1,
		                    CURL_SSLVERSION_TLSv1_0, CURL_SSLVERSION_TLSv1_1,
		                    CURL_SSLVERSION_TLSv1_2, CURL_SSLVERSION_TLSv1_3 };
	static const long max[] = { CURL_SSLVERSION_MAX_DEFAULT, CURL_SSLVERSION_MAX_DEFAULT,
		                    CURL_SSLVERSION_MAX_TLSv1_0, CURL_SSLVERSION_MAX_TLSv1_1,
		                    CURL_SSLVERSION_MAX_TLSv1_2, CURL_SSLVERSION_MAX_TLSv1_3 };
	return min[s->tls_min] | (s->tls_max ? max[s->tls_max] : 0);
}

void curl_set_text(const Curl *c, CURL *easy, CURLoption option, Str text)
{
	scoped_arena scratch = { 0 };
	if (text.len)
		c->easy_setopt(easy, option, arena_cstr(&scratch, text));
}

static int show_talk(CURL *easy, curl_infotype kind, char *bytes, size_t len, void *unused)
{
	static const char marks[] = { '*', '<', '>' };
	(void)easy, (void)unused;
	if ((size_t)kind < COUNT_OF(marks))
		network_show(marks[kind], (Str){ bytes, len });
	return 0;
}

/* The empty passphrase makes a key with a passphrase fail: curl must not ask the user for one. */
static void set_certificates(const Curl *c, CURL *easy, const NetworkSettings *s)
{
	curl_set_text(c, easy, CURLOPT_CAINFO, s->ca_file);
	curl_set_text(c, easy, CURLOPT_CAPATH, s->ca_folder);
	curl_set_text(c, easy, CURLOPT_PROXY_CAINFO, s->proxy_ca_file);
	curl_set_text(c, easy, CURLOPT_SSLCERT, s->client_certificate);
	curl_set_text(c, easy, CURLOPT_SSLKEY, s->client_key);
	c->easy_setopt(easy, CURLOPT_KEYPASSWD, "");
}

void curl_set_network(const Curl *c, CURL *easy, const NetworkSettings *s)
{
	c->easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)s->timeout);
	c->easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)s->timeout);
	c->easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)s->low_speed);
	c->easy_setopt(easy, CURLOPT_SSLVERSION, tls_option(s));
	if (s->ignore_revocation)
		c->easy_setopt(easy, CURLOPT_SSL_OPTIONS, CURLSSLOPT_NO_REVOKE);
	curl_set_text(c, easy, CURLOPT_USERAGENT, s->user_agent);
	set_certificates(c, easy, s);
	if (s->debug) {
		c->easy_setopt(easy, CURLOPT_DEBUGFUNCTION, show_talk);
		c->easy_setopt(easy, CURLOPT_VERBOSE, 1L);
	}
	c->easy_setopt(easy, CURLOPT_HTTP_VERSION,
	               s->multiplexing ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1);
	/* wait for an existing connection instead of opening another */
	c->easy_setopt(easy, CURLOPT_PIPEWAIT, s->multiplexing ? 1L : 0L);
}
