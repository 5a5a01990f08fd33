// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/scriptenv.h"

#include "base/core/env.h"
#include "base/files/fs.h"
#include "bridge/unit/jobserver.h"
#include "bridge/unit/objects.h"
#include "bridge/unit/process.h"
#include "bridge/unit/result.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static Str name_after(UnitJob *j, const char *prefix, Str of)
{
	return arena_printf(&j->arena, "%s" STR_FMT, prefix, STR_ARG(env_upper(&j->arena, of)));
}

static void set_features(UnitJob *j, Environ *e)
{
	Str features = job_get(j, "FEATURES"), one;
	scoped_buf all = { 0 };
	while (str_next_word(&features, &one)) {
		environ_set(e, name_after(j, "CARGO_FEATURE_", one), STR("1"));
		buf_printf(&all, "%s" STR_FMT, all.len ? "," : "", STR_ARG(one));
	}
	environ_set(e, STR("CARGO_CFG_FEATURE"), arena_str(&j->arena, buf_str(&all)));
}

/* Sets the variable of a cfg `name` or `name="value"`; commas join several values of a name. */
static void set_cfg(UnitJob *j, Environ *e, Str line)
{
	Str name, value;
	const bool pair = str_cut(line, '=', &name, &value);
	if (!name.len || str_eq(name, STR("debug_assertions")) || str_eq(name, STR("feature")))
		return;
	const Str key = name_after(j, "CARGO_CFG_", name);
	if (!pair) {
		environ_set(e, key, STR(""));
		return;
	}
	value = value.len >= 2 ? str_sub(value, 1, value.len - 1) : value;
	const Str old = environ_get(e, key);
	environ_set(e, key,
	            old.ptr ? arena_printf(&j->arena, STR_FMT "," STR_FMT, STR_ARG(old),
	                                   STR_ARG(value))
	                    : value);
}

/* The workspace of a published crate is in the store, which the user may have emptied. */
static bool workspace_is_there(UnitJob *j, Str folder)
{
	if (fs_kind(arena_cstr(&j->arena, folder)) == FILE_FOLDER)
		return true;
	diag_error(&j->diag, NO_SPAN, "the source of this import is missing: `" STR_FMT "`",
	           STR_ARG(folder));
	diag_help(&j->diag, "run `l4cargo import` again: it fetches missing sources; or give make "
	                    "the XDG_CACHE_HOME of the import");
	return false;
}

Str toolchain_folder(UnitJob *j)
{
	return job_path(j, job_get(j, "WORKSPACE").len ? "WORKSPACE" : "OUT");
}

bool rustc_answer(UnitJob *j, const char *const *words, Str *out)
{
	CommandLine c = { .cwd = toolchain_folder(j) };
	Process p;
	if (!workspace_is_there(j, c.cwd))
		return false;
	environ_common(j, &c.env);
	if (job_target_is_file(j)) /* a specification needs an unstable option */
		environ_set(&c.env, STR("RUSTC_BOOTSTRAP"), STR("1"));
	for (; *words; words++)
		args_add(j, &c.args, str_from(*words));
	if (!process_start(j, &c, CAPTURE_BOTH, &p))
		return false;
	scoped_buf text = { 0 }, errors = { 0 };
	process_read(&p, &text, &errors);
	*out = arena_str(&j->arena, buf_str(&text));
	if (process_wait(&p) == 0)
		return true;
	diag_error(&j->diag, NO_SPAN, "`%s` failed:\n" STR_FMT, c.args.items[0],
	           STR_ARG(buf_str(&errors)));
	return diag_help(&j->diag, "read its message above");
}

/* Returns the path of the cached cfgs: each platform and set of flags has a file. */
static Str cfg_path(UnitJob *j)
{
	const Str triple = job_get(j, "TRIPLE"), flags = job_get(j, "RUSTFLAGS");
	const uint64_t hash = str_hash(triple) * 31 + str_hash(flags);
	return arena_printf(&j->arena, STR_FMT "/cfg/%016llx", STR_ARG(j->build),
	                    (unsigned long long)hash);
}

static bool is_newer(Str path, Str than)
{
	struct stat a, b;
	if (stat(path.ptr, &a) < 0 || stat(than.ptr, &b) < 0)
		return false;
	return a.st_mtim.tv_sec > b.st_mtim.tv_sec ||
	       (a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec > b.st_mtim.tv_nsec);
}

/* Returns whether the cached cfgs are newer than the toolchain and the target's specification. */
static bool is_fresh(UnitJob *j, Str path)
{
	return is_newer(path, job_file(j, j->build, STR("toolchain"))) &&
	       (!job_target_is_file(j) || is_newer(path, job_path(j, "TRIPLE")));
}

static bool read_cfg(UnitJob *j, Str *out)
{
	const Str path = cfg_path(j), triple = job_get(j, "TRIPLE");
	if (is_fresh(j, path) && fs_read_quietly(path.ptr, &j->arena, out))
		return true;
	const StrVec flags = text_split_quoted(&j->arena, job_get(j, "RUSTFLAGS"));
	const char **args = arena_array(&j->arena, const char *, flags.count + 7);
	size_t n = 0;
	args[n++] = arena_cstr(&j->arena, job_get(j, "RUSTC"));
	args[n++] = "--print";
	args[n++] = "cfg";
	if (triple.len) {
		args[n++] = "--target";
		args[n++] =
			arena_cstr(&j->arena,
		                   str_find(triple, '/') >= 0 ? job_absolute(j, triple) : triple);
	}
	if (job_target_is_file(j))
		args[n++] = "-Zunstable-options";
	for (size_t i = 0; i < flags.count; i++)
		args[n++] = arena_cstr(&j->arena, flags.items[i]);
	if (!rustc_answer(j, args, out))
		return false;
	return object_make_parent(j, path) && object_write(j, path, *out);
}

static bool set_cfgs(UnitJob *j, Environ *e)
{
	Str text, line;
	if (!read_cfg(j, &text))
		return false;
	if (job_is(j, "DEBUG_ASSERTIONS"))
		environ_set(e, STR("CARGO_CFG_DEBUG_ASSERTIONS"), STR(""));
	while (str_next(&text, '\n', &line))
		set_cfg(j, e, line);
	return true;
}

static bool set_dependency(UnitJob *j, Environ *e, Str links, const Directive *d)
{
	const Str name = arena_printf(&j->arena, "DEP_" STR_FMT "_" STR_FMT,
	                              STR_ARG(env_upper(&j->arena, links)),
	                              STR_ARG(env_upper(&j->arena, d->name)));
	if (str_find(d->name, '\0') >= 0 || str_find(d->value, '\0') >= 0) {
		diag_error(&j->diag, NO_SPAN,
		           "the build script of `" STR_FMT
		           "` printed metadata with a NUL byte, which no environment can hold",
		           STR_ARG(links));
		return diag_help(&j->diag, "the script must not print NUL bytes");
	}
	environ_set(e, name, d->value);
	return true;
}

/* Sets DEP_<LINKS>_<KEY> from the results of the runs before this one. */
static bool set_metadata(UnitJob *j, Environ *e)
{
	Str runs = job_get(j, "RUN_AFTER"), run;
	while (str_next_word(&runs, &run)) {
		Result r;
		if (!result_read(j, run, &r))
			return false;
		for (size_t i = 0; r.links.len && i < r.said.count; i++)
			if (r.said.items[i].kind == DIR_METADATA &&
			    !set_dependency(j, e, r.links, &r.said.items[i]))
				return false;
	}
	return true;
}

static void set_flags(UnitJob *j, Environ *e)
{
	const StrVec flags = text_split_quoted(&j->arena, job_get(j, "RUSTFLAGS"));
	scoped_buf all = { 0 };
	for (size_t i = 0; i < flags.count; i++) {
		if (i)
			buf_char(&all, '\x1f');
		buf_add(&all, flags.items[i]);
	}
	environ_set(e, STR("CARGO_ENCODED_RUSTFLAGS"), arena_str(&j->arena, buf_str(&all)));
	environ_remove(e, STR("RUSTFLAGS"));
}

Str toolchain_rustdoc(UnitJob *j)
{
	const Str given = env_get(j->env, "RUSTDOC");
	const Str beside =
		arena_printf(&j->arena, STR_FMT "/bin/rustdoc", STR_ARG(job_get(j, "SYSROOT")));
	if (given.len)
		return given;
	return access(beside.ptr, X_OK) == 0 ? beside : STR("rustdoc");
}

static void set_tools(UnitJob *j, Environ *e)
{
	const Str rustc = job_get(j, "RUSTC");
	environ_set(e, STR("RUSTC"), rustc);
	environ_set(e, STR("RUSTDOC"), toolchain_rustdoc(j));
	if (job_get(j, "LINKER").len)
		environ_set(e, STR("RUSTC_LINKER"), job_get(j, "LINKER"));
	if (!environ_get(e, STR("RUSTC_WRAPPER")).len)
		environ_remove(e, STR("RUSTC_WRAPPER"));
	if (!job_is(j, "MEMBER") || !environ_get(e, STR("RUSTC_WORKSPACE_WRAPPER")).len)
		environ_remove(e, STR("RUSTC_WORKSPACE_WRAPPER"));
}

static Str short_triple(UnitJob *j)
{
	const Str triple = job_get(j, "TRIPLE");
	if (!triple.len)
		return job_get(j, "HOST");
	return str_sub(j->home, j->build.len + 1, j->home.len);
}

bool script_environment(UnitJob *j, Str out_dir, Environ *e)
{
	environ_common(j, e);
	const Jobserver server = jobserver_find(&j->arena, env_get(j->env, "MAKEFLAGS"));
	environ_set(e, STR("OUT_DIR"), out_dir);
	environ_set(e, STR("NUM_JOBS"), arena_printf(&j->arena, "%u", server.jobs));
	environ_set(e, STR("TARGET"), short_triple(j));
	environ_set(e, STR("HOST"), job_get(j, "HOST"));
	environ_set(e, STR("DEBUG"), job_get(j, "DEBUG"));
	environ_set(e, STR("OPT_LEVEL"), job_get(j, "OPT_LEVEL"));
	environ_set(e, STR("PROFILE"), job_get(j, "PROFILE"));
	if (job_get(j, "LINKS").len)
		environ_set(e, STR("CARGO_MANIFEST_LINKS"), job_get(j, "LINKS"));
	set_features(j, e);
	set_tools(j, e);
	set_flags(j, e);
	environ_prepend_library_path(
		e, arena_printf(&j->arena,
	                        STR_FMT "/deps:" STR_FMT ":" STR_FMT "/lib/rustlib/" STR_FMT "/lib",
	                        STR_ARG(j->build), STR_ARG(j->build),
	                        STR_ARG(job_get(j, "SYSROOT")), STR_ARG(job_get(j, "HOST"))));
	return set_cfgs(j, e) && set_metadata(j, e);
}
