// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/git/proxy.h"

#include "base/core/env.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "cache/git/libgit.h"

/* Returns whether this file of git's configuration may set a proxy. It may also include other
 * files. */
static bool may_have_one(Arena *a, Str file)
{
	Str text;
	return fs_read_quietly(arena_cstr(a, file), a, &text) &&
	       (str_contains(text, STR("proxy")) || str_contains(text, STR("include")));
}

static bool is_worth_looking(const NetworkSettings *s)
{
	scoped_arena a = { 0 };
	const Str home = env_get(s->env, "HOME"), xdg = env_get(s->env, "XDG_CONFIG_HOME");
	const Str config = xdg.len ? xdg : path_join(&a, home, STR(".config"));
	return may_have_one(&a, path_join(&a, home, STR(".gitconfig"))) ||
	       may_have_one(&a, path_join(&a, config, STR("git/config"))) ||
	       may_have_one(&a, STR("/etc/gitconfig"));
}

Str git_proxy(const NetworkSettings *s, Arena *a)
{
	scoped_buf ignored = { 0 };
	Str found = { 0 };
	if (s->proxy.ptr)
		return arena_str(a, s->proxy);
	if (!s->env || !is_worth_looking(s))
		return found;
	LibGit *lib = libgit_load(s, s->env, &ignored);
	if (lib)
		libgit_setting(lib, "http.proxy", a, &found);
	libgit_unload(&lib);
	return found;
}
