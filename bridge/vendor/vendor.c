// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/vendor.h"

#include "base/files/fs.h"
#include "base/system/poll.h"
#include "base/text/path.h"
#include "bridge/vendor/contents.h"
#include "bridge/vendor/index.h"
#include "bridge/vendor/job.h"
#include "cache/git/gitstore.h"

#include <stdlib.h>

typedef struct Vendor {
	Session *session;
	const VendorRequest *want;
	VendorTree tree;
	VendorJob *jobs; /* one for each item, in the same order */
	bool *ended;     /* which jobs have ended */
	size_t reported; /* how many jobs were reported */
	Map keep;        /* names of the entries that stay in the tree */
	bool good;
	StrVec cargo_folders, archives;
	VendorChanges *changes;
} Vendor;

/* --- path packages in the tree stay untouched --- */

static Str real_path_or_same(Arena *a, Str path)
{
	const Str real = fs_real_path(a, path);
	return real.len ? real : path;
}

static bool keep_local(Vendor *v, Str folder)
{
	Session *s = v->session;
	const Str tree = v->tree.folder;
	const Str real = real_path_or_same(&s->arena, folder);
	if (!path_is_below(real, tree))
		return true;
	if (str_eq(real, tree)) {
		diag_error(
			&s->diag, NO_SPAN,
			"`" STR_FMT
			"` is a folder of the workspace: vendoring into it would remove its files",
			STR_ARG(tree));
		diag_help(&s->diag, "choose a folder of its own, such as `vendor`");
		return false;
	}
	Str rest = str_sub(real, tree.len, real.len), name = { 0 };
	while (!name.len && str_next(&rest, '/', &name))
		;
	map_put(&v->keep, name, 0);
	if (map_get(&v->want->plan->names, name) == MAP_NONE)
		return true;
	diag_error(&s->diag, NO_SPAN,
	           "the vendored `" STR_FMT "` would replace the path package in `" STR_FMT "`",
	           STR_ARG(name), STR_ARG(real));
	return diag_help(&s->diag, "choose another folder for the vendored crates");
}

/* Returns the folder of a place, relative to the tree; empty for the tree itself. */
static Str below_tree(const VendorPlan *p, size_t place)
{
	return place ? path_name(p->places.items[place].folder) : (Str){ 0 };
}

static bool find_kept(Vendor *v)
{
	const VendorPlan *p = v->want->plan;
	Arena *a = &v->session->arena;
	map_init(&v->keep, a, p->items.count + p->places.count);
	for (size_t i = 0; i < p->items.count; i++)
		map_put(&v->keep, p->items.items[i].name, 0);
	for (size_t i = 1; i < p->places.count; i++)
		map_put(&v->keep, path_name(p->places.items[i].folder), 0);
	for (size_t i = 0; i < p->places.count; i++)
		if (p->places.items[i].archives)
			map_put(&v->keep, path_join(a, below_tree(p, i), STR(VENDOR_INDEX)), 0);
	for (size_t i = 0; i < p->locals.count; i++)
		if (!keep_local(v, p->locals.items[i]))
			return false;
	return true;
}

/* Returns whether the entry shows that l4cargo or cargo vendored the tree: it is a crate, an
 * archive or an index. */
static bool is_vendored(Arena *a, Str tree, Str name)
{
	static const Str marks[] = { STR_INIT(".cargo-checksum.json"), STR_INIT(VENDOR_INDEX) };
	const Str entry = path_join(a, tree, name);
	bool found = str_ends_with(name, STR(".crate")) || str_eq(name, STR(VENDOR_INDEX));
	for (size_t i = 0; !found && i < COUNT_OF(marks); i++)
		found = fs_kind_link(path_join(a, entry, marks[i]).ptr) != FILE_ABSENT;
	return found;
}

/* Everything that is not vendored will be removed from the folder. So it must not be a folder with
 * other files only, such as `src` or a home, although cargo would empty that, too. Reports an error
 * and returns false then. */
static bool may_remove_others(Vendor *v)
{
	scoped_arena scratch = { 0 };
	Diag *diag = &v->session->diag;
	FsEntry *entries;
	size_t count;
	Str other = { 0 };
	if (!v->tree.existed || v->want->no_delete ||
	    !fs_list(arena_cstr(&scratch, v->tree.folder), &scratch, &entries, &count))
		return true;
	for (size_t i = 0; i < count; i++) {
		const Str name = entries[i].name;
		if (is_vendored(&scratch, v->tree.folder, name))
			return true;
		if (!other.len && name.ptr[0] != '.')
			other = name;
	}
	if (!other.len)
		return true;
	diag_error(diag, NO_SPAN,
	           "`" STR_FMT "` has no vendored crates, but other files, such as `" STR_FMT
	           "`: vendoring would remove them",
	           STR_ARG(v->want->shown), STR_ARG(other));
	return diag_help(diag, "choose a new or empty folder, such as `vendor`; `--no-delete` "
	                       "keeps existing files");
}

static bool remove_other_folders(Vendor *v)
{
	const VendorPlan *p = v->want->plan;
	Session *s = v->session;
	VendorRemoval r = { .keep = &v->keep };
	bool good = vendor_tree_remove_others(&v->tree, &s->arena, &s->diag, &r);
	for (size_t i = 1; good && i < p->places.count; i++) {
		r.below = below_tree(p, i);
		good = vendor_tree_remove_others(&v->tree, &s->arena, &s->diag, &r);
	}
	v->changes->removed = r.removed;
	return good;
}

/* --- packages --- */

/* Returns the folder of a package's checkout, which is two levels below the folder of all
 * checkouts. */
static Str checkout_of(const Vendor *v, Str folder)
{
	const Str all = gitstore_checkouts(&v->session->arena, v->want->store);
	Str rest = str_sub(folder, all.len + 1, folder.len), id, commit;
	if (!path_is_below(folder, all) || !str_cut(rest, '/', &id, &rest))
		return folder;
	str_cut(rest, '/', &commit, &rest);
	return str_sub(folder, 0, (size_t)(commit.ptr + commit.len - folder.ptr));
}

static bool is_in_repository(Arena *a, Str folder)
{
	for (Str at = folder; at.len; at = str_eq(at, STR("/")) ? (Str){ 0 } : path_parent(at))
		if (fs_kind_link(path_join(a, at, STR(".git")).ptr) != FILE_ABSENT)
			return true;
	return false;
}

static bool is_archive(const SourcePlace *place)
{
	return place->kind == PLACE_LOCAL_REGISTRY ||
	       (place->kind == PLACE_SOURCE && place->source.kind != SOURCE_GIT);
}

/* Lists the files of a package, except if it gets all files in the store. Returns false after an
 * error. */
static bool list_contents(const Vendor *v, const VendorItem *item, const SourcePlace *place,
                          VendorJob *job)
{
	Session *s = v->session;
	const Package *k = item->package;
	VendorFiles *files = arena_new(&s->arena, VendorFiles);
	scoped_buf why = { 0 };
	const bool in_git = !is_archive(place) && place->kind == PLACE_SOURCE;
	const VendorContents what = {
		.package = k,
		.limit = in_git ? checkout_of(v, k->folder) : k->folder,
		.tracked = in_git || (place->kind == PLACE_DIRECTORY &&
		                      is_in_repository(&s->arena, k->folder)),
	};
	if (item->stub && vendor_stub(&s->arena, &what, files))
		v->changes->stubs++;
	else if (is_archive(place))
		return true;
	else if (!vendor_contents(&s->arena, &s->diag, &what, files, &why)) {
		diag_error(&s->diag, NO_SPAN, "cannot vendor `" STR_FMT " v" STR_FMT "`: " STR_FMT,
		           STR_ARG(k->name), STR_ARG(k->version.text), STR_ARG(buf_str(&why)));
		return diag_help(
			&s->diag,
			"remove the wrong files, or run the command again to fetch them again");
	}
	job->files = files;
	return true;
}

/* --- archives --- */

static void add_archive(Vendor *v, Str folder, Str name)
{
	*vec_push(&v->session->arena, &v->archives, Str) =
		path_join(&v->session->arena, folder, name);
}

/* Adds the archive in our cache, or in the layer that a link in the cache leads to. */
static void add_archive_beside(Vendor *v, Str folder, Str name)
{
	Arena *a = &v->session->arena;
	char *real = realpath(arena_cstr(a, folder), NULL);
	add_archive(v, path_parent(real ? arena_str(a, str_from(real)) : folder), name);
	free(real);
}

/* Finds the folders of cargo that may have archives. The checksum identifies the right archive. */
static void find_cargo_folders(Vendor *v)
{
	Arena *a = &v->session->arena;
	FsEntry *entries;
	size_t count;
	const Str cache = path_join(a, v->want->cargo_home, STR("registry/cache"));
	if (!v->want->cargo_home.len || !fs_list(cache.ptr, a, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++)
		*vec_push(a, &v->cargo_folders, Str) = path_join(a, cache, entries[i].name);
}

/* Lists the possible paths of a package's archive. The checksum will show which one is right. */
static bool find_archives(Vendor *v, const Package *k, const SourcePlace *place, VendorJob *job)
{
	Session *s = v->session;
	const Str name = arena_printf(&s->arena, STR_FMT "-" STR_FMT ".crate", STR_ARG(k->name),
	                              STR_ARG(k->version.text));
	if (!k->checksum.len) {
		diag_error(&s->diag, k->locked_at,
		           "`" STR_FMT " v" STR_FMT "` has no checksum in the lock file: "
		           "its archive cannot be verified",
		           STR_ARG(k->name), STR_ARG(k->version.text));
		return diag_help(&s->diag, "run `cargo generate-lockfile`");
	}
	v->archives.items = NULL;
	v->archives.count = v->archives.room = 0;
	if (place->kind == PLACE_LOCAL_REGISTRY)
		add_archive(v, place->folder, name);
	else
		add_archive_beside(v, k->folder, name);
	for (size_t i = 0; i < v->cargo_folders.count; i++)
		add_archive(v, v->cargo_folders.items[i], name);
	job->task.run = vendor_archive_run;
	job->archives = v->archives.items;
	job->archive_count = v->archives.count;
	return true;
}

static bool write_indexes(Vendor *v)
{
	Session *s = v->session;
	const VendorPlan *p = v->want->plan;
	for (size_t i = 0; i < p->places.count; i++) {
		const VendorIndex x = { p, i, &v->tree, below_tree(p, i), v->want->no_delete };
		if (p->places.items[i].archives && !vendor_index_write(&s->arena, &s->diag, &x))
			return false;
	}
	return true;
}

static bool prepare_job(Vendor *v, size_t at)
{
	Session *s = v->session;
	const VendorItem *item = &v->want->plan->items.items[at];
	const Package *k = item->package;
	SourcePlace place;
	if (!replacement_find(v->want->replacements, k->source, &place))
		return false;
	VendorJob *job = &v->jobs[at];
	*job = (VendorJob){
		.task.run = vendor_job_run,
		.tree = &v->tree,
		.from = arena_str(&s->arena, k->folder),
		.checksum = k->checksum,
		.made = vendor_tree_made(&s->arena, at),
	};
	if (!below_path(&s->arena, item->name, &job->name)) {
		diag_error(&s->diag, k->manifest->name_at,
		           "`" STR_FMT "` cannot be the name of a folder", STR_ARG(item->name));
		return diag_help(&s->diag, "rename the package");
	}
	if (v->want->plan->places.items[item->place].archives)
		return find_archives(v, k, &place, job);
	if (!list_contents(v, item, &place, job))
		return false;
	if (!job->files && path_is_below(k->folder, v->want->store))
		job->store = path_parent(job->from);
	/* a link here leads to a file of the administrator */
	job->links = v->want->hard_links && fs_kind_link(job->from.ptr) == FILE_FOLDER;
	return true;
}

static void report_job(Vendor *v, VendorJob *job)
{
	Session *s = v->session;
	const Package *k = v->want->plan->items.items[job - v->jobs].package;
	const Str shown = path_join(&s->arena, v->want->shown, job->name.checked);
	switch (job->end) {
	case VENDOR_UNCHANGED:
		v->changes->unchanged++;
		break;
	case VENDOR_WRITTEN:
		v->changes->written++;
		diag_status(&s->diag, "Vendoring", STR_FMT " v" STR_FMT " to " STR_FMT,
		            STR_ARG(k->name), STR_ARG(k->version.text), STR_ARG(shown));
		break;
	case VENDOR_FAILED:
		diag_error(&s->diag, NO_SPAN,
		           "cannot vendor `" STR_FMT " v" STR_FMT "` into `" STR_FMT "`: " STR_FMT,
		           STR_ARG(k->name), STR_ARG(k->version.text), STR_ARG(shown),
		           STR_ARG(buf_str(&job->why)));
		v->good = diag_help(&s->diag, "check that folder, then run the command again");
		break;
	}
	buf_free(&job->why);
}

/* Reports in the order of the plan, whichever job ends first. */
static void report_ended(Vendor *v, const VendorJob *ended)
{
	const size_t count = v->want->plan->items.count;
	v->ended[ended - v->jobs] = true;
	for (; v->reported < count && v->ended[v->reported]; v->reported++)
		report_job(v, &v->jobs[v->reported]);
	progress_draw(&v->session->progress, "Vendoring", v->reported, count, ended->name.checked);
}

/* Starts no more jobs after the first failure, because the next would most likely fail as well. */
static void run_jobs(Vendor *v)
{
	const size_t count = v->want->plan->items.count;
	Workers *workers = workers_new(0);
	struct pollfd wait = { .fd = workers_descriptor(workers), .events = POLLIN };
	enum { AHEAD = 8 }; /* jobs that the workers hold */
	for (size_t begun = 0, ended = 0; ended < begun || (v->good && begun < count);) {
		while (v->good && begun < count && begun < ended + AHEAD)
			workers_add(workers, &v->jobs[begun++].task);
		WorkerTask *task = workers_finished(workers);
		if (task) {
			ended++;
			report_ended(v, (VendorJob *)(void *)task);
		} else {
			poll_wait(&wait, 1, -1);
		}
	}
	workers_free(&workers);
	progress_clear(&v->session->progress);
}

static bool write_all(Vendor *v)
{
	const size_t count = v->want->plan->items.count;
	find_cargo_folders(v);
	v->jobs = arena_array(&v->session->arena, VendorJob, count);
	v->ended = arena_array(&v->session->arena, bool, count);
	for (size_t i = 0; i < count; i++)
		if (!prepare_job(v, i))
			return false;
	run_jobs(v);
	if (v->tree.no_links)
		diag_warning(&v->session->diag, NO_SPAN,
		             "`" STR_FMT
		             "` cannot have hard links to files of the cache in `" STR_FMT
		             "`: they were copied",
		             STR_ARG(v->want->shown), STR_ARG(v->want->store));
	return v->good && write_indexes(v);
}

bool vendor_write(Session *s, const VendorRequest *want, VendorChanges *out)
{
	Vendor v = { .session = s, .want = want, .good = true, .changes = out };
	v.tree.mask = s->mask;
	*out = (VendorChanges){ 0 };
	const bool good = vendor_tree_open(&v.tree, &s->arena, &s->diag, want->folder) &&
	                  find_kept(&v) && may_remove_others(&v) && write_all(&v) &&
	                  (want->no_delete || remove_other_folders(&v));
	/* As in cargo, a folder without packages does not stay. */
	return vendor_tree_close(&v.tree, &s->diag, want->plan->items.count == 0) && good;
}
