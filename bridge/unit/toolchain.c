// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/env.h"
#include "base/fs.h"
#include "base/maketext.h"
#include "base/path.h"
#include "bridge/unit/commands.h"
#include "bridge/unit/scriptenv.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Compiler {
	Str path, version, host, release, sysroot, cargo;
	Str rustup; /* the toolchain's name there, if rustup manages it */
} Compiler;

static Str line_value(Str text, Str key)
{
	Str line;
	while (str_next(&text, '\n', &line))
		if (str_starts_with(line, key))
			return str_trim(str_sub(line, key.len, line.len));
	return STR("");
}

/* A bare name, found in PATH; ptr NULL if there is none. */
static Str find_program(Job *j, Str name)
{
	Str path = env_get(j->env, "PATH"), folder;
	if (str_find(name, '/') >= 0)
		return name;
	while (str_next(&path, ':', &folder)) {
		const Str file = job_file(j, folder, name);
		if (folder.len && access(file.ptr, X_OK) == 0)
			return file;
	}
	return (Str){ 0 };
}

static bool ask(Job *j, Str program, const char *option, const char *value, Str *out)
{
	const char *const args[] = { arena_cstr(&j->arena, program), option, value, NULL };
	return rustc_answer(j, args, out);
}

/* The compiler itself instead of rustup's stand-in, which costs more than make needs for all else.
 */
static bool find_compiler(Job *j, Compiler *c)
{
	const Str asked = env_get(j->env, "RUSTC");
	c->path = find_program(j, asked.len ? asked : STR("rustc"));
	if (!c->path.ptr) {
		diag_error(&j->diag, NO_SPAN, "there is no `" STR_FMT "` in PATH",
		           STR_ARG(asked.len ? asked : STR("rustc")));
		diag_help(&j->diag,
		          "install Rust (https://rustup.rs), or give make RUSTC=/path/of/rustc");
		return false;
	}
	if (!ask(j, c->path, "--print", "sysroot", &c->sysroot))
		return false;
	c->sysroot = arena_str(&j->arena, str_trim(c->sysroot));
	const Str real = job_file(j, c->sysroot, STR("bin/rustc"));
	if (!asked.len && access(real.ptr, X_OK) == 0 && !str_eq(real, c->path)) {
		c->path = real;
		if (str_eq(path_name(path_parent(c->sysroot)), STR("toolchains")))
			c->rustup = path_name(c->sysroot);
	}
	if (!ask(j, c->path, "-vV", NULL, &c->version))
		return false;
	c->host = line_value(c->version, STR("host:"));
	c->release = line_value(c->version, STR("release:"));
	c->cargo = job_file(j, c->sysroot, STR("bin/cargo"));
	if (access(c->cargo.ptr, X_OK) != 0)
		c->cargo = find_program(j, STR("cargo"));
	return true;
}

static void add_variable(MakeText *to, const char *name, Str value)
{
	make_put(to, NAME(str_from(name)), LIT(" := "), START(value), LIT("\n"));
}

/* What all units depend on: only changed when the compiler, or the place of the tree, is another.
 */
static bool write_stamp(Job *j, const Compiler *c)
{
	struct stat st;
	const bool known = stat(c->path.ptr, &st) == 0;
	const Str text =
		arena_printf(&j->arena, STR_FMT "\n" STR_FMT "%lld.%09ld %lld\n" STR_FMT "\n",
	                     STR_ARG(c->path), STR_ARG(c->version),
	                     known ? (long long)st.st_mtim.tv_sec : 0,
	                     known ? st.st_mtim.tv_nsec : 0, known ? (long long)st.st_size : 0,
	                     STR_ARG(j->build));
	return fs_write_if_changed(job_file(j, j->build, STR("toolchain")).ptr, text, &j->diag) !=
	       FS_FAILED;
}

int toolchain_find(Job *j)
{
	Compiler c = { 0 };
	if (!find_compiler(j, &c) || !write_stamp(j, &c))
		return 1;
	scoped_make text = { 0 };
	add_variable(&text, "RS_TC_SEEN", job_get(j, "SEEN"));
	add_variable(&text, "RS_TC_FILES", c.path);
	add_variable(&text, "RS_RUSTC", c.path);
	add_variable(&text, "RS_RELEASE", c.release);
	add_variable(&text, "RS_CARGO", c.cargo);
	add_variable(&text, "RS_HOST", c.host);
	add_variable(&text, "RS_SYSROOT", c.sysroot);
	add_variable(&text, "RS_RUSTUP", c.rustup);
	/* rust.mk: two units may be under way for each processor */
	add_variable(&text, "RS_AHEAD",
	             arena_printf(&j->arena, "%ld", 2 * sysconf(_SC_NPROCESSORS_ONLN) + 1));
	return fs_write(job_file(j, j->build, STR("toolchain.mk")).ptr, make_str(&text), &j->diag)
	               ? 0
	               : 1;
}
