// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/git/command_line.h"

#include "base/core/env.h"
#include "base/core/vec.h"
#include "base/system/process.h"
#include "base/text/path.h"
#include "resolver/terms/url.h"

#include <errno.h>

typedef VEC(const char *) Words;

/* An environment for git. Settings are passed in it, too, because all users can see the arguments
 * of a program. */
typedef struct Surroundings {
	Arena *arena;
	VEC(char *) variables;
	size_t settings;
} Surroundings;

static void set_variable(Surroundings *s, const char *name, Str value)
{
	*vec_push(s->arena, &s->variables, char *) =
		arena_cstr(s->arena, arena_printf(s->arena, "%s=" STR_FMT, name, STR_ARG(value)));
}

static void set_setting(Surroundings *s, Str key, Str value)
{
	const size_t n = s->settings++;
	set_variable(s, arena_printf(s->arena, "GIT_CONFIG_KEY_%zu", n).ptr, key);
	set_variable(s, arena_printf(s->arena, "GIT_CONFIG_VALUE_%zu", n).ptr, value);
}

/* Returns whether a variable of the user's environment is dropped. As in Cargo, GIT_DIR is ours
 * even if a git that started us has set it; related variables are dropped, too. */
static bool is_ours(Str variable)
{
	static const Str names[] = {
		STR_INIT("GIT_DIR="),
		STR_INIT("GIT_WORK_TREE="),
		STR_INIT("GIT_INDEX_FILE="),
		STR_INIT("GIT_OBJECT_DIRECTORY="),
		STR_INIT("GIT_ALTERNATE_OBJECT_DIRECTORIES="),
		STR_INIT("GIT_ASKPASS="),
		STR_INIT("GIT_TERMINAL_PROMPT="),
		STR_INIT("SSH_ASKPASS="),
		STR_INIT("SSH_ASKPASS_REQUIRE="),
		STR_INIT("GCM_INTERACTIVE="),
		STR_INIT("GIT_CONFIG_COUNT="),
	};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_starts_with(variable, names[i]))
			return true;
	return false;
}

/* Prevents prompts. An empty GIT_ASKPASS also overrides core.askPass. The user's own ssh command is
 * not changed. */
static void ask_nobody(Surroundings *s, char *const *env, const GitFetch *what)
{
	set_variable(s, "GIT_TERMINAL_PROMPT", STR("0"));
	set_variable(s, "GIT_ASKPASS", STR(""));
	set_variable(s, "SSH_ASKPASS", STR(""));
	set_variable(s, "SSH_ASKPASS_REQUIRE", STR("never"));
	set_variable(s, "GCM_INTERACTIVE", STR("never"));
	if (!what->own_ssh && !env_get(env, "GIT_SSH_COMMAND").ptr && !env_get(env, "GIT_SSH").ptr)
		set_variable(s, "GIT_SSH_COMMAND", STR("ssh -oBatchMode=yes"));
}

/* A URL without secrets, for an argument, and its user and password. */
typedef struct GitAddress {
	Str url;            /* without the password; for http and https also without the user */
	Str place;          /* scheme and host; only for http and https */
	Str user, password; /* ptr NULL if absent */
} GitAddress;

static GitAddress split_address(Arena *a, Str url)
{
	GitAddress out = { .url = url };
	Str scheme, rest, user, password;
	if (!str_cut(url, ':', &scheme, &rest) || !str_starts_with(rest, STR("//")))
		return out;
	size_t end = 2;
	while (end < rest.len && !strchr("/?#", rest.ptr[end]))
		end++;
	const ptrdiff_t at = str_rfind(str_sub(rest, 0, end), '@');
	if (at < 0)
		return out;
	const Str host = str_sub(rest, (size_t)at + 1, end), tail = str_sub(rest, end, rest.len);
	const bool http = str_eq(scheme, STR("http")) || str_eq(scheme, STR("https"));
	const bool secret = str_cut(str_sub(rest, 2, (size_t)at), ':', &user, &password);
	out.url = arena_printf(a, STR_FMT "://" STR_FMT "%s" STR_FMT STR_FMT, STR_ARG(scheme),
	                       STR_ARG(http ? STR("") : user), http ? "" : "@", STR_ARG(host),
	                       STR_ARG(tail));
	if (!http)
		return out;
	out.place = arena_printf(a, STR_FMT "://" STR_FMT, STR_ARG(scheme), STR_ARG(host));
	out.user = url_percent_decode(a, user);
	if (secret)
		out.password = url_percent_decode(a, password);
	return out;
}

/* Returns whether the text fits in a line of the protocol between git and its helpers. */
static bool is_line(Str s)
{
	return str_find(s, '\n') < 0 && str_find(s, '\r') < 0 && str_find(s, '\0') < 0;
}

/* Sets user and password for this host only. If there is a password, git asks no other helper. */
static void set_credentials(Surroundings *s, const GitAddress *of)
{
	static const char helper[] = "!f() { test \"$1\" != get || printf "
				     "'username=%s\\npassword=%s\\n' "
				     "\"$L4CARGO_GIT_USER\" \"$L4CARGO_GIT_PASSWORD\"; }; f";
	const Str key = arena_printf(s->arena, "credential." STR_FMT, STR_ARG(of->place));
	if (!of->user.ptr || !is_line(of->user) || !is_line(of->password))
		return;
	set_setting(s, arena_printf(s->arena, STR_FMT ".username", STR_ARG(key)), of->user);
	if (!of->password.ptr)
		return;
	const Str helpers = arena_printf(s->arena, STR_FMT ".helper", STR_ARG(key));
	set_setting(s, helpers, STR(""));
	set_setting(s, helpers, STR(helper));
	set_variable(s, "L4CARGO_GIT_USER", of->user);
	set_variable(s, "L4CARGO_GIT_PASSWORD", of->password);
}

static char *const *git_environment(Arena *a, char *const *env, const char *path,
                                    const GitFetch *what)
{
	Surroundings s = { .arena = a };
	uint64_t settings = 0;
	for (char *const *one = env; one && *one; one++)
		if (!is_ours(str_from(*one)))
			*vec_push(a, &s.variables, char *) = *one;
	if (str_to_u64(env_get(env, "GIT_CONFIG_COUNT"), &settings) && settings < INT32_MAX)
		s.settings = settings;
	const GitAddress address = split_address(a, str_from(what->url));
	set_variable(&s, "GIT_DIR", str_from(path));
	ask_nobody(&s, env, what);
	set_credentials(&s, &address);
	if (what->proxy.len)
		set_setting(&s, STR("http.proxy"), what->proxy);
	set_variable(&s, "GIT_CONFIG_COUNT", arena_printf(a, "%zu", s.settings));
	*vec_push(a, &s.variables, char *) = NULL;
	return s.variables.items;
}

/* The arguments are Cargo's, with two differences: small fetches also become packs, and no process
 * continues in the background. */
static const char *const *git_arguments(Arena *a, const char *git, const GitFetch *what)
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
	*vec_push(a, &words, const char *) = split_address(a, str_from(what->url)).url.ptr;
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
		buf_add(why, STR("the program `git` must fetch it, but is not installed"));
		return GIT_FETCH_FAILED;
	}
	const ProcessRequest run = { .argv = git_arguments(&scratch, arena_cstr(&scratch, git),
		                                           what),
		                     .env = git_environment(&scratch, env, path, what),
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
