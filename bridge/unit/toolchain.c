// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/env.h"
#include "base/files/fs.h"
#include "base/text/maketext.h"
#include "base/text/path.h"
#include "bridge/unit/commands.h"
#include "bridge/unit/objects.h"
#include "bridge/unit/scriptenv.h"
#include "bridge/unit/watch.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Compiler {
	Str asked; /* the program that RUSTC or PATH names; may be rustup's proxy */
	Str path, version, host, release, sysroot, cargo;
	Str rustup; /* name or folder of the toolchain, if rustup chose it */
} Compiler;

static Str line_value(Str text, Str key)
{
	Str line;
	while (str_next(&text, '\n', &line))
		if (str_starts_with(line, key))
			return str_trim(str_sub(line, key.len, line.len));
	return STR("");
}

/* Returns the program's path; a bare name is looked up in PATH. ptr NULL if it is not there. */
static Str find_program(UnitJob *j, Str name)
{
	Str path = env_get(j->env, "PATH"), folder;
	if (str_find(name, '/') >= 0)
		return job_absolute(j, name);
	while (str_next(&path, ':', &folder)) {
		const Str file = job_absolute(j, job_file(j, folder, name));
		if (folder.len && access(file.ptr, X_OK) == 0)
			return file;
	}
	return (Str){ 0 };
}

static bool ask_rustc(UnitJob *j, Str program, const char *option, const char *value, Str *out)
{
	const char *const args[] = { arena_cstr(&j->arena, program), option, value, NULL };
	return rustc_answer(j, args, out);
}

/* Returns rustup's name for the toolchain that its proxy chose. Later processes get this name, so
 * that files in the folders of crates cannot choose another toolchain. */
static Str rustup_name(UnitJob *j, const Compiler *c)
{
	if (str_eq(path_name(path_parent(c->sysroot)), STR("toolchains")))
		return path_name(c->sysroot);
	const Str beside = job_file(j, path_parent(c->asked), STR("rustup"));
	return access(beside.ptr, X_OK) == 0 ? c->sysroot : STR("");
}

/* Finds the compiler itself instead of rustup's proxy, which takes longer to start than all else
 * that make has to do. */
static bool find_compiler(UnitJob *j, Compiler *c)
{
	const Str asked = env_get(j->env, "RUSTC");
	c->path = c->asked = find_program(j, asked.len ? asked : STR("rustc"));
	if (!c->path.ptr) {
		diag_error(&j->diag, NO_SPAN, "there is no `" STR_FMT "` in PATH",
		           STR_ARG(asked.len ? asked : STR("rustc")));
		diag_help(&j->diag,
		          "install Rust (https://rustup.rs), or give make RUSTC=/path/of/rustc");
		return false;
	}
	if (!ask_rustc(j, c->path, "--print", "sysroot", &c->sysroot))
		return false;
	c->sysroot = arena_str(&j->arena, str_trim(c->sysroot));
	const Str real = job_file(j, c->sysroot, STR("bin/rustc"));
	if (access(real.ptr, X_OK) == 0 && !str_eq(real, c->path)) {
		c->path = asked.len ? c->path : real;
		c->rustup = rustup_name(j, c);
	}
	if (!ask_rustc(j, c->path, "-vV", NULL, &c->version))
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

/* Writes the file that all units depend on. It changes only with the compiler or the place of the
 * tree. */
static bool write_toolchain(UnitJob *j, const Compiler *c)
{
	struct stat st;
	const bool known = stat(c->path.ptr, &st) == 0;
	const Str text =
		arena_printf(&j->arena, STR_FMT "\n" STR_FMT "%lld.%09ld %lld\n" STR_FMT "\n",
	                     STR_ARG(c->path), STR_ARG(c->version),
	                     known ? (long long)st.st_mtim.tv_sec : 0,
	                     known ? st.st_mtim.tv_nsec : 0, known ? (long long)st.st_size : 0,
	                     STR_ARG(j->build));
	const Str path = job_file(j, j->build, STR("toolchain"));
	scoped_place at = job_place(j, path);
	Str old;
	const bool is_same =
		at.top >= 0 && below_read(at.top, at.path, &j->arena, &old) && str_eq(old, text);
	return is_same || object_write(j, path, text);
}

/* --- when to look for the compiler again ------------------------------------------------------ */

/* Writes a path in make's syntax, with a link for a part that make cannot express. */
static void put_path(UnitJob *j, Str path, MakeText *out)
{
	const size_t odd = watch_odd_part(path);
	make_put(out, LIT(" "));
	if (odd)
		make_put(out, LIT("$(RS_BUILD)/"),
		         NAME(watch_link(j, j->build, str_sub(path, 0, odd))));
	if (odd < path.len)
		make_put(out, NAME(str_sub(path, odd, path.len)));
}

/* Lets make detect a new compiler in place of the old one: its file or something in its folders has
 * changed. */
static void watch_compiler(UnitJob *j, const Compiler *c, MakeText *out)
{
	const Str files[] = { c->asked, c->path, arena_str(&j->arena, path_parent(c->path)),
		              job_file(j, path_parent(path_parent(c->path)), STR("lib")) };
	scoped_make list = { 0 };
	for (size_t i = 0; i < COUNT_OF(files); i++)
		if (access(files[i].ptr, F_OK) == 0 && (i == 0 || !str_eq(files[i], files[i - 1])))
			put_path(j, files[i], &list);
	make_put(out, LIT("$(RS_BUILD)/toolchain.mk:"));
	make_put_text(out, &list);
	make_put(out, LIT("\n"));
	make_put_text(out, &list); /* a missing file is not an error, but a change */
	make_put(out, LIT(":\n"));
}

/* Returns the value of make's $(strip $(file <FILE)). */
static Str words_of(UnitJob *j, Str file)
{
	Str text, word;
	scoped_buf words = { 0 };
	if (!fs_read_quietly(file.ptr, &j->arena, &text))
		return STR("");
	text.len = strnlen(text.ptr, text.len);
	while (str_next_word(&text, &word))
		buf_printf(&words, "%s" STR_FMT, words.len ? " " : "", STR_ARG(word));
	return arena_str(&j->arena, buf_str(&words));
}

typedef struct Choices { /* files by which rustup chooses, even if they are absent */
	UnitJob *job;
	MakeText files;
	Buf words; /* words of the files that exist */
} Choices;

static void add_choice(Choices *c, Str file)
{
	const Str words = words_of(c->job, file);
	put_path(c->job, file, &c->files);
	if (words.len)
		buf_printf(&c->words, "%s" STR_FMT, c->words.len ? " " : "", STR_ARG(words));
}

/* rustup looks for these files in its working folder and all folders above. */
static void add_folders(Choices *c, Str folder)
{
	static const char *const names[] = { "rust-toolchain", "rust-toolchain.toml" };
	for (;; folder = path_parent(folder)) {
		for (size_t i = 0; i < COUNT_OF(names); i++)
			add_choice(c, path_join(&c->job->arena, folder, str_from(names[i])));
		if (folder.len <= 1)
			return;
	}
}

static void watch_choices(UnitJob *j, MakeText *out)
{
	Choices c = { .job = j };
	const Str home = env_get(j->env, "HOME");
	char *real = realpath(toolchain_folder(j).ptr, NULL);
	const Str from = real ? arena_str(&j->arena, str_from(real)) : toolchain_folder(j);
	Str rustup = env_get(j->env, "RUSTUP_HOME");
	free(real);
	if (!rustup.len)
		rustup = path_join(&j->arena, home, STR(".rustup"));
	rustup = path_normalise(&j->arena, path_join(&j->arena, from, rustup));
	add_choice(&c, job_file(j, rustup, STR("settings.toml")));
	add_choice(&c, STR("/etc/rustup/settings.toml"));
	add_folders(&c, from);
	make_put(out, LIT("RS_TC_CHOICES :="));
	make_put_text(out, &c.files);
	make_put(out, LIT("\n"));
	add_variable(out, "RS_TC_CHOSEN", buf_str(&c.words));
	make_free(&c.files);
	buf_free(&c.words);
}

/* Removes the last answer from the environment, so that it cannot influence the next one. */
static void forget_compiler(UnitJob *j)
{
	size_t count = 0, n = 0;
	while (j->env[count])
		count++;
	char **env = arena_array(&j->arena, char *, count + 1);
	for (size_t i = 0; i < count; i++)
		if (strncmp(j->env[i], "RS_RUSTUP=", 10) != 0 &&
		    strncmp(j->env[i], "RS_CARGO=", 9) != 0)
			env[n++] = j->env[i];
	j->env = env;
}

int toolchain_find(UnitJob *j)
{
	Compiler c = { 0 };
	forget_compiler(j);
	if (!find_compiler(j, &c) || !write_toolchain(j, &c))
		return 1;
	scoped_make text = { 0 };
	add_variable(&text, "RS_TC_SEEN", job_get(j, "SEEN"));
	add_variable(&text, "RS_RUSTC", c.path);
	add_variable(&text, "RS_RELEASE", c.release);
	add_variable(&text, "RS_CARGO", c.cargo);
	add_variable(&text, "RS_HOST", c.host);
	add_variable(&text, "RS_SYSROOT", c.sysroot);
	add_variable(&text, "RS_RUSTUP", c.rustup);
	/* two units for each processor may run ahead (rust.mk) */
	add_variable(&text, "RS_AHEAD",
	             arena_printf(&j->arena, "%ld", 2 * sysconf(_SC_NPROCESSORS_ONLN) + 1));
	watch_compiler(j, &c, &text);
	watch_choices(j, &text);
	if (make_is_whole(&text))
		return !object_write(j, job_file(j, j->build, STR("toolchain.mk")),
		                     make_str(&text));
	diag_error(&j->diag, NO_SPAN, "`%s` cannot be a part of a makefile: %s", text.what,
	           text.why);
	diag_help(&j->diag, "give make RUSTC=/path/of/rustc");
	return 1;
}
