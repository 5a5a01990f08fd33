// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/toolchain/toolchain.h"

#include "base/core/vec.h"
#include "base/files/fs.h"
#include "base/system/process.h"
#include "base/text/path.h"
#include "resolver/toolchain/toolchain_internal.h"

#include <inttypes.h>
#include <stdlib.h>

/* Returns which of the two names the program. */
static const char *named_by(const Config *c, const char *variable, const char *key)
{
	return config_env(c, variable).ptr ? variable : key;
}

/* Finds a wrapper of the compiler, which must exist. */
static bool compiler_wrapper(const Config *c, const char *variable, const char *key, Str *out,
                             Span *at)
{
	if (!toolchain_program(c, variable, key, out, at))
		return false;
	if (!out->len || process_find(c->arena, *out, config_env(c, "PATH"), c->cwd).len)
		return true;
	diag_error(c->diag, *at, "cannot %s the compiler's wrapper `" STR_FMT "`",
	           toolchain_lacks(c, *out), STR_ARG(*out));
	return diag_help(c->diag, "`%s` names it: correct that, or leave it out",
	                 named_by(c, variable, key));
}

static void add_wrapper(const Config *c, Buf *to, Str program)
{
	const Str path = toolchain_on_path(c, program);
	if (program.len)
		buf_printf(to, "\n" STR_FMT, STR_ARG(toolchain_stat(c->arena, path)));
}

/* Returns everything but the arguments that an answer of the compiler depends on. */
static Str compiler_identity(const Config *c, const Toolchain *t)
{
	static const char *const names[] = { "RUSTC_BOOTSTRAP", "RUST_TARGET_PATH" };
	const ConfigVariable *vars = NULL;
	size_t count;
	scoped_buf b = { 0 };
	buf_add(&b, toolchain_stat(c->arena, t->rustc));
	add_wrapper(c, &b, t->wrapper);
	add_wrapper(c, &b, t->workspace_wrapper);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		buf_printf(&b, "\n%s=" STR_FMT, names[i], STR_ARG(config_env(c, names[i])));
	config_env_table(c, &vars, &count);
	for (size_t i = 0; i < count; i++)
		if (vars[i].applies)
			buf_printf(&b, "\n" STR_FMT "=" STR_FMT, STR_ARG(vars[i].name),
			           STR_ARG(vars[i].value));
	return arena_str(c->arena, buf_str(&b));
}

static bool take_field(Str text, Str name, Str *out)
{
	for (Str line; str_next(&text, '\n', &line);)
		if (str_starts_with(line, name)) {
			*out = str_trim(str_sub(line, name.len, line.len));
			return true;
		}
	return false;
}

/* Says what is wrong with the answer to `-vV`: the first program's fault. `help` is for rustc. */
static bool refuse_version(const Asker *asker, const char *const *argv, const char *what, Str why,
                           const char *help)
{
	scoped_buf command = { 0 };
	for (size_t i = 0; argv[i]; i++)
		buf_printf(&command, "%s%s", i ? " " : "", argv[i]);
	diag_error(asker->diag, asker->wrapped ? asker->wrapper_at : asker->rustc_at,
	           "`" STR_FMT "` %s: " STR_FMT, STR_ARG(buf_str(&command)), what, STR_ARG(why));
	return asker->wrapped ? toolchain_help_wrapper(asker) : diag_help(asker->diag, "%s", help);
}

static bool ask_version(const Asker *asker, Toolchain *t)
{
	const char *argv[5] = { 0 };
	size_t n = 0;
	if (t->wrapper.len)
		argv[n++] = arena_cstr(asker->arena, toolchain_on_path(asker->config, t->wrapper));
	if (t->workspace_wrapper.len)
		argv[n++] = arena_cstr(asker->arena,
		                       toolchain_on_path(asker->config, t->workspace_wrapper));
	argv[n++] = arena_cstr(asker->arena, t->rustc);
	argv[n] = "-vV";
	Answer answer;
	if (!toolchain_ask(asker, ASK_BY_WRAPPER, argv, &answer))
		return false;
	if (!answer.good)
		return refuse_version(asker, argv, "failed",
		                      toolchain_complaint(asker->arena, &answer),
		                      "run it to see why; RUSTC or `build.rustc` names another "
		                      "rustc");
	Str release;
	const char *why = "it has no `host: ` line";
	t->verbose_version = answer.out;
	if (take_field(answer.out, STR("host: "), &t->host) &&
	    take_field(answer.out, STR("release: "), &release) &&
	    version_parse(release, &t->version, &why)) {
		t->cargo_version = cargo_version_of(&t->version);
		return true;
	}
	toolchain_forget(asker, argv);
	return refuse_version(asker, argv, "does not answer as rustc", str_from(why),
	                      "RUSTC or `build.rustc` must name rustc itself");
}

typedef struct Wanted {
	TargetInfo info;
	Span at;
} Wanted;

typedef struct Targets {
	const Asker *asker;
	const Toolchain *toolchain;
	const ToolchainRequest *want;
} Targets;

static bool file_target(const Config *c, Str name, Wanted *out)
{
	const Str path = path_join(c->arena, c->cwd, name);
	char *real = realpath(arena_cstr(c->arena, path), NULL);
	if (!real) {
		diag_error(c->diag, out->at, "target file `" STR_FMT "` does not exist",
		           STR_ARG(name));
		return diag_help(c->diag,
		                 "check the path, which is relative to the working folder; "
		                 "built-in targets are listed by `rustc --print target-list`");
	}
	out->info.spec = arena_str(c->arena, str_from(real));
	out->info.triple = path_stem(out->info.spec);
	free(real);
	return true;
}

/* Returns whether rustc has the target itself; true if it cannot be asked. */
static bool is_known(const Asker *asker, const Toolchain *t, Str triple)
{
	const char *argv[] = { arena_cstr(asker->arena, t->rustc), "--print", "target-list", NULL };
	Answer answer;
	if (!toolchain_ask(asker, ASK_DIRECTLY, argv, &answer))
		return true;
	for (Str line; str_next(&answer.out, '\n', &line);)
		if (str_eq(str_trim(line), triple))
			return true;
	return false;
}

static bool set_target(const Targets *w, ConfigTarget from, Wanted *out)
{
	const Config *c = w->asker->config;
	const Toolchain *t = w->toolchain;
	const Str name = str_trim(from.name);
	*out = (Wanted){ .info = { .at = from.at }, .at = from.at };
	if (!name.len) {
		diag_error(c->diag, from.at, "target was empty");
		return diag_help(c->diag, "write a triple such as `x86_64-unknown-linux-gnu`");
	}
	if (str_ends_with(name, STR(".json")))
		return file_target(c, name, out);
	if (name.ptr[0] == '@') { /* rustc would treat it as a file of arguments */
		diag_error(c->diag, from.at, "`" STR_FMT "` is not a target", STR_ARG(name));
		return diag_help(c->diag,
		                 "`rustc --print target-list` shows the targets that it has");
	}
	const bool host = str_eq(from.name, STR("host-tuple")) &&
	                  cargo_has(t->cargo_version, CARGO_HOST_TUPLE);
	out->info.triple = out->info.spec = host ? t->host : name;
	const Str spec =
		host || !w->want->find_spec ? STR("") : w->want->find_spec(w->want->ctx, name);
	if (spec.len && !is_known(w->asker, t, name)) {
		out->info.spec = spec;
		out->info.own_spec = true;
	}
	return true;
}

static int by_target(const void *a, const void *b)
{
	const TargetInfo *x = &((const Wanted *)a)->info, *y = &((const Wanted *)b)->info;
	const bool x_file = path_is_absolute(x->spec), y_file = path_is_absolute(y->spec);
	if (x_file != y_file)
		return x_file - y_file;
	const int order = str_compare(x->triple, y->triple);
	return order ? order : str_compare(x->spec, y->spec);
}

/* Reads the targets of --target, or else of build.target. */
static bool asked_targets(const Config *c, const char *const *flags, ConfigTarget **out,
                          size_t *count)
{
	VEC(ConfigTarget) list = { 0 };
	for (; flags && *flags; flags++)
		*vec_push(c->arena, &list, ConfigTarget) =
			(ConfigTarget){ .name = str_from(*flags) };
	*out = list.items;
	*count = list.count;
	return list.count || config_build_targets(c, out, count);
}

/* Returns the targets sorted and without duplicates. */
static bool wanted_targets(const Targets *w, Wanted **out, size_t *count)
{
	const Config *c = w->asker->config;
	ConfigTarget *from;
	size_t n;
	if (!asked_targets(c, w->want->targets, &from, &n))
		return false;
	Wanted *all = arena_array(c->arena, Wanted, n);
	for (size_t i = 0; i < n; i++)
		if (!set_target(w, from[i], &all[i]))
			return false;
	if (n)
		qsort(all, n, sizeof(*all), by_target);
	*count = 0;
	for (size_t i = 0; i < n; i++)
		if (!*count || by_target(&all[*count - 1], &all[i]) != 0)
			all[(*count)++] = all[i];
	*out = all;
	return true;
}

static bool read_targets(const Asker *asker, const ToolchainRequest *want, Toolchain *t)
{
	Wanted *wanted;
	if (!wanted_targets(&(Targets){ asker, t, want }, &wanted, &t->target_count))
		return false;
	/* If there is a --target, even the host, flags apply to the targets only. */
	const FlagRule host_flags = t->target_count ? FLAGS_NONE : FLAGS_READ;
	t->host_info.triple = t->host;
	if (!target_info_read(asker, t, host_flags, &t->host_info, NO_SPAN))
		return false;
	t->host_info.spec = t->host;
	const Str sysroot = t->sysroot;
	t->targets = arena_array(asker->arena, TargetInfo, t->target_count);
	for (size_t i = 0; i < t->target_count; i++) {
		t->targets[i] = wanted[i].info;
		if (!target_info_read(asker, t, FLAGS_READ, &t->targets[i], wanted[i].at))
			return false;
	}
	t->sysroot = sysroot;
	bool good = !want->library || target_spec_read(asker, t, &t->host_info);
	for (size_t i = 0; good && want->library && i < t->target_count; i++)
		good = target_spec_read(asker, t, &t->targets[i]);
	return good;
}

static bool is_program(Arena *a, Str path)
{
	return process_find(a, path, STR(""), STR("")).len > 0;
}

/* Finds a tool next to the compiler, or else on PATH. */
static Str find_tool(const Config *c, const Toolchain *t, const char *name)
{
	const Str beside = arena_printf(c->arena, STR_FMT "/bin/%s", STR_ARG(t->sysroot), name);
	if (is_program(c->arena, beside))
		return beside;
	return process_find(c->arena, str_from(name), config_env(c, "PATH"), c->cwd);
}

static bool find_tools(const Config *c, Toolchain *t)
{
	t->cargo = find_tool(c, t, "cargo");
	t->rustdoc = find_tool(c, t, "rustdoc");
	Span ignored;
	return toolchain_program(c, "RUSTDOC", "build.rustdoc", &t->rustdoc, &ignored);
}

static const Toolchain *cargo_alone(const Config *c)
{
	Toolchain *t = arena_new(c->arena, Toolchain);
	t->programs = PROGRAMS_NONE;
	t->every_platform = true;
	t->cargo = process_find(c->arena, STR("cargo"), config_env(c, "PATH"), c->cwd);
	return t;
}

static void note_newer_cargo(const Config *c, CargoVersion cargo)
{
	const uint64_t newest = cargo_newest_known(cargo);
	if (!newest)
		return;
	diag_note(c->diag, NO_SPAN,
	          "cargo 1.%" PRIu64 " is newer than 1.%" PRIu64
	          ", the newest whose rules l4cargo knows: `l4cargo verify` compares with it",
	          cargo.minor, newest);
}

const Toolchain *toolchain_open(const Config *config, const ToolchainRequest *want)
{
	if (want->programs == PROGRAMS_NONE)
		return cargo_alone(config);
	const bool plain = want->programs == PROGRAMS_OF_USER;
	const Config *c = plain ? toolchain_plain_config(config) : config;
	Toolchain *t = arena_new(c->arena, Toolchain);
	t->programs = want->programs;
	t->every_platform = want->every_platform;
	Asker asker = {
		.arena = c->arena,
		.diag = c->diag,
		.config = c,
		.cache_folder = want->cache_folder,
		.env = toolchain_env(c),
		.programs = want->programs,
	};
	Span first_at, second_at;
	if (!asker.env ||
	    !compiler_wrapper(c, "RUSTC_WRAPPER", "build.rustc-wrapper", &t->wrapper, &first_at) ||
	    !compiler_wrapper(c, "RUSTC_WORKSPACE_WRAPPER", "build.rustc-workspace-wrapper",
	                      &t->workspace_wrapper, &second_at))
		return NULL;
	t->rustc = toolchain_find_rustc(&asker, &asker.rustc_at);
	if (!t->rustc.len)
		return NULL;
	asker.identity = compiler_identity(c, t);
	asker.wrapped = t->wrapper.len || t->workspace_wrapper.len;
	asker.wrapper_at = t->wrapper.len ? first_at : second_at;
	if (!ask_version(&asker, t))
		return NULL;
	Config *known = arena_new(c->arena, Config);
	*known = *c;
	known->cargo = t->cargo_version;
	asker.config = known;
	if (!read_targets(&asker, want, t) || !find_tools(known, t))
		return NULL;
	note_newer_cargo(c, t->cargo_version);
	return t;
}
