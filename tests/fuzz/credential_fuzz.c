// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * Pieces with NULs between: a config.toml, a credentials.toml, two variables, and what a provider
 * prints, which this program runs in its own way. A token is a line of printable characters, and
 * none is in a message.
 */
#include "base/core/buf.h"
#include "base/system/process.h"
#include "cache/registry/credentials.h"
#include "tests/fuzz/folder.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { VARIABLES = 2, SECRET_MIN = 12 };

static Str printed; /* by the provider */
void process_begin(void) {}

bool process_run(const ProcessRequest *want, Arena *a, ProcessResult *out)
{
	CHECK(want->argv[0] && want->argv[0][0] == '/' && want->secret);
	*out = (ProcessResult){ .status = printed.len && printed.ptr[0] == '!',
		                .out = arena_str(a, printed),
		                .err = STR("") };
	return true;
}

Str process_find(Arena *a, Str program, Str path, Str cwd)
{
	(void)path, (void)cwd;
	return str_find(program, '\0') >= 0 ? STR("")
	                                    : arena_printf(a, "/bin/" STR_FMT, STR_ARG(program));
}

typedef struct Pieces {
	Str config, credentials;
	char *env[VARIABLES + 2];
} Pieces;

static void take_pieces(Arena *a, Str text, Pieces *out)
{
	Str piece;
	str_next(&text, '\0', &out->config);
	str_next(&text, '\0', &out->credentials);
	for (size_t i = 1; i <= VARIABLES && str_next(&text, '\0', &piece); i++)
		out->env[i] = arena_cstr(a, piece);
	printed = text;
}

/* For us alone, as credentials are. */
static void put_file(Arena *a, const char *name, Str text)
{
	const char *path = arena_printf(a, "%s/%s", fuzz_folder(), name).ptr;
	Diag silent = { 0 };
	CHECK(fs_make_folders(arena_cstr(a, path_parent(str_from(path))), &silent));
	scoped_fd fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	CHECK(fd >= 0 && write(fd, text.ptr, text.len) == (ssize_t)text.len);
}

static void ask(const Config *c, Arena *a, Str index, Str *token)
{
	Registry *r = arena_new(a, Registry);
	SourceId *source = arena_new(a, SourceId);
	Credentials *all = credentials_open(c);
	Str found;
	*source = index.len ? source_registry(a, index) : source_crates_io;
	CHECK(registry_init(r, source, a, c->diag));
	const unsigned before = c->diag->errors;
	if (credentials_token(all, r, &found)) {
		CHECK(found.len);
		for (size_t i = 0; i < found.len; i++)
			CHECK(found.ptr[i] >= 0x20 && found.ptr[i] < 0x7f);
		*token = arena_str(a, found);
		credentials_rejected(all, r);
	} else {
		CHECK(c->diag->errors > before);
	}
	credentials_close(all);
}

/* A short one may be a word of a message, and one that is a name or an address is no secret. */
static void check_secret(Str said, Str token, const Pieces *p)
{
	if (token.len < SECRET_MIN)
		return;
	for (size_t at = 0; at + token.len <= p->config.len; at++)
		if (str_eq(str_sub(p->config, at, at + token.len), token))
			return;
	CHECK(!str_contains(said, token));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	char *said = NULL;
	size_t said_len = 0;
	const char *const folder = fuzz_folder();
	Pieces p = { .env = { arena_cstr(&a, arena_printf(&a, "CARGO_HOME=%s/home", folder)) } };
	take_pieces(&a, fuzz_text(data, size), &p);
	put_file(&a, ".cargo/config.toml", p.config);
	put_file(&a, "home/credentials.toml", p.credentials);
	Diag diag = { .out = open_memstream(&said, &said_len), .colour = true };
	const ConfigSources from = { str_from(folder), p.env, NULL };
	const Config *c = config_load(&a, &diag, &from);
	Str tokens[2] = { 0 };
	if (c) {
		credentials_guard(c);
		ask(c, &a, STR("sparse+https://h.invalid/i/"), &tokens[0]);
		ask(c, &a, STR(""), &tokens[1]);
	}
	fclose(diag.out);
	for (size_t i = 0; i < 2; i++)
		check_secret((Str){ said, said_len }, tokens[i], &p);
	free(said);
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); /* LeakSanitizer looks into us */
	return 0;
}
