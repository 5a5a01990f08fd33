// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "base/system/process.h"
#include "base/text/path.h"
#include "resolver/toolchain/toolchain_internal.h"

#include <stdlib.h>

Str toolchain_on_path(const Config *c, Str program)
{
	const Str found = process_find(c->arena, program, config_env(c, "PATH"), c->cwd);
	return found.len ? found : program;
}

const char *toolchain_lacks(const Config *c, Str program)
{
	const bool is_path = str_find(program, '/') >= 0;
	return is_path && fs_kind(arena_cstr(c->arena, program)) != FILE_ABSENT ? "run" : "find";
}

bool toolchain_program(const Config *c, const char *variable, const char *key, Str *out, Span *at)
{
	const Str env = config_env(c, variable);
	*at = NO_SPAN;
	if (!config_program(c, key, out, at))
		return false;
	if (env.ptr) {
		*at = NO_SPAN;
		*out = str_find(env, '/') < 0 ? env : path_join(c->arena, c->cwd, env);
	}
	return true;
}

/* Finds the program: RUSTC, or else build.rustc, or else `rustc`. */
static bool rustc_program(const Config *c, Str *out, Span *at)
{
	*out = STR("");
	if (!toolchain_program(c, "RUSTC", "build.rustc", out, at))
		return false;
	const bool variable = config_env(c, "RUSTC").ptr, named = variable || out->len;
	if (!named)
		*out = STR("rustc");
	const Str found = process_find(c->arena, *out, config_env(c, "PATH"), c->cwd);
	if (found.len) {
		*out = found;
		return true;
	}
	diag_error(c->diag, *at, "cannot %s the Rust compiler `" STR_FMT "`",
	           toolchain_lacks(c, *out), STR_ARG(*out));
	if (named)
		return diag_help(c->diag, "`%s` names it: correct that, or leave it out",
		                 variable ? "RUSTC" : "build.rustc");
	diag_help(c->diag, "install Rust, or name rustc with RUSTC, PATH or `build.rustc` in "
	                   ".cargo/config.toml");
	return false;
}

/* The proxies of rustup are links to one program. Its name and the settings decide what it runs. */
static bool is_proxy(Arena *a, Str rustc)
{
	const Str beside = path_join(a, path_parent(rustc), STR("rustup"));
	struct stat own, rustup;
	char *real = realpath(arena_cstr(a, rustc), NULL);
	bool proxy = real && str_eq(path_name(str_from(real)), STR("rustup"));
	free(real);
	if (!proxy && stat(arena_cstr(a, rustc), &own) == 0 &&
	    stat(arena_cstr(a, beside), &rustup) == 0)
		proxy = own.st_dev == rustup.st_dev &&
		        (own.st_ino == rustup.st_ino || own.st_size == rustup.st_size);
	return proxy;
}

/* Returns the file that selects a toolchain for the working folder; empty if there is none. */
static Str toolchain_file(const Config *c)
{
	static const char *const names[] = { "rust-toolchain", "rust-toolchain.toml" };
	for (Str dir = c->cwd;; dir = path_parent(dir)) {
		for (size_t i = 0; i < COUNT_OF(names); i++) {
			const Str path = path_join(c->arena, dir, str_from(names[i]));
			const FileKind kind = fs_kind(arena_cstr(c->arena, path));
			if (kind == FILE_REGULAR || kind == FILE_OTHER)
				return path;
		}
		if (dir.len <= 1)
			return STR("");
	}
}

/* Refuses files that are not regular: rustup would block on them or read without end. */
static bool check_file(const Config *c, Str path)
{
	if (fs_kind(arena_cstr(c->arena, path)) == FILE_REGULAR)
		return true;
	diag_error(c->diag, NO_SPAN, "cannot read `" STR_FMT "`: it is not a regular file",
	           STR_ARG(path));
	return diag_help(c->diag, "rustup reads it to choose a toolchain: remove it, or set "
	                          "RUSTUP_TOOLCHAIN");
}

static void add_file(const Config *c, Buf *to, Str path)
{
	Str text;
	if (path.len && fs_read_quietly(arena_cstr(c->arena, path), c->arena, &text))
		buf_printf(to, "\n" STR_FMT "\n" STR_FMT, STR_ARG(path), STR_ARG(text));
}

static bool has_overrides(Str settings)
{
	const Str mark = STR("[overrides]");
	for (Str line; str_next(&settings, '\n', &line);)
		if (str_eq(str_trim(line), mark))
			return str_trim(settings).len > 0;
	return false;
}

/* Returns everything that rustup's choice of a toolchain depends on. */
static Str proxy_identity(const Config *c, Str proxy, Str chosen_by)
{
	static const char *const names[] = { "RUSTUP_TOOLCHAIN", "RUSTUP_HOME", "HOME" };
	scoped_buf b = { 0 };
	buf_add(&b, STR("proxy "));
	buf_add(&b, toolchain_stat(c->arena, proxy));
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const Str value = config_env(c, names[i]);
		buf_printf(&b, "\n%s=" STR_FMT, names[i], STR_ARG(value));
	}
	Str home = config_env(c, "RUSTUP_HOME");
	if (!home.len)
		home = path_join(c->arena, config_env(c, "HOME"), STR(".rustup"));
	const Str settings =
		path_join(c->arena, path_join(c->arena, c->cwd, home), STR("settings.toml"));
	const size_t before = b.len;
	add_file(c, &b, settings);
	if (has_overrides(str_sub(buf_str(&b), before, b.len)))
		buf_printf(&b, "\n" STR_FMT, STR_ARG(c->cwd));
	add_file(c, &b, chosen_by);
	return arena_str(c->arena, buf_str(&b));
}

/*
 * Returns the place in a toolchain file that names one: `channel` or `path` of [toolchain], or else
 * the first line.
 */
static Span place_of_toolchain(const Config *c, Str file)
{
	static const Str keys[] = { STR_INIT("channel"), STR_INIT("path") };
	Diag silent = { 0 };
	const char *path = arena_cstr(c->arena, file);
	const Source *src = fs_read_source(path, path, c->arena, &silent);
	const TomlTable *toml = src ? toml_parse(src, c->arena, &silent) : NULL;
	const TomlTable *table = toml_get_table(toml, STR("toolchain"));
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		const TomlEntry *e = toml_entry(table, keys[i]);
		if (e)
			return e->value.at;
	}
	Str rest = src ? src->text : STR(""), line = { 0 };
	str_next(&rest, '\n', &line);
	return (Span){ src, 0, (uint32_t)line.len };
}

static Str rustup_refused(const Config *c, Str why, Str chosen_by)
{
	diag_error(c->diag, chosen_by.len ? place_of_toolchain(c, chosen_by) : NO_SPAN,
	           "rustup has no Rust compiler for this folder: " STR_FMT, STR_ARG(why));
	diag_help(c->diag, "set RUSTUP_TOOLCHAIN to a toolchain that is installed (`rustup "
	                   "toolchain list` shows them), such as RUSTUP_TOOLCHAIN=stable, or "
	                   "install the missing one with `rustup toolchain install`");
	return STR("");
}

static Str ask_proxy(const Asker *asker, Str proxy, Str chosen_by)
{
	const char *argv[] = { arena_cstr(asker->arena, proxy), "--print", "sysroot", NULL };
	for (;;) {
		Answer answer;
		if (!toolchain_ask(asker, ASK_DIRECTLY, argv, &answer))
			return STR("");
		if (!answer.good)
			return rustup_refused(asker->config,
			                      toolchain_complaint(asker->arena, &answer),
			                      chosen_by);
		const Str real = path_join(asker->arena, str_trim(answer.out), STR("bin/rustc"));
		if (fs_kind(arena_cstr(asker->arena, real)) == FILE_REGULAR)
			return real;
		toolchain_forget(asker, argv);
		if (!answer.cached)
			return rustup_refused(asker->config,
			                      arena_printf(asker->arena,
			                                   "`" STR_FMT "` does not exist",
			                                   STR_ARG(real)),
			                      chosen_by);
	}
}

/*
 * Returns whether a file of the project may select a toolchain by its folder. It looks for
 * backslashes, too, because escapes can spell both key and path, and names of toolchains do not
 * need them.
 */
static bool names_folder(Arena *a, Str chosen_by)
{
	Str text;
	return chosen_by.len && fs_read_quietly(arena_cstr(a, chosen_by), a, &text) &&
	       (str_contains(text, STR("path")) || str_contains(text, STR("/")) ||
	        str_contains(text, STR("\\")));
}

Str toolchain_find_rustc(const Asker *with, Span *at)
{
	const Config *c = with->config;
	Str rustc;
	if (!rustc_program(c, &rustc, at))
		return STR("");
	if (!is_proxy(c->arena, rustc))
		return rustc;
	const bool named = config_env(c, "RUSTUP_TOOLCHAIN").len > 0;
	Str chosen_by = named ? STR("") : toolchain_file(c);
	Asker asker = *with;
	asker.rustc_at = *at;
	if (chosen_by.len && !check_file(c, chosen_by))
		return STR("");
	if (with->programs == PROGRAMS_OF_USER && names_folder(c->arena, chosen_by)) {
		Config *elsewhere = arena_new(c->arena, Config);
		*elsewhere = *c;
		elsewhere->cwd = chosen_by = STR("/");
		asker.config = elsewhere;
	}
	asker.identity = proxy_identity(asker.config, rustc, chosen_by);
	return ask_proxy(&asker, rustc, chosen_by);
}

static TomlTable *without_names(Arena *a, const TomlTable *from, const Str *names, size_t count)
{
	TomlTable *out = toml_make_table(a, from->at);
	for (size_t i = 0; i < from->count; i++) {
		const TomlEntry *e = &from->entries[i];
		bool dropped = false;
		for (size_t k = 0; k < count; k++)
			dropped |= str_eq(e->key, names[k]);
		if (!dropped)
			toml_add(a, out, e->key, e->key_at)->value = e->value;
	}
	return out;
}

const Config *toolchain_plain_config(const Config *c)
{
	static const Str programs[] = { STR_INIT("rustc"), STR_INIT("rustdoc"),
		                        STR_INIT("rustc-wrapper"),
		                        STR_INIT("rustc-workspace-wrapper") };
	static const Str env[] = { STR_INIT("env") };
	Config *out = arena_new(c->arena, Config);
	TomlTable *merged = without_names(c->arena, c->merged, env, COUNT_OF(env));
	for (size_t i = 0; i < merged->count; i++) {
		TomlValue *v = &merged->entries[i].value;
		if (str_eq(merged->entries[i].key, STR("build")) && v->kind == TOML_TABLE)
			v->table = without_names(c->arena, v->table, programs, COUNT_OF(programs));
	}
	*out = *c;
	out->merged = merged;
	return out;
}
