// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/toolchain.h"

#include "base/buf.h"
#include "base/fs.h"
#include "base/path.h"
#include "base/process.h"
#include "base/vec.h"
#include "resolver/rustflags.h"
#include "resolver/toolchain_cache.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

typedef struct Opener {
	const Config *config;
	Arena *arena;
	Diag *diag;
	Str cache; /* folder of answers */
	Str found; /* the rustc of PATH or configuration */
	Toolchain *out;
} Opener;

typedef VEC(const char *) Argv;
typedef VEC(Str) Words;

static bool rustc_failed(const Opener *o, const ProcessResult *r)
{
	Str line, rest = str_trim(r->err);
	diag_error(o->diag, NO_SPAN, "`" STR_FMT "` failed to say what it is", STR_ARG(o->found));
	while (rest.len && str_next(&rest, '\n', &line))
		diag_note(o->diag, NO_SPAN, STR_FMT, STR_ARG(line));
	diag_help(o->diag,
	          "install that toolchain, or choose another: RUSTUP_TOOLCHAIN=stable overrides "
	          "a project's `rust-toolchain` file");
	return false;
}

/* What rustc prints for these arguments. `target`: a failure may be the target's fault. */
static bool ask(const Opener *o, Str rustc, const Argv *args, ProcessResult *out)
{
	Argv argv = { 0 };
	*vec_push(o->arena, &argv, const char *) = arena_cstr(o->arena, rustc);
	for (size_t i = 0; i < args->count; i++)
		*vec_push(o->arena, &argv, const char *) = args->items[i];
	*vec_push(o->arena, &argv, const char *) = NULL;
	const ProcessRequest request = { .argv = argv.items,
		                         .env = o->config->env,
		                         .cwd = arena_cstr(o->arena, o->config->cwd) };
	if (process_run(&request, o->arena, out))
		return true;
	return diag_error(o->diag, NO_SPAN, "cannot run `" STR_FMT "`: %s", STR_ARG(rustc),
	                  strerror(errno));
}

static bool ask_one(const Opener *o, const char *const *words, Str *answer)
{
	Argv args = { 0 };
	ProcessResult r;
	for (; *words; words++)
		*vec_push(o->arena, &args, const char *) = *words;
	if (!ask(o, o->found, &args, &r))
		return false;
	*answer = str_trim(r.out);
	return r.status == 0 || rustc_failed(o, &r);
}

static bool find_program(Opener *o)
{
	Str name = config_env(o->config, "RUSTC");
	if (name.len == 0 && !config_program(o->config, "build.rustc", &name))
		return false;
	if (name.len == 0)
		name = STR("rustc");
	o->found = process_find(o->arena, name, config_env(o->config, "PATH"), o->config->cwd);
	if (o->found.len)
		return true;
	diag_error(o->diag, NO_SPAN, "`" STR_FMT "` was not found", STR_ARG(name));
	diag_help(o->diag,
	          "install Rust (by rustup, or your system's packages `rustc` and `cargo`), or "
	          "set RUSTC to its path");
	return false;
}

/* Rustup's `rustc` is a link to rustup, which chooses a toolchain. */
static bool is_proxy(const Opener *o)
{
	char real[PATH_MAX];
	return realpath(arena_cstr(o->arena, o->found), real) &&
	       str_eq(path_name(str_from(real)), STR("rustup"));
}

static void add_state(const Opener *o, Buf *to, Str folder, const char *name)
{
	const Str path = path_join(o->arena, folder, str_from(name));
	if (fs_kind(arena_cstr(o->arena, path)) != FILE_ABSENT)
		buf_add(to, answer_file_state(o->arena, path));
}

/* All that rustup looks at when it chooses a toolchain. */
static void add_rustup_choice(const Opener *o, Buf *to)
{
	const Str home = config_env(o->config, "RUSTUP_HOME");
	const Str user = path_join(o->arena, config_env(o->config, "HOME"), STR(".rustup"));
	buf_printf(to, "RUSTUP_TOOLCHAIN=" STR_FMT "\n",
	           STR_ARG(config_env(o->config, "RUSTUP_TOOLCHAIN")));
	add_state(o, to, home.len ? home : user, "settings.toml");
	for (Str d = o->config->cwd;; d = path_parent(d)) {
		add_state(o, to, d, "rust-toolchain");
		add_state(o, to, d, "rust-toolchain.toml");
		if (d.len <= 1)
			return;
	}
}

static Str identity_question(const Opener *o, bool proxy)
{
	scoped_buf text = { 0 };
	buf_add(&text, STR("rustc\n"));
	buf_add(&text, answer_file_state(o->arena, o->found));
	if (proxy)
		add_rustup_choice(o, &text);
	return arena_str(o->arena, buf_str(&text));
}

static Str first_existing(const Opener *o, Str folder, const char *name)
{
	const Str path = path_join(o->arena, folder, str_from(name));
	return fs_kind(arena_cstr(o->arena, path)) == FILE_REGULAR ? path : STR("");
}

/* Answer: state of the real compiler (path first), a line with the sysroot, then `rustc -vV`. */
static bool ask_identity(const Opener *o, bool proxy, Str *answer)
{
	static const char *const version[] = { "-vV", NULL };
	static const char *const sysroot[] = { "--print", "sysroot", NULL };
	Str says, root;
	if (!ask_one(o, sysroot, &root) || !ask_one(o, version, &says))
		return false;
	const Str real = proxy ? first_existing(o, root, "bin/rustc") : o->found;
	*answer = arena_printf(o->arena, STR_FMT STR_FMT "\n" STR_FMT,
	                       STR_ARG(answer_file_state(o->arena, real.len ? real : o->found)),
	                       STR_ARG(root), STR_ARG(says));
	return true;
}

static bool take_identity(Opener *o, Str answer)
{
	Str state, rest, field;
	const char *why;
	str_cut(answer, '\n', &state, &rest);
	str_cut(rest, '\n', &o->out->sysroot, &o->out->verbose_version);
	for (size_t fields = 0; fields < 3;
	     fields++) /* the path may have blanks: cut from the end */
		state.len = (size_t)(str_rfind(state, ' ') > 0 ? str_rfind(state, ' ') : 0);
	o->out->rustc = state;
	for (Str lines = o->out->verbose_version; str_next(&lines, '\n', &field);) {
		if (str_starts_with(field, STR("host: ")))
			o->out->host = str_trim(str_sub(field, 6, field.len));
		if (str_starts_with(field, STR("release: ")))
			if (!version_parse(str_trim(str_sub(field, 9, field.len)), &o->out->version,
			                   &why))
				return false;
	}
	return o->out->rustc.len && o->out->host.len && o->out->version.text.len;
}

/* An answer of another time: is the compiler that it tells of still the same? */
static bool still_true(const Opener *o, Str answer)
{
	Str state, rest;
	Str path = answer;
	str_cut(answer, '\n', &state, &rest);
	path = state;
	for (int i = 0; i < 3; i++)
		path.len = (size_t)(str_rfind(path, ' ') > 0 ? str_rfind(path, ' ') : 0);
	return str_starts_with(answer, answer_file_state(o->arena, path));
}

static bool identify(Opener *o)
{
	const bool proxy = is_proxy(o);
	const Str question = identity_question(o, proxy);
	Str answer;
	if (answer_find(o->arena, o->cache, question, &answer) && still_true(o, answer) &&
	    take_identity(o, answer))
		return true;
	if (!ask_identity(o, proxy, &answer))
		return false;
	if (!take_identity(o, answer)) {
		diag_error(o->diag, NO_SPAN, "`" STR_FMT " -vV` does not say a version and a host",
		           STR_ARG(o->found));
		diag_help(o->diag, "is it a Rust compiler? RUSTC and `build.rustc` choose another");
		return false;
	}
	answer_keep(o->cache, question, answer);
	return true;
}

static void find_companions(Opener *o)
{
	const Str path = config_env(o->config, "PATH");
	Toolchain *t = o->out;
	t->cargo = first_existing(o, t->sysroot, "bin/cargo");
	t->rustdoc = first_existing(o, t->sysroot, "bin/rustdoc");
	if (t->cargo.len == 0)
		t->cargo = process_find(o->arena, STR("cargo"), path, o->config->cwd);
	if (t->rustdoc.len == 0)
		t->rustdoc = process_find(o->arena, STR("rustdoc"), path, o->config->cwd);
}

static bool unknown_target(const Opener *o, const TargetInfo *info, const ProcessResult *r)
{
	Str line, rest = str_trim(r->err);
	diag_error(o->diag, NO_SPAN, "rustc knows nothing of the target `" STR_FMT "`",
	           STR_ARG(info->spec));
	while (rest.len && str_next(&rest, '\n', &line))
		diag_note(o->diag, NO_SPAN, STR_FMT, STR_ARG(line));
	diag_help(o->diag,
	          "`rustc --print target-list` lists the targets; a specification file ends in "
	          "`.json`");
	return false;
}

static bool query_target(const Opener *o, const TargetInfo *info, bool host, Str *answer)
{
	static const char *const fixed[] = {
		"-",           "--crate-name", "___", "--print=split-debuginfo", "--print=sysroot",
		"--print=cfg", "-Wwarnings"
	};
	Argv args = { 0 };
	ProcessResult r;
	for (size_t i = 0; i < COUNT_OF(fixed); i++)
		*vec_push(o->arena, &args, const char *) = fixed[i];
	for (size_t i = 0; i < info->rustflags.count; i++)
		*vec_push(o->arena, &args, const char *) =
			arena_cstr(o->arena, info->rustflags.items[i]);
	if (!host) {
		*vec_push(o->arena, &args, const char *) = "--target";
		*vec_push(o->arena, &args, const char *) = arena_cstr(o->arena, info->spec);
	}
	if (!ask(o, o->out->rustc, &args, &r))
		return false;
	*answer = r.out;
	return r.status == 0 || unknown_target(o, info, &r);
}

static Str target_question(const Opener *o, const TargetInfo *info, bool host)
{
	scoped_buf text = { 0 };
	buf_printf(&text, "cfg %d " STR_FMT "\n", host, STR_ARG(info->spec));
	buf_add(&text, answer_file_state(o->arena, o->out->rustc));
	buf_add(&text, o->out->verbose_version);
	if (path_is_absolute(info->spec))
		buf_add(&text, answer_file_state(o->arena, info->spec));
	for (size_t i = 0; i < info->rustflags.count; i++)
		buf_printf(&text, "\n" STR_FMT, STR_ARG(info->rustflags.items[i]));
	return arena_str(o->arena, buf_str(&text));
}

/* Lines of split-debuginfo, the sysroot, then the cfg. */
static void take_target(const Opener *o, TargetInfo *info, Str answer)
{
	Words lines = { 0 };
	Str line;
	while (str_next(&answer, '\n', &line) && !path_is_absolute(line))
		*vec_push(o->arena, &lines, Str) = line;
	info->split_debuginfo = (StrList){ lines.items, lines.count };
	info->cfg = cfg_set_parse(answer, o->arena);
}

static bool load_cfg(const Opener *o, TargetInfo *info, bool host)
{
	const Str question = target_question(o, info, host);
	Str answer;
	if (!answer_find(o->arena, o->cache, question, &answer)) {
		if (!query_target(o, info, host, &answer))
			return false;
		answer_keep(o->cache, question, answer);
	}
	take_target(o, info, answer);
	return true;
}

static bool lists_equal(StrList a, StrList b)
{
	bool equal = a.count == b.count;
	for (size_t i = 0; equal && i < a.count; i++)
		equal = str_eq(a.items[i], b.items[i]);
	return equal;
}

/* Flags of cfg() tables depend on the cfg, which depends on the flags: Cargo asks twice, not more.
 */
static bool load_target(const Opener *o, TargetInfo *info, bool host, bool flags)
{
	RustTarget target = { info->triple, NULL };
	if (flags && !rustflags_read(o->config, target, &info->rustflags))
		return false;
	if (!load_cfg(o, info, host))
		return false;
	target.cfg = &info->cfg;
	const StrList first = info->rustflags;
	if (flags && !rustflags_read(o->config, target, &info->rustflags))
		return false;
	if (!lists_equal(first, info->rustflags) && !load_cfg(o, info, host))
		return false;
	return rustflags_linker(o->config, target, &info->linker);
}

static int by_spec(const void *a, const void *b)
{
	return str_compare(((const TargetInfo *)a)->spec, ((const TargetInfo *)b)->spec);
}

static TargetInfo name_target(const Opener *o, Str text)
{
	if (str_eq(text, STR("host-tuple")))
		text = o->out->host;
	if (!str_ends_with(text, STR(".json")))
		return (TargetInfo){ .triple = text, .spec = text };
	const Str path = path_normalise(o->arena, path_join(o->arena, o->config->cwd, text));
	return (TargetInfo){ .triple = path_stem(path), .spec = path };
}

static bool list_targets(Opener *o, const char *const *asked)
{
	ConfigTarget *configured = NULL;
	size_t count = 0;
	VEC(TargetInfo) list = { 0 };
	for (const char *const *t = asked; t && *t; t++)
		*vec_push(o->arena, &list, TargetInfo) = name_target(o, str_from(*t));
	if (list.count == 0 && !config_build_targets(o->config, &configured, &count))
		return false;
	for (size_t i = 0; i < count; i++)
		*vec_push(o->arena, &list, TargetInfo) = name_target(o, configured[i].name);
	if (list.count)
		qsort(list.items, list.count, sizeof(TargetInfo), by_spec);
	for (size_t i = 0; i < list.count; i++)
		if (i == 0 || by_spec(&list.items[i], &list.items[i - 1]) != 0)
			list.items[o->out->target_count++] = list.items[i];
	o->out->targets = list.items;
	return true;
}

static bool find_wrappers(Opener *o)
{
	const Str one = config_env(o->config, "RUSTC_WRAPPER");
	const Str two = config_env(o->config, "RUSTC_WORKSPACE_WRAPPER");
	o->out->wrapper = one;
	o->out->workspace_wrapper = two;
	return (one.ptr || config_program(o->config, "build.rustc-wrapper", &o->out->wrapper)) &&
	       (two.ptr || config_program(o->config, "build.rustc-workspace-wrapper",
	                                  &o->out->workspace_wrapper));
}

const Toolchain *toolchain_open(const Config *config, const ToolchainRequest *want)
{
	Toolchain *t = arena_new(config->arena, Toolchain);
	Opener o = { config, config->arena, config->diag, want->cache_folder, { 0 }, t };
	if (!find_program(&o) || !identify(&o) || !find_wrappers(&o) ||
	    !list_targets(&o, want->targets))
		return NULL;
	find_companions(&o);
	/* Cargo: with --target, rustflags are for the target only */
	t->host_info = (TargetInfo){ .triple = t->host, .spec = t->host };
	if (!load_target(&o, &t->host_info, true, t->target_count == 0))
		return NULL;
	for (size_t i = 0; i < t->target_count; i++)
		if (!load_target(&o, &t->targets[i], false, true))
			return NULL;
	return t;
}
