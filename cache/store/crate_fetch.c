// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/path.h"
#include "cache/file_sums.h"
#include "cache/store/store_internal.h"
#include "cache/trust.h"

#include <sys/stat.h>
#include <unistd.h>

/* --- a crate that may be there already --- */

static void remove_link(CrateFetch *j)
{
	Diag silent = { 0 };
	if (place_open(&j->store->place, &silent))
		crate_remove_beside(j, j->root.ptr);
}

bool crate_is_here(CrateFetch *j)
{
	scoped_arena scratch = { 0 };
	struct stat st;
	if (lstat(j->at.crate, &st) < 0)
		return false;
	if (S_ISLNK(st.st_mode) && !layers_lead_to(&j->store->options.layers, j->at.crate)) {
		remove_link(j);
		return false;
	}
	if (S_ISLNK(st.st_mode) && stat(j->at.crate, &st) < 0)
		return false;
	if (!S_ISDIR(st.st_mode))
		return false;
	j->found.exposed = trust_of(&st) != TRUST_GOOD;
	j->found.suspect =
		j->found.exposed || access(crate_beside(&scratch, j, FILE_SUMS_LINKED), F_OK) == 0;
	return !j->found.suspect;
}

static bool link_to(CrateFetch *j, const char *found)
{
	scoped_arena a = { 0 };
	Diag silent = { 0 };
	if (!place_open(&j->store->place, &silent))
		return false;
	const BelowPlace target = crate_place(j, &a, j->at.key_folder);
	if (!below_make_folders(target.top, target.path))
		return false;
	scoped_fd folder = below_open_folder(target.top, target.path);
	return folder >= 0 && symlinkat(found, folder, j->root.ptr) == 0;
}

/* With a link, packages are the same wherever a crate is. If our own cache cannot be written, the
 * crate is used in the layer. */
bool crate_is_in_layer(CrateFetch *j)
{
	scoped_arena scratch = { 0 };
	const char *below = arena_printf(&scratch, "%s/" STR_FMT, j->at.key, STR_ARG(j->root)).ptr;
	const char *found = layers_find_tree(&j->store->options.layers, below, &scratch);
	if (!found)
		return false;
	if (!link_to(j, found) && !crate_is_here(j))
		j->at.crate = arena_cstr(&j->store->arena, str_from(found));
	return true;
}

/* --- a crate that is not there --- */

void crate_begin(CrateFetch *j, void (*run)(WorkerTask *))
{
	j->task.run = run;
	workers_add(j->store->workers, &j->task);
}

static void not_in_local(CrateFetch *j)
{
	const Str archive = arena_printf(&j->store->arena, STR_FMT "/" STR_FMT ".crate",
	                                 STR_ARG(j->from->local), STR_ARG(j->root));
	if (fs_kind(archive.ptr) == FILE_REGULAR)
		store_failed(j, "it is not the locked archive",
		             "the checksum of `" STR_FMT "` is not " STR_FMT, STR_ARG(archive),
		             STR_ARG(j->crate.checksum));
	else
		store_failed(j, NULL, "the local registry `" STR_FMT "` has no `" STR_FMT ".crate`",
		             STR_ARG(j->from->local), STR_ARG(j->root));
}

/* Warns a user who edited a hard link that it was also the crate's file. */
static void tell_of_edit(CrateFetch *j)
{
	if (!j->outcome.edited)
		return;
	j->outcome.edited = false;
	if (j->found.exposed) {
		diag_warning(j->store->diag, NO_SPAN,
		             "other users could write to crate `" STR_FMT
		             "` in the cache, and it is unpacked again",
		             STR_ARG(j->shown));
		diag_help(j->store->diag, "check its permissions: `ls -la " STR_FMT "`",
		          STR_ARG(path_parent(str_from(j->at.key_folder))));
		return;
	}
	diag_warning(j->store->diag, NO_SPAN,
	             "crate `" STR_FMT "` was edited through a hard link to one of its files, and "
	             "is unpacked again",
	             STR_ARG(j->shown));
	diag_help(j->store->diag, "run `l4cargo vendor` once more for the vendored files, and use "
	                          "`[patch]` with a copy of a package to edit it");
}

void crate_task_ended(CrateFetch *j)
{
	tell_of_edit(j);
	switch (j->outcome.end) {
	case CRATE_READY:
		store_ready(j);
		break;
	case CRATE_NOT_BORROWED:
		if (j->from->local.len)
			not_in_local(j);
		else
			crate_download(j);
		break;
	case CRATE_FAILED:
		store_failed(j,
		             j->work.folder
		                     ? "nothing of it was kept: free some space if the disk is "
		                       "full; otherwise the archive is damaged: please report it "
		                       "to the crate's maintainers"
		                     : "its owner can repair it with `l4cargo fetch`; or set "
		                       "XDG_CACHE_HOME to a folder of your own",
		             "cannot unpack crate `" STR_FMT "`: " STR_FMT, STR_ARG(j->shown),
		             STR_ARG(buf_str(&j->outcome.why)));
		break;
	}
}

bool crate_start(CrateFetch *j)
{
	Store *s = j->store;
	const bool fixed =
		j->goal != GOAL_HOME && !s->place.temp.len && place_is_read_only(s->place.folder);
	if (fixed && j->found.suspect) {
		*vec_push(&s->arena, &s->fetches, CrateFetch *) = j;
		crate_begin(j, crate_look_task);
		return true;
	}
	if (fixed) {
		store_failed(j,
		             "set XDG_CACHE_HOME to a folder of your own; the other cache can be a "
		             "layer then: L4CARGO_CACHE_LAYERS",
		             "crate `" STR_FMT "` is not in the cache `" STR_FMT
		             "`, which cannot be written",
		             STR_ARG(j->shown), STR_ARG(s->place.folder));
		return false;
	}
	if (j->goal != GOAL_HOME && !place_make_temp(&s->place, &s->arena, s->diag)) {
		s->failed = true;
		return false;
	}
	const Str temp = j->goal == GOAL_HOME ? s->home.temp : s->place.temp;
	j->work.folder =
		arena_printf(&s->arena, STR_FMT "/%zu", STR_ARG(temp), s->fetches.count).ptr;
	j->work.archive =
		arena_printf(&s->arena, "%s/" STR_FMT ".crate", j->work.folder, STR_ARG(j->root))
			.ptr;
	*vec_push(&s->arena, &s->fetches, CrateFetch *) = j;
	j->at.archive =
		arena_printf(&s->arena, "%s/" STR_FMT ".crate", j->at.key_folder, STR_ARG(j->root))
			.ptr;
	if (j->found.suspect) {
		crate_begin(j, crate_look_task);
		return true;
	}
	if (j->goal != GOAL_HOME && j->from->borrow_count == 0 && s->options.layers.count == 0 &&
	    access(j->at.archive, F_OK) < 0)
		return crate_download(j);
	crate_begin(j, j->goal == GOAL_HOME ? home_task : crate_borrow_task);
	return true;
}

void crate_free(CrateFetch *j)
{
	fs_close(&j->download.fd);
	digest_free(&j->download.digest);
	buf_free(&j->outcome.why);
}
