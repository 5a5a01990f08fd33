// SPDX-License-Identifier: MIT OR Apache-2.0
/* With a libcurl of our own that refuses: late_load, which the program brings along, hands out its
 * functions. */
#include "cache/git/proxy.h"
#include "cache/net/fetch.h"

#include "base/system/dynload.h"

#include <curl/curl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static CURLMcode add_answer, perform_answer, poll_answer;
static int easy; /* handles are its address */

static void *give_handle(void)
{
	return &easy;
}

static int do_nothing(void)
{
	return 0;
}

static CURLHcode have_no_header(void)
{
	return CURLHE_MISSING;
}

static CURLMcode add_handle(CURLM *m, CURL *e)
{
	(void)m, (void)e;
	return add_answer;
}

static CURLMcode perform(CURLM *m, int *running)
{
	(void)m;
	*running = 1;
	return perform_answer;
}

static CURLMcode wait_for_it(CURLM *m, struct curl_waitfd fds[], unsigned count, int ms, int *ready)
{
	(void)m, (void)fds, (void)count, (void)ms, (void)ready;
	return poll_answer;
}

static const char *text_of(CURLMcode code)
{
	(void)code;
	return "no luck";
}

static const struct {
	const char *name;
	void *function;
} ours[] = {
	{ "curl_easy_init", (void *)give_handle },  { "curl_easy_header", (void *)have_no_header },
	{ "curl_multi_init", (void *)give_handle }, { "curl_multi_add_handle", (void *)add_handle },
	{ "curl_multi_perform", (void *)perform },  { "curl_multi_poll", (void *)wait_for_it },
	{ "curl_multi_strerror", (void *)text_of },
};

bool dynload_open(const char *library, const DynloadFunction *functions, size_t count, void *table,
                  Buf *why)
{
	(void)library, (void)why;
	for (size_t i = 0; i < count; i++) {
		void *function = (void *)do_nothing;
		for (size_t k = 0; k < COUNT_OF(ours); k++)
			if (strcmp(ours[k].name, functions[i].name) == 0)
				function = ours[k].function;
		memcpy((char *)table + functions[i].at, &function, sizeof function);
	}
	return true;
}

typedef struct Ended {
	int times;
	FetchStatus status;
	char why[128];
} Ended;

static void take_end(void *owner, const FetchResult *result)
{
	Ended *e = owner;
	e->times++;
	e->status = result->status;
	snprintf(e->why, sizeof e->why, STR_FMT, STR_ARG(result->why));
}

static Ended run_once(void)
{
	NetworkSettings settings = network_defaults;
	Ended e = { 0 };
	settings.proxy = STR(""); /* git is not asked */
	Fetcher *f = fetcher_new(&settings, git_proxy, -1, NULL);
	fetch_start(f, &(FetchRequest){
			       .url = STR("http://nowhere/"), .owner = &e, .done = take_end });
	fetch_run(f, -1);
	fetcher_free(&f);
	return e;
}

static void refusals_of_the_library_end_a_request(void **state)
{
	(void)state;
	CURLMcode *const answers[] = { &add_answer, &perform_answer, &poll_answer };
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		*answers[i] = CURLM_OUT_OF_MEMORY;
		const Ended e = run_once();
		*answers[i] = CURLM_OK;
		assert_int_equal(e.times, 1);
		assert_int_equal(e.status, FETCH_FAILED);
		assert_string_equal(e.why, "libcurl failed: no luck");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refusals_of_the_library_end_a_request),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
