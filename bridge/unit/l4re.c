// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/l4re.h"

#include "base/core/env.h"
#include "base/text/path.h"
#include "bridge/unit/objects.h"

#include <unistd.h>

static void add_option(Rustc *r, const char *option, Str value)
{
	args_add2(r->job, &r->command.args, option, value);
}

static Str own_path(UnitJob *j)
{
	char path[4096];
	const ssize_t n = readlink("/proc/self/exe", path, sizeof path);
	return arena_str(&j->arena, (Str){ path, n > 0 ? (size_t)n : 0 });
}

static bool is_for_bid(const Rustc *r)
{
	return r->is_program && job_is_for_l4re(r->job);
}

void tree_add_arguments(Rustc *r)
{
	UnitJob *j = r->job;
	if (!job_is_for_l4re(j))
		return;
	if (!job_is(j, "STD"))
		add_option(r, "--sysroot", job_file(j, j->root, STR("rust/sysroot")));
	if (!is_for_bid(r))
		return;
	add_option(r, "-C", arena_printf(&j->arena, "linker=" STR_FMT, STR_ARG(own_path(j))));
	/* with the target's own flavour, rustc 1.95 has an internal error if it links a library by
	 * name */
	add_option(r, "-C", STR("linker-flavor=gcc"));
}

void tree_add_foreign_folder(Rustc *r, const Pc *dep)
{
	UnitJob *j = r->job;
	const Str folder = path_parent(job_file(j, j->root, dep->file));
	if (!j->in_tree || str_eq(folder, job_file(j, j->home, STR("deps"))) ||
	    str_eq(folder, job_file(j, j->build, STR("deps"))))
		return;
	add_option(r, "-L", arena_printf(&j->arena, "dependency=" STR_FMT, STR_ARG(folder)));
}

void tree_set_environment(Rustc *r)
{
	const Str linker = job_get(r->job, "LD");
	if (is_for_bid(r))
		environ_set(&r->command.env, STR(TREE_LINK_MARK), linker.len ? linker : STR("ld"));
}

/* --- finished libraries ----------------------------------------------------------------------- */

static bool has_ending(const Rustc *r, Str ending, Str *file)
{
	for (size_t i = 0; i < r->targets.count; i++)
		if (str_ends_with(r->targets.items[i], ending)) {
			*file = r->targets.items[i];
			return true;
		}
	return false;
}

static bool publish_std(Rustc *r)
{
	UnitJob *j = r->job;
	Str rlib;
	if (!job_is(j, "STD") || !job_get(j, "TRIPLE").len || !has_ending(r, STR(".rlib"), &rlib))
		return true;
	const Str place = arena_printf(&j->arena,
	                               STR_FMT "/rust/sysroot/lib/rustlib/" STR_FMT "/lib/" STR_FMT,
	                               STR_ARG(j->in_tree ? j->root : j->build),
	                               STR_ARG(path_name(j->home)), STR_ARG(rlib));
	return object_link(j, rustc_place(r, rlib), place);
}

static bool publish_static(Rustc *r)
{
	UnitJob *j = r->job;
	Str archive;
	const Str folder = job_get(j, "LIBDIR");
	if (!folder.len || !has_ending(r, STR(".a"), &archive))
		return true;
	const Str place = job_file(j, job_absolute(j, folder), archive);
	return object_link(j, rustc_place(r, archive), place);
}

static bool publish_name(Rustc *r, Str name)
{
	UnitJob *j = r->job;
	Str archive = STR("");
	scoped_buf text = { 0 };
	const bool is_static = has_ending(r, STR(".a"), &archive);
	buf_printf(&text,
	           "Name: " STR_FMT "\nVersion: " STR_FMT "\nDescription: Rust library " STR_FMT
	           "\nRequires: " STR_FMT "\n",
	           STR_ARG(name), STR_ARG(job_get(j, "PKG_VERSION")), STR_ARG(r->crate),
	           STR_ARG(job_get(j, "PC")));
	if (is_static)
		buf_printf(&text, "Libs: -l" STR_FMT "\n",
		           STR_ARG(str_sub(path_stem(archive), 3, archive.len)));
	return object_write_result(j, pc_path(j, name), buf_str(&text));
}

bool tree_publish(Rustc *r)
{
	if (!publish_std(r))
		return false;
	if (!job_is_for_l4re(r->job))
		return true;
	Str names = job_get(r->job, "PROVIDES"), name;
	if (!publish_static(r))
		return false;
	while (str_next_word(&names, &name))
		if (!publish_name(r, name))
			return false;
	return true;
}

bool tree_repair(Rustc *r)
{
	Str names = job_get(r->job, "PROVIDES"), name;
	bool missing = false;
	while (job_is_for_l4re(r->job) && str_next_word(&names, &name))
		missing = missing || access(pc_path(r->job, name).ptr, R_OK) != 0;
	return !missing || tree_publish(r);
}
