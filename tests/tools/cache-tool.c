// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * Drives the cache for tests:
 *   cache-tool unpack ARCHIVE ROOT FOLDER [BYTES [ENTRIES]]
 *   cache-tool get STORE [OPTION]... NAME@VERSION[#CHECKSUM]... | - (from stdin)
 *   cache-tool newest STORE [OPTION]... NAME[@REQ]
 *   cache-tool git STORE [OPTION]... URL#COMMIT
 * Options: --home=CARGO_HOME --offline --registry=URL --local=FOLDER --pause=MS --retries=N
 *   --timeout=S --rustc=V --cli --proxy=URL --cainfo=FILE -v
 * `get` and `git` print the folders in the order given, `newest` VERSION CHECKSUM.
 */
#include "cache/store/store.h"
#include "cache/store/unpack.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

extern char **environ;

typedef struct Run {
	Arena arena;
	Diag diag;
	NetworkSettings network;
	StoreOptions options;
	SourceId registry;
	Str local;
	Version rustc;
	bool verbose, with_cli;
} Run;

static int unpack(int argc, char **argv)
{
	UnpackLimits limits = unpack_limits;
	if (argc > 3) {
		limits.bytes = strtoull(argv[3], NULL, 10);
		limits.ratio = 0;
	}
	if (argc > 4)
		limits.entries = strtoull(argv[4], NULL, 10);
	scoped_buf why = { 0 };
	const int into = open(argv[2], O_RDONLY | O_DIRECTORY);
	const int archive = open(argv[0], O_RDONLY);
	if (unpack_crate(&(Unpack){ archive, str_from(argv[1]), into, &limits, false }, &why))
		return 0;
	fprintf(stderr, "error: " STR_FMT "\n", STR_ARG(buf_str(&why)));
	return 1;
}

static void downloaded(void *ctx, Str crate, uint64_t bytes)
{
	const Run *run = ctx;
	if (run->verbose)
		fprintf(stderr, "downloaded " STR_FMT " (%llu bytes)\n", STR_ARG(crate),
		        (unsigned long long)bytes);
}

static bool option(Run *run, Str arg)
{
	Str key, value;
	const char *why;
	uint64_t n = 0;
	str_cut(arg, '=', &key, &value);
	str_to_u64(value, &n);
	if (str_eq(key, STR("--home")))
		run->options.cargo_home = value;
	else if (str_eq(key, STR("--offline")))
		run->options.offline = true;
	else if (str_eq(key, STR("--registry")))
		run->registry = source_registry(&run->arena, value);
	else if (str_eq(key, STR("--local")))
		run->local = value;
	else if (str_eq(key, STR("--rustc")))
		return version_parse(value, &run->rustc, &why);
	else if (str_eq(key, STR("--pause")))
		run->network.pause_ms = (unsigned)n;
	else if (str_eq(key, STR("--retries")))
		run->network.retries = (unsigned)n;
	else if (str_eq(key, STR("--timeout")))
		run->network.timeout = (unsigned)n;
	else if (str_eq(key, STR("--cli")))
		run->with_cli = true;
	else if (str_eq(key, STR("--proxy")))
		run->network.proxy = value;
	else if (str_eq(key, STR("--cainfo")))
		run->network.ca_file = value;
	else if (str_eq(key, STR("--http1")))
		run->network.multiplexing = false;
	else if (str_eq(key, STR("-v")))
		run->verbose = true;
	else
		return false;
	return true;
}

static CrateWanted parse_crate(const Run *run, Str text, size_t tag)
{
	CrateWanted w = { .registry = &run->registry, .local = run->local, .tag = (uint32_t)tag };
	str_cut(text, '@', &w.name, &text);
	str_cut(text, '#', &w.version, &w.checksum);
	return w;
}

static int get(Run *run, Store *store, char **names)
{
	size_t count = 0;
	static Str folders[1 << 16];
	char line[1024];
	if (*names && strcmp(*names, "-") == 0) {
		while (fgets(line, sizeof line, stdin)) {
			const CrateWanted w = parse_crate(run, str_trim(str_from(line)), count);
			if (!store_request(store, &w))
				return 1;
			count++;
		}
	} else {
		for (; *names; names++, count++) {
			const CrateWanted w = parse_crate(run, str_from(*names), count);
			if (!store_request(store, &w))
				return 1;
		}
	}
	for (size_t i = 0; i < count; i++) {
		uint32_t tag;
		Str folder;
		if (!store_next(store, &tag, &folder))
			return 1;
		folders[tag] = folder;
	}
	for (size_t i = 0; i < count; i++)
		printf(STR_FMT "\n", STR_ARG(folders[i]));
	return 0;
}

static int newest(Run *run, Store *store, char **names)
{
	Str name, text;
	VersionReq req;
	const char *why;
	IndexVersion found;
	const bool any = !str_cut(str_from(*names), '@', &name, &text);
	if (!any && !version_req_parse(text, &run->arena, &req, &why))
		return 2;
	const NewestWanted wanted = { &run->registry, run->local, name, any ? NULL : &req,
		                      run->rustc.text.len ? &run->rustc : NULL };
	if (!store_newest(store, &wanted, &found))
		return 1;
	printf(STR_FMT " " STR_FMT "\n", STR_ARG(found.version.text), STR_ARG(found.checksum));
	return 0;
}

/* URL#COMMIT */
static int git(Run *run, Store *store, char **names)
{
	Str url, commit, folder;
	str_cut(str_from(*names), '#', &url, &commit);
	const SourceId source = source_git(&run->arena, url, GIT_DEFAULT, STR(""), commit);
	if (!gitstore_checkout(store_gits(store), &(GitWanted){ &source, NO_SPAN }, &folder))
		return 1;
	printf(STR_FMT "\n", STR_ARG(folder));
	return 0;
}

static GitStore *open_gits(Run *run)
{
	const GitOptions options = { .folder = run->options.folder,
		                     .cargo_home = run->options.cargo_home,
		                     .offline = run->options.offline,
		                     .with_cli = run->with_cli,
		                     .network = &run->network,
		                     .env = environ };
	return gitstore_open(&options, &run->diag);
}

int main(int argc, char **argv)
{
	if (argc >= 5 && strcmp(argv[1], "unpack") == 0)
		return unpack(argc - 2, argv + 2);
	if (argc < 4)
		return 2;
	Run run = { .diag.out = stderr, .network = network_defaults, .registry = source_crates_io };
	run.options = (StoreOptions){ .folder = str_from(argv[2]),
		                      .network = &run.network,
		                      .events = { .ctx = &run, .downloaded = downloaded } };
	char **rest = argv + 3;
	while (*rest && option(&run, str_from(*rest)))
		rest++;
	if (!layers_read(&run.arena, environ, &run.diag, &run.options.layers))
		return 1;
	run.options.gits = open_gits(&run);
	Store *store = store_open(&run.options, &run.diag);
	const int status = strcmp(argv[1], "get") == 0      ? get(&run, store, rest)
	                   : strcmp(argv[1], "newest") == 0 ? newest(&run, store, rest)
	                   : strcmp(argv[1], "git") == 0    ? git(&run, store, rest)
	                                                    : 2;
	store_close(&store);
	arena_free(&run.arena);
	return status;
}
