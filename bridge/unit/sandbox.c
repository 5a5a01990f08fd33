// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/sandbox.h"

#include "base/core/env.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/unit/jobserver.h"

#include <strings.h>
#include <unistd.h>

bool sandbox_is_wanted(const UnitJob *j)
{
	const Str said = job_get(j, "SANDBOX");
	return said.len && !str_eq(said, STR("0"));
}

/* --- the environment -------------------------------------------------------------------------- */

static bool contains_word(Str name, const char *word)
{
	const size_t len = strlen(word);
	for (size_t i = 0; i + len <= name.len; i++)
		if (strncasecmp(name.ptr + i, word, len) == 0)
			return true;
	return false;
}

/* Returns whether the value looks like `https://user:password@host`. */
static bool has_password(Str value)
{
	const ptrdiff_t at = str_find(value, ':');
	if (at < 0 || !str_starts_with(str_sub(value, (size_t)at, value.len), STR("://")))
		return false;
	Str host, rest;
	str_cut(str_sub(value, (size_t)at + 3, value.len), '/', &host, &rest);
	return str_find(host, '@') >= 0;
}

bool sandbox_is_secret(Str name, Str value)
{
	static const char *const anywhere[] = { "TOKEN",      "SECRET",     "PASSW",
		                                "CREDENTIAL", "PASSPHRASE", "APIKEY" };
	static const char *const whole[] = { "KEY", "AUTH", "PASS", "COOKIE", "PWD", "PROXY" };
	for (size_t i = 0; i < COUNT_OF(anywhere); i++)
		if (contains_word(name, anywhere[i]))
			return true;
	Str rest = name, part;
	bool first = true;
	while (str_next(&rest, '_', &part)) {
		for (size_t i = 0; i < COUNT_OF(whole); i++)
			if (part.len == strlen(whole[i]) && contains_word(part, whole[i]) &&
			    !(first && part.len == name.len)) /* PWD itself is a folder */
				return true;
		first = false;
	}
	return has_password(value);
}

/* Keeps the variables that cargo sets for the crate. Removes inherited ones that look secret. */
static void set_box_environment(UnitJob *j, const Environ *from, Environ *to)
{
	*to = (Environ){ .arena = &j->arena };
	for (size_t i = 0; i < from->count; i++) {
		Str name, value;
		if (!str_cut(str_from(from->items[i]), '=', &name, &value))
			continue;
		const Str outside = env_value(j->env, name);
		if (outside.ptr && str_eq(outside, value) && sandbox_is_secret(name, value))
			continue;
		environ_set(to, name, value);
	}
	environ_remove(to, STR("TMP"));
	environ_remove(to, STR("TEMP"));
	environ_set(to, STR("TMPDIR"), STR("/tmp"));
	environ_set(to, STR("CCACHE_DISABLE"), STR("1")); /* ccache's folder is read-only */
}

/* --- places ----------------------------------------------------------------------------------- */

static bool is_hidden(const Sandbox *s, Str path)
{
	for (size_t i = 0; i < s->hidden.count; i++)
		if (path_is_below(path, s->hidden.items[i]))
			return true;
	return false;
}

static void bind_place(UnitJob *j, Sandbox *s, const char *how, Str from, Str to)
{
	args_add(j, &s->args, str_from(how));
	args_add(j, &s->args, from);
	args_add(j, &s->args, to);
}

/* Makes a path visible by its real name and by the name that the environment has for it. */
static void show_place(UnitJob *j, Sandbox *s, Str path)
{
	const Str real = path.len ? fs_real_path(&j->arena, path) : STR("");
	if (real.len <= 1)
		return;
	if (is_hidden(s, real))
		bind_place(j, s, "--ro-bind", real, real);
	if (!str_eq(real, path) && is_hidden(s, path))
		bind_place(j, s, "--ro-bind", real, path);
}

static void open_place(UnitJob *j, Sandbox *s, const SandboxPlace *place)
{
	const Str seen = fs_real_path(&j->arena, place->seen);
	bind_place(j, s, "--bind", fs_real_path(&j->arena, place->real), seen);
	if (!str_eq(seen, place->seen) && is_hidden(s, place->seen))
		bind_place(j, s, "--bind", fs_real_path(&j->arena, place->real), place->seen);
}

static void hide_place(UnitJob *j, Sandbox *s, Str path)
{
	const Str real = path.len ? fs_real_path(&j->arena, path) : STR("");
	if (real.len <= 1 || is_hidden(s, real) || fs_kind(real.ptr) != FILE_FOLDER)
		return;
	*vec_push(&j->arena, &s->hidden, Str) = real;
	args_add2(j, &s->args, "--tmpfs", real);
}

/* Hides homes and the folders with sockets of daemons: a socket works on a read-only file system,
 * too. */
static void hide_places(UnitJob *j, Sandbox *s)
{
	static const Str always[] = {
		STR_INIT("/home"),    STR_INIT("/root"),    STR_INIT("/run"),
		STR_INIT("/var/run"), STR_INIT("/var/tmp"), STR_INIT("/tmp")
	};
	static const char *const named[] = { "HOME", "CARGO_HOME", "XDG_RUNTIME_DIR" };
	for (size_t i = 0; i < COUNT_OF(always); i++)
		hide_place(j, s, always[i]);
	for (size_t i = 0; i < COUNT_OF(named); i++)
		hide_place(j, s, env_get(j->env, named[i]));
}

/* Makes hidden folders read-only, except /tmp: a write then causes an error. Otherwise its result
 * would be lost silently. */
static void close_places(UnitJob *j, Sandbox *s)
{
	for (size_t i = 0; i < s->hidden.count; i++)
		if (!str_eq(s->hidden.items[i], STR("/tmp")))
			args_add2(j, &s->args, "--remount-ro", s->hidden.items[i]);
}

/* Returns the folder `<repository>/<commit>`, because a package from git may use all of its
 * checkout. */
static Str checkout_above(UnitJob *j)
{
	static const Str mark = STR_INIT("/git/checkouts/");
	const char *const at = memmem(j->source.ptr, j->source.len, mark.ptr, mark.len);
	if (!at)
		return j->source;
	const size_t begin = (size_t)(at - j->source.ptr) + mark.len;
	Str rest = str_sub(j->source, begin, j->source.len), repository, commit;
	if (!str_next(&rest, '/', &repository) || !str_next(&rest, '/', &commit))
		return j->source;
	return str_sub(j->source, 0, (size_t)(commit.ptr + commit.len - j->source.ptr));
}

static void show_tools(UnitJob *j, Sandbox *s)
{
	static const char *const programs[] = { "RUSTC", "CARGO", "LINKER" };
	Str path = env_get(j->env, "PATH"), folder;
	while (str_next(&path, ':', &folder))
		show_place(j, s, folder);
	show_place(j, s, job_get(j, "SYSROOT"));
	show_place(j, s,
	           path_parent(fs_real_path(&j->arena,
	                                    STR("/proc/self/exe")))); /* rustc's linker for L4Re */
	const Str rustup = env_get(j->env, "RUSTUP_HOME"), home = env_get(j->env, "HOME");
	show_place(j, s, rustup.len ? rustup : job_file(j, home, STR(".rustup")));
	for (size_t i = 0; i < COUNT_OF(programs); i++)
		show_place(j, s, path_parent(job_get(j, programs[i])));
}

static void show_places(UnitJob *j, Sandbox *s, Str cwd)
{
	show_tools(j, s);
	show_place(j, s, checkout_above(j));
	show_place(j, s, cwd);
	if (job_is(j, "LOCAL"))
		show_place(j, s, job_path(j, "WORKSPACE"));
	show_place(j, s, j->build);
	show_place(j, s, j->root);
	if (job_target_is_file(j))
		show_place(j, s, job_absolute(j, job_get(j, "TRIPLE")));
	for (size_t i = 0; i < s->read.count; i++)
		show_place(j, s, s->read.items[i]);
	for (size_t i = 0; i < s->write.count; i++)
		open_place(j, s, &s->write.items[i]);
	const Jobserver server = jobserver_find(&j->arena, env_get(j->env, "MAKEFLAGS"));
	const Str fifo = str_sub(server.auth, 5, server.auth.len);
	if (str_starts_with(server.auth, STR("fifo:")))
		open_place(j, s, &(SandboxPlace){ fifo, fifo });
}

/* --- the command ------------------------------------------------------------------------------ */

static bool said_well(UnitJob *j)
{
	const Str said = job_get(j, "SANDBOX");
	if (str_eq(said, STR("1")) || str_eq(said, STR("y")))
		return true;
	diag_error(&j->diag, NO_SPAN, "SANDBOX=" STR_FMT " is not a valid value", STR_ARG(said));
	return diag_help(&j->diag, "give make SANDBOX=1, or SANDBOX=0 for no sandbox");
}

static bool program_is_there(UnitJob *j)
{
	Str path = env_get(j->env, "PATH"), folder;
	while (str_next(&path, ':', &folder))
		if (folder.len && access(job_file(j, folder, STR("bwrap")).ptr, X_OK) == 0)
			return true;
	diag_error(&j->diag, NO_SPAN,
	           "SANDBOX=1 needs bubblewrap, and there is no `bwrap` in PATH");
	return diag_help(&j->diag, "install the Debian package bubblewrap, or build without "
	                           "SANDBOX=1");
}

bool sandbox_wrap(UnitJob *j, Sandbox *s, const CommandLine *inner, CommandLine *out)
{
	static const char *const fixed[] = {
		"bwrap",         "--unshare-all", "--cap-drop", "ALL", "--die-with-parent",
		"--new-session", "--ro-bind",     "/",          "/",   "--dev",
		"/dev",          "--proc",        "/proc"
	};
	if (!said_well(j) || !program_is_there(j))
		return false;
	for (size_t i = 0; i < COUNT_OF(fixed); i++)
		args_add(j, &s->args, str_from(fixed[i]));
	hide_places(j, s);
	show_places(j, s, inner->cwd);
	close_places(j, s);
	args_add2(j, &s->args, "--chdir", inner->cwd);
	args_add(j, &s->args, STR("--"));
	for (size_t i = 0; i < inner->args.count; i++)
		args_add(j, &s->args, str_from(inner->args.items[i]));
	Environ env;
	set_box_environment(j, &inner->env, &env);
	*out = (CommandLine){ .args = s->args, .env = env, .cwd = inner->cwd, .is_boxed = true };
	const Jobserver server = jobserver_find(&j->arena, env_get(j->env, "MAKEFLAGS"));
	jobserver_pair(&server, out->kept);
	return true;
}

/* --- explanations ----------------------------------------------------------------------------- */

/* Returns whether the line has one of the system's messages that a sandbox causes. */
static bool tells_of_box(Str line)
{
	static const Str words[] = {
		STR_INIT("Read-only file system"),
		STR_INIT("Network is unreachable"),
		STR_INIT("Connection refused"),
		STR_INIT("Temporary failure in name resolution"),
		STR_INIT("Name or service not known"),
		STR_INIT("Could not resolve host"),
		STR_INIT("failed to lookup address"),
		STR_INIT("Permission denied"),
		STR_INIT("Operation not permitted"),
		STR_INIT("No such file or directory"),
	};
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (str_contains(line, words[i]))
			return true;
	return false;
}

static void explain_no_box(UnitJob *j, Str line, ScreenText *to)
{
	job_add_label(j, LABEL_ERROR, to);
	screen_printf(
		to,
		": SANDBOX=1: the sandbox cannot be created: " STR_FMT
		"\nhelp: bubblewrap needs user namespaces, which this system or container may "
		"not allow; see `man bwrap`, or build without SANDBOX=1\n",
		STR_ARG(line));
}

bool sandbox_explain(UnitJob *j, Str errors, const char *what, ScreenText *to)
{
	enum { MOST_LINES = 8 };
	Str line;
	size_t shown = 0;
	if (!sandbox_is_wanted(j))
		return false;
	if (str_starts_with(errors, STR("bwrap: "))) {
		str_next(&errors, '\n', &line);
		explain_no_box(j, line, to);
		return true;
	}
	while (shown < MOST_LINES && str_next(&errors, '\n', &line)) {
		if (!tells_of_box(line))
			continue;
		if (!shown++)
			screen_printf(to,
			              "note: %s `" STR_FMT " v" STR_FMT
			              "` ran in a sandbox (SANDBOX=1), which refused this:\n",
			              what, STR_ARG(job_get(j, "PKG_NAME")),
			              STR_ARG(job_get(j, "PKG_VERSION")));
		screen_printf(to, "  " STR_FMT "\n", STR_ARG(str_trim(line)));
	}
	if (shown)
		screen_add(
			to,
			STR("help: a sandbox has no network and no home, and only OUT_DIR and /tmp "
		            "are writable; if you trust the crate, build without SANDBOX=1\n"));
	return shown > 0;
}
