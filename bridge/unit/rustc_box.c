// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/rustc_box.h"

#include "base/text/path.h"
#include "bridge/unit/sandbox.h"

/* Makes the folders visible that scripts and configuration name for the linker: `native=/usr/lib`,
 * `/usr/lib`. */
static void add_search_folders(Rustc *r, Sandbox *box)
{
	for (size_t i = 0; i < r->pc.search.count; i++) {
		const Str path = r->pc.search.items[i].path;
		const ptrdiff_t equals = str_find(path, '=');
		const Str folder = equals >= 0 && equals < str_find(path, '/')
		                           ? str_sub(path, (size_t)equals + 1, path.len)
		                           : path;
		if (path_is_absolute(folder))
			*vec_push(&r->job->arena, &box->read, Str) = folder;
	}
}

/*
 * make and l4cargo-unit read files of the unit's folder. A program in a sandbox must not create
 * those. So rustc sees another folder there, from which only the requested files are taken.
 */
Str rustc_folder(const Rustc *r)
{
	UnitJob *j = r->job;
	return sandbox_is_wanted(j) ? job_file(j, j->folder, STR(".box")) : j->folder;
}

static bool add_folder(UnitJob *j, Sandbox *box, Str real, Str seen)
{
	*vec_push(&j->arena, &box->write, SandboxPlace) = (SandboxPlace){ real, seen };
	return job_make_folders(j, arena_str(&j->arena, real)) &&
	       job_make_folders(j, arena_str(&j->arena, seen));
}

/* Any rustc may load a proc macro through its dependencies, so all of them run in a sandbox. */
bool rustc_box(Rustc *r, CommandLine *command)
{
	UnitJob *j = r->job;
	Sandbox box = { 0 };
	if (!sandbox_is_wanted(j))
		return true;
	if (!add_folder(j, &box, r->made, j->folder))
		return false;
	if (r->own.out.len && !add_folder(j, &box, r->own.out, r->own.out))
		return false;
	/* each unit has its own, because the macros of one crate could write there what goes into
	 * the programs of another */
	if (job_is(j, "INCREMENTAL") &&
	    !add_folder(j, &box, job_file(j, j->folder, STR(".incremental")),
	                job_file(j, j->home, STR("incremental"))))
		return false;
	add_search_folders(r, &box);
	return sandbox_wrap(j, &box, &r->command, command);
}
