// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/net/network_config.h"

#include "base/files/fs.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { MOST = 8 };

typedef struct World { /* an empty folder: all settings come from arguments and the environment */
	Scratch in;
	char *env[MOST];
} World;

static int open_world(void **state)
{
	World *w = calloc(1, sizeof(*w));
	scratch_open(&w->in);
	w->env[0] = arena_cstr(&w->in.arena,
	                       arena_printf(&w->in.arena, "CARGO_HOME=%s/home", w->in.folder.ptr));
	*state = w;
	return 0;
}

static int close_world(void **state)
{
	World *w = *state;
	scratch_close(&w->in);
	free(w);
	return 0;
}

static bool settings(World *w, const char *const *flags, NetworkSettings *out)
{
	const ConfigSources from = { w->in.folder, w->env, flags };
	const Config *config = config_load(&w->in.arena, &w->in.diag, &from);
	assert_non_null(config);
	return network_read(config, out);
}

#define FLAGS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void defaults_are_cargos(void **state)
{
	NetworkSettings n;
	assert_true(settings(*state, (const char *const[]){ NULL }, &n));
	assert_int_equal(n.retries, 3);
	assert_int_equal(n.timeout, 30);
	assert_int_equal(n.low_speed, 10);
	assert_true(n.multiplexing);
	assert_false(n.ignore_revocation);
	assert_int_equal(n.ca_file.len, 0);
	assert_int_equal(n.tls_min, TLS_DEFAULT);
}

static void keys_of_the_configuration_count(void **state)
{
	World *w = *state;
	NetworkSettings n;
	assert_true(settings(w,
	                     FLAGS("net.retry=0", "http.timeout=5", "http.low-speed-limit=1",
	                           "http.multiplexing=false", "http.check-revoke=false",
	                           "http.proxy='http://p.test:1'", "http.cainfo='ca.pem'",
	                           "http.user-agent='me'"),
	                     &n));
	assert_int_equal(n.retries, 0);
	assert_int_equal(n.timeout, 5);
	assert_int_equal(n.low_speed, 1);
	assert_false(n.multiplexing);
	assert_true(n.ignore_revocation);
	assert_true(str_eq(n.proxy, STR("http://p.test:1")));
	assert_true(str_eq(n.user_agent, STR("me")));
	const Str path = arena_printf(&w->in.arena, "%s/ca.pem", w->in.folder.ptr);
	assert_true(str_eq(n.ca_file, path));
	assert_true(str_eq(n.proxy_ca_file, path));
}

static void environment_counts_unless_the_configuration_says_otherwise(void **state)
{
	World *w = *state;
	NetworkSettings n;
	static char timeout[] = "HTTP_TIMEOUT=7", ca[] = "SSL_CERT_FILE=/etc/ca.pem",
		    retry[] = "CARGO_NET_RETRY=9", mine[] = "SSL_CLIENT_CERT_FILE=/me.pem",
		    key[] = "SSL_CLIENT_KEY_FILE=/me.key", folder[] = "SSL_CERT_DIR=/etc/certs";
	w->env[1] = timeout;
	w->env[2] = ca;
	w->env[3] = retry;
	w->env[4] = mine;
	w->env[5] = key;
	w->env[6] = folder;
	assert_true(settings(w, (const char *const[]){ NULL }, &n));
	assert_int_equal(n.timeout, 7);
	assert_int_equal(n.retries, 9);
	assert_true(str_eq(n.ca_file, STR("/etc/ca.pem")));
	assert_true(str_eq(n.client_certificate, STR("/me.pem")));
	assert_true(str_eq(n.client_key, STR("/me.key")));
	assert_true(str_eq(n.ca_folder, STR("/etc/certs")));
	assert_null(n.proxy.ptr);
	assert_true(settings(w, FLAGS("http.timeout=8", "http.cainfo='/other.pem'"), &n));
	assert_int_equal(n.timeout, 8);
	assert_true(str_eq(n.ca_file, STR("/other.pem")));
}

static void tls_is_one_version_or_a_range(void **state)
{
	World *w = *state;
	NetworkSettings n;
	assert_true(settings(w, FLAGS("http.ssl-version='tlsv1.2'"), &n));
	assert_int_equal(n.tls_min, TLS_1_2);
	assert_true(settings(
		w, FLAGS("http.ssl-version.min='tlsv1.1'", "http.ssl-version.max='tlsv1.3'"), &n));
	assert_int_equal(n.tls_min, TLS_1_1);
	assert_int_equal(n.tls_max, TLS_1_3);
	assert_false(settings(w, FLAGS("http.ssl-version='ssl3'"), &n));
}

static void debug_needs_the_log(void **state)
{
	World *w = *state;
	static const struct {
		char log[40];
		bool on;
	} logs[] = { { "CARGO_LOG=debug", true },
		     { "CARGO_LOG=network=trace", true },
		     { "CARGO_LOG=a=b, network=debug", true },
		     { "CARGO_LOG=info", false },
		     { "CARGO_LOG=networks=debug", false },
		     { "CARGO_LOG=network=off", false },
		     { "CARGO_LOG=", false } };
	for (size_t i = 0; i < COUNT_OF(logs); i++) {
		NetworkSettings n;
		w->env[1] = arena_cstr(&w->in.arena, str_from(logs[i].log));
		assert_true(settings(w, FLAGS("http.debug=true"), &n));
		assert_int_equal(n.debug, logs[i].on);
		assert_true(settings(w, FLAGS("http.debug=false"), &n));
		assert_false(n.debug);
	}
}

static void empty_proxy_is_none_at_all(void **state)
{
	NetworkSettings n;
	assert_true(settings(*state, FLAGS("http.proxy=''"), &n));
	assert_non_null(n.proxy.ptr);
	assert_int_equal(n.proxy.len, 0);
}

static void numbers_out_of_range_are_errors(void **state)
{
	NetworkSettings n;
	assert_false(settings(*state, FLAGS("net.retry=-1"), &n));
	assert_false(settings(*state, FLAGS("http.timeout=99999999999"), &n));
	assert_false(settings(*state, FLAGS("http.multiplexing=1"), &n));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(defaults_are_cargos, open_world, close_world),
		cmocka_unit_test_setup_teardown(keys_of_the_configuration_count, open_world,
		                                close_world),
		cmocka_unit_test_setup_teardown(
			environment_counts_unless_the_configuration_says_otherwise, open_world,
			close_world),
		cmocka_unit_test_setup_teardown(tls_is_one_version_or_a_range, open_world,
		                                close_world),
		cmocka_unit_test_setup_teardown(debug_needs_the_log, open_world, close_world),
		cmocka_unit_test_setup_teardown(empty_proxy_is_none_at_all, open_world,
		                                close_world),
		cmocka_unit_test_setup_teardown(numbers_out_of_range_are_errors, open_world,
		                                close_world),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
