// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/net/fetch.h"

#include "base/core/clock.h"
#include "base/core/fatal.h"
#include "base/core/vec.h"
#include "base/system/poll.h"
#include "base/text/secret.h"
#include "cache/net/curl.h"
#include "cache/net/retry.h"

#include <stdlib.h>

enum {
	PARALLEL = 64,          /* requests at a time; each may hold a file open */
	REDIRECTS = 10,         /* at most so many are followed */
	CONNECTIONS = 2,        /* to one host, as in Cargo */
	QUIET_MS = 1000,        /* the same warning is not repeated within this time */
	BUFFER_SIZE = 64 * 1024 /* for one read from a connection */
};

typedef struct Transfer {
	struct Transfer *next;
	FetchRequest request;
	Arena arena; /* for the request's texts */
	struct Fetcher *fetcher;
	CURL *easy; /* NULL while it waits for its turn */
	struct curl_slist *headers;
	char error[CURL_ERROR_SIZE];
	unsigned failures;
	uint64_t retry_at; /* start of the next try, if it is in `pausing` */
	uint64_t received;
	uint64_t taken;  /* bytes that `take` got since `begin`: another try continues there */
	Str validator;   /* of that body; without one, another try starts from the beginning */
	bool head_ended; /* the empty line after the headers has come */
	bool begun;      /* `begin` was called in this try, or this try continues the body */
	bool too_large, stopped, wrong_range;
} Transfer;

struct Fetcher {
	const NetworkSettings *settings;
	Diag *diag;
	Arena arena;
	FindProxy *find_proxy;
	Str proxy; /* its result */
	Curl curl;
	CURLM *multi; /* NULL before the first request */
	int wake;
	unsigned running;
	Transfer *active;                 /* added to `multi` */
	Transfer *waiting, **waiting_end; /* wait for their turn */
	Transfer *pausing;                /* wait for another try */
	uint64_t warned_at;
	Buf warned;
};

/* --- one transfer --- */

static long http_status(Transfer *t)
{
	long status = 0;
	t->fetcher->curl.easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

static bool begin_body(Transfer *t)
{
	curl_off_t length = -1;
	t->fetcher->curl.easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	t->begun = true;
	t->received = t->taken = 0;
	if (!t->request.decode && length > 0 && (uint64_t)length > t->request.max_bytes)
		t->too_large = true;
	else if (!t->request.begin(t->request.owner, length))
		t->stopped = true;
	return !t->too_large && !t->stopped;
}

/* libcurl leaves a line end in the value of a folded header that was cut off. */
static bool is_one_line(const char *value)
{
	return !strpbrk(value, "\r\n");
}

/* Returns the value of a header; empty if it is absent or has a line end. A later request may
 * contain the value. */
static Str response_header(Transfer *t, const char *name)
{
	struct curl_header *h;
	return t->fetcher->curl.easy_header(t->easy, name, 0, CURLH_HEADER, -1, &h) == CURLHE_OK &&
	                       is_one_line(h->value)
	               ? arena_str(&t->arena, str_from(h->value))
	               : STR("");
}

/* Returns whether an answer with a part of the body (206) continues where we are. */
static bool go_on(Transfer *t)
{
	const Str wanted = arena_printf(&t->arena, "bytes %llu-", (unsigned long long)t->taken);
	t->wrong_range = !t->taken || !str_starts_with(response_header(t, "content-range"), wanted);
	t->begun = !t->wrong_range;
	t->received = t->taken;
	return t->begun;
}

static size_t take_bytes(char *bytes, size_t size, size_t count, void *transfer)
{
	Transfer *t = transfer;
	const size_t len = size * count;
	const long status = http_status(t);
	const bool rest = status == 206,
		   wanted = status == 200 || status == 0 || rest; /* 0 for a file */
	if (wanted && !t->begun && !(rest ? go_on(t) : begin_body(t)))
		return CURL_WRITEFUNC_ERROR;
	t->received += len;
	if (t->received > t->request.max_bytes) {
		t->too_large = true;
		return CURL_WRITEFUNC_ERROR;
	}
	if (wanted && !t->request.take(t->request.owner, (Str){ bytes, len })) {
		t->stopped = true;
		return CURL_WRITEFUNC_ERROR;
	}
	t->taken += wanted ? len : 0;
	return len;
}

/* Every answer has a head: also those of proxies, redirects and 100 (Continue). Trailers, which
 * follow a body in chunks, come here, too, but without an empty line. */
static size_t take_head(char *bytes, size_t size, size_t count, void *transfer)
{
	Transfer *t = transfer;
	const Str line = { bytes, size * count };
	if (str_starts_with(line, STR("HTTP/")))
		t->head_ended = false;
	else if (!str_trim(line).len)
		t->head_ended = true;
	return line.len;
}

static void set_request(Transfer *t)
{
	const Curl *c = &t->fetcher->curl;
	const char *protocols = t->request.allow_file ? "http,https,file" : "http,https";
	curl_set_text(c, t->easy, CURLOPT_URL, t->request.url);
	c->easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, protocols);
	c->easy_setopt(t->easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	c->easy_setopt(t->easy, CURLOPT_FOLLOWLOCATION, 1L);
	c->easy_setopt(t->easy, CURLOPT_MAXREDIRS, (long)REDIRECTS);
	c->easy_setopt(t->easy, CURLOPT_UNRESTRICTED_AUTH, 0L); /* also for our own header */
	c->easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L); /* no signals: there are other threads */
	c->easy_setopt(t->easy, CURLOPT_BUFFERSIZE, (long)BUFFER_SIZE);
	c->easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->error);
	c->easy_setopt(t->easy, CURLOPT_PRIVATE, t);
	c->easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, take_bytes);
	c->easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
	c->easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, take_head);
	c->easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
	c->easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
	if (t->failures) /* else libcurl may wait for a broken connection */
		c->easy_setopt(t->easy, CURLOPT_PIPEWAIT, 0L);
	if (t->request.decode)
		c->easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING, "");
	if (t->taken && t->validator.len)
		curl_set_text(c, t->easy, CURLOPT_RANGE,
		              arena_printf(&t->arena, "%llu-", (unsigned long long)t->taken));
}

static void stop_transfer(Fetcher *f, Transfer *t)
{
	Transfer **link = &f->active;
	while (*link && *link != t)
		link = &(*link)->next;
	if (*link)
		*link = t->next;
	f->running--;
	f->curl.multi_remove_handle(f->multi, t->easy);
	f->curl.easy_cleanup(t->easy);
	t->easy = NULL;
}

static void add_header(Transfer *t, Str header)
{
	char *text = arena_cstr(&t->arena, header);
	t->headers = t->fetcher->curl.slist_append(t->headers, text); /* copies `text` */
}

static void add_authorization(Transfer *t, Str token)
{
	if (!token.len)
		return;
	scoped_arena scratch = { 0 };
	const Str header = arena_printf(&scratch, "authorization: " STR_FMT, STR_ARG(token));
	t->headers = t->fetcher->curl.slist_append(t->headers, header.ptr);
	secret_wipe(header);
}

static void transfer_free(Transfer *t)
{
	for (const struct curl_slist *h = t->headers; h; h = h->next)
		secret_wipe(str_from(h->data));
	t->fetcher->curl.slist_free_all(t->headers);
	arena_free(&t->arena);
	free(t);
}

/* --- the end of a transfer --- */

/* Cargo's list, and servers that hang up without an answer. */
static bool by_chance(CURLcode code)
{
	switch (code) {
	case CURLE_COULDNT_CONNECT:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PARTIAL_FILE:
	case CURLE_GOT_NOTHING:
		return true;
	default:
		return false;
	}
}

static FetchStatus status_of(const Transfer *t, CURLcode code, long http)
{
	if (t->too_large)
		return FETCH_TOO_LARGE;
	if (t->stopped)
		return FETCH_STOPPED;
	if (code != CURLE_OK)
		return FETCH_FAILED;
	switch (http) {
	case 0:
	case 200:
	case 206:
		return FETCH_DONE;
	case 304:
		return FETCH_UNCHANGED;
	case 401:
		return FETCH_DENIED;
	case 404:
	case 410:
	case 451:
		return FETCH_ABSENT;
	default:
		return FETCH_FAILED;
	}
}

static Str failure_reason(Transfer *t, CURLcode code, long http)
{
	if (t->too_large)
		return arena_printf(&t->arena, "it is larger than %llu bytes",
		                    (unsigned long long)t->request.max_bytes);
	if (t->wrong_range)
		return STR("the server sent another part than the requested one");
	if (code == CURLE_OK)
		return arena_printf(&t->arena, "the server answered with status %ld", http);
	return arena_str(&t->arena,
	                 network_reason(t->error[0] ? t->error
	                                            : t->fetcher->curl.easy_strerror(code)));
}

static Str version_of(Transfer *t)
{
	const Str etag = response_header(t, "etag"), date = response_header(t, "last-modified");
	if (!etag.len && !date.len)
		return STR("Unknown");
	return arena_printf(&t->arena, "%s: " STR_FMT, etag.len ? "etag" : "last-modified",
	                    STR_ARG(etag.len ? etag : date));
}

static void take_headers(Transfer *t, FetchResult *out)
{
	StrVec list = { 0 };
	struct curl_header *h = NULL;
	while ((h = t->fetcher->curl.easy_nextheader(t->easy, CURLH_HEADER, -1, h)))
		if (h->name[0] && is_one_line(h->value))
			*vec_push(&t->arena, &list, Str) =
				arena_printf(&t->arena, "%s: %s", h->name, h->value);
	out->denied = list.items;
	out->denied_count = list.count;
}

static void warn_once(Fetcher *f, unsigned left, Str why)
{
	const uint64_t now = clock_ms();
	if (str_eq(buf_str(&f->warned), why) && now - f->warned_at < QUIET_MS)
		return; /* all transfers of a broken connection fail in the same way */
	buf_clear(&f->warned);
	buf_add(&f->warned, why);
	f->warned_at = now;
	diag_warning(f->diag, NO_SPAN, "spurious network error (%u %s remaining): " STR_FMT, left,
	             left == 1 ? "try" : "tries", STR_ARG(why));
}

static uint64_t pause_of(const Fetcher *f, const Transfer *t, long http)
{
	curl_off_t asked = 0;
	t->fetcher->curl.easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &asked);
	if (asked > 0 && (http == 429 || http == 503))
		return (uint64_t)(asked < RETRY_LONGEST ? asked : RETRY_LONGEST) * 1000;
	return retry_pause(t->failures, f->settings->pause_ms, clock_us());
}

/* Makes another try ask for the rest of a body that was cut off, if the server can tell that the
 * body is still the same (RFC 9110, If-Range). Only without compression: the offset counts the
 * bytes that are transferred. */
static void ask_for_rest(Transfer *t)
{
	const Str etag = response_header(t, "etag"), date = response_header(t, "last-modified");
	if (t->begun && !t->validator.len && !t->request.decode && t->taken) {
		t->validator = str_starts_with(etag, STR("\"")) ? etag : date;
		if (t->validator.len)
			add_header(t, arena_printf(&t->arena, "if-range: " STR_FMT,
			                           STR_ARG(t->validator)));
	}
	if (t->wrong_range || http_status(t) == 416)
		t->taken = 0;
}

/* Moves the transfer to `pausing` for another try, if the failure may be due to chance. */
static bool try_again(Fetcher *f, Transfer *t, CURLcode code, long http)
{
	const bool chance = t->wrong_range || (http == 416 && t->taken) ||
	                    (code == CURLE_OK ? retry_status(http) : by_chance(code));
	if (!chance || t->too_large || t->stopped || t->failures >= f->settings->retries)
		return false;
	warn_once(f, f->settings->retries - t->failures, failure_reason(t, code, http));
	t->failures++;
	ask_for_rest(t);
	t->retry_at = clock_ms() + pause_of(f, t, http);
	stop_transfer(f, t);
	t->next = f->pausing;
	f->pausing = t;
	return true;
}

/* libcurl accepts an answer that is cut off in its head as one without a body. */
static CURLcode check_head(Transfer *t, CURLcode code, long http)
{
	if (code != CURLE_OK || !http || t->head_ended)
		return code;
	snprintf(t->error, sizeof t->error, "the server closed the connection before the body");
	return CURLE_GOT_NOTHING;
}

static void finish_transfer(Fetcher *f, Transfer *t, CURLcode ended)
{
	const long http = http_status(t);
	const CURLcode code = check_head(t, ended, http);
	if (try_again(f, t, code, http))
		return;
	FetchResult result = { .status = status_of(t, code, http) };
	/* An empty body has not begun yet. */
	if (result.status == FETCH_DONE && !t->begun && !begin_body(t))
		result.status = FETCH_STOPPED;
	result.why = result.status == FETCH_DONE ? STR("") : failure_reason(t, code, http);
	result.version = version_of(t);
	if (result.status == FETCH_DENIED)
		take_headers(t, &result);
	stop_transfer(f, t);
	t->request.done(t->request.owner, &result);
	transfer_free(t);
}

/* Ends a transfer that libcurl refuses to continue. */
static void fail_transfer(Fetcher *f, Transfer *t, CURLMcode code)
{
	snprintf(t->error, sizeof t->error, "libcurl failed: %s", f->curl.multi_strerror(code));
	finish_transfer(f, t, CURLE_FAILED_INIT);
}

/* Returns false if the transfer has ended already. */
static bool start_now(Fetcher *f, Transfer *t)
{
	t->easy = f->curl.easy_init();
	if (!t->easy)
		fatal_memory();
	t->begun = t->too_large = t->stopped = t->wrong_range = t->head_ended = false;
	t->received = 0;
	t->error[0] = '\0';
	curl_set_network(&f->curl, t->easy, f->settings);
	if (f->proxy.ptr) /* if empty: no proxy, whatever the environment says */
		f->curl.easy_setopt(t->easy, CURLOPT_PROXY, f->proxy.ptr);
	set_request(t);
	t->next = f->active;
	f->active = t;
	f->running++;
	const CURLMcode code = f->curl.multi_add_handle(f->multi, t->easy);
	if (code != CURLM_OK)
		fail_transfer(f, t, code);
	return code == CURLM_OK;
}

/* --- all transfers --- */

Fetcher *fetcher_new(const NetworkSettings *settings, FindProxy *find_proxy, int wake, Diag *diag)
{
	Fetcher *f = xcalloc(1, sizeof(Fetcher));
	*f = (Fetcher){
		.settings = settings, .find_proxy = find_proxy, .diag = diag, .wake = wake
	};
	f->waiting_end = &f->waiting;
	return f;
}

static void free_list(Transfer *t)
{
	while (t) {
		Transfer *next = t->next;
		transfer_free(t);
		t = next;
	}
}

void fetcher_free(Fetcher **fetcher)
{
	Fetcher *f = *fetcher;
	if (!f)
		return;
	while (f->active) {
		Transfer *t = f->active;
		stop_transfer(f, t);
		transfer_free(t);
	}
	free_list(f->waiting);
	free_list(f->pausing);
	if (f->multi) {
		f->curl.multi_cleanup(f->multi);
		f->curl.global_cleanup();
	}
	buf_free(&f->warned);
	arena_free(&f->arena);
	free(f);
	*fetcher = NULL;
}

static void open_multi(Fetcher *f)
{
	if (f->multi)
		return;
	curl_load(&f->curl);
	if (f->curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
	    !(f->multi = f->curl.multi_init()))
		fatal("libcurl could not start\nhelp: check the limit of memory (`ulimit -v`) and "
		      "libcurl's TLS library");
	f->proxy = f->find_proxy(f->settings, &f->arena);
	f->curl.multi_setopt(f->multi, CURLMOPT_PIPELINING,
	                     f->settings->multiplexing ? CURLPIPE_MULTIPLEX : CURLPIPE_NOTHING);
	f->curl.multi_setopt(f->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)CONNECTIONS);
}

void fetch_start(Fetcher *f, const FetchRequest *request)
{
	open_multi(f);
	Transfer *t = xcalloc(1, sizeof(Transfer));
	t->fetcher = f;
	t->request = *request;
	t->request.url = arena_str(&t->arena, request->url);
	for (size_t i = 0; i < request->header_count; i++)
		add_header(t, request->headers[i]);
	add_authorization(t, request->authorization);
	*f->waiting_end = t;
	f->waiting_end = &t->next;
}

/* Returns whether a transfer has ended at once. */
static bool start_waiting(Fetcher *f)
{
	const uint64_t now = clock_ms();
	bool ended = false;
	for (Transfer **link = &f->pausing; *link;) {
		Transfer *t = *link;
		if (t->retry_at > now) {
			link = &t->next;
			continue;
		}
		*link = t->next;
		ended |= !start_now(f, t);
	}
	while (f->waiting && f->running < PARALLEL) {
		Transfer *t = f->waiting;
		f->waiting = t->next;
		if (!f->waiting)
			f->waiting_end = &f->waiting;
		ended |= !start_now(f, t);
	}
	return ended;
}

/* Returns whether a transfer has ended. */
static bool finish_ended(Fetcher *f)
{
	bool any = false;
	int left;
	for (CURLMsg *m; (m = f->curl.multi_info_read(f->multi, &left));) {
		if (m->msg != CURLMSG_DONE)
			continue;
		char *owner = NULL;
		f->curl.easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &owner);
		finish_transfer(f, (Transfer *)(void *)owner, m->data.result);
		any = true;
	}
	return any;
}

/* Shortens the time to the next retry. */
static int bounded_timeout(const Fetcher *f, int timeout_ms)
{
	const uint64_t now = clock_ms();
	for (const Transfer *t = f->pausing; t; t = t->next) {
		const int left = t->retry_at > now ? (int)(t->retry_at - now) : 0;
		if (timeout_ms < 0 || left < timeout_ms)
			timeout_ms = left;
	}
	return timeout_ms;
}

static void wait_without_transfers(const Fetcher *f, int timeout_ms)
{
	struct pollfd wake = { .fd = f->wake, .events = POLLIN };
	poll_wait(&wake, f->wake >= 0, timeout_ms);
}

/* Ends all active transfers after an error of libcurl: otherwise fetch_run would wait for them
 * forever. */
static bool is_good(Fetcher *f, CURLMcode code)
{
	while (code != CURLM_OK && f->active)
		fail_transfer(f, f->active, code);
	return code == CURLM_OK;
}

/* Starts transfers whose turn has come, and advances all. Returns whether one has ended. */
static bool advance_transfers(Fetcher *f)
{
	int running;
	const bool ended = start_waiting(f);
	if (!is_good(f, f->curl.multi_perform(f->multi, &running)))
		return true;
	return finish_ended(f) || ended;
}

void fetch_run(Fetcher *f, int timeout_ms)
{
	if (!f->multi || !(f->waiting || f->active || f->pausing)) {
		wait_without_transfers(f, timeout_ms);
		return;
	}
	if (advance_transfers(f))
		return;
	/* curl treats -1 as an error. It shortens the time by its own timers. */
	enum { LONG = 60 * 1000 };
	const int ms = bounded_timeout(f, timeout_ms < 0 ? LONG : timeout_ms);
	struct curl_waitfd wake = { .fd = f->wake, .events = CURL_WAIT_POLLIN };
	if (is_good(f, f->curl.multi_poll(f->multi, &wake, f->wake >= 0, ms, NULL)))
		advance_transfers(f);
}
