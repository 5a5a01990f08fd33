// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/store_internal.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "cache/file_sums.h"
#include "cache/store/unpack.h"
#include "cache/trust.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARCHIVE_LIMIT (1ULL << 30) /* bytes of a .crate; crates.io's own limit is far below */

/* --- in a worker thread: nothing here may touch the store, but for what never changes --- */

void job_fail(CrateFetch *j, const char *what)
{
	j->end = JOB_FAILED;
	buf_printf(&j->why, "%s: %s", what, strerror(errno));
}

BelowPlace job_place(const CrateFetch *j, Arena *a, const char *path)
{
	return j->kept ? cargo_home_place(&j->store->home, a, path)
	               : place_of(&j->store->place, a, path);
}

bool job_make_work_folder(CrateFetch *j)
{
	scoped_arena a = { 0 };
	const BelowPlace work = job_place(j, &a, j->work);
	if (mkdirat(work.top, work.path.checked.ptr, 0755) == 0 || errno == EEXIST)
		return true;
	job_fail(j, "cannot make a folder");
	return false;
}

int job_create_archive(const CrateFetch *j, int flags)
{
	scoped_arena a = { 0 };
	const BelowPlace archive = job_place(j, &a, j->archive);
	return below_open(archive.top, archive.path, flags | O_CREAT | O_TRUNC,
	                  j->kept ? 0666 : 0644);
}

static bool job_rename(const CrateFetch *j, const char *from, const char *to)
{
	scoped_arena a = { 0 };
	return below_rename(job_place(j, &a, from), job_place(j, &a, to));
}

/* All at once; or beside the archive, if that came alone before, or another process was first. */
static bool publish_folder(const CrateFetch *j)
{
	scoped_arena a = { 0 };
	if (job_rename(j, j->work, j->target))
		return true;
	if (errno != EEXIST && errno != ENOTEMPTY)
		return false;
	const Str from = str_from(j->work), to = str_from(j->target);
	if ((j->archive_only || access(j->archive, F_OK) == 0) &&
	    !job_rename(j, j->archive, j->laid_by))
		return false;
	if (j->archive_only)
		return true;
	return job_rename(j, path_join(&a, from, j->root).ptr, path_join(&a, to, j->root).ptr) ||
	       errno == EEXIST || errno == ENOTEMPTY;
}

/* The archive alone appears in the store. */
static void lay_by(CrateFetch *j)
{
	if (publish_folder(j))
		j->end = JOB_READY;
	else
		job_fail(j, "cannot rename the archive");
}

/* Unpacks beside the archive, then makes both appear in the store. */
void job_unpack(CrateFetch *j, int archive, const char *path)
{
	scoped_arena a = { 0 };
	if (!job_make_work_folder(j))
		return;
	const BelowPlace work = job_place(j, &a, j->work);
	scoped_fd into = below_open_folder(work.top, work.path);
	if (into < 0) {
		job_fail(j, "cannot open a folder");
		return;
	}
	const Unpack unpack = { .archive = archive,
		                .root = j->root,
		                .into = into,
		                .limits = &unpack_limits,
		                .no_writers = !j->kept };
	j->end = JOB_FAILED;
	if (!unpack_crate(&unpack, &j->why))
		return;
	if (!(j->kept ? home_publish(j, path) : publish_folder(j)))
		job_fail(j, "cannot rename a folder");
	else
		j->end = JOB_READY;
}

bool job_is_good(int archive, Str checksum)
{
	char sum[DIGEST_HEX + 1];
	return lseek(archive, 0, SEEK_SET) == 0 && digest_of_file(archive, sum) &&
	       digest_eq(str_from(sum), checksum) && lseek(archive, 0, SEEK_SET) == 0;
}

int job_open_good(const char *archive, Str checksum)
{
	const int fd = open(archive, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 || job_is_good(fd, checksum))
		return fd;
	close(fd);
	return -1;
}

static bool lay_by_copy(CrateFetch *j, const char *archive)
{
	if (!job_make_work_folder(j))
		return false;
	scoped_fd copy = job_take_copy(j, archive);
	if (copy >= 0)
		lay_by(j);
	return copy >= 0;
}

/* An archive that is at hand is good; false: this one is not the right one. */
static bool use(CrateFetch *j, const char *archive)
{
	scoped_fd fd = job_open_good(archive, j->crate.checksum);
	if (fd < 0)
		return false;
	if (!j->archive_only)
		job_unpack(j, fd, archive);
	else if (j->from->local.len || archive == j->laid_by)
		j->end = JOB_READY;
	else
		return lay_by_copy(j, archive);
	return true;
}

size_t job_archives(const CrateFetch *j, Arena *a, const char ***out)
{
	const Layers *layers = &j->store->options.layers;
	const size_t count = layers->count + j->from->borrow_count;
	const char **all = arena_array(a, const char *, count);
	for (size_t i = 0; i < layers->count; i++)
		all[i] = arena_printf(a, STR_FMT "/%s/" STR_FMT ".crate", STR_ARG(layers->items[i]),
		                      j->key, STR_ARG(j->root))
		                 .ptr;
	for (size_t i = layers->count; i < count; i++)
		all[i] = arena_printf(a, "%s/" STR_FMT ".crate", j->from->borrow[i - layers->count],
		                      STR_ARG(j->root))
		                 .ptr;
	*out = all;
	return count;
}

static void borrow_task(WorkerTask *task)
{
	CrateFetch *j = (CrateFetch *)(void *)task;
	scoped_arena scratch = { 0 };
	if (use(j, j->laid_by))
		return;
	const char **archives;
	const size_t count = job_archives(j, &scratch, &archives);
	for (size_t i = 0; i < count; i++)
		if (use(j, archives[i]) || j->why.len)
			return;
	j->end = JOB_NOT_BORROWED;
}

static const char *beside(Arena *a, const CrateFetch *j, const char *name)
{
	return arena_printf(a, "%s/%s", j->target, name).ptr;
}

static void remove_beside(const CrateFetch *j, const char *name)
{
	scoped_arena a = { 0 };
	const BelowPlace file = job_place(j, &a, beside(&a, j, name));
	below_remove_file(file.top, file.path);
}

static void remove_link(CrateFetch *j)
{
	Diag silent = { 0 };
	if (place_open(&j->store->place, &silent))
		remove_beside(j, j->root.ptr);
}

bool job_is_here(CrateFetch *j)
{
	scoped_arena scratch = { 0 };
	struct stat st;
	if (lstat(j->folder, &st) < 0)
		return false;
	if (S_ISLNK(st.st_mode) && !layers_lead_to(&j->store->options.layers, j->folder)) {
		remove_link(j);
		return false;
	}
	if (S_ISLNK(st.st_mode) && stat(j->folder, &st) < 0)
		return false;
	if (!S_ISDIR(st.st_mode))
		return false;
	j->exposed = trust_of(&st) != TRUST_GOOD;
	j->suspect = j->exposed || access(beside(&scratch, j, STAMPS_LINKED), F_OK) == 0;
	return !j->suspect;
}

static bool link_to(CrateFetch *j, const char *found)
{
	scoped_arena a = { 0 };
	Diag silent = { 0 };
	if (!place_open(&j->store->place, &silent))
		return false;
	const BelowPlace target = job_place(j, &a, j->target);
	if (!below_make_folders(target.top, target.path))
		return false;
	scoped_fd folder = below_open_folder(target.top, target.path);
	return folder >= 0 && symlinkat(found, folder, j->root.ptr) == 0;
}

/* By a link, packages are the same wherever a crate lies. Without one, if our own cache cannot be
 * written. */
bool job_is_in_layer(CrateFetch *j)
{
	scoped_arena scratch = { 0 };
	const char *below = arena_printf(&scratch, "%s/" STR_FMT, j->key, STR_ARG(j->root)).ptr;
	const char *found = layers_find_tree(&j->store->options.layers, below, &scratch);
	if (!found)
		return false;
	if (!link_to(j, found) && !job_is_here(j))
		j->folder = arena_cstr(&j->store->arena, str_from(found));
	return true;
}

/* Somebody edited one of the links to its files, or could write to it. Another process may have
 * found that out, too. */
static bool set_aside(CrateFetch *j)
{
	scoped_arena scratch = { 0 };
	const char *aside = arena_printf(&scratch, "%s.edited", j->work).ptr;
	j->edited = job_rename(j, j->folder, aside);
	if (!j->edited && errno != ENOENT) {
		job_fail(j, "cannot rename a folder");
		return false;
	}
	remove_beside(j, STAMPS_FILE);
	remove_beside(j, STAMPS_LINKED);
	return true;
}

static void look_task(WorkerTask *task)
{
	CrateFetch *j = (CrateFetch *)(void *)task;
	scoped_arena scratch = { 0 };
	StampedFiles files;
	if (!j->exposed && stamps_read(&scratch, beside(&scratch, j, STAMPS_FILE), &files) &&
	    stamps_hold(j->folder, &files)) {
		place_touch(&j->store->place, j->target);
		j->end = JOB_READY;
		return;
	}
	j->end = JOB_FAILED;
	if (!j->work)
		buf_add(&j->why, STR("its files were changed, and the cache cannot be written"));
	else if (set_aside(j))
		borrow_task(task);
}

static void unpack_task(WorkerTask *task)
{
	CrateFetch *j = (CrateFetch *)(void *)task;
	scoped_fd fd = job_open_good(j->archive, j->crate.checksum);
	if (fd >= 0)
		job_unpack(j, fd, j->archive);
	else
		buf_add(&j->why, STR("another program changed the archive after its download"));
}

static void lay_by_task(WorkerTask *task)
{
	lay_by((CrateFetch *)(void *)task);
}

/* --- a download, in the store's thread --- */

static bool begin_archive(void *owner, int64_t length)
{
	CrateFetch *j = owner;
	Store *s = j->store;
	s->progress.bytes -= j->bytes;
	s->progress.bytes_known -= j->bytes_known;
	j->bytes = 0;
	j->bytes_known = length > 0 ? (uint64_t)length : 0;
	s->progress.bytes_known += j->bytes_known;
	buf_clear(&j->why);
	fs_close(&j->fd);
	j->fd = -1;
	if (!job_make_work_folder(j))
		return false;
	j->fd = job_create_archive(j, O_WRONLY);
	if (j->fd < 0)
		job_fail(j, "cannot write the archive");
	if (j->digest)
		digest_restart(j->digest);
	else
		j->digest = digest_new();
	return j->fd >= 0;
}

static bool take_archive(void *owner, Str bytes)
{
	CrateFetch *j = owner;
	digest_add(j->digest, bytes);
	j->bytes += bytes.len;
	j->store->progress.bytes += bytes.len;
	if (j->bytes > j->bytes_known) { /* the server did not say how many */
		j->store->progress.bytes_known += j->bytes - j->bytes_known;
		j->bytes_known = j->bytes;
	}
	j->store->progress.current = j->shown;
	while (bytes.len) {
		const ssize_t n = write(j->fd, bytes.ptr, bytes.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			job_fail(j, "cannot write the archive");
			return false;
		}
		bytes = str_sub(bytes, (size_t)n, bytes.len);
	}
	return true;
}

static bool close_archive(CrateFetch *j)
{
	const int fd = j->fd;
	j->fd = -1;
	if (fd < 0 || close(fd) == 0)
		return true;
	job_fail(j, "cannot write the archive");
	return false;
}

static const char *help_for(FetchStatus status)
{
	switch (status) {
	case FETCH_ABSENT:
		return "the registry does not have this version: check that the lock file is for "
		       "this registry";
	case FETCH_FAILED:
		return "check the network connection; `--offline` uses what is in the cache";
	default:
		return NULL;
	}
}

static void not_downloaded(CrateFetch *j, const FetchResult *result)
{
	Store *s = j->store;
	if (result->status == FETCH_DENIED && j->from->registry.wants_token && !s->failed)
		s->failed = !credentials_rejected(s->options.credentials, &j->from->registry);
	if (j->why.len) /* not the network's fault */
		store_failed(j, "is the disk full?", "cannot store crate `" STR_FMT "`: " STR_FMT,
		             STR_ARG(j->shown), STR_ARG(buf_str(&j->why)));
	else
		store_failed(j, help_for(result->status),
		             "failed to download `" STR_FMT "` from `" STR_FMT "`: " STR_FMT,
		             STR_ARG(j->shown), STR_ARG(j->from->registry.shown),
		             STR_ARG(result->why));
}

static void start_task(CrateFetch *j, void (*run)(WorkerTask *))
{
	j->task.run = run;
	workers_add(j->store->workers, &j->task);
}

static void archive_done(void *owner, const FetchResult *result)
{
	CrateFetch *j = owner;
	Store *s = j->store;
	const bool written = close_archive(j);
	if (result->status != FETCH_DONE || !written) {
		not_downloaded(j, result);
		return;
	}
	char sum[DIGEST_HEX + 1];
	digest_hex(j->digest, sum);
	digest_free(&j->digest);
	if (!digest_eq(str_from(sum), j->crate.checksum)) {
		store_failed(j,
		             "the lock file or the registry's answer was tampered with, or a proxy "
		             "changed it",
		             "failed to verify the checksum of `" STR_FMT "`: expected " STR_FMT
		             ", got %s",
		             STR_ARG(j->shown), STR_ARG(j->crate.checksum), sum);
		return;
	}
	if (s->options.events.downloaded)
		s->options.events.downloaded(s->options.events.ctx, j->shown, j->bytes);
	start_task(j, j->archive_only ? lay_by_task : unpack_task);
}

bool job_configure_registry(CrateFetch *j)
{
	Store *s = j->store;
	if (index_configure(&s->index, &j->from->registry, &s->arena))
		return true;
	if (!s->failed)
		diag_note(s->diag, NO_SPAN, "needed to download `" STR_FMT "`", STR_ARG(j->shown));
	s->failed = true;
	return false;
}

static bool start_download(CrateFetch *j)
{
	Store *s = j->store;
	Registry *r = &j->from->registry;
	if (s->options.offline) {
		store_failed(j, "run the command once without `--offline`",
		             "crate `" STR_FMT "` is not in the cache, and --offline is set",
		             STR_ARG(j->shown));
		return false;
	}
	if (!job_configure_registry(j))
		return false;
	FetchRequest request = {
		.url = registry_download_url(&s->arena, r, &j->crate),
		.allow_file = r->is_file,
		.max_bytes = ARCHIVE_LIMIT,
		.owner = j,
		.begin = begin_archive,
		.take = take_archive,
		.done = archive_done,
	};
	if (!index_authorize(&s->index, r, &request)) {
		s->failed = true;
		return false;
	}
	fetch_start(s->fetcher, &request);
	return true;
}

/* --- */

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

/* Whoever edited a link should know that it is the crate's file. */
static void tell_of_edit(CrateFetch *j)
{
	if (!j->edited)
		return;
	j->edited = false;
	if (j->exposed) {
		diag_warning(j->store->diag, NO_SPAN,
		             "other users could write to crate `" STR_FMT
		             "` in the cache, and it is unpacked again",
		             STR_ARG(j->shown));
		diag_help(j->store->diag, "check its permissions: `ls -la " STR_FMT "`",
		          STR_ARG(path_parent(str_from(j->target))));
		return;
	}
	diag_warning(j->store->diag, NO_SPAN,
	             "crate `" STR_FMT "` was edited through a hard link to one of its files, and "
	             "is unpacked again",
	             STR_ARG(j->shown));
	diag_help(j->store->diag, "run `l4cargo vendor` once more for the vendored files, and use "
	                          "`[patch]` with a copy of a package to edit it");
}

void job_task_ended(CrateFetch *j)
{
	tell_of_edit(j);
	switch (j->end) {
	case JOB_READY:
		store_ready(j);
		break;
	case JOB_NOT_BORROWED:
		if (j->from->local.len)
			not_in_local(j);
		else
			start_download(j);
		break;
	case JOB_FAILED:
		store_failed(j,
		             j->work ? "nothing of it was kept: free some space if the disk is "
		                       "full; otherwise the archive is damaged: please report it "
		                       "to the crate's maintainers"
		                     : "its owner can repair it with `l4cargo fetch`; or set "
		                       "XDG_CACHE_HOME to a folder of your own",
		             "cannot unpack crate `" STR_FMT "`: " STR_FMT, STR_ARG(j->shown),
		             STR_ARG(buf_str(&j->why)));
		break;
	}
}

bool job_start(CrateFetch *j)
{
	Store *s = j->store;
	const bool fixed = !j->kept && !s->place.temp.len && place_is_read_only(s->place.folder);
	if (fixed && j->suspect) {
		*vec_push(&s->arena, &s->jobs, CrateFetch *) = j;
		start_task(j, look_task);
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
	if (!j->kept && !place_make_temp(&s->place, &s->arena, s->diag)) {
		s->failed = true;
		return false;
	}
	const Str temp = j->kept ? s->home.temp : s->place.temp;
	j->work = arena_printf(&s->arena, STR_FMT "/%zu", STR_ARG(temp), s->jobs.count).ptr;
	j->archive = arena_printf(&s->arena, "%s/" STR_FMT ".crate", j->work, STR_ARG(j->root)).ptr;
	*vec_push(&s->arena, &s->jobs, CrateFetch *) = j;
	j->laid_by =
		arena_printf(&s->arena, "%s/" STR_FMT ".crate", j->target, STR_ARG(j->root)).ptr;
	if (j->suspect) {
		start_task(j, look_task);
		return true;
	}
	if (!j->kept && j->from->borrow_count == 0 && s->options.layers.count == 0 &&
	    access(j->laid_by, F_OK) < 0)
		return start_download(j);
	start_task(j, j->kept ? home_task : borrow_task);
	return true;
}

void job_free(CrateFetch *j)
{
	fs_close(&j->fd);
	digest_free(&j->digest);
	buf_free(&j->why);
}
