// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * What a server answers. The first byte chooses what is asked: 0 a body, 1 one that may be
 * compressed, else a registry's configuration and then a crate's versions. The rest is answers,
 * apart by 0xff, byte by byte as they come over the line; behind each the connection ends.
 *
 * The server is a proxy of this program's own, so that no redirect leaves it. However it answers, a
 * request ends once, gives no more bytes than it may, and its token goes to the registry's host
 * alone and into no message. What is kept of an index is what was given. Time flies: no pause
 * between tries takes any.
 */
#include "base/core/clock.h"
#include "base/text/path.h"
#include "cache/net/retry.h"
#include "cache/registry/index.h"
#include "tests/fuzz/folder.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define TOKEN    "Scheme token-0123456789"
#define ADDRESS  "http://h.invalid/i/"
#define END_MARK "\r\n\r\n"

enum { BODY_MAX = 4096, REQUEST_MAX = 1 << 16, ANSWER_END = 0xff };

uint64_t clock_ms(void)
{
	static uint64_t now;
	return now += 1000 * (RETRY_LONGEST + 1);
}

uint64_t clock_us(void)
{
	return 1000 * clock_ms();
}

/* --- the server --- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Str answers; /* those that are left */
static int listening;
static uint16_t port;

/* A request in whole; empty: there is none on this connection. */
static Str read_request(int fd, char *bytes)
{
	size_t len = 0;
	while (len < REQUEST_MAX) {
		const ssize_t n = recv(fd, bytes + len, REQUEST_MAX - len, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		len += (size_t)n;
		if (str_ends_with((Str){ bytes, len }, STR(END_MARK)))
			return (Str){ bytes, len };
	}
	return STR("");
}

static void check_request(Str request)
{
	if (str_contains(request, STR(TOKEN)))
		CHECK(str_starts_with(request, STR("GET http://h.invalid/")) ||
		      str_starts_with(request, STR("GET http://h.invalid:80/")));
}

static void send_answer(int fd)
{
	Str answer = STR("");
	scoped_arena a = { 0 };
	pthread_mutex_lock(&lock);
	if (answers.len && str_next(&answers, (char)ANSWER_END, &answer))
		answer = arena_str(&a, answer); /* the input may go while it is sent */
	pthread_mutex_unlock(&lock);
	while (answer.len) {
		const ssize_t n = send(fd, answer.ptr, answer.len, MSG_NOSIGNAL);
		if (n < 0 && errno != EINTR)
			return;
		answer = str_sub(answer, n > 0 ? (size_t)n : 0, answer.len);
	}
}

static void *serve(void *bytes)
{
	for (;;) {
		const int fd = accept(listening, NULL, NULL);
		const Str request = fd < 0 ? STR("") : read_request(fd, bytes);
		check_request(request);
		if (request.len)
			send_answer(fd);
		if (fd >= 0)
			close(fd);
	}
	return NULL;
}

static void start_server(void)
{
	static char bytes[REQUEST_MAX];
	struct sockaddr_in at = { .sin_family = AF_INET,
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof at;
	pthread_t thread;
	listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK(bind(listening, (struct sockaddr *)&at, len) == 0 && listen(listening, 64) == 0);
	CHECK(getsockname(listening, (struct sockaddr *)&at, &len) == 0);
	port = ntohs(at.sin_port);
	unsetenv("no_proxy");
	unsetenv("NO_PROXY");
	CHECK(pthread_create(&thread, NULL, serve, bytes) == 0);
}

static Str our_proxy(const NetworkSettings *settings, Arena *a)
{
	(void)settings;
	return arena_printf(a, "http://127.0.0.1:%u", (unsigned)port);
}

/* One for all inputs: the diag is that of the present one. */
static Fetcher *the_fetcher(Diag *diag)
{
	static NetworkSettings settings;
	static Fetcher *fetcher;
	if (!fetcher) {
		start_server();
		settings = network_defaults;
		settings.retries = 2;
		settings.pause_ms = 0;
		fetcher = fetcher_new(&settings, our_proxy, -1, diag);
	}
	return fetcher;
}

/* --- a body --- */

typedef struct Sink {
	uint64_t bytes;
	unsigned ended;
	bool begun;
	FetchStatus status;
} Sink;

static bool begin_body(void *owner, int64_t length)
{
	Sink *s = owner;
	CHECK(!s->ended && length >= -1);
	s->begun = true;
	s->bytes = 0;
	return true;
}

static bool take_body(void *owner, Str bytes)
{
	Sink *s = owner;
	CHECK(s->begun && !s->ended);
	s->bytes += bytes.len;
	CHECK(s->bytes <= BODY_MAX);
	return true;
}

static void body_ended(void *owner, const FetchResult *got)
{
	Sink *s = owner;
	s->ended++;
	s->status = got->status;
	CHECK(got->status != FETCH_DONE || s->begun);
	CHECK((got->status == FETCH_DONE) == !got->why.len);
	CHECK(got->version.len && str_find(got->version, '\n') < 0);
	CHECK(got->status == FETCH_DENIED || !got->denied_count);
	for (size_t i = 0; i < got->denied_count; i++)
		CHECK(str_find(got->denied[i], '\n') < 0 && str_find(got->denied[i], ':') > 0);
}

static void fetch_body(Fetcher *f, bool decode)
{
	Sink s = { .bytes = 0 };
	const FetchRequest request = { .url = STR(ADDRESS "a"),
		                       .authorization = STR(TOKEN),
		                       .decode = decode,
		                       .max_bytes = BODY_MAX,
		                       .owner = &s,
		                       .begin = begin_body,
		                       .take = take_body,
		                       .done = body_ended };
	fetch_start(f, &request);
	while (!s.ended)
		fetch_run(f, -1);
	CHECK(s.ended == 1);
}

/* --- a registry --- */

static const Config *make_config(Arena *a, Diag *diag)
{
	char **env = arena_array(a, char *, 3);
	env[0] = arena_cstr(a, arena_printf(a, "CARGO_HOME=%s/home", fuzz_folder()));
	env[1] = arena_cstr(a, STR("CARGO_REGISTRIES_OWN_TOKEN=" TOKEN));
	fuzz_folder_write(a, ".cargo/config.toml",
	                  STR("[registry]\nglobal-credential-providers = [\"cargo:token\"]\n"
	                      "[registries.own]\nindex = \"sparse+" ADDRESS "\"\n"));
	const ConfigSources from = { str_from(fuzz_folder()), env, NULL };
	const Config *c = config_load(a, diag, &from);
	CHECK(c);
	return c;
}

static void ask_versions(Index *x, const Registry *r, Arena *a)
{
	IndexVersions found = { 0 }, kept = { 0 };
	const IndexQuery newest = { r, STR("a"), INDEX_NEWEST };
	const unsigned before = x->diag->errors;
	const IndexAnswer answer = index_versions(x, &newest, a, &found);
	CHECK(answer != INDEX_FAILED || x->diag->errors > before);
	x->offline = true;
	if (answer != INDEX_FOUND)
		return;
	CHECK(index_versions(x, &newest, a, &kept) == INDEX_FOUND && kept.count == found.count);
	for (size_t i = 0; i < kept.count; i++) {
		CHECK(version_eq(&kept.items[i].version, &found.items[i].version));
		CHECK(str_eq(kept.items[i].checksum, found.items[i].checksum));
	}
}

static void ask_registry(Fetcher *f, Arena *a, Diag *diag)
{
	const Config *c = make_config(a, diag);
	Credentials *credentials = credentials_open(c);
	Registry r;
	SourceId *source = arena_new(a, SourceId);
	Index x = { .folder = arena_printf(a, "%s/store", fuzz_folder()),
		    .fetcher = f,
		    .credentials = credentials,
		    .diag = diag };
	*source = source_registry(a, STR("sparse+" ADDRESS));
	CHECK(registry_init(&r, source, a, diag));
	if (index_configure(&x, &r, a)) {
		CHECK(r.configured && r.download.len);
		ask_versions(&x, &r, a);
	} else {
		CHECK(diag->errors > 0);
	}
	for (size_t i = 0; i < r.challenge_count; i++)
		CHECK(str_find(r.challenge[i], '\n') < 0 && str_find(r.challenge[i], '\0') < 0);
	CHECK(str_find(r.login_url, '"') < 0 && str_find(r.login_url, '\n') < 0);
	credentials_close(credentials);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static Diag diag;
	scoped_arena a = { 0 };
	char *said = NULL;
	size_t said_len = 0;
	if (!size)
		return 0;
	diag = (Diag){ .out = open_memstream(&said, &said_len), .colour = true };
	Fetcher *f = the_fetcher(&diag);
	Diag silent = { 0 };
	CHECK(fs_remove_tree(arena_printf(&a, "%s/store", fuzz_folder()).ptr, &silent));
	pthread_mutex_lock(&lock);
	answers = fuzz_text(data + 1, size - 1);
	pthread_mutex_unlock(&lock);
	if (data[0] % 3 < 2)
		fetch_body(f, data[0] % 3);
	else
		ask_registry(f, &a, &diag);
	pthread_mutex_lock(&lock);
	answers = STR("");
	pthread_mutex_unlock(&lock);
	fclose(diag.out);
	if (!str_contains(fuzz_text(data, size), STR("token-"))) /* a server may quote it */
		CHECK(!str_contains((Str){ said, said_len }, STR(TOKEN)));
	free(said);
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); /* LeakSanitizer looks into us */
	return 0;
}
