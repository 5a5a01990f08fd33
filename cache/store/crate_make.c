// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/path.h"
#include "cache/file_sums.h"
#include "cache/store/store_internal.h"
#include "cache/store/unpack.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Turns an archive into entries of the store, in a worker thread. These functions must not access
 * parts of the store that change. */

void crate_fail(CrateFetch *j, const char *what)
{
	j->outcome.end = CRATE_FAILED;
	buf_printf(&j->outcome.why, "%s: %s", what, strerror(errno));
}

BelowPlace crate_place(const CrateFetch *j, Arena *a, const char *path)
{
	return j->goal == GOAL_HOME ? place_in_home(&j->store->home, a, path)
	                            : place_in_store(&j->store->place, a, path);
}

bool crate_make_work_folder(CrateFetch *j)
{
	scoped_arena a = { 0 };
	const BelowPlace work = crate_place(j, &a, j->work.folder);
	if (mkdirat(work.top, work.path.checked.ptr, 0755) == 0 || errno == EEXIST)
		return true;
	crate_fail(j, "cannot make a folder");
	return false;
}

int crate_create_archive(const CrateFetch *j, int flags)
{
	scoped_arena a = { 0 };
	const BelowPlace archive = crate_place(j, &a, j->work.archive);
	return below_open(archive.top, archive.path, flags | O_CREAT | O_TRUNC,
	                  j->goal == GOAL_HOME ? 0666 : 0644);
}

static bool crate_rename(const CrateFetch *j, const char *from, const char *to)
{
	scoped_arena a = { 0 };
	return below_rename(crate_place(j, &a, from), crate_place(j, &a, to));
}

/* Publishes the whole folder by one rename. If crates/KEY exists (with only the archive, or because
 * another process was first), moves the parts into it. */
static bool publish_folder(const CrateFetch *j)
{
	scoped_arena a = { 0 };
	if (crate_rename(j, j->work.folder, j->at.key_folder))
		return true;
	if (errno != EEXIST && errno != ENOTEMPTY)
		return false;
	const Str from = str_from(j->work.folder), to = str_from(j->at.key_folder);
	if ((j->goal == GOAL_ARCHIVE || access(j->work.archive, F_OK) == 0) &&
	    !crate_rename(j, j->work.archive, j->at.archive))
		return false;
	if (j->goal == GOAL_ARCHIVE)
		return true;
	return crate_rename(j, path_join(&a, from, j->root).ptr, path_join(&a, to, j->root).ptr) ||
	       errno == EEXIST || errno == ENOTEMPTY;
}

/* Publishes only the archive. */
static void keep_archive(CrateFetch *j)
{
	if (publish_folder(j))
		j->outcome.end = CRATE_READY;
	else
		crate_fail(j, "cannot rename the archive");
}

/* Unpacks the archive in the work folder, then publishes both. */
void crate_unpack(CrateFetch *j, int archive, const char *path)
{
	scoped_arena a = { 0 };
	if (!crate_make_work_folder(j))
		return;
	const BelowPlace work = crate_place(j, &a, j->work.folder);
	scoped_fd into = below_open_folder(work.top, work.path);
	if (into < 0) {
		crate_fail(j, "cannot open a folder");
		return;
	}
	const Unpack unpack = { .archive = archive,
		                .root = j->root,
		                .into = into,
		                .limits = &unpack_limits,
		                .no_writers = j->goal != GOAL_HOME };
	j->outcome.end = CRATE_FAILED;
	if (!unpack_crate(&unpack, &j->outcome.why))
		return;
	if (!(j->goal == GOAL_HOME ? home_publish(j, path) : publish_folder(j)))
		crate_fail(j, "cannot rename a folder");
	else
		j->outcome.end = CRATE_READY;
}

bool crate_is_good(int archive, Str checksum)
{
	char sum[DIGEST_HEX + 1];
	return lseek(archive, 0, SEEK_SET) == 0 && digest_of_file(archive, sum) &&
	       digest_eq(str_from(sum), checksum) && lseek(archive, 0, SEEK_SET) == 0;
}

static int open_archive(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

int crate_open_good(const char *archive, Str checksum)
{
	const int fd = open_archive(archive);
	if (fd < 0 || crate_is_good(fd, checksum))
		return fd;
	close(fd);
	return -1;
}

static bool keep_copy(CrateFetch *j, const char *archive)
{
	if (!crate_make_work_folder(j))
		return false;
	scoped_fd copy = crate_take_copy(j, archive);
	if (copy >= 0)
		keep_archive(j);
	return copy >= 0;
}

/* Uses a local archive. Returns false if it is not the right one, or could not be copied. */
static bool use_archive(CrateFetch *j, const char *archive)
{
	scoped_fd fd = crate_open_good(archive, j->crate.checksum);
	if (fd < 0)
		return false;
	if (j->goal != GOAL_ARCHIVE)
		crate_unpack(j, fd, archive);
	else if (j->from->local.len || archive == j->at.archive)
		j->outcome.end = CRATE_READY;
	else
		return keep_copy(j, archive);
	return true;
}

size_t crate_archives(const CrateFetch *j, Arena *a, const char ***out)
{
	const Layers *layers = &j->store->options.layers;
	const size_t count = layers->count + j->from->borrow_count;
	const char **all = arena_array(a, const char *, count);
	for (size_t i = 0; i < layers->count; i++)
		all[i] = arena_printf(a, STR_FMT "/%s/" STR_FMT ".crate", STR_ARG(layers->items[i]),
		                      j->at.key, STR_ARG(j->root))
		                 .ptr;
	for (size_t i = layers->count; i < count; i++)
		all[i] = arena_printf(a, "%s/" STR_FMT ".crate", j->from->borrow[i - layers->count],
		                      STR_ARG(j->root))
		                 .ptr;
	*out = all;
	return count;
}

void crate_borrow_task(WorkerTask *task)
{
	CrateFetch *j = (CrateFetch *)(void *)task;
	scoped_arena scratch = { 0 };
	if (use_archive(j, j->at.archive))
		return;
	const char **archives;
	const size_t count = crate_archives(j, &scratch, &archives);
	for (size_t i = 0; i < count; i++)
		if (use_archive(j, archives[i]) || j->outcome.why.len)
			return;
	j->outcome.end = CRATE_NOT_BORROWED;
}

const char *crate_beside(Arena *a, const CrateFetch *j, const char *name)
{
	return arena_printf(a, "%s/%s", j->at.key_folder, name).ptr;
}

void crate_remove_beside(const CrateFetch *j, const char *name)
{
	scoped_arena a = { 0 };
	const BelowPlace file = crate_place(j, &a, crate_beside(&a, j, name));
	below_remove_file(file.top, file.path);
}

/* Sets aside a crate whose hard links were edited, or that others could write to. Another process
 * may have done so already. */
static bool set_aside(CrateFetch *j)
{
	scoped_arena scratch = { 0 };
	const char *aside = arena_printf(&scratch, "%s.edited", j->work.folder).ptr;
	j->outcome.edited = crate_rename(j, j->at.crate, aside);
	if (!j->outcome.edited && errno != ENOENT) {
		crate_fail(j, "cannot rename a folder");
		return false;
	}
	crate_remove_beside(j, FILE_SUMS);
	crate_remove_beside(j, FILE_SUMS_LINKED);
	return true;
}

void crate_look_task(WorkerTask *task)
{
	CrateFetch *j = (CrateFetch *)(void *)task;
	scoped_arena scratch = { 0 };
	SummedFiles files;
	if (!j->found.exposed &&
	    file_sums_read(&scratch, crate_beside(&scratch, j, FILE_SUMS), &files) &&
	    file_sums_hold(j->at.crate, &files)) {
		place_touch(&j->store->place, j->at.key_folder);
		j->outcome.end = CRATE_READY;
		return;
	}
	j->outcome.end = CRATE_FAILED;
	if (!j->work.folder)
		buf_add(&j->outcome.why,
		        STR("its files were changed, and the cache cannot be written"));
	else if (set_aside(j))
		crate_borrow_task(task);
}

void crate_unpack_task(WorkerTask *task)
{
	CrateFetch *j = (CrateFetch *)(void *)task;
	scoped_fd fd = open_archive(j->work.archive);
	j->outcome.end = CRATE_FAILED;
	if (fd < 0)
		crate_fail(j, "cannot open the archive");
	else if (crate_is_good(fd, j->crate.checksum))
		crate_unpack(j, fd, j->work.archive);
	else
		buf_add(&j->outcome.why,
		        STR("another program changed the archive after its download"));
}

void crate_keep_archive_task(WorkerTask *task)
{
	keep_archive((CrateFetch *)(void *)task);
}
