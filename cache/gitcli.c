// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/gitcli.h"

#include "base/env.h"
#include "base/path.h"
#include "base/process.h"
#include "base/vec.h"

#include <errno.h>

typedef VEC(const char *) Words;

/* Cargo: GIT_DIR is ours even if a git that started us set another; so for its kin. */
static char *const *environment(Arena *a, char *const *env, const char *path, const GitFetch *what)
{
	static const char *const silence[] = { "GIT_TERMINAL_PROMPT=0",
		                               "GIT_ASKPASS=", "SSH_ASKPASS=" };
	static const char *const ours[] = { "GIT_DIR=", "GIT_WORK_TREE=", "GIT_INDEX_FILE=",
		                            "GIT_OBJECT_DIRECTORY=",
		                            "GIT_ALTERNATE_OBJECT_DIRECTORIES=" };
	VEC(char *) out = { 0 };
	for (; env && *env; env++) {
		bool dropped = false;
		for (size_t i = 0; i < COUNT_OF(ours); i++)
			dropped |= strncmp(*env, ours[i], strlen(ours[i])) == 0;
		if (!dropped)
			*vec_push(a, &out, char *) = *env;
	}
	*vec_push(a, &out, char *) = arena_cstr(a, arena_printf(a, "GIT_DIR=%s", path));
	for (size_t i = 0; what->unattended && i < COUNT_OF(silence); i++)
		*vec_push(a, &out, char *) = arena_cstr(a, str_from(silence[i]));
	if (what->proxy.len) { /* no argument: it may have a password, and all users see those */
		*vec_push(a, &out, char *) = arena_cstr(a, STR("GIT_CONFIG_COUNT=1"));
		*vec_push(a, &out, char *) = arena_cstr(a, STR("GIT_CONFIG_KEY_0=http.proxy"));
		*vec_push(a, &out, char *) =
			arena_cstr(a, arena_printf(a, "GIT_CONFIG_VALUE_0=" STR_FMT,
		                                   STR_ARG(what->proxy)));
	}
	*vec_push(a, &out, char *) = NULL;
	return out.items;
}

/* As Cargo's, but that it makes packs of little ones too, and nothing of it stays behind. */
static const char *const *arguments(Arena *a, const char *git, const GitFetch *what)
{
	static const char *const fixed[] = { "-c",
		                             "core.fsmonitor=false",
		                             "-c",
		                             "fetch.unpackLimit=1",
		                             "-c",
		                             "gc.auto=0",
		                             "-c",
		                             "maintenance.auto=false",
		                             "fetch",
		                             "--quiet",
		                             "--force",
		                             "--update-head-ok",
		                             "--no-write-fetch-head" };
	Words words = { 0 };
	*vec_push(a, &words, const char *) = git;
	for (size_t i = 0; i < COUNT_OF(fixed); i++)
		*vec_push(a, &words, const char *) = fixed[i];
	*vec_push(a, &words, const char *) = what->tags ? "--tags" : "--no-tags";
	*vec_push(a, &words, const char *) = "--";
	*vec_push(a, &words, const char *) = what->url;
	for (size_t i = 0; i < what->refspec_count; i++)
		*vec_push(a, &words, const char *) = what->refspecs[i];
	*vec_push(a, &words, const char *) = NULL;
	return words.items;
}

GitFetched gitcli_fetch(const char *path, const GitFetch *what, char *const *env, Buf *why)
{
	scoped_arena scratch = { 0 };
	const Str git = process_find(&scratch, STR("git"), env_get(env, "PATH"), STR("/"));
	if (!git.len) {
		buf_add(why, STR("the program `git` is to fetch it, and is not installed"));
		return GIT_FETCH_FAILED;
	}
	const ProcessRequest run = { .argv = arguments(&scratch, arena_cstr(&scratch, git), what),
		                     .env = environment(&scratch, env, path, what),
		                     .cwd = path };
	ProcessResult result;
	if (!process_run(&run, &scratch, &result)) {
		buf_printf(why, "cannot run `git`: %s", strerror(errno));
		return GIT_FETCH_FAILED;
	}
	if (result.status == 0)
		return GIT_FETCHED;
	buf_printf(why, "`git fetch` failed: " STR_FMT, STR_ARG(str_trim(result.err)));
	return GIT_FETCH_UNLUCKY;
}
