// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/vendor/copy.h"
#include "bridge/vendor/job.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static bool has_checksum(const Copier *c, Str wanted)
{
	char sum[DIGEST_HEX + 1];
	digest_hex(c->digest, sum);
	return digest_eq(str_from(sum), wanted);
}

static bool archive_is_right(Copier *c, const VendorJob *job)
{
	struct stat st;
	scoped_fd fd = below_open(job->tree->root, job->name, O_RDONLY | O_NONBLOCK, 0);
	return fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && copier_copy(c, fd, -1) &&
	       has_checksum(c, job->checksum);
}

static bool archive_cannot(VendorJob *job, const char *what, Str path)
{
	buf_printf(&job->why, "cannot %s `" STR_FMT "`: %s", what, STR_ARG(path), strerror(errno));
	return false;
}

typedef enum ArchiveUse { TAKEN, NOT_THIS, TAKE_FAILED } ArchiveUse;

/* Copies an archive. One with another checksum than in the lock file is skipped. */
static ArchiveUse copy_archive(Copier *c, VendorJob *job, Str archive)
{
	scoped_fd from = open(archive.ptr, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (from < 0)
		return NOT_THIS;
	scoped_fd to = below_open(job->tree->root, job->made, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (to < 0 || !copier_copy(c, from, to)) {
		archive_cannot(job, to < 0 ? "write" : "copy",
		               to < 0 ? job->made.checked : archive);
		return TAKE_FAILED;
	}
	return has_checksum(c, job->checksum) ? TAKEN : NOT_THIS;
}

static VendorEnd update_archive(Copier *c, VendorJob *job)
{
	if (archive_is_right(c, job))
		return VENDOR_UNCHANGED;
	if (!below_make_parents(job->tree->root, job->made)) {
		archive_cannot(job, "make", path_parent(job->made.checked));
		return VENDOR_FAILED;
	}
	for (size_t i = 0; i < job->archive_count; i++) {
		const ArchiveUse taken = copy_archive(c, job, job->archives[i]);
		if (taken == NOT_THIS)
			continue;
		return taken == TAKEN && vendor_tree_publish(job->tree, job->made, job->name,
		                                             &job->why)
		               ? VENDOR_WRITTEN
		               : VENDOR_FAILED;
	}
	buf_printf(&job->why, "its archive is not in the cache any more: run `l4cargo fetch "
	                      "--cargo-home` to add it to cargo's");
	return VENDOR_FAILED;
}

void vendor_archive_run(WorkerTask *task)
{
	VendorJob *job = (VendorJob *)(void *)task;
	scoped_arena scratch = { 0 };
	Copier c;
	copier_init(&c, job->tree, &scratch);
	job->end = update_archive(&c, job);
	digest_free(&c.digest);
}
